"""Guarantees as lists, pages and services find them (PSL-23, GEN-10, GEN-13)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _

from approvals import selectors as approvals
from core import formats, search
from core.actors import Actor, Scope
from core.documents import may
from core.money import ZERO
from core.ordering import ordered
from customers.choices import Region
from organization.models import Person
from parts_sales import policies, policies_guarantee, policies_money
from parts_sales import thresholds_guarantee as figures
from parts_sales.choices import OrderState
from parts_sales.choices_guarantee import ANSWERED_FOR, STANDING, UNPAID, GuaranteeState
from parts_sales.choices_money import ReceiptState
from parts_sales.models import DeductionMonth, Guarantee, SalesOrder
from parts_sales.rules import guarantees as rules
from parts_sales.rules.guarantees import Answer, Standing
from parts_sales.selectors.holders import anywhere, holders

SORTS = {
    "number": "number", "customer": "customer__name_zh", "guarantor": "guarantor__sort_key", "order": "order__number",
    "state": "state", "due": "due_date", "created": "created_at", "amount": "amount",
}  # fmt: skip
MINE, OVERDUE, WAITING = "mine", "overdue", "waiting"


@dataclass(frozen=True, slots=True)
class GuaranteePage:
    """A guarantee with what is still owed, its plan, what is known of its guarantor, and what the reader may do."""

    owed: Decimal
    months: Sequence[DeductionMonth]
    standing: Standing
    warned: str
    grace_until: date | None
    sees_order: bool
    sees_receipts: bool
    can_confirm: bool
    can_give_up: bool
    can_consent: bool
    can_plan: bool
    can_collect: bool


def guarantees_visible_to(actor: Actor) -> QuerySet[Guarantee]:
    """One's own, those of the departments whose business one sees, those one decided on (GEN-10)."""
    scope = policies_money.sight_of_sales(actor) if policies_money.can_open_receipts(actor) else Scope()
    if scope.company:
        return Guarantee.objects.all()
    if actor.person_id is None:
        return Guarantee.objects.none()
    acted = approvals.acted_on(actor=actor, kind=Guarantee.kind)
    own = Q(guarantor=actor.person_id) | Q(created_by=actor.person_id)
    return Guarantee.objects.filter(Q(department__in=scope.departments) | own | acted)


def guarantees_found(
    actor: Actor, *, words: str = "", state: str = "", only: str = "", sort: str = "", on: date
) -> QuerySet[Guarantee]:
    """The list, the newest first unless sorted otherwise."""
    rows = guarantees_visible_to(actor).select_related("customer", "guarantor", "order", "department")
    if state:
        rows = rows.filter(state=state)
    if only == MINE:
        rows = rows.filter(guarantor=actor.person_id or 0)
    elif only == OVERDUE:
        rows = overdue(rows, on=on)
    elif only == WAITING:
        rows = waiting_for(rows, actor)
    if words:
        rows = search.fitting(rows, Guarantee.kind, words)
    return ordered(rows, sort, SORTS, usual=("-created_at", "-pk"))


def overdue(rows: QuerySet[Guarantee], *, on: date) -> QuerySet[Guarantee]:
    """Those whose customer should have paid before this day."""
    return rows.filter(state__in=UNPAID, due_date__lt=on)


def waiting_for(rows: QuerySet[Guarantee], actor: Actor) -> QuerySet[Guarantee]:
    """Those that wait for the reader: to confirm, to agree to a deduction, and for finance to plan and collect. What
    waits for a decision stands in the inbox."""
    me = actor.person_id or 0
    wanted = Q(guarantor=me) & (
        Q(state=GuaranteeState.ASKED) | Q(state=GuaranteeState.DEDUCTING, consent_at__isnull=True)
    )
    scope = actor.scope_of(policies_money.RECORD)
    here = Q() if scope.company else Q(department__in=scope.departments)
    if policies_money.can_record_receipts(actor):
        wanted |= Q(state=GuaranteeState.DEDUCTING, consent_at__isnull=False) & here & ~Q(guarantor=me)
    return rows.filter(wanted)


def waiting_count(actor: Actor) -> int:
    """How many wait for the reader; nothing is asked for who neither guarantees nor records money."""
    if not policies_guarantee.can_guarantee(actor) and not policies_money.can_record_receipts(actor):
        return 0
    return waiting_for(Guarantee.objects.all(), actor).count()


def amount_of(rows: QuerySet[Guarantee]) -> Decimal:
    """What a list answers for, in the base currency, without what nobody confirmed yet and what ended."""
    standing = rows.filter(state__in=ANSWERED_FOR).order_by()
    return standing.aggregate(sum=Sum("amount", default=ZERO))["sum"]  # type: ignore[no-any-return]


def standing_of(guarantor_id: int, customer_id: int, *, on: date, but_not: int | None = None) -> Standing:
    """What somebody answers for already, in one statement; judged under the lock of their person."""
    rows = Guarantee.objects.filter(guarantor=guarantor_id, state__in=ANSWERED_FOR).exclude(pk=but_not or 0)
    found = list(rows.only("customer_id", "amount", "state", "due_date"))
    return Standing(
        for_customer=sum((one.amount for one in found if one.customer_id == customer_id), ZERO),
        altogether=sum((one.amount for one in found), ZERO),
        has_overdue=any(one.is_overdue_on(on) for one in found),
    )


def answer_for(guarantee: Guarantee, *, total: Decimal, on: date) -> Answer:
    """What the rule says to this guarantee beside all others of its guarantor."""
    standing = standing_of(guarantee.guarantor_id, guarantee.customer_id, on=on, but_not=guarantee.pk)
    return rules.judge(total, standing, figures.limits_on(on))


def why_refused(answer: Answer, *, on: date) -> str:
    """The reason in words."""
    most = formats.amount(figures.limits_on(on).each)
    if answer.refused == rules.OVERDUE:
        return _("Another guarantee of theirs is overdue.")
    if answer.refused == rules.SPLIT:
        return _("With what they answer for already at this customer it would be more than %(most)s.") % {"most": most}
    return _("The order comes to more than %(most)s.") % {"most": most}


def warning_of(guarantee: Guarantee, *, on: date) -> str:
    """What the reviewer is told where the guarantor answers for much altogether."""
    if guarantee.state not in {GuaranteeState.ASKED, GuaranteeState.IN_REVIEW}:
        return ""
    answer = answer_for(guarantee, total=guarantee.amount, on=on)
    if answer.warned != rules.MANY:
        return ""
    standing = standing_of(guarantee.guarantor_id, guarantee.customer_id, on=on, but_not=guarantee.pk)
    return _("With this one %(who)s answers for %(sum)s altogether.") % {
        "who": guarantee.guarantor.name,
        "sum": formats.amount(standing.altogether + guarantee.amount),
    }


def meaning_of(guarantee: Guarantee) -> str:
    """What it means to take it on, or to approve it."""
    return _("Goods of %(order)s worth %(amount)s leave before %(customer)s has paid; %(who)s answers for it.") % {
        "order": guarantee.order,
        "amount": formats.amount(guarantee.amount),
        "customer": guarantee.customer.name,
        "who": guarantee.guarantor.name,
    }


def months_of(guarantee: Guarantee) -> list[DeductionMonth]:
    """The plan, month by month, with the money that came in."""
    return list(guarantee.months.select_related("receipt").order_by("month", "pk"))


def taken_of_wage(guarantee: Guarantee, *, start: date) -> dict[int, Decimal]:
    """What other guarantees of the same person take of the wage, by the place of the month from `start` on: what is
    planned there and what was collected (PSL-23).
    """
    rows = DeductionMonth.objects.filter(guarantee__guarantor=guarantee.guarantor_id, month__gte=start)
    rows = rows.exclude(guarantee=guarantee).filter(
        Q(receipt__state=ReceiptState.RECORDED) | Q(guarantee__state=GuaranteeState.DEDUCTING)
    )
    found: dict[int, Decimal] = {}
    for month, amount in rows.values_list("month", "amount"):
        place = (month.year - start.year) * 12 + month.month - start.month
        found[place] = found.get(place, ZERO) + amount
    return found


def next_month(months: Sequence[DeductionMonth]) -> DeductionMonth | None:
    """The first month that is not collected."""
    return next((one for one in months if not one.is_collected), None)


def guarantee_page(*, guarantee: Guarantee, actor: Actor, on: date, sees_order: bool) -> GuaranteePage:
    """Everything on one page."""
    months = months_of(guarantee)
    coming = next_month(months)
    can_collect = may(guarantee, "collect", actor)
    grace = figures.grace_on(on)
    due = guarantee.due_date
    return GuaranteePage(
        owed=guarantee.owed,
        months=months,
        standing=standing_of(guarantee.guarantor_id, guarantee.customer_id, on=on, but_not=guarantee.pk),
        warned=warning_of(guarantee, on=on),
        grace_until=rules.proposal_on(due, grace_days=grace) - timedelta(days=1) if due is not None else None,
        sees_order=sees_order,
        sees_receipts=policies_money.can_open_receipts(actor),
        can_confirm=may(guarantee, "confirm", actor),
        can_give_up=may(guarantee, "cancel", actor)
        and not (guarantee.state == GuaranteeState.APPROVED and guarantee.order.shipped_base),
        can_consent=may(guarantee, "consent", actor) and guarantee.consent_at is None,
        can_plan=may(guarantee, "plan", actor) and guarantee.consent_at is not None and coming is None,
        can_collect=can_collect and coming is not None and coming.month <= on,
    )


def guarantors_for(order: SalesOrder) -> list[Person]:
    """Who may guarantee for an order: those who hold the right and made neither it nor its quote."""
    makers = {order.created_by_id, order.quote.created_by_id}
    return [one for one in anywhere(policies_guarantee.GUARANTEE) if one.pk not in makers]


def standing_guarantee(order: SalesOrder) -> Guarantee | None:
    """The order's guarantee, the latest first."""
    return order.guarantees.select_related("guarantor").order_by("-pk").first()


def can_be_asked(order: SalesOrder, *, on: date) -> bool:
    """Whether a guarantee is offered on the order's page: domestic, open, unpaid, small enough, none stands."""
    is_open = order.region == Region.DOMESTIC and order.state == OrderState.OPEN and not order.is_paid
    fits = is_open and order.credit_term_id is None and order.base_total <= figures.limits_on(on).each
    return fits and not order.guarantees.filter(state__in=STANDING).exists()


def order_to_guarantee(number: str) -> SalesOrder | None:
    """The open domestic order with exactly this number: a guarantor knows it from the customer or the clerk."""
    rows = SalesOrder.objects.filter(number=number.strip().upper(), region=Region.DOMESTIC, state=OrderState.OPEN)
    return rows.select_related("customer", "quote").first()


def guaranteed(order: SalesOrder) -> Decimal | None:
    """PSL-23: on an approved guarantee the whole order may leave, until its money is overdue."""
    if order.state != OrderState.OPEN:
        return None
    rows = order.guarantees.filter(state__in=(GuaranteeState.APPROVED, GuaranteeState.OPEN))
    guarantee = rows.first()
    return order.base_total if guarantee is not None and not guarantee.is_overdue else None


def who_follows(guarantee: Guarantee) -> set[int]:
    """The department's manager and finance, who are told when money does not come."""
    department_id = guarantee.department_id
    manager = holders(policies.APPROVE, department_id=department_id)
    return manager | finance_of(guarantee)


def finance_of(guarantee: Guarantee) -> set[int]:
    """Whoever records money for the guarantee's department, without the guarantor."""
    return holders(policies_money.RECORD, department_id=guarantee.department_id) - {guarantee.guarantor_id}
