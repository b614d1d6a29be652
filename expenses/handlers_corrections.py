"""How approvals ask about corrections, and tell them how a round ended (APR-01, EXP-08)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from operator import attrgetter

from django.utils.translation import gettext as _

from approvals.registry import Facts, Impact
from core import audit, formats
from core.actors import Actor
from core.money import base_currency
from expenses import locks, rules
from expenses.models import Correction
from expenses.selectors import impacts
from expenses.selectors.corrections import paid_of
from expenses.services import corrections
from expenses.services.facts import fingerprint


class CorrectionHandler:
    """Corrections of posted expenses: finance decides; whose department gains the spending is asked too. Neither who
    asks for the correction nor who made the claim or brought the import in decides on it.
    """

    kind = Correction.kind
    holds_budget = False

    def lock(self, document_id: int) -> None:
        """Lock the correction and its claim or row: approving changes both."""
        locks.lock_correction(document_id)

    def facts(self, document_id: int) -> Facts:
        """The correction as it is now."""
        rows = Correction.objects.select_related("claim", "import_row__document", "department")
        correction = rows.get(pk=document_id)
        lines = list(correction.lines.select_related("category", "project").order_by("pk"))
        targets = {line.target_department_id for line in lines} if not correction.is_reversal else set()
        titles = audit.in_both(attrgetter("title"), correction)
        return Facts(
            department_id=correction.department_id,
            makers=frozenset({correction.created_by_id, correction.made_by_id}),
            number=correction.number or "",
            title=titles["zh"],
            title_en=titles["en"],
            amount=correction.total,
            currency=base_currency(),
            category_codes=frozenset(line.category.code for line in lines),
            flags=rules.flags_of(outcome=correction.outcome),
            document_version=correction.version,
            fingerprint=fingerprint(
                correction.correction_kind,
                correction.claim_id,
                correction.import_row_id,
                correction.reason,
                correction.to_department_id,
                correction.to_category_id,
                correction.to_project_id,
                correction.to_period_id,
                [(line.claim_line_id, line.of_line_id, line.amount) for line in lines],
            ),
            summary={"lines": len(lines), "outcome": correction.outcome, "claim": correction.subject_number},
            other_departments=frozenset(targets | {line.department_id for line in lines}) - {correction.department_id},
        )

    def approved(self, *, document_id: int, actor: Actor, at: datetime) -> None:
        """Post both sides, all or nothing."""
        corrections.approved(correction_id=document_id, actor=actor, at=at)

    def returned(self, *, document_id: int, actor: Actor, at: datetime, reason: str) -> None:
        """Back to its maker; nothing is posted."""
        corrections.ended(correction_id=document_id, move="send_back", actor=actor, at=at, reason=reason)

    def rejected(self, *, document_id: int, actor: Actor, at: datetime, reason: str) -> None:
        """Over; nothing is posted."""
        corrections.ended(correction_id=document_id, move="reject", actor=actor, at=at, reason=reason)

    def impacts(self, document_ids: Sequence[int]) -> dict[int, list[Impact]]:
        """One bar for each control key that gains spending."""
        return impacts.of_corrections(document_ids)

    def consequence(self, document_id: int) -> str:
        """What approving does."""
        correction = Correction.objects.select_related("claim", "import_row__document").get(pk=document_id)
        facts = {"amount": formats.amount(correction.total), "claim": correction.subject_number}
        if correction.is_reversal and (paid := paid_of(correction.claim)):
            told = facts | {"paid": formats.amount(paid)}
            return (
                _(
                    "%(amount)s of %(claim)s is taken out of what was spent. %(paid)s of it was paid: what is too much "
                    "comes back first, by reversing the payment."
                )
                % told
            )
        if correction.is_reversal:
            return _("%(amount)s of %(claim)s is taken out of what was spent.") % facts
        return _("%(amount)s of %(claim)s moves to where it belongs.") % facts
