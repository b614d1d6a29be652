"""What waits at a clerk's desk and what is late, from the inquiry to the goods that arrive (PSL-10 to PSL-53)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import formats, kinds
from core.actors import Actor, Scope
from core.long_lists import countable
from customers.choices import Region
from parts_sales import policies
from parts_sales.choices import InquiryState, LineKind, OrderState, QuoteState
from parts_sales.choices_delivery import NoteState, Remedy, ReturnState
from parts_sales.choices_guarantee import UNPAID, GuaranteeState
from parts_sales.models import (
    CreditTerm,
    DeliveryNote,
    Guarantee,
    Inquiry,
    Quote,
    SalesOrder,
    SalesOrderLine,
    SalesReturn,
)
from parts_sales.selectors import notes as notes_of
from parts_sales.selectors.credit import SETTLED

SHOWN = 5
Rows = QuerySet[Any, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """One document: its number, whose it is, since when or until when, and whether that is over."""

    number: str
    customer: str
    when: str
    url: str
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """What waits for one thing to be done: how many, how many of them late, the most urgent; `url` leads to all."""

    code: str
    label: str | Promise
    count: int
    late: int
    lines: Sequence[Line]
    url: str


@dataclass(frozen=True, slots=True)
class _Ask:
    """One group: its rows, the most urgent first, which of them are late, and what a line says of when."""

    code: str
    label: str | Promise
    rows: Rows
    when: Callable[[Any], object]
    list_url: str
    late: Q | None = None
    customer: Callable[[Any], str] = lambda one: one.customer.name


def groups(actor: Actor, *, on: date) -> list[Group]:
    """Everything a clerk has to do next, in the order of a sale; empty for who quotes nowhere. A fixed number of
    statements.
    """
    scope = actor.scope_of(policies.QUOTE)
    if not policies.can_quote(actor):
        return []
    return [_group(ask) for ask in (*_of_quotes(scope, actor, on), *_of_orders(scope, on))]


def _of_quotes(scope: Scope, actor: Actor, on: date) -> list[_Ask]:
    quotes = _here(Quote.objects.select_related("customer"), scope)
    inquiries = _here(Inquiry.objects.select_related("customer"), scope)
    over = Q(valid_until__lt=on)
    list_url, home = reverse("parts_sales:quote_list"), ""
    if not policies.can_quote_abroad(actor):  # what is quoted abroad waits for somebody else
        quotes = quotes.exclude(region=Region.FOREIGN)
        inquiries = inquiries.exclude(customer__region=Region.FOREIGN)
        home = f"&region={Region.DOMESTIC}"
    return [
        _Ask(
            "inquiries", _("Inquiries to be quoted"), inquiries.filter(state=InquiryState.OPEN).order_by("received_at"),
            lambda one: formats.moment(one.received_at),
            f"{reverse('parts_sales:inquiry_list')}?state=OPEN", customer=lambda one: one.asker,
        ),
        _Ask(
            "returned", _("Quotes sent back to me"),
            quotes.filter(state=QuoteState.RETURNED, created_by=actor.person_id or 0).order_by("submitted_at"),
            lambda one: formats.moment(one.submitted_at),
            f"{list_url}?scope=mine&state=RETURNED{home}",
        ),
        _Ask(
            "to_send", _("Quotes to be sent"), quotes.filter(state=QuoteState.APPROVED).order_by("valid_until"),
            lambda one: _until(one.valid_until), f"{list_url}?state=APPROVED{home}", late=over,
        ),
        _Ask(
            "sent", _("Quotes the customer has not answered"),
            quotes.filter(state=QuoteState.SENT).order_by("valid_until"),
            lambda one: _until(one.valid_until), f"{list_url}?state=SENT&sort=valid{home}",
            late=over,
        ),
    ]  # fmt: skip


def _of_orders(scope: Scope, on: date) -> list[_Ask]:
    orders = _here(SalesOrder.objects.select_related("customer"), scope)
    notes = _here(DeliveryNote.objects.select_related("customer"), scope)
    returns = _here(SalesReturn.objects.select_related("customer"), scope)
    guarantees = _here(Guarantee.objects.select_related("customer"), scope)
    order_url, note_url = reverse("parts_sales:order_list"), reverse("parts_sales:note_list")
    return [
        _Ask(
            "to_deliver", _("Orders to be delivered"), to_deliver(orders).order_by("order_date"),
            lambda one: formats.day(one.order_date), f"{order_url}?state=OPEN",
        ),
        _Ask(
            "held", _("Orders on hold"), orders.filter(state=OrderState.ON_HOLD).order_by("order_date"),
            lambda one: one.why_held or formats.day(one.order_date),
            f"{order_url}?state=ON_HOLD",
        ),
        _Ask(
            "underway", _("Goods underway"), notes.filter(state=NoteState.SHIPPED).order_by("expected_date"),
            lambda one: _expected(one.expected_date), f"{note_url}?view={notes_of.UNDERWAY}",
            late=Q(expected_date__lt=on),
        ),
        _Ask(
            "replace", _("Goods to be replaced"),
            returns.filter(state=ReturnState.INSPECTED, remedy=Remedy.REPLACEMENT).order_by("created_at"),
            lambda one: formats.moment(one.created_at),
            f"{reverse('parts_sales:return_list')}?state=INSPECTED&remedy=REPLACEMENT",
        ),
        _Ask(
            "guaranteed", _("Goods on a guarantee, not paid"), guarantees.filter(state__in=UNPAID).order_by("due_date"),
            lambda one: _due(one.due_date),
            reverse("parts_sales:guarantee_list"), late=Q(due_date__lt=on),
        ),
    ]  # fmt: skip


def to_deliver(orders: Rows) -> Rows:
    """Open orders whose money, terms, guarantee or part payment let goods leave, and of which some stand on no delivery
    note yet.
    """
    goods = SalesOrderLine.objects.filter(order=OuterRef("pk"), kind=LineKind.GOODS, noted__lt=F("quantity"))
    vouched = Guarantee.objects.filter(
        order=OuterRef("pk"), state__in=(GuaranteeState.APPROVED, GuaranteeState.OPEN)
    )  # fmt: skip
    holding = CreditTerm.objects.filter(CreditTerm.holding(on=timezone.localdate()), customer=OuterRef("customer"))
    free = (
        Q(base_total__lte=SETTLED)
        | Q(Exists(holding), credit_term__isnull=False)
        | Q(part_delivery_at__isnull=False, paid_base__gt=F("shipped_base"))
        | Q(Exists(vouched))
    )
    return orders.filter(Exists(goods), free, state=OrderState.OPEN)


def _group(ask: _Ask) -> Group:
    late = set() if ask.late is None else set(ask.rows.filter(ask.late).values_list("pk", flat=True)[:SHOWN])
    return Group(
        code=ask.code,
        label=ask.label,
        count=countable(ask.rows).count(),
        late=countable(ask.rows.filter(ask.late)).count() if late else 0,
        lines=[
            Line(
                number=one.number or str(one),
                customer=ask.customer(one),
                when=str(ask.when(one)),
                url=kinds.get(one.kind).url_of(one.pk),
                is_late=one.pk in late,
            )
            for one in ask.rows[:SHOWN]
        ],
        url=ask.list_url,
    )


def _here(rows: Rows, scope: Scope) -> Rows:
    return rows if scope.company else rows.filter(department__in=scope.departments)


def _until(day: date) -> str:
    return str(pgettext_lazy("quote", "valid until %(day)s") % {"day": formats.day(day)})


def _expected(day: date | None) -> str:
    return str(_("expected %(day)s") % {"day": formats.day(day)}) if day is not None else ""


def _due(day: date | None) -> str:
    return str(_("due %(day)s") % {"day": formats.day(day)}) if day is not None else ""
