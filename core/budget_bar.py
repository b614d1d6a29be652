"""The arithmetic of the budget bar: parts in per cent of the bar, and a sentence with all figures."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core import formats

ZERO = Decimal(0)
NEAR = Decimal("0.99")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the bar, `start` and `width` in per cent; the middle is where the least width of “this” is drawn."""

    code: str
    start: str
    width: str
    middle: str


@dataclass(frozen=True, slots=True)
class BudgetBar:
    """One control key: what is spent, held, asked for by this document, left or short."""

    spent: Decimal
    held: Decimal
    this: Decimal
    left: Decimal
    short: Decimal
    budget: Decimal | None
    label: str = ""
    unit: str = "amount"
    forecast: Decimal | None = None

    @classmethod
    def of(
        cls,
        *,
        spent: Any,
        held: Any,
        this: Any,
        left: Any,
        short: Any,
        budget: Any,
        label: str,
        unit: str,
        forecast: Any = None,
    ) -> BudgetBar:
        """A bar from what is known: `left` and `short` follow from `budget` when they are not given."""
        s, h, t = (formats.as_decimal(value) or ZERO for value in (spent, held, this))
        total, rest, missing = (formats.as_decimal(value) for value in (budget, left, short))
        if rest is None and total is not None:
            rest = total - s - h - t
        if missing is None:
            missing = -rest if rest is not None and rest < 0 else ZERO
        if total is None and (rest is not None or missing > ZERO):
            total = s + h + t + max(rest or ZERO, ZERO) - missing
        return cls(
            spent=s,
            held=h,
            this=t,
            left=max(rest or ZERO, ZERO),
            short=missing,
            budget=total,
            label=label,
            unit=unit,
            forecast=formats.as_decimal(forecast),
        )

    @property
    def has_budget(self) -> bool:
        """Whether there is anything to compare with; without, the bar is a dashed outline."""
        return self.budget is not None and (self.budget > 0 or self.spent + self.held + self.this > 0)

    @property
    def used_share(self) -> Decimal | None:
        """Spent, held and this document over the budget."""
        if self.budget is None or self.budget <= 0:
            return None
        return (self.spent + self.held + self.this) / self.budget

    @property
    def is_near(self) -> bool:
        """From 99 % what is left is shown as a warning too."""
        share = self.used_share
        return share is not None and share >= NEAR and not self.short

    @property
    def parts(self) -> list[Part]:
        """The parts in their order. What is short is cut off the end of the last part that caused it."""
        shown = self._within()
        whole = sum((value for _code, value in shown), ZERO)
        if whole <= 0:
            return []
        parts, start = [], ZERO
        for code, value in shown:
            if value > 0:
                width = value * 100 / whole
                parts.append(Part(code, _per_cent(start), _per_cent(width), _per_cent(start + width / 2)))
                start += width
        return parts

    @property
    def forecast_at(self) -> str:
        """Where the forecast tick stands, in per cent; empty without one."""
        whole = sum((value for _code, value in self._within()), ZERO)
        if self.forecast is None or whole <= 0:
            return ""
        return _per_cent(min(max(self.forecast * 100 / whole, ZERO), Decimal(100)))

    @property
    def figures(self) -> list[tuple[str, str, str]]:
        """Code, word and figure of each part, for the line below the bar."""
        rows = (
            [("budget", pgettext("budget bar", "Budget"), self._figure(self.budget))] if self.budget is not None else []
        )
        rows += [
            ("spent", pgettext("budget bar", "Actual"), self._figure(self.spent)),
            ("held", pgettext("budget bar", "Committed"), self._figure(self.held)),
        ]
        if self.this:
            rows.append(("this", pgettext("budget bar", "This"), self._figure(self.this)))
        if self.short > 0:
            rows.append(("short", pgettext("budget bar", "Short"), self._figure(self.short)))
        elif self.budget is not None:
            code = "near" if self.is_near else "left"
            rows.append((code, pgettext("budget bar", "Available"), self._figure(self.left)))
        return rows

    @property
    def sentence(self) -> str:
        """All figures in words, for those who do not see the bar."""
        if not self.has_budget:
            return f"{self.label}: {_('No budget')}" if self.label else _("No budget")
        told = _(", ").join(f"{word} {figure}" for _code, word, figure in self.figures)
        return _("%(label)s: %(figures)s") % {"label": self.label, "figures": told} if self.label else told

    def _within(self) -> list[tuple[str, Decimal]]:
        """Amounts that fill the bar from left to right; over budget, the missing part ends it."""
        missing = max(self.short, ZERO)
        cut = {"this": self.this, "held": self.held, "spent": self.spent}
        rest = missing
        for code, value in cut.items():
            taken = min(max(value, ZERO), rest)
            cut[code] = value - taken
            rest -= taken
        return [
            ("spent", max(cut["spent"], ZERO)),
            ("held", max(cut["held"], ZERO)),
            ("this", max(cut["this"], ZERO)),
            ("short", missing),
            ("left", self.left if missing == 0 else ZERO),
        ]

    def _figure(self, value: Decimal | None) -> str:
        shown = {"amount0": formats.amount0, "wan": formats.wan}.get(self.unit, formats.amount)
        return shown(value)


def _per_cent(value: Decimal) -> str:
    return f"{value:.2f}%"
