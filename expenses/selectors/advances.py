"""Advances: who sees them, what is still owed, by person and age (EXP-02b)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, DecimalField, F, Min, Q, QuerySet, Sum, Value, When

from approvals import selectors as approvals
from core import formats, list_words
from core.actors import Actor
from core.documents import may
from core.money import ZERO
from core.ordering import ordered
from expenses import policies, rules
from expenses.choices import AdvanceState
from expenses.models import Advance, AdvanceReturn, AdvanceUse, PaymentLine
from expenses.selectors.payments import AgeRow

OWED = F("paid_amount") - F("offset_amount") - F("returned_amount")


@dataclass(frozen=True, slots=True)
class AdvancePage:
    """An advance with all its page shows."""

    advance: Advance
    payments: tuple[PaymentLine, ...]
    uses: tuple[AdvanceUse, ...]
    returns: tuple[AdvanceReturn, ...]
    can_change: bool
    can_cancel: bool
    can_take_back: bool


@dataclass(frozen=True, slots=True)
class AdvanceTotals:
    """What stands under the list."""

    count: int
    amount: Decimal
    outstanding: Decimal


def advances_visible_to(actor: Actor) -> QuerySet[Advance]:
    """One's own, those of the departments one sees or pays for, those one has or had to decide on (GEN-10)."""
    scope = actor.sight(policies.VIEW) | actor.scope_of(policies.PAY)
    if scope.company:
        return Advance.objects.all()
    return Advance.objects.filter(
        Q(department__in=scope.departments)
        | Q(created_by=actor.person_id or 0)
        | approvals.acted_on(actor=actor, kind=Advance.kind)
    )


SORTS = {
    "number": "number",
    "title": "title",
    "person": "created_by__sort_key",
    "due": "due_date",
    "state": "state",
    "amount": "amount",
}


def advances_found(actor: Actor, *, words: str = "", open_only: bool = False, sort: str = "") -> QuerySet[Advance]:
    """The list of advances, the newest first; `open_only` leaves those that nothing is owed of."""
    rows = advances_visible_to(actor).select_related("created_by", "department")
    if open_only:
        rows = rows.filter(paid_amount__gt=F("offset_amount") + F("returned_amount"))
    rows = list_words.by_words(rows, words, _says)
    return ordered(rows, sort, SORTS, usual=("-created_at", "-pk"))


def _says(word: str) -> Q:
    maker = Q(created_by__name_zh__icontains=word) | Q(created_by__name_en__icontains=word)
    return Q(number__icontains=word) | Q(title__icontains=word) | maker


def totals_of_advances(rows: QuerySet[Advance]) -> AdvanceTotals:
    """Under the list."""
    found = rows.order_by().aggregate(count=Count("pk"), amount=Sum("amount"), owed=Sum(OWED))
    return AdvanceTotals(found["count"], found["amount"] or ZERO, found["owed"] or ZERO)


def advances_by_age(rows: QuerySet[Advance], *, today: date) -> list[AgeRow]:
    """What people still owe, by age since the advance was paid, in one statement."""
    bounds = [today - timedelta(days=days) for days in rules.AGES]

    def sum_of(condition: Q) -> Sum:
        return Sum(Case(When(condition, then=OWED), default=Value(ZERO), output_field=DecimalField()))

    found: Iterable[Any] = (
        rows.filter(paid_amount__gt=F("offset_amount") + F("returned_amount"))
        .order_by()
        .values("created_by", "created_by__name_zh", "created_by__name_en")
        .annotate(
            count=Count("pk"),
            oldest=Min("paid_date"),
            age0=sum_of(Q(paid_date__gte=bounds[0])),
            age1=sum_of(Q(paid_date__lt=bounds[0], paid_date__gte=bounds[1])),
            age2=sum_of(Q(paid_date__lt=bounds[1], paid_date__gte=bounds[2])),
            age3=sum_of(Q(paid_date__lt=bounds[2])),
            total=Sum(OWED),
        )
        .order_by("-total", "created_by")
    )
    return [
        AgeRow(
            payee=row["created_by__name_zh"]
            if formats.is_chinese() or not row["created_by__name_en"]
            else row["created_by__name_en"],
            person_id=row["created_by"],
            supplier_key="",
            count=row["count"],
            ages=tuple(row[f"age{place}"] for place in range(4)),
            total=row["total"],
            oldest=row["oldest"],
        )
        for row in found
    ]


def advance_page(*, advance: Advance, actor: Actor) -> AdvancePage:
    """The page of an advance the actor sees."""
    lines = PaymentLine.objects.filter(payable__advance=advance).select_related("payment").order_by("pk")
    is_open = advance.state == AdvanceState.APPROVED and advance.outstanding > 0
    return AdvancePage(
        advance=advance,
        payments=tuple(lines),
        uses=tuple(advance.uses.filter(amount__gt=0).select_related("payable__claim")),
        returns=tuple(advance.returns.select_related("recorded_by")),
        can_change=may(advance, "submit", actor),
        can_cancel=may(advance, "cancel", actor),
        can_take_back=is_open and may(advance, "give_back", actor) and not policies.is_owner(advance, actor),
    )
