"""Who is told when a delivery note comes to a desk or is cancelled (PSL-31, PSL-42, GEN-09)."""

from __future__ import annotations

from datetime import datetime

from core import audit, notifications
from core.actors import Actor
from organization.models import Person
from parts_sales.models import DeliveryNote
from parts_sales.rules import steps
from parts_sales.selectors.notes import who_takes


def tell_next(note: DeliveryNote, *, at: datetime) -> None:
    """Tell who takes the next step that the note waits with them."""
    step = note.step
    if step is None:
        return
    words = audit.in_both(lambda one: one.label, step)
    notifications.notify(
        [person.pk for person in who_takes(note, step)],
        code="delivery_note.waits",
        kind=note.kind,
        document_id=note.pk,
        label=str(note),
        key=f"note:{note.pk}:{step.code}",
        at=at,
        facts={"step": words["zh"], "step_en": words["en"], **_customer(note)},
    )


def tell_cancelled(note: DeliveryNote, reason: str, *, actor: Actor, at: datetime) -> None:
    """Tell who made it, and whoever took a step of it, that it is no more."""
    codes = {f"{note.kind}.{code}" for code in steps.STEPS}
    people = audit.people_of(kind=note.kind, document_id=note.pk, codes=codes) | {note.created_by_id}
    who = Person.objects.get(pk=actor.known_id)
    notifications.notify(
        people - {actor.person_id or 0},
        code="delivery_note.cancelled",
        kind=note.kind,
        document_id=note.pk,
        label=str(note),
        key=f"note:{note.pk}:cancelled",
        at=at,
        facts={"reason": reason, "who": who.name_zh, "who_en": who.name_en, **_customer(note)},
    )


def _customer(note: DeliveryNote) -> dict[str, str]:
    of = note.customer
    return {"customer": of.name_zh or of.name_en, "customer_en": of.name_en or of.name_zh}
