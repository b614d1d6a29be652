"""Complaints: recorded, changed while nobody judged, answered, cancelled (CMP-01)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints import locks, policies, thresholds
from complaints.choices import ComplaintState, Severity, Source, TalkKind
from complaints.errors import AddressMissing, MachineUnknown, OrderUnknown
from complaints.models import Complaint, Talk
from complaints.selectors.complaints import arrived_at
from complaints.services import recurrence
from complaints.services.inputs import ComplaintInput
from core import audit, documents, formats, jobs, mails, notifications, numbers
from core.actors import Actor
from core.errors import InvalidInput, NotAllowed, WrongState, require_reason, visible_text
from core.models import MailKind
from customers.choices import Region
from customers.models import Customer, Machine
from organization.choices import DepartmentStatus
from organization.models import Department, Person
from organization.selectors.departments import manager_of
from parts_sales.models import Part, SalesOrder

PREFIX = "CP"


@transaction.atomic
def record(*, draft: ComplaintInput, actor: Actor, at: datetime, arrived: datetime | None = None) -> Complaint:
    """Record a complaint: the customer gets an acknowledgement where there is an address, the clocks of its severity
    start (with its arrival, where it came by the public form), the division concerned and the salesperson are told
    (CMP-01).

    Raises NotAllowed, ReasonMissing (what happened), OrderUnknown, MachineUnknown, InvalidInput.
    """
    if not policies.can_record(actor):
        raise NotAllowed(document=_("a complaint"))
    complaint = Complaint(created_by_id=actor.known_id, created_at=at, submitted_at=at)
    _write(complaint, draft)
    complaint.first_due, complaint.resolve_due = thresholds.targets(complaint.severity, start=arrived or at)
    complaint.number = numbers.take(PREFIX, timezone.localdate(at).year)
    complaint.save()
    audit.record(
        kind=complaint.kind, document_id=complaint.pk, label=str(complaint), code="complaint.record", actor=actor,
        at=at, after=complaint.state, facts={"title": complaint.title},
    )  # fmt: skip
    if complaint.email:
        send_letter(complaint, "received", actor=actor, at=at, key=f"complaint:{complaint.pk}:received")
    _tell_concerned(complaint, at=at)
    if complaint.part_id is not None:
        jobs.after_commit(recurrence.LOOK, key=f"complaint_again:{complaint.pk}:part", complaint_id=complaint.pk)
    return complaint


@transaction.atomic
def change(
    *, complaint_id: int, draft: ComplaintInput, actor: Actor, at: datetime, version: int | None = None
) -> Complaint:
    """Put right what was recorded, while nobody judged yet. Another severity has other targets, counted from when it
    arrived. Raises StaleDocument, WrongState, NotAllowed and what `record` raises.
    """
    complaint = locks.lock_complaint(complaint_id)
    documents.require_version(complaint, version)
    if complaint.state != ComplaintState.OPEN:
        raise WrongState(document=str(complaint), state=complaint.get_state_display())
    if not policies.is_handler(complaint, actor):
        raise NotAllowed(document=str(complaint))
    before, part = complaint.severity, complaint.part_id
    _write(complaint, draft)
    if complaint.severity != before:
        begin = arrived_at(complaint)
        complaint.first_due, complaint.resolve_due = thresholds.targets(complaint.severity, start=begin)
    complaint.version += 1
    complaint.save()
    audit.record(
        kind=complaint.kind, document_id=complaint.pk, label=str(complaint), code="complaint.change", actor=actor, at=at
    )
    if complaint.part_id is not None and complaint.part_id != part:
        jobs.after_commit(
            recurrence.LOOK, key=f"complaint_again:{complaint.pk}:part:{complaint.part_id}", complaint_id=complaint.pk
        )
    return complaint


@transaction.atomic
def cancel(*, complaint_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None) -> Complaint:
    """Take back what was recorded by mistake or twice. Raises ReasonMissing, StaleDocument, WrongState, NotAllowed."""
    reason = require_reason(reason)
    complaint = locks.lock_complaint(complaint_id)
    documents.require_version(complaint, version)
    documents.perform(complaint, "cancel", actor=actor, at=at, reason=reason)
    return complaint


@transaction.atomic
def talk(
    *, complaint_id: int, text: str, actor: Actor, at: datetime, answer: str = "", by_letter: bool = False,
    version: int | None = None,
) -> Talk:  # fmt: skip
    """Record what was said to the customer, or send it as a letter; the first entry stops the clock of the first
    response (CMP-01). Raises ReasonMissing (the text), AddressMissing, StaleDocument, WrongState, NotAllowed.
    """
    complaint = locks.lock_complaint(complaint_id)
    documents.require_version(complaint, version)
    if not complaint.is_open:
        raise WrongState(document=str(complaint), state=complaint.get_state_display())
    if not policies.can_explain(complaint, actor):
        raise NotAllowed(document=str(complaint))
    first = complaint.responded_at is None
    kind = TalkKind.RESPONSE if first else TalkKind.CONTACT
    entry = said(complaint, kind, text, answer=answer, by_letter=by_letter, actor=actor, at=at)
    if first:
        complaint.responded_at = at
    documents.touch(complaint, fields=("responded_at",))
    return entry


def said(
    complaint: Complaint, kind: str, text: str, *, actor: Actor, at: datetime, answer: str = "",
    by_letter: bool = False,
) -> Talk:  # fmt: skip
    """Add what was said to a locked complaint; the first words of any kind are the first response."""
    text = require_reason(text)
    if by_letter and not complaint.email:
        raise AddressMissing
    entry = Talk.objects.create(
        complaint=complaint, talk_kind=kind, text=text[:4000], answer=visible_text(answer)[:2000], is_letter=by_letter,
        by_id=actor.known_id, at=at,
    )  # fmt: skip
    if by_letter:
        send_letter(complaint, "said", actor=actor, at=at, key=f"complaint_talk:{entry.pk}", talk=entry)
    audit.record(
        kind=complaint.kind, document_id=complaint.pk, label=str(complaint), code="complaint.talk", actor=actor, at=at,
        facts={"said": text[:500]} | ({"customer_says": entry.answer[:500]} if entry.answer else {}),
    )  # fmt: skip
    return entry


def send_letter(
    complaint: Complaint, what: str, *, actor: Actor, at: datetime, key: str, talk: Talk | None = None
) -> None:
    """A letter to the customer in its language, in the actor's name."""
    language = "en" if complaint.customer.region == Region.FOREIGN else "zh"
    facts = {"kind": complaint.kind, "document": complaint.pk, "what": what, "language": language}
    if talk is not None:
        facts["talk"] = talk.pk
    mails.write(
        person_id=actor.known_id, kind=MailKind.OUTSIDE, address=complaint.email, key=key, at=at, facts=facts
    )  # fmt: skip


def _write(complaint: Complaint, draft: ComplaintInput) -> None:
    """What was typed, checked against what it names."""
    title = visible_text(draft.title).strip()[:120]
    if draft.source not in Source.values or draft.severity not in Severity.values or not title:
        raise InvalidInput(problem=_("Choose one of the values offered."))
    customer = Customer.objects.filter(pk=draft.customer_id, merged_into__isnull=True).first()
    if customer is None:
        raise InvalidInput(problem=_("There is no such customer."))
    complaint.customer = customer
    complaint.machine = _machine(customer, draft.machine_serial.strip())
    complaint.order = _order(customer, draft.order_number.strip())
    complaint.part = _part(draft.part_number.strip())
    complaint.department_id = draft.department_id or customer.department_id
    complaint.salesperson_id = draft.salesperson_id or customer.owner_id
    if not Department.objects.filter(pk=complaint.department_id, status=DepartmentStatus.ACTIVE).exists():
        raise InvalidInput(problem=_("Choose the division concerned."))
    if not Person.objects.filter(pk=complaint.salesperson_id, is_active=True).exists():
        raise InvalidInput(problem=_("Choose a salesperson who works here."))
    complaint.source, complaint.severity, complaint.title = draft.source, draft.severity, title
    complaint.happened = require_reason(draft.happened)[:4000]
    complaint.wish = visible_text(draft.wish)[:2000]
    complaint.contact, complaint.phone = visible_text(draft.contact)[:80], visible_text(draft.phone)[:60]
    complaint.email = draft.email.strip()[:160]


def _machine(customer: Customer, serial: str) -> Machine | None:
    if not serial:
        return None
    found = Machine.objects.filter(serial_number__iexact=serial, customer=customer).order_by("retired_at").last()
    if found is None:
        raise MachineUnknown(number=serial[:60])
    return found


def _order(customer: Customer, number: str) -> SalesOrder | None:
    if not number:
        return None
    found = SalesOrder.objects.filter(number__iexact=number, customer=customer).first()
    if found is None:
        raise OrderUnknown(number=number[:40])
    return found


def _part(number: str) -> Part | None:
    if not number:
        return None
    found = Part.objects.filter(number__iexact=number).first()
    if found is None:
        raise InvalidInput(problem=_("There is no part %(number)s.") % {"number": number[:40]})
    return found


def _tell_concerned(complaint: Complaint, *, at: datetime) -> None:
    manager = manager_of(department_id=complaint.department_id)
    people = {complaint.salesperson_id} | ({manager.pk} if manager else set())
    notifications.notify(
        people - {complaint.created_by_id}, code="complaint.recorded", kind=complaint.kind, document_id=complaint.pk,
        label=f"{complaint} {complaint.title}", key=f"complaint:{complaint.pk}:recorded", at=at,
        facts={"customer": complaint.customer.name, "day": formats.stamp(complaint.first_due)},
    )  # fmt: skip
