"""What goes with the goods: delivery note, packing list, labels (PSL-35, PSL-43); the invoice is in invoices.py."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy, gettext_noop

from core import formats
from core.actors import Actor
from core.paper import Say
from customers.choices import Region
from organization import selectors as organization
from parts_sales.choices_delivery import NoteKind, NoteState
from parts_sales.models import DeliveryNote, DeliveryNoteLine
from parts_sales.rules import steps
from parts_sales.selectors.steps import Happened, happened_to
from reports.papers import documents, goods, words
from reports.papers.bars import bar_code
from reports.papers.content import Box, Column, Content, Facts, Row, Section, Signatures, Table
from reports.papers.registry import BilingualPaper, Parameters


class NotePaper(BilingualPaper):
    """A paper of one delivery note, in Chinese, English, or with `words=both` in both."""

    kind = DeliveryNote.kind

    def content(self, parameters: Parameters, actor: Actor) -> Content:
        note = self.document(parameters, actor)
        return self.drawn(note, _lines(note), self.say(parameters))

    @abstractmethod
    def drawn(self, note: DeliveryNote, lines: Sequence[DeliveryNoteLine], say: Say) -> Content:
        """The paper of a note with its lines."""

    def _paper(self, note: DeliveryNote, title: str, sections: list[Section], say: Say) -> Content:
        return Content(
            title=title,
            subtitle=say.of(lambda: organization.company().name),
            number=note.number or "",
            state=say.of(note.get_state_display) if note.state == NoteState.CANCELLED else "",
            state_of=documents.state_of(note),
            sections=sections,
            template="papers/delivery.html",
            more={"bars": bar_code(note.number or ""), "address": goods.letterhead(say)},
        )


class DeliveryNotePaper(NotePaper):
    """The note as it goes from hand to hand: goods, where to, who took which step."""

    code = "delivery_note"
    label = gettext_lazy("Delivery note")

    def drawn(self, note: DeliveryNote, lines: Sequence[DeliveryNoteLine], say: Say) -> Content:
        is_manual = note.note_kind == NoteKind.MANUAL
        title = gettext_noop("Manual delivery note") if is_manual else gettext_noop("Delivery note")
        sections = [_head(note, say), _goods(lines, say), _remarks(note, say), *_hands(note, say)]
        return self._paper(note, say(title), sections, say)


class PackingListPaper(NotePaper):
    """What lies in the parcels: quantities, weights, sizes."""

    code = "packing_list"
    label = gettext_lazy("Packing list")

    def drawn(self, note: DeliveryNote, lines: Sequence[DeliveryNoteLine], say: Say) -> Content:
        packed = [
            (say(gettext_noop("Packages")), str(note.packages)),
            (say(gettext_noop("Net weight")), goods.kilograms(goods.net_weight(lines))),
            (say(gettext_noop("Gross weight")), goods.kilograms(goods.gross_weight(note))),
            (say(gettext_noop("Packaging")), note.packaging or formats.NOTHING),
            (say(gettext_noop("Carrier")), carrier_of(note, say)),
        ]
        sections: list[Section] = [
            _head(note, say),
            _packed(lines, say),
            Facts(packed, template="papers/voucher_head.html"),
            Signatures([Box(say(gettext_noop("Packed by"))), Box(say(gettext_noop("Checked by")))]),
        ]
        return self._paper(note, say(gettext_noop("Packing list")), sections, say)


class LabelPaper(NotePaper):
    """A label for each package, with the note's number as a bar code."""

    code = "delivery_labels"
    label = gettext_lazy("Labels")

    def drawn(self, note: DeliveryNote, lines: Sequence[DeliveryNoteLine], say: Say) -> Content:
        fragile = any(line.part.is_fragile for line in lines)
        words = {
            "to": say(gettext_noop("Ship to")),
            "order": say(gettext_noop("Sales order")),
            "package": say(gettext_noop("Package")),
            "weight": say(gettext_noop("Gross weight")),
            "fragile": say(gettext_noop("Fragile")) if fragile else "",
            "carrier": carrier_of(note, say),
            "kilograms": goods.kilograms(goods.gross_weight(note)),
        }
        return Content(
            title=say(gettext_noop("Labels")),
            subtitle=say.of(lambda: organization.company().name),
            number=note.number or "",
            sections=[],
            template="papers/labels.html",
            more={
                "note": note,
                "customer": say.of(lambda: note.customer.name),
                "words": words,
                "packages": range(1, note.packages + 1),
                "bars": bar_code(note.number or ""),
            },
        )


# --- Parts ------------------------------------------------------------------------------------------------------------


def _lines(note: DeliveryNote) -> list[DeliveryNoteLine]:
    return list(note.lines.select_related("part", "order_line").order_by("position", "pk"))


def _head(note: DeliveryNote, say: Say) -> Facts:
    pairs: list[tuple[str, Any]] = [
        (say(gettext_noop("Customer")), say.of(lambda: note.customer.name)),
        (say(gettext_noop("Date")), formats.day(note.created_at)),
        (say(gettext_noop("Sales order")), note.order.number),
        (say(gettext_noop("Warehouse")), say.of(lambda: note.warehouse.name)),
        (say(gettext_noop("Contact")), note.contact or formats.NOTHING),
        (say(gettext_noop("Delivery address")), _ship_to(note, say)),
    ]
    return Facts(pairs, template="papers/voucher_head.html")


def _goods(lines: Sequence[DeliveryNoteLine], say: Say) -> Table:
    rows = [
        Row(
            (
                number,
                line.part_number,
                say.of(partial(getattr, line, "name")),
                quantity_of(line),
                goods.unit(line.unit, say),
                "",
            )
        )
        for number, line in enumerate(lines, start=1)
    ]
    return Table(
        columns=[
            Column(say(gettext_noop("No.")), "count", 6),
            Column(say(gettext_noop("Part number")), width=18),
            Column(say(gettext_noop("Description")), width=44),
            Column(say(gettext_noop("Quantity")), width=12),
            Column(say(gettext_noop("Unit")), width=8),
            Column(say(gettext_noop("Remark")), width=16),
        ],
        rows=rows,
        template="papers/voucher_lines.html",
    )


def _packed(lines: Sequence[DeliveryNoteLine], say: Say) -> Table:
    rows = []
    for number, line in enumerate(lines, start=1):
        weight, quantity = line.part.weight_kg, f"{quantity_of(line)} {goods.unit(line.unit, say)}"
        rows.append(
            Row(
                (
                    number, line.part_number, say.of(partial(getattr, line, "name")), quantity, goods.kilograms(weight),
                    goods.kilograms(weight * line.quantity if weight is not None else None),
                    _size(line),
                )
            )
        )  # fmt: skip
    return Table(
        columns=[
            Column(say(gettext_noop("No.")), "count", 6),
            Column(say(gettext_noop("Part number")), width=16),
            Column(say(gettext_noop("Description")), width=36),
            Column(say(gettext_noop("Quantity")), width=11),
            Column(say(gettext_noop("Weight each")), width=13),
            Column(say(gettext_noop("Net weight")), width=13),
            Column(say(gettext_noop("Size in mm")), width=18),
        ],
        rows=rows,
        template="papers/voucher_lines.html",
    )


def _remarks(note: DeliveryNote, say: Say) -> Facts:
    pairs: list[tuple[str, Any]] = [(say(gettext_noop("Remark")), note.remark or formats.NOTHING)]
    if note.free_of is not None:
        pairs.append((say(gettext_noop("Replaces without charge the goods of")), note.free_of.number))
    return Facts(pairs, template="papers/quote_terms.html")


def _hands(note: DeliveryNote, say: Say) -> list[Section]:
    """Who took which step, with places to sign for those still to come and for who receives the goods."""
    done = happened_to(note)
    boxes = [_box(say(gettext_noop("Made out by")), done.get("create"))]
    boxes += [
        _box(say.of(partial(getattr, step, "done")), done.get(step.code))
        for step in steps.table(note.region, note.note_kind)
        if step.code != "print_out"
    ]
    boxes.append(Box(say(gettext_noop("Goods received by"))))
    half = -(-len(boxes) // 2)
    return [Signatures(boxes[:half]), Signatures(boxes[half:])]


def _box(label: str, what: Happened | None) -> Box:
    return Box(label, what.who, words.moment(what.at)) if what is not None else Box(label)


def carrier_of(note: DeliveryNote, say: Say) -> str:
    """How it goes: the way, the carrier, its number."""
    way = say.of(note.get_carrier_display) if note.carrier else ""
    return " ".join(filter(None, (way, note.carrier_name, note.tracking_number))) or formats.NOTHING


def quantity_of(line: DeliveryNoteLine) -> str:
    """How much of a line, without its unit."""
    return f"{line.plain_quantity:f}"


def _ship_to(note: DeliveryNote, say: Say) -> str:
    """Where the goods go, abroad with the country."""
    if note.region == Region.FOREIGN:
        return goods.address_abroad(note.ship_to, note.customer, say) or formats.NOTHING
    return note.ship_to or formats.NOTHING


def _size(line: DeliveryNoteLine) -> str:
    sides = (line.part.length_mm, line.part.width_mm, line.part.height_mm)
    return " × ".join(str(side) for side in sides) if all(sides) else formats.NOTHING
