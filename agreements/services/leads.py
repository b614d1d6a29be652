"""Leads: recorded, their log kept, moved from stage to stage, lost (CUS-02)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements import locks, policies
from agreements.choices import ContactWay, LeadState
from agreements.errors import StageOpen
from agreements.models import Lead, LeadContact
from agreements.selectors.agreements import agreements_visible_to
from agreements.selectors.people import holders
from agreements.services.inputs import ContactInput, LeadInput, StageInput
from core import audit, changes, documents, formats, notifications, numbers
from core.actors import SYSTEM, Actor
from core.errors import InvalidInput, NotAllowed, WrongState, require_reason, visible_text
from customers.selectors.customers import customers_visible_to
from organization.models import Department, Person

PREFIX = "LD"
MOVES = {
    LeadState.LEAD: "qualify", LeadState.POTENTIAL: "intend", LeadState.INTENDED: "choose", LeadState.CHOSEN: "agree",
    LeadState.AGREED: "confirm_payment", LeadState.PAID: "confirm_start", LeadState.DATED: "tell",
    LeadState.TOLD: "begin",
}  # fmt: skip
"""The move that leads on from each stage."""


@transaction.atomic
def record(*, lead: LeadInput, actor: Actor, at: datetime) -> Lead:
    """Record a lead. Raises NotAllowed, InvalidInput, ReasonMissing (the need)."""
    if not policies.can_sell(actor):
        raise NotAllowed(document=_("a lead"))
    row = Lead(created_by_id=actor.known_id, created_at=at, submitted_at=at)
    _fill(row, lead, actor=actor)
    row.number = numbers.take(PREFIX, timezone.localdate(at).year)
    row.save()
    _record(row, "create", actor, at, {})
    return row


@transaction.atomic
def change(*, lead_id: int, lead: LeadInput, actor: Actor, at: datetime, version: int | None = None) -> Lead:
    """Change what is known of a lead. Raises StaleDocument, NotAllowed, InvalidInput, ReasonMissing."""
    row = _mine(lead_id, actor, version)
    before = _told(row)
    _fill(row, lead, actor=actor)
    _require_stays(row)
    row.version += 1
    row.save()
    _record(row, "edit", actor, at, {"changes": changes.between(before, _told(row))})
    return row


@transaction.atomic
def log(*, lead_id: int, contact: ContactInput, actor: Actor, at: datetime, version: int | None = None) -> LeadContact:
    """Record a contact; what comes next replaces what was to come. Raises StaleDocument, NotAllowed, InvalidInput,
    ReasonMissing.
    """
    row = _mine(lead_id, actor, version)
    text = require_reason(contact.text)[:4000]
    if contact.way not in ContactWay.values or contact.on > timezone.localdate(at):
        raise InvalidInput(problem=_("Say how you were in contact and when; not in the future."))
    made = LeadContact.objects.create(
        lead=row, on=contact.on, way=contact.way, person=visible_text(contact.person).strip()[:80], text=text,
        by_id=actor.known_id, at=at,
    )  # fmt: skip
    row.next_step, row.next_on = visible_text(contact.next_step).strip()[:200], contact.next_on
    documents.touch(row, fields=("next_step", "next_on"))
    _record(row, "contact", actor, at, {"contact_text": text[:300]})
    return made


@transaction.atomic
def advance(
    *, lead_id: int, move: str, given: StageInput, actor: Actor, at: datetime, version: int | None = None
) -> Lead:
    """Move a lead to its next stage with what that stage needs to know (CUS-02): the product; the customer; money by
    finance; the first day of service by the delivering division; a signed agreement. The last stage comes by itself,
    see `surveyed`.

    Raises StageOpen, InvalidInput, StaleDocument, WrongState, NotAllowed.
    """
    row = locks.lock_lead(lead_id)
    documents.require_version(row, version)
    if move not in MOVES.values():
        raise InvalidInput(problem=_("Choose one of the values offered."))
    documents.require(row, move, actor=actor)
    missing = _STEPS[move](row, given, actor, timezone.localdate(at)) if move in _STEPS else ""
    if missing:
        raise StageOpen(lead=str(row), missing=missing)
    more: dict[str, Any] = {"by": actor.known_id} if move == "confirm_payment" else {}
    facts = {"stage_text": given.text[:300]} if given.text else {}
    documents.perform(row, move, actor=actor, at=at, facts=facts, **more)
    _tell(row, move, at=at)
    return row


@transaction.atomic
def surveyed(*, customer_id: int, asked_at: datetime, words: str, at: datetime) -> int:
    """A customer answered a survey about our service: its leads that were in service when it was asked are surveyed
    (CUS-02); how many. Called in the transaction of the answer.
    """
    found = Lead.objects.filter(
        customer=customer_id, state=LeadState.IN_SERVICE, service_start__lte=timezone.localdate(asked_at)
    )
    ids = list(found.order_by("pk").values_list("pk", flat=True))
    for pk in ids:
        row = locks.lock_lead(pk)
        if row.state == LeadState.IN_SERVICE:
            row.survey = words[:300]
            documents.perform(row, "record_survey", actor=SYSTEM, at=at, facts={"stage_text": words[:300]})
    return len(ids)


@transaction.atomic
def lose(*, lead_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None) -> Lead:
    """They do not buy: why is kept. Raises ReasonMissing, StaleDocument, WrongState, NotAllowed."""
    reason = require_reason(reason)
    row = locks.lock_lead(lead_id)
    documents.require_version(row, version)
    documents.require(row, "lose", actor=actor)
    row.lost_why = reason[:500]
    documents.perform(row, "lose", actor=actor, at=at, reason=reason)
    return row


def _choose(row: Lead, given: StageInput, _actor: Actor, _on: date) -> str:
    row.product = visible_text(given.product).strip()[:200] or row.product
    return "" if row.product else _("the product chosen")


def _agree(row: Lead, given: StageInput, actor: Actor, _on: date) -> str:
    if given.customer_id is not None:
        if not customers_visible_to(actor).filter(pk=given.customer_id, archived_at__isnull=True).exists():
            return _("a customer in use")
        row.customer_id = given.customer_id
    return "" if row.customer_id else _("the customer it has become")


def _pay(row: Lead, given: StageInput, _actor: Actor, on: date) -> str:
    row.paid_on, row.paid_reference = given.on, visible_text(given.text).strip()[:120]
    return "" if given.on is not None and given.on <= on else _("the day the money came in, not in the future")


def _date(row: Lead, given: StageInput, _actor: Actor, on: date) -> str:
    row.service_start = given.on
    return "" if given.on is not None and given.on >= on else _("the day service begins, not in the past")


def _told_customer(row: Lead, given: StageInput, actor: Actor, on: date) -> str:
    if given.agreement_id is not None:
        row.agreement = agreements_visible_to(actor).filter(pk=given.agreement_id).first()
    row.told_on = given.on or on
    if row.agreement is None or row.agreement.state != "SIGNED" or row.agreement.customer_id != row.customer_id:
        return _("a signed agreement with this customer")
    return "" if row.told_on <= on else _("the day the customer was told, not in the future")


def _begin(row: Lead, _given: StageInput, _actor: Actor, on: date) -> str:
    if row.service_start is None or row.service_start <= on:
        return ""
    raise InvalidInput(problem=_("Service begins on %(day)s only.") % {"day": formats.day(row.service_start)})


_STEPS: dict[str, Callable[[Lead, StageInput, Actor, date], str]] = {
    "choose": _choose, "agree": _agree, "confirm_payment": _pay, "confirm_start": _date, "tell": _told_customer,
    "begin": _begin,
}  # fmt: skip


def _fill(row: Lead, given: LeadInput, *, actor: Actor) -> None:
    row.name, row.need = visible_text(given.name).strip()[:160], require_reason(given.need)[:2000]
    chosen = given.customer_id if given.customer_id != row.customer_id else None
    if chosen and not customers_visible_to(actor).filter(pk=chosen, archived_at__isnull=True).exists():
        raise InvalidInput(problem=_("There is no such customer in use."))
    row.customer_id = given.customer_id
    if not row.name and row.customer is not None:
        row.name = row.customer.name[:160]
    if not row.name:
        raise InvalidInput(problem=_("Say who the prospect is."))
    row.contact, row.phone = visible_text(given.contact).strip()[:80], visible_text(given.phone).strip()[:60]
    row.email, row.source = given.email.strip()[:160], visible_text(given.source).strip()[:160]
    row.product, row.amount = visible_text(given.product).strip()[:200], given.amount
    row.next_step, row.next_on = visible_text(given.next_step).strip()[:200], given.next_on
    row.owner_id = given.owner_id or row.owner_id or actor.known_id
    department = given.department_id or row.department_id or actor.department_id
    if not Person.objects.filter(pk=row.owner_id, is_active=True).exists():
        raise InvalidInput(problem=_("Choose one of the values offered."))
    if department is None:
        raise InvalidInput(problem=_("Choose the department the lead belongs to."))
    for house in {department, given.delivered_by_id or department}:
        if not Department.objects.filter(pk=house, status="ACTIVE").exists():
            raise InvalidInput(problem=_("Choose the department the lead belongs to."))
    if department not in {row.department_id, actor.department_id} and not actor.can(policies.SELL, department):
        raise NotAllowed(document=_("a lead"))
    row.department_id, row.delivered_by_id = department, given.delivered_by_id or row.delivered_by_id


def _require_stays(row: Lead) -> None:
    """What an earlier stage needed is not taken away again. Raises StageOpen."""
    order = list(LeadState.values)
    place = order.index(row.state)
    chosen, agreed = order.index("CHOSEN"), order.index("AGREED")
    lost = row.state == LeadState.LOST
    if not lost and place >= chosen and not row.product:
        raise StageOpen(lead=str(row), missing=_("the product chosen"))
    if not lost and place >= agreed and row.customer_id is None:
        raise StageOpen(lead=str(row), missing=_("the customer it has become"))


def _mine(lead_id: int, actor: Actor, version: int | None) -> Lead:
    row = locks.lock_lead(lead_id)
    documents.require_version(row, version)
    if not policies.can_edit_lead(row, actor):
        raise NotAllowed(document=str(row))
    if row.state == LeadState.LOST:
        raise WrongState(document=str(row), state=row.get_state_display())
    return row


def _told(row: Lead) -> dict[str, Any]:
    return {
        "name": row.name,
        "customer": row.customer.name if row.customer else "",
        "contact": row.contact,
        "phone": row.phone,
        "email": row.email,
        "need": row.need,
        "source": row.source,
        "product": row.product,
        "amount": str(row.amount or ""),
        "owner": row.owner.name,
        "department": row.department.name,
        "next_step": row.next_step,
        "next_on": row.next_on.isoformat() if row.next_on else "",
    }


def _tell(row: Lead, move: str, *, at: datetime) -> None:
    """Whose turn it is now."""
    today = timezone.localdate(at)
    people, code, facts = set[int](), "", {}
    if move == "agree":
        people, code = holders(policies.PAYMENT, row.department_id, on=today), "lead.to_confirm_payment"
    elif move == "confirm_payment":
        house = row.delivered_by_id or row.department_id
        people, code = holders(policies.START, house, on=today), "lead.to_confirm_start"
    elif move == "confirm_start" and row.service_start is not None:
        people, code, facts = {row.owner_id}, "lead.dated", {"day": formats.day(row.service_start)}
    if people:
        notifications.notify(
            people, code=code, kind=row.kind, document_id=row.pk, label=f"{row} {row.name}",
            key=f"{code}:{row.pk}:{row.version}", at=at, facts=facts,
        )  # fmt: skip


def _record(row: Lead, what: str, actor: Actor, at: datetime, facts: dict[str, Any]) -> None:
    audit.record(
        kind=row.kind, document_id=row.pk, label=str(row), code=f"lead.{what}", actor=actor, at=at, facts=facts,
        after=row.state,
    )  # fmt: skip
