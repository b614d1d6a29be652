"""What is owed and what was paid, within what the actor sees (EXP-07, GEN-10)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from operator import attrgetter
from typing import Any

from django.db.models import Case, Count, DecimalField, Exists, F, Max, Min, OuterRef, Q, QuerySet, Sum, Value, When

from core import formats, list_words
from core.actors import Actor, Scope
from core.documents import may
from core.money import ZERO
from core.ordering import ordered, ordered_rows
from expenses import policies, rules
from expenses.choices import PaymentState
from expenses.models import Claim, Payable, PayeeAccount, Payment, PaymentLine

MOST_ITEMS = 500
"""Debts shown on one page, to be chosen from."""


@dataclass(frozen=True, slots=True)
class OwedQuestion:
    """Which debts are asked for: of people or suppliers, of one payee, holding some words."""

    side: str = ""
    person_id: int | None = None
    supplier_key: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class AgeRow:
    """What one payee is owed, by age: up to 30 days, 60, 90, and more."""

    payee: str
    person_id: int | None
    supplier_key: str
    count: int
    ages: tuple[Decimal, ...]
    total: Decimal
    oldest: date | None = None


@dataclass(frozen=True, slots=True)
class PaidPart:
    """One payment as the claim's page shows it; a link only for those who see the payment."""

    number: str
    payment_id: int
    state: str
    payee: str
    amount: Decimal
    pay_date: date | None
    is_given_back: bool
    can_open: bool


@dataclass(frozen=True, slots=True)
class ClaimMoney:
    """How far a claim is paid."""

    payables: tuple[Payable, ...]
    parts: tuple[PaidPart, ...]
    paid: Decimal
    outstanding: Decimal


@dataclass(frozen=True, slots=True)
class PaymentDoors:
    """Which buttons show on a payment."""

    record: bool = False
    export: bool = False
    cancel: bool = False
    reverse: bool = False


@dataclass(frozen=True, slots=True)
class PaymentPage:
    """A payment with all its page shows; accounts in full only for who pays."""

    payment: Payment
    lines: tuple[PaymentLine, ...]
    standing: Decimal
    doors: PaymentDoors
    sees_accounts: bool


def sight_of_money(actor: Actor) -> Scope:
    """The departments whose debts and payments one sees: where one pays or sees the spending of others."""
    return actor.scope_of(policies.PAY) | actor.scope_of(policies.VIEW)


def payables_visible_to(actor: Actor) -> QuerySet[Payable]:
    """Debts of the departments one sees."""
    scope = sight_of_money(actor)
    if scope.company:
        return Payable.objects.all()
    return Payable.objects.filter(
        Q(claim__department__in=scope.departments) | Q(advance__department__in=scope.departments)
    )


def payments_visible_to(actor: Actor) -> QuerySet[Payment]:
    """Payments all of whose debts one sees: a batch is not shown in part."""
    scope = sight_of_money(actor)
    if scope.company:
        return Payment.objects.all()
    elsewhere = PaymentLine.objects.filter(payment=OuterRef("pk")).exclude(
        Q(payable__claim__department__in=scope.departments) | Q(payable__advance__department__in=scope.departments)
    )
    return Payment.objects.filter(~Exists(elsewhere)) if scope.departments else Payment.objects.none()


OWED_SORTS = {"since": "since", "amount": "amount", "paid": "paid"}
AGE_SORTS = {
    "payee": attrgetter("payee"),
    "count": attrgetter("count"),
    "oldest": attrgetter("oldest"),
    "total": attrgetter("total"),
}


def owed_found(actor: Actor, question: OwedQuestion, *, sort: str = "") -> QuerySet[Payable]:
    """The open debts of a question, the oldest first unless sorted otherwise."""
    rows = payables_visible_to(actor).filter(paid__lt=F("amount") - F("offset"))
    if question.side == "person":
        rows = rows.filter(person__isnull=False)
    elif question.side == "supplier":
        rows = rows.filter(person__isnull=True)
    if question.person_id is not None:
        rows = rows.filter(person=question.person_id)
    if question.supplier_key:
        rows = rows.filter(supplier_key=question.supplier_key)
    rows = saying(rows, question.words).select_related("claim__department", "advance__department", "person")
    return ordered(rows, sort, OWED_SORTS, usual=("since", "pk"))


def saying(debts: QuerySet[Payable], words: str) -> QuerySet[Payable]:
    """Debts whose document or payee holds every word."""
    for word in words.split()[: list_words.MOST_WORDS]:
        found = Q(claim__number__icontains=word) | Q(claim__title__icontains=word) | Q(supplier__icontains=word)
        found |= Q(advance__number__icontains=word) | Q(advance__title__icontains=word)
        found |= Q(person__name_zh__icontains=word) | Q(person__name_en__icontains=word)
        debts = debts.filter(found)
    return debts


def owed_by_age(rows: QuerySet[Payable], *, today: date) -> list[AgeRow]:
    """Debts by payee and age, the largest first, in one statement."""
    bounds = [today - timedelta(days=days) for days in rules.AGES]
    found: Iterable[Any] = (
        rows.order_by()
        .values("person", "person__name_zh", "person__name_en", "supplier_key")
        .annotate(
            count=Count("pk"),
            oldest=Min("since"),
            name=Max("supplier"),
            age0=_sum(Q(since__gte=bounds[0])),
            age1=_sum(Q(since__lt=bounds[0], since__gte=bounds[1])),
            age2=_sum(Q(since__lt=bounds[1], since__gte=bounds[2])),
            age3=_sum(Q(since__lt=bounds[2])),
            total=Sum(F("amount") - F("offset") - F("paid")),
        )
        .order_by("-total", "person", "supplier_key")
    )
    return [
        AgeRow(
            payee=_name(row),
            person_id=row["person"],
            supplier_key=row["supplier_key"],
            count=row["count"],
            ages=tuple(row[f"age{place}"] for place in range(4)),
            total=row["total"],
            oldest=row["oldest"],
        )
        for row in found
    ]


def ages_ordered(rows: Sequence[AgeRow], sort: str) -> list[AgeRow]:
    """The payees by one of the columns; the largest first where nothing that is known was asked for (GEN-13)."""
    return ordered_rows(rows, sort, AGE_SORTS)


def total_row(rows: Sequence[AgeRow]) -> AgeRow:
    """The sums under the columns (GEN-13)."""
    return AgeRow(
        payee="",
        person_id=None,
        supplier_key="",
        count=sum(row.count for row in rows),
        ages=tuple(sum((row.ages[place] for row in rows), ZERO) for place in range(4)),
        total=sum((row.total for row in rows), ZERO),
    )


def payments_found(
    actor: Actor, *, state: str, words: str, sort: str, since: date | None = None, until: date | None = None
) -> QuerySet[Payment]:
    """The list of payments, the newest first unless sorted otherwise; `since` and `until` are days of payment."""
    rows = payments_visible_to(actor).select_related("created_by", "paid_by")
    if state:
        rows = rows.filter(state=state)
    if since is not None:
        rows = rows.filter(pay_date__gte=since)
    if until is not None:
        rows = rows.filter(pay_date__lte=until)
    rows = list_words.by_words(rows, words, _payment_says)
    known = {"number": "number", "day": "pay_date", "amount": "total", "state": "state"}
    return ordered(rows, sort, known, usual=("-created_at", "-pk"))


def _payment_says(word: str) -> Q:
    lines = PaymentLine.objects.filter(payment=OuterRef("pk")).filter(
        Q(payable__claim__number__icontains=word)
        | Q(payable__advance__number__icontains=word)
        | Q(payable__supplier__icontains=word)
        | Q(payable__person__name_zh__icontains=word)
        | Q(payable__person__name_en__icontains=word)
    )
    return Q(number__icontains=word) | Q(reference__icontains=word) | Q(Exists(lines))


@dataclass(frozen=True, slots=True)
class PaidTotals:
    """What stands under the list of payments: how many, and what still stands as prepared or paid."""

    count: int
    total: Decimal


def totals_of_payments(rows: QuerySet[Payment]) -> PaidTotals:
    """Under the list: cancelled and reversed amounts are left out. Their lines are few, and taken off what was paid."""
    found = rows.order_by().values("pk", "total").aggregate(count=Count("pk"), total=Sum("total"))
    lines = PaymentLine.objects.filter(payment__in=rows.order_by().values("pk"), given_back_at__isnull=False)
    given_back = lines.aggregate(sum=Sum("amount"))["sum"] or ZERO
    return PaidTotals(count=found["count"], total=(found["total"] or ZERO) - given_back)


def last_account(actor: Actor) -> str:
    """The own account the actor paid from last, to begin the form with."""
    last = Payment.objects.filter(paid_by=actor.person_id or 0).exclude(account="").order_by("-pk").first()
    return last.account if last is not None else ""


def payment_page(*, payment: Payment, actor: Actor) -> PaymentPage:
    """The page of a payment the actor sees."""
    lines = payment.lines.select_related("payable__claim", "payable__advance", "payable__person").order_by("pk")
    is_prepared = payment.state == PaymentState.PREPARED
    return PaymentPage(
        payment=payment,
        lines=tuple(lines),
        standing=sum((line.amount for line in lines if line.given_back_at is None), ZERO),
        doors=PaymentDoors(
            record=may(payment, "record", actor),
            export=is_prepared and may(payment, "record", actor),
            cancel=may(payment, "cancel", actor),
            reverse=may(payment, "reverse", actor),
        ),
        sees_accounts=actor.can_somewhere(policies.PAY),
    )


def money_of_claim(*, claim: Claim, actor: Actor) -> ClaimMoney | None:
    """How far an approved claim is paid; None while nothing is owed for it."""
    payables = tuple(claim.payables.select_related("person").prefetch_related("uses__advance"))
    if not payables:
        return None
    lines = PaymentLine.objects.filter(payable__claim=claim).select_related("payment", "payable__person")
    shown = sight_of_money(actor).covers(claim.department_id)
    return ClaimMoney(
        payables=payables,
        parts=tuple(
            PaidPart(
                number=str(line.payment),
                payment_id=line.payment_id,
                state=line.payment.get_state_display(),
                payee=line.payable.payee,
                amount=line.amount,
                pay_date=line.payment.pay_date,
                is_given_back=line.given_back_at is not None,
                can_open=shown,
            )
            for line in lines.order_by("pk")
        ),
        paid=sum((one.paid for one in payables), ZERO),
        outstanding=sum((one.outstanding for one in payables), ZERO),
    )


def accounts_of_suppliers(*, words: str, sort: str = "") -> QuerySet[PayeeAccount]:
    """The bank accounts of suppliers."""
    rows = PayeeAccount.objects.filter(person__isnull=True).select_related("changed_by")
    rows = ordered(rows, sort, {"supplier": "supplier", "changed": "changed_at"}, usual=("supplier", "pk"))
    for word in words.split()[:6]:
        rows = rows.filter(Q(supplier__icontains=word) | Q(bank__icontains=word))
    return rows


def suppliers_without_account(actor: Actor) -> list[str]:
    """Suppliers who are owed something and whose account is not known yet."""
    owed = owed_found(actor, OwedQuestion(side="supplier")).order_by()
    known = PayeeAccount.objects.filter(supplier_key=OuterRef("supplier_key"))
    return sorted(set(owed.filter(~Exists(known)).values_list("supplier", flat=True)))


def _sum(condition: Q) -> Sum:
    owed = F("amount") - F("offset") - F("paid")
    return Sum(Case(When(condition, then=owed), default=Value(ZERO), output_field=DecimalField()))


def _name(row: Mapping[str, Any]) -> str:
    if row["person"] is None:
        return str(row["name"])
    return str(row["person__name_zh"] if formats.is_chinese() or not row["person__name_en"] else row["person__name_en"])
