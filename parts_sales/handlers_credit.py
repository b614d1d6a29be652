"""How approvals ask about credit terms, and tell them how a round ended (APR-01, PSL-22)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from approvals.registry import Facts, Impact
from core import formats
from core.actors import Actor
from core.money import base_currency
from parts_sales import locks_money
from parts_sales.models import CreditTerm
from parts_sales.services import credit


class CreditTermHandler:
    """Credit terms: no budget is held; approving puts them in force."""

    kind = CreditTerm.kind
    holds_budget = False

    def lock(self, document_id: int) -> None:
        """Lock the terms' row."""
        locks_money.lock_term(document_id)

    def facts(self, document_id: int) -> Facts:
        """The application as it is now."""
        term = CreditTerm.objects.select_related("customer").get(pk=document_id)
        with override("en"):
            title_en = term.title
        with override("zh-hans"):
            title = term.title
        told = (term.customer_id, term.term_kind, f"{term.limit_amount:.2f}", term.days, term.reason)
        return Facts(
            department_id=term.department_id,
            makers=frozenset({term.created_by_id}),
            number=term.number or "",
            title=title,
            title_en=title_en,
            amount=None,  # a limit is nobody's spending: what a role may spend alone says nothing about it
            currency=base_currency(),
            category_codes=frozenset(),
            flags=frozenset(),
            document_version=term.version,
            fingerprint=hashlib.sha256(repr(told).encode()).hexdigest(),
            summary={"limit": f"{term.limit_amount:.2f}", "days": term.days},
        )

    def approved(self, *, document_id: int, actor: Actor, at: datetime) -> None:
        """In force."""
        credit.approved(term_id=document_id, actor=actor, at=at)

    def returned(self, *, document_id: int, actor: Actor, at: datetime, reason: str) -> None:
        """Back to who applied."""
        credit.ended(term_id=document_id, move="send_back", actor=actor, at=at, reason=reason)

    def rejected(self, *, document_id: int, actor: Actor, at: datetime, reason: str) -> None:
        """Over."""
        credit.ended(term_id=document_id, move="reject", actor=actor, at=at, reason=reason)

    def impacts(self, document_ids: Sequence[int]) -> dict[int, list[Impact]]:
        """No budget is touched."""
        return {}

    def consequence(self, document_id: int) -> str:
        """What approving does."""
        term = CreditTerm.objects.select_related("customer").get(pk=document_id)
        return _("%(customer)s is delivered to on credit up to %(limit)s, to be paid within %(days)s days.") % {
            "customer": term.customer,
            "limit": formats.amount(term.limit_amount),
            "days": term.days,
        }
