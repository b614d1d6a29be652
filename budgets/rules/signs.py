"""Which way a difference points: the sign rule stands with the category's kind (GEN-05b)."""

from __future__ import annotations

from decimal import Decimal

from budgets.choices import CategoryKind

FAVOURABLE, UNFAVOURABLE, EVEN = "F", "U", ""


def is_income(kind: str) -> bool:
    """Whether more is better: a revenue category."""
    return kind == CategoryKind.REVENUE


def variance(*, budget: Decimal, actual: Decimal) -> Decimal:
    """Actual less budget, whatever the kind."""
    return actual - budget


def judgement(*, budget: Decimal, actual: Decimal, kind: str) -> str:
    """F or U: a cost above budget and an income below it are unfavourable; empty when they agree."""
    difference = variance(budget=budget, actual=actual)
    if difference == 0:
        return EVEN
    return FAVOURABLE if (difference > 0) == is_income(kind) else UNFAVOURABLE


def variance_share(*, budget: Decimal, actual: Decimal) -> Decimal | None:
    """The difference as a fraction of the budget; None where there is no budget: shown as n/a."""
    return variance(budget=budget, actual=actual) / budget if budget else None


def result(*, revenue: Decimal, cost: Decimal) -> Decimal:
    """A department's result: revenue less cost (保本、微利)."""
    return revenue - cost
