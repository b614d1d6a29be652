"""Dispatch and arrival: the carrier the rule chooses or another with its reason, the customer told, arrival followed up
(PSL-33, PSL-34).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit, documents, formats, mails, notifications
from core.actors import Actor
from core.errors import InvalidInput, visible_text
from core.models import MailKind
from customers.choices import Region
from parts_sales import locks_delivery as locks
from parts_sales.choices import ConfirmedBy
from parts_sales.choices_delivery import Carrier
from parts_sales.errors_delivery import CarrierOverruled, DayImpossible, PackagingMissing, TrackingMissing
from parts_sales.models import DeliveryNote
from parts_sales.selectors.carriers import advice_for
from parts_sales.selectors.notes import late
from parts_sales.services import issued_hooks, notes
from parts_sales.services.inputs_delivery import DispatchInput, Told

MOST_PACKAGES = 999


@transaction.atomic
def ship(*, note_id: int, sent: DispatchInput, actor: Actor, at: datetime, version: int | None = None) -> DeliveryNote:
    """Goods that were issued are on their way; the customer is told where an address is given.

    Raises StaleDocument, WrongState, NotAllowed, OwnDocument, AnotherHand, CarrierOverruled, PackagingMissing,
    TrackingMissing, DayImpossible, InvalidInput; then nothing has changed.
    """
    note = locks.lock_note(note_id)
    documents.require_version(note, version)
    notes.require_hand(note, "ship", actor=actor)
    today = timezone.localdate(at)
    _require_possible(sent, today)
    advice = advice_for(note, notes.lines_of(note), on=today, weight=sent.weight_kg)
    reason = visible_text(sent.reason)[:300]
    if sent.carrier != advice.carrier and not reason:
        raise CarrierOverruled(rule=str(Carrier(advice.carrier).label))
    packaging = visible_text(sent.packaging)[:200]
    if advice.needs_packaging and not packaging:
        raise PackagingMissing
    note.carrier_rule, note.carrier, note.packaging = advice.carrier, sent.carrier, packaging
    note.carrier_reason = reason if sent.carrier != advice.carrier else ""
    note.carrier_name = visible_text(sent.carrier_name)[:80]
    note.tracking_number = visible_text(sent.tracking_number)[:60]
    note.expected_date, note.packages = sent.expected_date, sent.packages
    if sent.weight_kg is not None:
        note.weight_kg = sent.weight_kg
    address = _address(sent.address)
    if address:
        _tell(note, Told(ConfirmedBy.EMAIL, address), actor=actor, at=at)
    facts = {
        "carrier": " ".join(filter(None, (note.carrier_name, note.tracking_number))),
        "expected": formats.day(note.expected_date) if note.expected_date else "",
        "told": note.told_address,
    }
    documents.perform(
        note, "ship", actor=actor, at=at, reason=note.carrier_reason, facts={k: v for k, v in facts.items() if v}
    )
    issued_hooks.dispatched(note, actor=actor, at=at)
    return note


@transaction.atomic
def tell_customer(*, note_id: int, told: Told, actor: Actor, at: datetime, version: int | None = None) -> DeliveryNote:
    """The customer is told carrier, tracking number and expected arrival of goods underway: by e-mail written now, or
    it is noted who was told otherwise (PSL-34). Also once more, when another day is expected.

    Raises StaleDocument, WrongState, NotAllowed, InvalidInput.
    """
    note = locks.lock_note(note_id)
    documents.require_version(note, version)
    documents.require(note, "arrive", actor=actor)
    _tell(note, told, actor=actor, at=at)
    documents.touch(note, fields=("told_at", "told_way", "told_address", "told_name", "told_date"))
    facts: dict[str, Any] = {"told": audit.in_both(_whom, note)}
    if note.expected_date is not None:
        facts["expected"] = formats.day(note.expected_date)
    audit.record(
        kind=note.kind, document_id=note.pk, label=str(note), code=f"{note.kind}.tell", actor=actor, at=at,
        before=note.state, after=note.state, facts=facts,
    )  # fmt: skip
    return note


@transaction.atomic
def arrive(*, note_id: int, day: date, actor: Actor, at: datetime, version: int | None = None) -> DeliveryNote:
    """The goods have arrived (PSL-34). Raises StaleDocument, WrongState, NotAllowed, DayImpossible."""
    note = locks.lock_note(note_id)
    documents.require_version(note, version)
    documents.require(note, "arrive", actor=actor)
    if note.shipped_at is None or day < timezone.localdate(note.shipped_at):
        raise DayImpossible(why=_("goods arrive after they were dispatched."))
    if day > timezone.localdate(at):
        raise DayImpossible(why=_("it is still to come."))
    facts = {"arrived": day.isoformat()}
    if note.expected_date is not None and day > note.expected_date:
        facts["late_days"] = str((day - note.expected_date).days)
    documents.perform(note, "arrive", actor=actor, at=at, day=day, facts=facts)
    return note


@transaction.atomic
def follow_up(
    *, note_id: int, expected: date, reason: str, actor: Actor, at: datetime, version: int | None = None
) -> DeliveryNote:
    """What the carrier said when asked: another day is expected, and why. Raises what `arrive` raises."""
    note = locks.lock_note(note_id)
    documents.require_version(note, version)
    documents.require(note, "arrive", actor=actor)
    if expected < timezone.localdate(at):
        raise DayImpossible(why=_("it has passed."))
    before, note.expected_date = note.expected_date, expected
    documents.touch(note, fields=("expected_date",))
    audit.record(
        kind=note.kind, document_id=note.pk, label=str(note), code=f"{note.kind}.follow_up", actor=actor, at=at,
        before=note.state, after=note.state, reason=visible_text(reason)[:300],
        facts={"changes": {"expected_date": [before.isoformat() if before else None, expected.isoformat()]}},
    )  # fmt: skip
    return note


@transaction.atomic
def tell_of_late(*, at: datetime) -> int:
    """Tell who made and who sent a note that is underway past its day, once a day until it arrives (PSL-34). How many
    notes. Safe to repeat.
    """
    today = timezone.localdate(at)
    rows = list(late(DeliveryNote.objects.all(), on=today).select_related("customer").order_by("pk"))
    for note in rows:
        senders = audit.people_of(kind=note.kind, document_id=note.pk, codes={f"{note.kind}.ship"})
        notifications.notify(
            senders | {note.created_by_id},
            code="delivery_note.late",
            kind=note.kind,
            document_id=note.pk,
            label=str(note),
            key=f"late:{note.pk}:{today}",
            at=at,
            facts={
                "customer": note.customer.name_zh or note.customer.name_en,
                "customer_en": note.customer.name_en or note.customer.name_zh,
                "day": note.expected_date.isoformat() if note.expected_date else "",
            },
        )
    return len(rows)


def _tell(note: DeliveryNote, told: Told, *, actor: Actor, at: datetime) -> None:
    """Write the letter, or whom it was said to, on a locked note that is saved later."""
    if told.way not in ConfirmedBy.values:
        raise InvalidInput(problem=_("There is no such choice."))
    is_mail = told.way == ConfirmedBy.EMAIL
    address, name = _address(told.address) if is_mail else "", visible_text(told.name)[:80]
    if is_mail and (not address or actor.person_id is None):
        raise InvalidInput(problem=_("Give the e-mail address the customer is told at."))
    if not is_mail and not name:
        raise InvalidInput(problem=_("Say who was told at the customer's."))
    is_again = note.told_at is not None and note.told_date != note.expected_date
    note.told_at, note.told_way, note.told_address, note.told_name = at, told.way, address, name
    note.told_date = note.expected_date
    if is_mail:
        mails.write(
            person_id=actor.known_id,
            kind=MailKind.OUTSIDE,
            address=address,
            key=f"shipped:{note.pk}:{note.version}",
            at=at,
            facts={
                "kind": note.kind,
                "document": note.pk,
                "language": "en" if note.region == Region.FOREIGN else "zh",
                "again": is_again,
            },
        )


def _whom(note: DeliveryNote) -> str:
    return f"{note.get_told_way_display()} · {note.told_address or note.told_name}"


def _address(given: str) -> str:
    address = given.strip()
    if address:
        try:
            validate_email(address)
        except ValidationError as wrong:
            raise InvalidInput(problem=_("This is no e-mail address.")) from wrong
    return address


def _require_possible(sent: DispatchInput, today: date) -> None:
    if sent.carrier not in Carrier.values or not 1 <= sent.packages <= MOST_PACKAGES:
        raise InvalidInput(problem=_("This quantity is not possible here."))
    if sent.weight_kg is not None and not 0 < sent.weight_kg < 1_000_000:
        raise InvalidInput(problem=_("This quantity is not possible here."))
    if sent.carrier != Carrier.PICKUP and (not visible_text(sent.carrier_name) or sent.expected_date is None):
        raise InvalidInput(problem=_("Say which carrier takes the goods and when they are expected."))
    if sent.carrier != Carrier.PICKUP and not visible_text(sent.tracking_number):
        raise TrackingMissing
    if sent.expected_date is not None and sent.expected_date < today:
        raise DayImpossible(why=_("it has passed."))
