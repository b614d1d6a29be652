"""Money: exact to the cent, rounded in one place, split without losing a cent (GEN-01)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError

if TYPE_CHECKING:
    _DecimalColumn = models.DecimalField[Any, Any]
else:
    _DecimalColumn = models.DecimalField

ZERO = Decimal("0.00")
CENT = Decimal("0.01")
LARGEST = Decimal("9999999999999.99")
"""The largest amount a document may carry: ten thousand billion less a cent; sums of many still fit numeric(18, 2)."""

CURRENCIES = ("CNY", "USD", "EUR", "GBP", "JPY", "HKD", "KRW", "RUB", "THB", "VND", "INR", "AUD", "SGD")
"""The currencies documents may be in."""

UNIT: dict[str, Decimal] = {"JPY": Decimal(1), "KRW": Decimal(1), "VND": Decimal(1)}
"""The smallest unit of currencies that have no cents."""


def base_currency() -> str:
    """The one currency budgets are kept in (CNY unless the installation says otherwise)."""
    return str(settings.BASE_CURRENCY)


class CurrencyMismatch(DomainError):
    """Two currencies in one sum (GEN-01)."""

    code = "currency_mismatch"
    text = _("%(left)s and %(right)s cannot be added up; convert one of them first.")


def rounded(amount: Decimal, currency: str | None = None) -> Decimal:
    """An amount rounded half up to the currency's smallest unit: the only place that rounds (GEN-01)."""
    return amount.quantize(UNIT.get(currency or "", CENT), ROUND_HALF_UP)


def fits_unit(amount: Decimal, currency: str) -> bool:
    """Whether an amount is whole in the currency's smallest unit: no half yen (GEN-01)."""
    return rounded(amount, currency) == amount


def split_amount(total: Decimal, weights: Sequence[Decimal | int], unit: Decimal = CENT) -> list[Decimal]:
    """Split a total by weights so that the parts add up to it exactly: largest remainders get the odd cents (GEN-01).

    Ties go to the earlier part. All-zero weights split evenly. Raises ValueError for no or negative weights.
    """
    if not weights or any(weight < 0 for weight in weights):
        raise ValueError("weights must be given and not negative")
    shares = [Decimal(weight) for weight in weights]
    whole = sum(shares)
    if whole == 0:
        shares, whole = [Decimal(1)] * len(shares), Decimal(len(shares))
    units = int((total / unit).to_integral_exact())
    sign, units = (-1, -units) if units < 0 else (1, units)
    quotas = [units * share / whole for share in shares]
    parts = [int(quota) for quota in quotas]
    by_remainder = sorted(range(len(parts)), key=lambda i: (-(quotas[i] - parts[i]), i))
    for i in by_remainder[: units - sum(parts)]:
        parts[i] += 1
    return [sign * part * unit for part in parts]


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of one currency, already rounded to its unit."""

    amount: Decimal
    currency: str

    @classmethod
    def of(cls, amount: Decimal, currency: str) -> Money:
        """An amount rounded half up to the currency's smallest unit."""
        return cls(rounded(amount, currency), currency)

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.amount - other.amount, self.currency)

    def split(self, weights: Sequence[Decimal | int]) -> list[Money]:
        """Parts by weight that add up to the whole (GEN-01)."""
        parts = split_amount(self.amount, weights, UNIT.get(self.currency, CENT))
        return [Money(part, self.currency) for part in parts]

    def converted(self, *, rate: Decimal, currency: str) -> Money:
        """The amount in another currency at a rate of units of `currency` for one of this; rounded once."""
        return Money.of(self.amount * rate, currency)

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise CurrencyMismatch(left=self.currency, right=other.currency)


def net_of(gross: Decimal, tax_rate: Decimal) -> Decimal:
    """The net amount in a tax-inclusive one, rounded; tax is gross less net, so the two add up (GEN-02)."""
    return rounded(gross / (1 + tax_rate))


class AmountField(_DecimalColumn):
    """An amount column: numeric(18, 2), in the document's currency."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_digits"], kwargs["decimal_places"] = 18, 2
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_digits"], kwargs["decimal_places"]
        return name, path, args, kwargs


class TaxRateField(_DecimalColumn):
    """A tax rate as a fraction: 0.13 is 13 % (GEN-02)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_digits"], kwargs["decimal_places"] = 5, 4
        kwargs.setdefault("validators", [MinValueValidator(0), MaxValueValidator(1)])
        super().__init__(*args, **kwargs)
