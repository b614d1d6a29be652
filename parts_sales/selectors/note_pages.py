"""What the page of a delivery note shows, and which of its steps the reader may take (PSL-31, PSL-42)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core import documents
from core.actors import Actor
from core.components import Step
from customers.choices import Region
from parts_sales import policies_delivery as policies
from parts_sales.models import DeliveryNote, DeliveryNoteLine
from parts_sales.rules import steps as rules
from parts_sales.rules.carriers import Advice
from parts_sales.selectors.carriers import advice_for
from parts_sales.selectors.steps import note_steps
from parts_sales.selectors.stock import warehouses_kept_by


@dataclass(frozen=True, slots=True)
class NotePage:
    """A delivery note with its steps. `can_step` says whether the next one is offered; `without_customs` are the lines
    abroad whose part has no HS code or no country of origin, which the commercial invoice has to state (PSL-43).
    """

    lines: Sequence[DeliveryNoteLine]
    steps: Sequence[Step]
    step: rules.Step | None
    can_step: bool
    can_cancel: bool
    can_arrive: bool
    can_return: bool
    is_late: bool
    without_customs: Sequence[DeliveryNoteLine]
    advice: Advice | None


def note_page(*, note: DeliveryNote, actor: Actor, on: date) -> NotePage:
    """Everything on one page, in a fixed number of statements."""
    lines = list(note.lines.select_related("part", "order_line").order_by("position", "pk"))
    keeps = note.warehouse_id in warehouses_kept_by(actor)
    return NotePage(
        lines=lines,
        steps=note_steps(note),
        step=note.step,
        can_step=takes_next(note, actor, keeps=keeps),
        can_cancel=documents.may(note, "cancel", actor) and (keeps or _needs_no_keeper(note, actor)),
        can_arrive=documents.may(note, "arrive", actor),
        can_return=note.shipped_at is not None
        and not note.is_free
        and policies.can_ask_return(note, actor)
        and any(line.returnable for line in lines),
        is_late=note.is_late(on),
        without_customs=[line for line in lines if not (line.part.hs_code and line.part.origin)]
        if note.region == Region.FOREIGN and note.step is not None
        else [],
        advice=advice_for(note, lines, on=on) if note.step is not None else None,
    )


def takes_next(note: DeliveryNote, actor: Actor, *, keeps: bool) -> bool:
    """Whether the next step is the actor's by right; who acted on the note before is refused by the service."""
    step = note.step
    if step is None or note.created_by_id == actor.person_id:
        return False
    return documents.may(note, step.code, actor) and (step.scope != rules.WAREHOUSE or keeps)


def _needs_no_keeper(note: DeliveryNote, actor: Actor) -> bool:
    """Whether the note can be cancelled by who does not keep its warehouse: nothing has left, and it is theirs to take
    back.
    """
    at_keeper = note.step is not None and note.step.scope == rules.WAREHOUSE
    return note.issued_at is None and (policies.can_make_notes(note, actor) or not at_keeper)
