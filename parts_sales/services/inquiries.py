"""Inquiries handed over to the service department, and violations of its sole right to quote (PSL-10)."""

from __future__ import annotations

from datetime import date, datetime
from operator import attrgetter

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit, documents, notifications, numbers
from core.actors import Actor
from core.errors import InvalidInput, NotAllowed, require_reason
from customers.choices import Region
from customers.models import Customer
from customers.selectors.customers import customers_visible_to
from organization.models import Person
from parts_sales import locks, policies
from parts_sales.choices import ConfirmedBy
from parts_sales.models import Inquiry, Violation
from parts_sales.quote_errors import MomentImpossible
from parts_sales.selectors.holders import anywhere, holders
from parts_sales.selectors.inquiries import inquiries_visible_to, quoters

HANDED_OVER = "inquiry.handed_over"
EARLIEST = 2000
TO_PROPOSE, TO_DECIDE, DECIDED = "violation.to_propose", "violation.to_decide", "violation.decided"


@transaction.atomic
def record_inquiry(
    *,
    way: str,
    wanted: str,
    received_at: datetime,
    actor: Actor,
    at: datetime,
    customer_id: int | None = None,
    caller: str = "",
    machine: str = "",
    handed_to_id: int | None = None,
) -> Inquiry:
    """Write down what a customer asks for. Whoever does not quote hands it over at once to somebody who does; the time
    is kept, and they are told (PSL-10).

    Raises NotAllowed, InvalidInput, MomentImpossible.
    """
    if actor.person_id is None or not policies.can_take_inquiries(actor):
        raise NotAllowed(document=_("an inquiry"))
    if received_at > at:
        raise MomentImpossible
    if received_at.year < EARLIEST:
        raise InvalidInput(problem=_("Write a day between 2000 and 2199."), field="received_at")
    wanted, caller = wanted.replace("\x00", "").strip()[:4000], caller.strip()[:160]
    if customer_id is not None and not customers_visible_to(actor).filter(pk=customer_id).exists():
        raise InvalidInput(problem=_("There is no such customer."))
    if not wanted or (customer_id is None and not caller) or way not in ConfirmedBy.values:
        raise InvalidInput(problem=_("Say who asks, and for what."))
    is_abroad = Customer.objects.filter(pk=customer_id or 0, region=Region.FOREIGN).exists()
    receiver = _receiver(handed_to_id, actor, on=timezone.localdate(at), abroad=is_abroad)
    inquiry = Inquiry.objects.create(
        number=numbers.take("INQ", timezone.localdate(at).year), department_id=receiver.department_id or 0,
        customer_id=customer_id, caller=caller, way=way, machine=machine.strip()[:120], wanted=wanted,
        received_at=received_at, handed_over_at=at, handed_to=receiver, created_by_id=actor.person_id, created_at=at,
        submitted_at=at,
    )  # fmt: skip
    audit.record(
        kind=inquiry.kind, document_id=inquiry.pk, label=str(inquiry), code="inquiry.record", actor=actor, at=at,
        after=inquiry.state, facts={"handed_to": audit.in_both(attrgetter("name"), receiver)},
    )  # fmt: skip
    if receiver.pk != actor.person_id:
        notifications.notify(
            [receiver.pk], code=HANDED_OVER, kind=inquiry.kind, document_id=inquiry.pk, label=str(inquiry),
            key=f"{HANDED_OVER}:{inquiry.pk}", at=at, facts={"who": inquiry.asker},
        )  # fmt: skip
    return inquiry


@transaction.atomic
def close_inquiry(*, inquiry_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None) -> Inquiry:
    """Nothing is quoted: why is kept. Raises ReasonMissing, StaleDocument, WrongState, NotAllowed."""
    reason = require_reason(reason)
    inquiry = locks.lock_inquiry(inquiry_id)
    documents.require_version(inquiry, version)
    documents.perform(inquiry, "close", actor=actor, at=at, reason=reason)
    return inquiry


@transaction.atomic
def report_violation(
    *, person_id: int, happened_on: date, facts: str, actor: Actor, at: datetime, inquiry_id: int | None = None
) -> Violation:
    """Record that somebody outside the service department quoted: who, what happened (PSL-10).

    Raises NotAllowed, InvalidInput, MomentImpossible.
    """
    if actor.person_id is None or actor.department_id is None or not policies.can_report_violation(actor):
        raise NotAllowed(document=_("a violation"))
    facts = require_reason(facts)[:4000]
    if happened_on > timezone.localdate(at):
        raise MomentImpossible
    person = Person.objects.filter(pk=person_id).first()
    if person is None or person.pk == actor.person_id:
        raise InvalidInput(problem=_("Choose the person it is about."))
    inquiry = inquiries_visible_to(actor).filter(pk=inquiry_id).first() if inquiry_id is not None else None
    violation = Violation.objects.create(
        number=numbers.take("VIO", timezone.localdate(at).year),
        department_id=inquiry.department_id if inquiry is not None else _house_of(actor, on=timezone.localdate(at)),
        person=person, inquiry=inquiry, happened_on=happened_on, facts=facts, created_by_id=actor.person_id,
        created_at=at, submitted_at=at,
    )  # fmt: skip
    audit.record(
        kind=violation.kind, document_id=violation.pk, label=str(violation), code="violation.report", actor=actor,
        at=at, after=violation.state,
    )  # fmt: skip
    _tell(violation, TO_PROPOSE, holders(policies.APPROVE, department_id=violation.department_id), actor=actor, at=at)
    return violation


@transaction.atomic
def propose_measure(
    *, violation_id: int, proposal: str, actor: Actor, at: datetime, version: int | None = None
) -> Violation:
    """The service department's manager says what should follow; management is told that it has to decide. Raises
    ReasonMissing, StaleDocument, WrongState, NotAllowed.
    """
    proposal = require_reason(proposal)[:2000]
    violation = locks.lock_violation(violation_id)
    documents.require_version(violation, version)
    documents.perform(violation, "propose", actor=actor, at=at, proposal=proposal, facts={"proposal": proposal})
    deciders = {one.pk for one in anywhere(policies.DECIDE_VIOLATION)} - {violation.created_by_id}
    _tell(violation, TO_DECIDE, deciders, actor=actor, at=at)
    return violation


@transaction.atomic
def decide_violation(
    *, violation_id: int, decision: str, actor: Actor, at: datetime, version: int | None = None
) -> Violation:
    """The company's management decides, never who reported or is concerned. Raises ReasonMissing, StaleDocument,
    WrongState, NotAllowed.
    """
    decision = require_reason(decision)[:2000]
    violation = locks.lock_violation(violation_id)
    documents.require_version(violation, version)
    if policies.is_maker(violation, actor):
        raise NotAllowed(document=str(violation))
    documents.perform(violation, "decide", actor=actor, at=at, decision=decision, facts={"decision": decision})
    proposed = audit.people_of(kind=violation.kind, document_id=violation.pk, codes={f"{violation.kind}.propose"})
    _tell(violation, DECIDED, proposed | {violation.created_by_id}, actor=actor, at=at)
    return violation


def _tell(violation: Violation, code: str, people: set[int], *, actor: Actor, at: datetime) -> None:
    """Tell who is to act or has acted; never whom it is about, nor who just did it (PSL-10)."""
    notifications.notify(
        people - {violation.person_id, actor.known_id}, code=code, kind=violation.kind, document_id=violation.pk,
        label=str(violation), key=f"{code}:{violation.pk}", at=at, facts={"day": violation.happened_on.isoformat()},
    )  # fmt: skip


def _house_of(actor: Actor, *, on: date) -> int:
    """The service department, whose manager proposes what follows, also where management reports from elsewhere."""
    if any(actor.can(code, actor.department_id) for code in (policies.QUOTE, policies.APPROVE)):
        return actor.department_id or 0
    return next((one.department_id for one in quoters(on=on) if one.department_id), actor.department_id or 0)


def _receiver(person_id: int | None, actor: Actor, *, on: date, abroad: bool) -> Person:
    """Who quotes it: somebody of the service department, for a customer abroad one who quotes there, by default whoever
    takes it and quotes themselves.
    """
    wanted = person_id or actor.person_id
    found = next((one for one in quoters(on=on, abroad=abroad) if one.pk == wanted), None)
    if found is None and abroad:
        people = ", ".join(one.name for one in quoters(on=on, abroad=True)) or "—"
        raise InvalidInput(
            problem=_("The customer is abroad: hand it over to somebody who quotes there (%(people)s).")
            % {"people": people},
            field="handed_to",
        )
    if found is None:
        raise InvalidInput(problem=_("Choose somebody of the service department who quotes."))
    return found
