"""Guarantees: asked for, confirmed by the guarantor in person, reviewed, followed until the money is there (PSL-23)."""

from __future__ import annotations

from datetime import datetime
from operator import attrgetter

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.services import cases
from core import audit, documents, formats, numbers
from core.actors import SYSTEM, Actor
from core.errors import InvalidInput, NotAllowed, require_reason
from core.money import base_currency
from customers.choices import Region
from organization.models import Person
from organization.selectors.actors import actor_for
from parts_sales import locks_guarantee as locks
from parts_sales import locks_money, policies_guarantee
from parts_sales.choices import OrderState
from parts_sales.choices_guarantee import STANDING, GuaranteeState
from parts_sales.errors_guarantee import (
    GuaranteeRefused,
    GuaranteeStands,
    GuaranteeUsed,
    NoGuarantor,
    OrderNotGuaranteed,
)
from parts_sales.models import DeliveryNote, Guarantee, SalesOrder
from parts_sales.selectors import guarantees as reads
from parts_sales.services import guarantee_words as words
from parts_sales.services.issued_hooks import Hook

PREFIX = "GUA"


@transaction.atomic
def ask(*, order_id: int, guarantor_id: int, reason: str, actor: Actor, at: datetime) -> Guarantee:
    """Ask that an order's goods leave first: a clerk of its department names the guarantor, or the guarantor asks.
    Nothing is guaranteed before the guarantor has confirmed it in person (PSL-23).

    Raises ReasonMissing, InvalidInput, NotAllowed, NoGuarantor, OrderNotGuaranteed, GuaranteeStands,
    GuaranteeRefused.
    """
    reason = require_reason(reason)[:1000]
    if not SalesOrder.objects.filter(pk=order_id).exists():
        raise InvalidInput(problem=_("Choose one of the values offered."))
    order = locks_money.lock_order(order_id)
    is_own = actor.person_id == guarantor_id and policies_guarantee.can_guarantee(actor)
    if not is_own and not policies_guarantee.can_ask_for(order, actor):
        raise NotAllowed(document=_("Guarantee"))
    made = Guarantee(
        order=order, customer_id=order.customer_id, department_id=order.department_id, guarantor_id=guarantor_id,
        amount=order.base_total, reason=reason, created_by_id=actor.known_id, created_at=at,
    )  # fmt: skip
    _require_guarantor(made, order, at=at)
    _require_possible(made, order, at=at)
    made.number = numbers.take(PREFIX, timezone.localdate(at).year)
    made.save()
    who = audit.in_both(attrgetter("name"), made.guarantor)
    facts = {"order": str(order), "guarantor": who, "amount": f"{made.amount:.2f}"}
    audit.record(
        kind=made.kind, document_id=made.pk, label=str(made), code="guarantee.create", actor=actor, at=at,
        after=made.state, reason=reason, facts=facts,
    )  # fmt: skip
    if not is_own:
        words.tell([guarantor_id], made, "asked", at=at)
    return made


@transaction.atomic
def confirm(*, guarantee_id: int, actor: Actor, at: datetime, version: int | None = None) -> Guarantee:
    """The guarantor takes the responsibility on, in person: it goes to the department's manager. What they answer for
    is judged under the lock of their person, so that two confirmations are judged one after the other (PSL-23).

    Raises StaleDocument, WrongState, NotAllowed, NoGuarantor, OrderNotGuaranteed, GuaranteeRefused, NoRoute.
    """
    order, guarantee = locks.lock_to_judge(guarantee_id)
    documents.require_version(guarantee, version)
    documents.require(guarantee, "confirm", actor=actor)
    _require_guarantor(guarantee, order, at=at)
    _require_possible(guarantee, order, at=at)
    facts = {"amount": f"{order.base_total:.2f}"}
    documents.perform(guarantee, "confirm", actor=actor, at=at, facts=facts, amount=order.base_total)
    cases.start(kind=guarantee.kind, document_id=guarantee.pk, actor=actor, at=at)
    return guarantee


@transaction.atomic
def ask_and_confirm(*, order_id: int, reason: str, actor: Actor, at: datetime) -> Guarantee:
    """A guarantor asks and takes the responsibility on at once. Raises what `ask` and `confirm` raise."""
    made = ask(order_id=order_id, guarantor_id=actor.person_id or 0, reason=reason, actor=actor, at=at)
    return confirm(guarantee_id=made.pk, actor=actor, at=at)


@transaction.atomic
def give_up(*, guarantee_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None) -> Guarantee:
    """Take a guarantee back while no goods have left on it. Raises ReasonMissing, StaleDocument, WrongState,
    NotAllowed, GuaranteeUsed, AlreadyDecided."""
    reason = require_reason(reason)
    order, guarantee = locks.lock_with_order(guarantee_id)
    documents.require_version(guarantee, version)
    documents.require(guarantee, "cancel", actor=actor)
    if guarantee.state == GuaranteeState.APPROVED and order.shipped_base:
        raise GuaranteeUsed(order=str(order), guarantee=str(guarantee))
    _cancel(guarantee, reason=reason, actor=actor, at=at)
    return guarantee


# --- What approvals do ------------------------------------------------------------------------------------------------


@transaction.atomic
def approved(*, guarantee_id: int, actor: Actor, at: datetime) -> None:
    """Goods may leave. Judged once more: what has become overdue meanwhile refuses it. Raises GuaranteeRefused,
    OrderNotGuaranteed."""
    order, guarantee = locks.lock_to_judge(guarantee_id)
    if not order.is_paid:
        _require_possible(guarantee, order, at=at)
    documents.perform(guarantee, "approve", actor=actor, at=at)
    words.tell({guarantee.guarantor_id, order.created_by_id}, guarantee, "approved", at=at)
    after_payment(order, at=at)


@transaction.atomic
def ended(*, guarantee_id: int, move: str, actor: Actor, at: datetime, reason: str) -> None:
    """Sent back to the guarantor, or refused."""
    _order, guarantee = locks.lock_with_order(guarantee_id)
    documents.perform(guarantee, move, actor=actor, at=at, reason=reason)


# --- What orders, money and delivery do -------------------------------------------------------------------------------


def after_payment(order: SalesOrder, *, at: datetime) -> None:
    """Money was matched to a locked order, taken off it, or credited: what is paid needs no guarantee any more, and
    what is owed again does."""
    guarantee = locks.lock_of_order(order.pk)
    if guarantee is None:
        return
    move = _move_after(guarantee, is_paid=order.is_paid)
    if move == "cancel":
        _cancel(guarantee, reason=str(order), actor=SYSTEM, at=at)
    elif move:
        documents.perform(guarantee, move, actor=SYSTEM, at=at)
        if move in {"settle", "complete"}:
            words.tell([guarantee.guarantor_id], guarantee, "settled", at=at)


def _move_after(guarantee: Guarantee, *, is_paid: bool) -> str:
    """What money does to a guarantee; nothing where it changes nothing."""
    if is_paid:
        has_collected = any(one.is_collected for one in reads.months_of(guarantee))
        moves = {
            GuaranteeState.ASKED: "cancel",
            GuaranteeState.APPROVED: "settle",
            GuaranteeState.OPEN: "settle",
            GuaranteeState.DEDUCTING: "complete" if has_collected else "settle",
        }
    else:
        back = "reopen" if guarantee.dispatched_date is not None else "reinstate"
        moves = {
            GuaranteeState.COLLECTED: "resume",
            GuaranteeState.SETTLED: "resume" if guarantee.proposed_date is not None else back,
        }
    return moves.get(guarantee.state, "")


def after_cancel(order: SalesOrder, *, reason: str, at: datetime) -> None:
    """A locked order was cancelled: nobody answers for it any more. Raises AlreadyDecided."""
    guarantee = locks.lock_of_order(order.pk)
    if guarantee is not None and guarantee.state in STANDING:
        _cancel(guarantee, reason=reason, actor=SYSTEM, at=at)


def after_dispatch(note: DeliveryNote, *, actor: Actor, at: datetime) -> None:
    """The first goods of an order are on their way: from now on the customer has one calendar month (PSL-23)."""
    guarantee = locks.lock_of_order(note.order_id)
    if guarantee is None or guarantee.state != GuaranteeState.APPROVED:
        return
    documents.perform(guarantee, "dispatch", actor=SYSTEM, at=at, day=timezone.localdate(at))
    words.tell([guarantee.guarantor_id], guarantee, "dispatched", at=at, facts={"day": formats.day(guarantee.due_date)})


HOOK = Hook(dispatched=after_dispatch)


# --- Parts ------------------------------------------------------------------------------------------------------------


def _require_guarantor(guarantee: Guarantee, order: SalesOrder, *, at: datetime) -> None:
    """A colleague who may guarantee and made neither order nor quote. Raises NoGuarantor."""
    person = Person.objects.filter(pk=guarantee.guarantor_id).first()
    actor = actor_for(person_id=guarantee.guarantor_id, on=timezone.localdate(at)) if person is not None else None
    makers = {order.created_by_id, order.quote.created_by_id}
    if person is None or actor is None or not policies_guarantee.can_guarantee(actor) or person.pk in makers:
        raise NoGuarantor(person=person.name if person is not None else "—")


def _require_possible(guarantee: Guarantee, order: SalesOrder, *, at: datetime) -> None:
    """The order can leave on a guarantee, and this guarantor may answer for it. Raises OrderNotGuaranteed,
    GuaranteeStands, GuaranteeRefused."""
    is_open = order.region == Region.DOMESTIC and order.state == OrderState.OPEN and not order.is_paid
    if not is_open or order.currency != base_currency():
        raise OrderNotGuaranteed(order=str(order))
    other = Guarantee.objects.filter(order=order, state__in=STANDING).exclude(pk=guarantee.pk).first()
    if other is not None:
        raise GuaranteeStands(guarantee=str(other), order=str(order))
    answer = reads.answer_for(guarantee, total=order.base_total, on=timezone.localdate(at))
    if answer.refused:
        name = guarantee.guarantor.name
        why = reads.why_refused(answer, on=timezone.localdate(at))
        raise GuaranteeRefused(order=str(order), guarantor=name, why=why)


def _cancel(guarantee: Guarantee, *, reason: str, actor: Actor, at: datetime) -> None:
    if guarantee.state == GuaranteeState.IN_REVIEW:
        cases.withdraw(kind=guarantee.kind, document_id=guarantee.pk, actor=SYSTEM, at=at)
    documents.perform(guarantee, "cancel", actor=actor, at=at, reason=reason)
