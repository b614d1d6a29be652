"""How approvals ask about transfer slips and tell them how a round ended (APR-01, MKT-02)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals import registry
from approvals.registry import Facts, Impact
from core.actors import Actor
from core.money import base_currency
from feedback import locks, policies
from feedback.models import TransferSlip
from feedback.rules import review
from feedback.selectors.people import holders
from feedback.services import slips


class SlipHandler:
    """Transfer slips: the information manager reviews, important ones go on to the vice general manager."""

    kind = TransferSlip.kind
    holds_budget = False

    def lock(self, document_id: int) -> None:
        """Lock the information's row, then the slip's."""
        locks.lock_slip(document_id)

    def facts(self, document_id: int) -> Facts:
        """The slip as it is now."""
        slip = TransferSlip.objects.select_related("information").get(pk=document_id)
        info = slip.information
        departments = sorted(slip.addressees.values_list("department", flat=True))
        told = (slip.grade, slip.importance, slip.summary, slip.request, slip.answer_days, departments)
        reviewers = holders(policies.REVIEW, on=timezone.localdate())
        return Facts(
            department_id=info.department_id, makers=frozenset({slip.created_by_id}), number=slip.number or "",
            title=info.title, amount=None, currency=base_currency(), category_codes=frozenset(),
            flags=review.steps_needed(slip.importance, by_reviewer=slip.created_by_id in reviewers),
            document_version=slip.version, fingerprint=hashlib.sha256(repr(told).encode()).hexdigest(),
            summary={"importance": slip.importance, "departments": len(departments)},
        )  # fmt: skip

    def approved(self, *, document_id: int, actor: Actor, at: datetime) -> None:
        """Departments are asked."""
        slips.approved(slip_id=document_id, actor=actor, at=at)

    def returned(self, *, document_id: int, actor: Actor, at: datetime, reason: str) -> None:
        """Back to its writer."""
        slips.returned(slip_id=document_id, actor=actor, at=at, reason=reason)

    def rejected(self, *, document_id: int, actor: Actor, at: datetime, reason: str) -> None:
        """Not passed on."""
        slips.rejected(slip_id=document_id, actor=actor, at=at, reason=reason)

    def impacts(self, document_ids: Sequence[int]) -> dict[int, list[Impact]]:
        """No budget is touched."""
        return {}

    def consequence(self, document_id: int) -> str:
        """What approving does."""
        slip = TransferSlip.objects.get(pk=document_id)
        departments = [row.department.name for row in slip.addressees.select_related("department")]
        return _("%(departments)s are asked for feedback within %(days)s working days.") % {
            "departments": _(", ").join(departments),
            "days": slip.answer_days,
        }


def register() -> None:
    """Make slips known to the engine, with the flags that choose their steps."""
    registry.register(SlipHandler())
    registry.register_flags(
        {
            review.REVIEW: gettext_lazy("Market information: for the information manager"),
            review.DECIDE: gettext_lazy("Market information: important, or written by an information manager"),
        },
        quiet=True,
    )
