"""How approvals ask about advances, and tell them how a round ended (APR-01, EXP-02b)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from approvals.registry import Facts, Impact
from core import formats
from core.actors import Actor
from core.money import base_currency
from expenses import locks
from expenses.models import Advance
from expenses.services import advances
from expenses.services.facts import fingerprint


class AdvanceHandler:
    """Advances: no budget is held; approving makes the money owed to the person."""

    kind = Advance.kind
    holds_budget = False

    def lock(self, document_id: int) -> None:
        """Lock the advance's row."""
        locks.lock_advance(document_id)

    def facts(self, document_id: int) -> Facts:
        """The advance as it is now."""
        advance = Advance.objects.get(pk=document_id)
        return Facts(
            department_id=advance.department_id,
            makers=frozenset({advance.created_by_id}),
            number=advance.number or "",
            title=advance.title,
            amount=advance.amount,
            currency=base_currency(),
            category_codes=frozenset(),
            flags=frozenset(),
            document_version=advance.version,
            fingerprint=fingerprint(
                advance.department_id, advance.title, advance.purpose, advance.amount, advance.due_date
            ),
            summary={"due_date": advance.due_date.isoformat()},
        )

    def approved(self, *, document_id: int, actor: Actor, at: datetime) -> None:
        """It is owed to the person."""
        advances.approved(advance_id=document_id, actor=actor, at=at)

    def returned(self, *, document_id: int, actor: Actor, at: datetime, reason: str) -> None:
        """Back to its maker."""
        advances.ended(advance_id=document_id, move="send_back", actor=actor, at=at, reason=reason)

    def rejected(self, *, document_id: int, actor: Actor, at: datetime, reason: str) -> None:
        """Over."""
        advances.ended(advance_id=document_id, move="reject", actor=actor, at=at, reason=reason)

    def impacts(self, document_ids: Sequence[int]) -> dict[int, list[Impact]]:
        """No budget is touched."""
        return {}

    def consequence(self, document_id: int) -> str:
        """What approving does."""
        advance = Advance.objects.select_related("created_by").get(pk=document_id)
        return _("%(amount)s is paid to %(who)s and set against their claims until %(day)s.") % {
            "amount": formats.amount(advance.amount),
            "who": advance.created_by.name,
            "day": formats.day(advance.due_date),
        }
