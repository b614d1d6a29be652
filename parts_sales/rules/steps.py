"""Through which hands a delivery note goes, as data: domestic (PSL-31) and foreign (PSL-42). Pure."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from parts_sales.choices_delivery import Hand, NoteKind, NoteState

KEEP, MAKE, RECORD, REVIEW, SHIP, SIGN = (
    "parts.keep_warehouse",
    "parts.make_delivery_note",
    "parts.record_receipt",
    "parts.review_delivery_note",
    "parts.ship",
    "parts.sign_delivery_note",
)
DEPARTMENT, COMPANY, WAREHOUSE = "department", "company", "warehouse"
"""Where the permission has to hold: the note's department, anywhere, the note's warehouse."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: `code` is the move of the note, `state` where it lies until then, `hand` who takes it by which right.

    `label` is what is done (a button), `done` that it was done (on the line of steps).
    """

    code: str
    state: str
    hand: str
    permission: str
    scope: str
    label: str | Promise
    done: str | Promise


STEPS: dict[str, Step] = {
    step.code: step
    for step in (
        Step(
            "review", NoteState.TO_REVIEW, Hand.DEPUTY, REVIEW, DEPARTMENT,
            pgettext_lazy("step", "Review"), pgettext_lazy("step", "Reviewed"),
        ),
        Step(
            "print_out", NoteState.TO_PRINT, Hand.COMMERCE, SHIP, COMPANY,
            pgettext_lazy("step", "Note as printed"), pgettext_lazy("step", "Printed"),
        ),
        Step(
            "check_money", NoteState.TO_CHECK, Hand.FINANCE, RECORD, COMPANY,
            pgettext_lazy("step", "Confirm the money"), pgettext_lazy("step", "Money confirmed"),
        ),
        Step(
            "sign", NoteState.TO_SIGN, Hand.MANAGER, SIGN, DEPARTMENT,
            pgettext_lazy("step", "Sign"), pgettext_lazy("step", "Signed"),
        ),
        Step(
            "confirm", NoteState.TO_CONFIRM, Hand.KEEPER, KEEP, WAREHOUSE,
            pgettext_lazy("step", "Confirm the goods"), pgettext_lazy("step", "Goods confirmed"),
        ),
        Step(
            "issue", NoteState.TO_ISSUE, Hand.KEEPER, KEEP, WAREHOUSE,
            pgettext_lazy("step", "Issue the goods"), pgettext_lazy("step", "Issued"),
        ),
        Step(
            "ship", NoteState.TO_SHIP, Hand.COMMERCE, SHIP, COMPANY,
            pgettext_lazy("step", "Dispatch"), pgettext_lazy("step", "Dispatched"),
        ),
    )
}  # fmt: skip

_TO_THE_DOOR = ("confirm", "issue", "ship")
TABLES: dict[tuple[str, str], tuple[str, ...]] = {
    ("DOMESTIC", NoteKind.SYSTEM): ("review", "print_out", "sign", *_TO_THE_DOOR),
    ("DOMESTIC", NoteKind.MANUAL): ("sign", *_TO_THE_DOOR),
    ("FOREIGN", NoteKind.SYSTEM): ("print_out", "check_money", "sign", *_TO_THE_DOOR),
    ("FOREIGN", NoteKind.MANUAL): ("check_money", "sign", *_TO_THE_DOOR),
}
"""Region and kind of a note → its steps after it was made."""

DESKS = {step.state: step for step in STEPS.values()}
BEFORE_ISSUE = tuple(step.state for step in STEPS.values() if step.code != "ship")
"""Where nothing has left the warehouse yet."""


def kind_of(part_kind: str) -> str:
    """Purchased parts lie in the raw-material warehouse and go by system note, hardware and semi-finished parts by a
    manual one (PSL-30).
    """
    return NoteKind.SYSTEM if part_kind == "PURCHASED" else NoteKind.MANUAL


def table(region: str, note_kind: str) -> tuple[Step, ...]:
    """The steps of a note of this region and kind, in order."""
    return tuple(STEPS[code] for code in TABLES[region, note_kind])


def first_state(region: str, note_kind: str) -> str:
    """Where a new note lies."""
    return table(region, note_kind)[0].state


def next_state(region: str, note_kind: str, code: str) -> str:
    """Where it lies after this step."""
    codes = TABLES[region, note_kind]
    place = codes.index(code) + 1
    return STEPS[codes[place]].state if place < len(codes) else NoteState.SHIPPED


def others(hand: str) -> frozenset[str]:
    """The moves of all other hands: whoever made one of them does not act for this hand (ORG-05, ORG-06)."""
    codes = {step.code for step in STEPS.values() if step.hand != hand}
    return frozenset(codes | ({"create"} if hand != Hand.CLERK else set()))
