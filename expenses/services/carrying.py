"""Approved requests that go along into the new year with what they still hold (BUD-35, LED-05b)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.urls import reverse

from budgets.carrying import OpenCommitment
from budgets.choices import EntryKind
from budgets.models import Period
from budgets.rules.postings import Posting, Source
from core import audit
from core.actors import Actor
from core.money import ZERO
from expenses import locks
from expenses.choices import RequestState
from expenses.models import SpendRequest, SpendRequestLine


class RequestCarrier:
    """How approved requests carry their holds into another year; one in review is settled first."""

    kind = SpendRequest.kind

    def open_in(
        self,
        *,
        fiscal_year_id: int,
        department_ids: Collection[int] | None = None,
        lines: Collection[int] | None = None,
    ) -> list[OpenCommitment]:
        """What lines of approved requests hold in a year. One statement."""
        rows = SpendRequestLine.objects.filter(
            held__gt=0, held_period__fiscal_year=fiscal_year_id, request__state=RequestState.APPROVED
        ).select_related("request", "held_period")
        if department_ids is not None:
            rows = rows.filter(request__department__in=department_ids)
        if lines is not None:
            rows = rows.filter(pk__in=lines)
        return [_commitment(line) for line in rows.order_by("request_id", "position", "pk")]

    def lock(self, document_ids: Sequence[int]) -> None:
        """Lock the requests, so that no claim takes of them meanwhile."""
        for request_id in document_ids:
            locks.lock_request(request_id)

    def moved(self, commitment: OpenCommitment, *, origin: Period, into: Period) -> list[Posting]:
        """Released in the old year, held in the new, as one net posting of the request's line."""
        source = Source(kind=self.kind, document_id=commitment.document_id, label=commitment.label)

        def posting(period: Period, kind: EntryKind, sign: int) -> Posting:
            return Posting(
                department_id=commitment.department_id,
                category_id=commitment.category_id,
                project_id=commitment.project_id,
                period_id=period.pk,
                kind=kind,
                amount=sign * commitment.amount,
                line_id=commitment.line_id,
                source=source,
            )

        return [posting(origin, EntryKind.RELEASE, -1), posting(into, EntryKind.COMMITMENT, 1)]

    def carried(
        self, commitments: Sequence[OpenCommitment], *, into: Period, by: str, actor: Actor, at: datetime
    ) -> None:
        """The lines hold in the new month from now on; each request says so in its timeline."""
        SpendRequestLine.objects.filter(pk__in=[own.line_id for own in commitments]).update(held_period=into)
        for request in SpendRequest.objects.filter(pk__in={own.document_id for own in commitments}).order_by("pk"):
            own = [one for one in commitments if one.document_id == request.pk]
            audit.record(
                kind=request.kind,
                document_id=request.pk,
                label=str(request),
                code="spend_request.carry",
                actor=actor,
                at=at,
                before=str(request.state),
                after=str(request.state),
                facts={"held": str(sum((one.amount for one in own), ZERO)), "month": str(into), "adjustment": by},
            )


def _commitment(line: SpendRequestLine) -> OpenCommitment:
    assert line.held_period is not None  # noqa: S101  # the filter asks for its year
    request = line.request
    return OpenCommitment(
        kind=SpendRequest.kind,
        document_id=request.pk,
        line_id=line.pk,
        label=f"{request.number} {request.title}",
        url=reverse("expenses:request_detail", args=[request.pk]),
        department_id=request.department_id,
        category_id=line.category_id,
        project_id=line.project_id,
        held_in=line.held_period,
        amount=line.held,
    )
