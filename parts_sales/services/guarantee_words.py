"""Who is told what of a guarantee (PSL-23, GEN-09)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from core import formats, notifications
from parts_sales.models import Guarantee


def tell(
    people: Iterable[int], guarantee: Guarantee, what: str, *, at: datetime, facts: Mapping[str, str] | None = None
) -> None:
    """A notice about a guarantee, once for each thing that happens to it and each of its versions."""
    told = {
        "order": str(guarantee.order), "customer": guarantee.customer.name_zh or guarantee.customer.name_en,
        "customer_en": guarantee.customer.name_en, "amount": formats.amount(guarantee.amount),
        "guarantor": guarantee.guarantor.name_zh, "guarantor_en": guarantee.guarantor.name_en,
    }  # fmt: skip
    notifications.notify(
        people, code=f"guarantee.{what}", kind=guarantee.kind, document_id=guarantee.pk, label=str(guarantee),
        key=f"guarantee.{what}:{guarantee.pk}:{guarantee.version}", at=at, facts={**told, **(facts or {})},
    )  # fmt: skip
