"""How approvals ask about guarantees, and tell them how a round ended (APR-01, PSL-23)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy, override

from approvals.registry import Facts, Impact
from core.actors import Actor
from core.money import base_currency
from parts_sales import locks_guarantee
from parts_sales.models import Guarantee
from parts_sales.selectors import guarantees as reads
from parts_sales.services import guarantees

MUCH_GUARANTEED = "much_guaranteed"
FLAGS = {MUCH_GUARANTEED: gettext_lazy("The guarantor answers for much altogether")}


class GuaranteeHandler:
    """Guarantees: the service department's manager reviews them; neither guarantor nor who asked decides."""

    kind = Guarantee.kind
    holds_budget = False

    def lock(self, document_id: int) -> None:
        """Lock guarantor, order and guarantee, in this order."""
        locks_guarantee.lock_to_judge(document_id)

    def facts(self, document_id: int) -> Facts:
        """The guarantee as it is now. It has no amount: a word is nobody's spending (ORG-08). Who answers for more than
        the warning says is flagged, so that the list of what waits says it too (PSL-23)."""
        one = _read(document_id)
        is_much = bool(reads.warning_of(one, on=timezone.localdate()))
        with override("en"):
            title_en = one.title
        with override("zh-hans"):
            title = one.title
        told = (one.order_id, one.guarantor_id, f"{one.amount:.2f}", one.reason)
        return Facts(
            department_id=one.department_id,
            makers=frozenset({one.created_by_id, one.guarantor_id, one.order.created_by_id}),
            number=one.number or "",
            title=title,
            title_en=title_en,
            amount=None,
            currency=base_currency(),
            category_codes=frozenset(),
            flags=frozenset({MUCH_GUARANTEED} if is_much else ()),
            document_version=one.version,
            fingerprint=hashlib.sha256(repr(told).encode()).hexdigest(),
            summary={"amount": f"{one.amount:.2f}", "order": one.order.number or ""},
        )

    def approved(self, *, document_id: int, actor: Actor, at: datetime) -> None:
        """Goods may leave."""
        guarantees.approved(guarantee_id=document_id, actor=actor, at=at)

    def returned(self, *, document_id: int, actor: Actor, at: datetime, reason: str) -> None:
        """Back to the guarantor."""
        guarantees.ended(guarantee_id=document_id, move="send_back", actor=actor, at=at, reason=reason)

    def rejected(self, *, document_id: int, actor: Actor, at: datetime, reason: str) -> None:
        """Over: the order is paid first."""
        guarantees.ended(guarantee_id=document_id, move="reject", actor=actor, at=at, reason=reason)

    def impacts(self, document_ids: Sequence[int]) -> dict[int, list[Impact]]:
        """No budget is touched."""
        return {}

    def consequence(self, document_id: int) -> str:
        """What approving does, with the warning where the guarantor answers for much."""
        one = _read(document_id)
        return f"{reads.meaning_of(one)} {reads.warning_of(one, on=timezone.localdate())}".strip()


def _read(guarantee_id: int) -> Guarantee:
    return Guarantee.objects.select_related("customer", "guarantor", "order").get(pk=guarantee_id)
