"""Which requests and claims somebody sees: the same rule for pages, exports, API and files (GEN-10)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import F, Q, QuerySet

from approvals import selectors as approvals
from core.actors import Actor
from expenses import policies
from expenses.choices import LIVE_CLAIMS, ImportRowState
from expenses.models import Claim, ClaimLine, ExpenseImport, ImportRow, ImportSource, SpendRequest, SpendRequestLine


def requests_visible_to(actor: Actor) -> QuerySet[SpendRequest]:
    """One's own, those of the departments one sees, and those one has or had to decide on."""
    return SpendRequest.objects.filter(_visible(actor, SpendRequest.kind))


def claims_visible_to(actor: Actor) -> QuerySet[Claim]:
    """One's own, those of the departments one sees, and those one has or had to decide on."""
    return Claim.objects.filter(_visible(actor, Claim.kind))


def imports_visible_to(actor: Actor) -> QuerySet[ExpenseImport]:
    """All of them, for those who bring them in or see the company's spending; none for others, who see rows only."""
    rows = ExpenseImport.objects.all()
    return rows if policies.sees_imports(actor) else rows.none()


def import_sources_visible_to(actor: Actor) -> QuerySet[ImportSource]:
    """What is remembered of the systems files come from, for those who see the files."""
    rows = ImportSource.objects.all()
    return rows if policies.sees_imports(actor) else rows.none()


def import_rows_visible_to(actor: Actor, found: ExpenseImport) -> QuerySet[ImportRow]:
    """The rows of an import: all of them, or those posted in the departments one sees, which the ledger leads to."""
    return import_rows_seen_by(actor).filter(document=found)


def import_rows_seen_by(actor: Actor) -> QuerySet[ImportRow]:
    """The same of all imports."""
    rows = ImportRow.objects.all()
    if policies.sees_imports(actor):
        return rows
    scope = actor.sight(policies.VIEW)
    posted = (ImportRowState.POSTED, ImportRowState.REVERSED)
    return rows.filter(department__in=scope.departments, state__in=posted)


def live_claims(request: SpendRequest) -> QuerySet[Claim]:
    """Claims that are in review or approved on a request."""
    return Claim.objects.filter(request=request, state__in=LIVE_CLAIMS).order_by("pk")


def claims_of_earlier_months(claim_ids: Collection[int]) -> set[int]:
    """Which of these claims have a line that counts in a later month than its own (EXP-02b)."""
    lines = ClaimLine.objects.filter(claim__in=set(claim_ids), is_prior_period=True)
    return set(lines.values_list("claim_id", flat=True)) if claim_ids else set()


def _visible(actor: Actor, kind: str) -> Q:
    scope = actor.sight(policies.VIEW)
    if scope.company:
        return Q()
    if actor.person_id is None:
        return Q(pk__in=())
    return (
        Q(department__in=scope.departments) | Q(created_by=actor.person_id) | approvals.acted_on(actor=actor, kind=kind)
    )


def lines_holding(*, fiscal_year_id: int) -> list[tuple[str, QuerySet[Any]]]:
    """The lines that hold budget of a year at this moment (LED-05b), by kind of document, each with the names
    `document`, `number`, `title`, `department` and `month`.
    """
    lines: tuple[tuple[str, Any, str, str], ...] = (
        (SpendRequest.kind, SpendRequestLine.objects, "request", "held_period"),
        (Claim.kind, ClaimLine.objects, "claim", "period"),
    )
    return [
        (
            kind,
            rows.filter(**{"held__gt": 0, f"{period}__fiscal_year": fiscal_year_id}).annotate(
                document=F(parent),
                number=F(f"{parent}__number"),
                title=F(f"{parent}__title"),
                department=F(f"{parent}__department"),
                month=F(f"{period}__month"),
            ),
        )
        for kind, rows, parent, period in lines
    ]
