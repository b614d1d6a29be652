"""Exchange rates as documents and pages find them (GEN-01, GEN-02b)."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from budgets.models import ExchangeRate
from core.actors import Actor
from core.ordering import ordered

SORTS = {"currency": "currency", "day": "day", "rate": "rate"}


def rate_on(*, currency: str, on: date) -> ExchangeRate | None:
    """The rate of the latest day on or before this one; None where finance has kept none."""
    return ExchangeRate.objects.filter(currency=currency, day__lte=on).order_by("-day").first()


def rates_visible_to(_actor: Actor) -> QuerySet[ExchangeRate]:
    """Everybody's: whoever claims abroad has to know them (GEN-10)."""
    return ExchangeRate.objects.all()


def rates(*, currency: str = "", sort: str = "") -> QuerySet[ExchangeRate]:
    """Rates of one currency or all, newest first where nothing else was asked."""
    rows = ordered(ExchangeRate.objects.select_related("entered_by"), sort, SORTS, usual=("-day", "currency"))
    return rows.filter(currency=currency) if currency else rows
