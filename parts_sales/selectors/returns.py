"""Returns as lists and pages find them (PSL-53)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet, Sum

from core import documents, search
from core.actors import Actor
from core.ordering import ordered
from parts_sales.models import DeliveryNote, SalesReturn, SalesReturnLine
from parts_sales.selectors.notes import notes_visible_to
from parts_sales.selectors.stock import warehouses_kept_by

SORTS = {
    "number": "number",
    "customer": "customer__number",
    "note": "note__number",
    "state": "state",
    "remedy": "remedy",
    "created": "created_at",
    "amount": "credit_base",
}
NEWEST = ("-created_at", "-pk")


@dataclass(frozen=True, slots=True)
class ReturnQuestion:
    """What of the list is asked for."""

    state: str = ""
    remedy: str = ""
    words: str = ""
    sort: str = ""


@dataclass(frozen=True, slots=True)
class ReturnPage:
    """A return with its lines, the notes that replaced its goods, and the moves that are offered: credit and
    replacement both, since what the customer wanted cannot always be had.
    """

    lines: Sequence[SalesReturnLine]
    replacements: Sequence[DeliveryNote]
    doors: frozenset[str]


def returns_visible_to(actor: Actor) -> QuerySet[SalesReturn]:
    """Who sees the note sees what comes back of it (GEN-10)."""
    return SalesReturn.objects.filter(note__in=notes_visible_to(actor))


def returns_found(actor: Actor, asked: ReturnQuestion) -> QuerySet[SalesReturn]:
    """A list of returns, with customer and note."""
    rows = returns_visible_to(actor)
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.remedy:
        rows = rows.filter(remedy=asked.remedy)
    if asked.words:
        rows = search.fitting(rows, SalesReturn.kind, asked.words)
    return ordered(rows.select_related("customer", "note__order"), asked.sort, SORTS, usual=NEWEST)


def credited_total(rows: QuerySet[SalesReturn]) -> Decimal:
    """What was credited of a list."""
    return rows.order_by().aggregate(sum=Sum("credit_base", default=Decimal(0)))["sum"]  # type: ignore[no-any-return]


def return_page(*, made: SalesReturn, actor: Actor) -> ReturnPage:
    """Everything on one page, in a fixed number of statements."""
    doors = {
        name for name in ("receive", "inspect", "credit", "replace", "refuse", "cancel") if _open(made, name, actor)
    }
    return ReturnPage(
        lines=list(made.lines.select_related("note_line__part", "note_line__order_line").order_by("pk")),
        replacements=list(made.replacements.order_by("pk")),
        doors=frozenset(doors),
    )


def _open(made: SalesReturn, move: str, actor: Actor) -> bool:
    if not documents.may(made, move, actor):
        return False
    if move in {"receive", "inspect"}:
        return made.created_by_id != actor.person_id and made.note.warehouse_id in warehouses_kept_by(actor)
    return move != "credit" or made.created_by_id != actor.person_id
