"""Who is told about goods that come back (PSL-53, GEN-09)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from core import notifications
from organization import selectors as organization
from parts_sales.choices_delivery import Remedy
from parts_sales.models import DeliveryNote, SalesReturn
from parts_sales.rules import steps
from parts_sales.selectors.notes import who_takes


def tell_keepers(made: SalesReturn, note: DeliveryNote, *, at: datetime) -> None:
    """Goods are on their way back to a warehouse."""
    people = [person.pk for person in who_takes(note, steps.STEPS["confirm"])]
    _tell(people, made, "sales_return.expected", at=at)


def tell_settlers(made: SalesReturn, *, at: datetime) -> None:
    """The inspection is done: finance credits, or the clerk has it replaced."""
    people = [made.created_by_id]
    if made.remedy == Remedy.CREDIT:
        rows = organization.assignments_in_force(on=timezone.localdate())
        held = rows.filter(role__permissions__contains=[steps.RECORD])
        people += held.values_list("person", flat=True)
    _tell(people, made, "sales_return.inspected", at=at)


def tell_maker(made: SalesReturn, *, at: datetime) -> None:
    """It was credited."""
    _tell([made.created_by_id], made, "sales_return.credited", at=at)


def _tell(people: Iterable[int], made: SalesReturn, code: str, *, at: datetime) -> None:
    of = made.customer
    notifications.notify(
        people,
        code=code,
        kind=made.kind,
        document_id=made.pk,
        label=str(made),
        key=f"{code}:{made.pk}",
        at=at,
        facts={"customer": of.name_zh or of.name_en, "customer_en": of.name_en or of.name_zh},
    )
