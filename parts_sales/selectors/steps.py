"""The line of steps of an order (PSL-50): where it stands, who has it, since when. Computed from the order, its
delivery notes and their events whenever it is shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core import audit, formats
from core.components import Step
from core.models import AuditEvent
from parts_sales.choices import OrderState
from parts_sales.choices_delivery import Hand, NoteState
from parts_sales.models import DeliveryNote, SalesOrder, SalesOrderLine
from parts_sales.rules import steps as rules
from parts_sales.selectors.notes import names, who_takes
from parts_sales.selectors.orders import Release, may_ship

GONE = (NoteState.SHIPPED, NoteState.ARRIVED)
OVER = (OrderState.SHIPPED, OrderState.CLOSED)


@dataclass(frozen=True, slots=True)
class StepLine:
    """One line of steps: the order's own, or that of a delivery note."""

    steps: Sequence[Step]
    note: DeliveryNote | None = None


@dataclass(frozen=True, slots=True)
class Happened:
    """Who took a step of a note, and when."""

    who: str
    at: datetime

    @property
    def words(self) -> str:
        return _said(self.who, self.at)


def order_steps(order: SalesOrder) -> list[StepLine]:
    """The order's own line, then that of each of its notes, the oldest first; cancelled notes are left out."""
    notes = [
        note
        for note in order.notes.select_related("warehouse", "customer").order_by("pk")
        if note.state != NoteState.CANCELLED
    ]
    goods = [line for line in order.lines.select_related("part").order_by("position", "pk") if line.is_goods]
    return [
        StepLine(list(_of_order(order, goods, notes))),
        *(StepLine(line, note) for note, line in zip(notes, _of_notes(notes), strict=True)),
    ]


def happened_to(note: DeliveryNote) -> dict[str, Happened]:
    """Who took which step of a note, by move."""
    return _happened([note])[note.pk]


def note_steps(note: DeliveryNote) -> list[Step]:
    """The line of one note."""
    return next(iter(_of_notes([note])))


def _of_order(order: SalesOrder, goods: Sequence[SalesOrderLine], notes: Sequence[DeliveryNote]) -> Iterator[Step]:
    yield Step(pgettext("step", "Ordered"), "done", _said(order.created_by.name, order.created_at))
    if order.state == OrderState.CANCELLED:
        yield Step(str(order.get_state_display()), "stopped")
        return
    release = may_ship(order)
    is_free = release.allowed or order.state in OVER
    yield Step(_("Money"), "done" if is_free else "now", "" if order.state in OVER else _money(order, release))
    noted = all(line.noted >= line.quantity for line in goods)
    counted = _("%(noted)s of %(all)s lines") % {
        "noted": sum(line.noted >= line.quantity for line in goods), "all": len(goods),
    }  # fmt: skip
    waits = is_free and not noted
    clerk = _with(order.created_by.name, _free_since(order)) if waits else ""
    told = " · ".join(filter(None, (counted if notes or not waits else "", clerk)))
    yield Step(_("Delivery notes"), "done" if noted else "now" if waits else "ahead", told)
    if not notes:
        for code in _ahead(order, goods):
            yield Step(rules.STEPS[code].done)
    shipped = noted and bool(notes) and all(note.state in GONE for note in notes)
    gone = sum(note.state in GONE for note in notes)
    sent = ngettext("%(count)s note dispatched", "%(count)s notes dispatched", gone) % {"count": gone} if gone else ""
    yield Step(_("All dispatched"), "done" if shipped else "ahead", "" if shipped else sent)


def _money(order: SalesOrder, release: Release) -> str:
    """On what ground goods leave; else what is missing, and with whom it lies since when."""
    if release.allowed:
        return release.why
    return f"{release.why} {_with(str(Hand(Hand.FINANCE).label), order.submitted_at or order.created_at)}"


def _free_since(order: SalesOrder) -> datetime:
    """Since when the clerk can have the goods delivered: the last of what allowed it."""
    matched = order.matches.filter(undone_at__isnull=True).aggregate(last=Max("matched_at"))["last"]
    vouched = order.guarantees.aggregate(last=Max("approved_at"))["last"]
    moments = (order.submitted_at or order.created_at, matched, order.part_delivery_at, vouched)
    return max(moment for moment in moments if moment is not None)


def _with(who: str, since: datetime) -> str:
    return _("%(who)s · since %(moment)s") % {"who": who, "moment": formats.moment(since)}


def _ahead(order: SalesOrder, goods: Sequence[SalesOrderLine]) -> tuple[str, ...]:
    """The steps to come while there is no note yet: those of a system note where there are such parts; the last is told
    by the order's own last step.
    """
    kinds = {rules.kind_of(line.part.part_kind) for line in goods if line.part is not None}
    kind = "SYSTEM" if "SYSTEM" in kinds else "MANUAL"
    return rules.TABLES[order.region, kind][:-1]


def _of_notes(notes: Sequence[DeliveryNote]) -> Iterator[list[Step]]:
    happened = _happened(notes)
    for note in notes:
        done = happened[note.pk]
        line = [_done(_("Made"), done.get("create"))]
        reached = False
        for step in rules.table(note.region, note.note_kind):
            if reached:
                line.append(Step(step.done))
            elif note.state == step.state:
                reached = True
                line.append(Step(step.label, "now", _waits(note, step)))
            elif note.state == NoteState.CANCELLED and step.code not in done:
                reached = True
                line.append(Step(str(note.get_state_display()), "stopped", _worded(done.get("cancel"))))
            else:
                line.append(_done(step.done, done.get(step.code)))
        if note.state != NoteState.CANCELLED:
            line.append(_arrival(note, done))
        yield line


def _arrival(note: DeliveryNote, done: Mapping[str, Happened]) -> Step:
    if note.state == NoteState.ARRIVED and note.arrived_date is not None:
        return Step(_("Arrived"), "done", formats.day(note.arrived_date))
    if note.state == NoteState.SHIPPED:
        expected = _("expected %(day)s") % {"day": formats.day(note.expected_date)} if note.expected_date else ""
        return Step(pgettext("step", "Underway"), "now", " · ".join(filter(None, (note.carrier_name, expected))))
    return Step(_("Arrived"))


def _waits(note: DeliveryNote, step: rules.Step) -> str:
    """Who has it, and since when."""
    who = names(who_takes(note, step)) or str(Hand(step.hand).label)
    return _with(who, note.since)


def _happened(notes: Sequence[DeliveryNote]) -> dict[int, dict[str, Happened]]:
    """By note and move: who did it and when; what was done again counts as it was done last."""
    codes = {f"{DeliveryNote.kind}.{code}": code for code in ("create", "cancel", *rules.STEPS)}
    events = list(
        AuditEvent.objects.filter(
            subject_kind=DeliveryNote.kind, subject_id__in=[note.pk for note in notes], code__in=codes
        ).order_by("pk")
    )
    people = audit.names_of(events)
    found: dict[int, dict[str, Happened]] = defaultdict(dict)
    for event in events:
        who = people.get(event.actor_id or 0, event.actor_name)
        found[event.subject_id][codes[event.code]] = Happened(who, event.at)
    return found


def _done(name: object, what: Happened | None) -> Step:
    return Step(str(name), "done", _worded(what))


def _worded(what: Happened | None) -> str:
    return what.words if what is not None else ""


def _said(who: str, at: datetime) -> str:
    return f"{who} · {formats.moment(at)}"
