"""The words of the checks: what each looks at and with which figures (EXP-05), and what was found, as a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from core import formats, kinds
from core.thresholds import AMOUNT, COUNT, FACTOR, SHARE, SHARES, Figure, Group, Threshold
from expenses import policies
from expenses.choices import GRAVE_CHECKS, Check
from expenses.selectors import tolerances
from expenses.selectors.choices import TAX_RATES, category_groups

LARGE = Decimal(100_000_000)


@dataclass(frozen=True, slots=True)
class OtherPlace:
    """Another document a finding names; `url` is empty for who may not see it."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class ToldFlag:
    """A finding as a page shows it. `id` is None for one that is not kept yet; `can_explain` asks what the service
    asks.
    """

    label: str
    text: str
    line: int
    line_text: str
    is_grave: bool
    others: tuple[OtherPlace, ...] = ()
    explanation: str = ""
    explained_by: str = ""
    id: int | None = None
    can_explain: bool = False


def told(
    found: Any, pages: Mapping[tuple[str, int], str], *, flag_id: int | None = None, can_explain: bool = False
) -> ToldFlag:
    """A kept flag or a fresh finding in the reader's language, with links to what they may see."""
    code = getattr(found, "check_code", None) or found.check
    explained_by = getattr(found, "explained_by", None)
    return ToldFlag(
        label=str(Check(code).label),
        text=sentence(code, found.facts),
        line=found.line,
        line_text=found.line_text,
        is_grave=code in GRAVE_CHECKS,
        others=tuple(_place(other, pages) for other in found.facts.get("others", ())),
        explanation=getattr(found, "explanation", ""),
        explained_by=explained_by.name if explained_by is not None else "",
        id=flag_id,
        can_explain=can_explain,
    )


def sentence(code: str, facts: Mapping[str, Any]) -> str:
    """What was found, in the active language."""
    return str(_SENTENCES[Check(code)](facts))


def _place(other: Mapping[str, Any], pages: Mapping[tuple[str, int], str]) -> OtherPlace:
    if not other.get("kind"):
        return OtherPlace(_("Line %(line)s of this document") % {"line": other["line"]}, "")
    label = other.get("number") or str(kinds.get(other["kind"]).label)
    return OtherPlace(label, pages.get((other["kind"], other["id"]), ""))


def _money(facts: Mapping[str, Any], name: str) -> str:
    return formats.amount(Decimal(facts[name]))


def _day(facts: Mapping[str, Any]) -> str:
    return formats.day(date.fromisoformat(facts["day"]))


def _category(facts: Mapping[str, Any]) -> str:
    return str(facts["category_zh" if formats.is_chinese() else "category_en"])


def _same(facts: Mapping[str, Any]) -> str:
    text = _("%(supplier)s, %(day)s, %(amount)s stands elsewhere too.") % {
        "supplier": facts["supplier"], "day": _day(facts), "amount": _money(facts, "amount"),
    }  # fmt: skip
    if facts.get("more"):
        more = int(facts["more"])
        text += " " + ngettext("And once more.", "And %(count)s times more.", more) % {"count": more}
    return text


def _split(facts: Mapping[str, Any]) -> str:
    text = (
        _("With other claims or requests of the same person within %(days)s days, %(category)s comes to %(sum)s and passes %(limit)s, from which on more people decide.")  # noqa: E501
        if facts["by"] == "maker"
        else _("With others to the same supplier within %(days)s days, %(category)s comes to %(sum)s and passes %(limit)s, from which on more people decide.")  # noqa: E501
    )  # fmt: skip
    return text % {
        "days": facts["days"], "category": _category(facts), "sum": _money(facts, "sum"),
        "limit": _money(facts, "limit"),
    }  # fmt: skip


def _price(facts: Mapping[str, Any]) -> str:
    over = formats.amount(Decimal(facts["amount"]) - Decimal(facts["limit"]))
    return _("%(category)s: at most %(limit)s at once by the policy; %(over)s above it.") % {
        "category": _category(facts), "limit": _money(facts, "limit"), "over": over,
    }  # fmt: skip


def _late(facts: Mapping[str, Any]) -> str:
    return _("Spent on %(day)s; to be claimed within %(allowed)s days.") % {
        "day": _day(facts),
        "allowed": facts["allowed"],
    }


def _off(facts: Mapping[str, Any]) -> str:
    return _("%(day)s is no working day.") % {"day": _day(facts)}


def _round(facts: Mapping[str, Any]) -> str:
    return _("%(amount)s is a whole multiple of %(step)s.") % {
        "amount": _money(facts, "amount"),
        "step": _money(facts, "step"),
    }


def _unusual(facts: Mapping[str, Any]) -> str:
    middle = Decimal(facts["median"])
    above = (Decimal(facts["amount"]) - middle) / middle if middle else None
    text = _("The department's last %(count)s of this category have a median of %(median)s; this is %(share)s above.")
    return text % {
        "count": facts["count"],
        "median": formats.amount(middle),
        "share": formats.percent(above),
    }


_SENTENCES = {
    Check.SAME: _same,
    Check.SPLIT: _split,
    Check.PRICE: _price,
    Check.LATE: _late,
    Check.DAY_OFF: _off,
    Check.ROUND: _round,
    Check.UNUSUAL: _unusual,
}


def thresholds_of_spending() -> Group:
    """What finance sets of the checks and of the tolerance above a request (EXP-02, EXP-05)."""
    one, year = Decimal(1), Decimal(366)
    return Group(
        "spending",
        gettext_lazy("Claims and spend requests"),
        (
            Threshold(
                tolerances.CODE,
                gettext_lazy("Tolerance above a request"),
                gettext_lazy(
                    "Claims may exceed their request by the larger of the two; beyond it one more manager decides."
                ),
                (
                    Figure("share", pgettext_lazy("threshold", "Share"), SHARE, Decimal("0.05"), most=one),
                    Figure("amount", gettext_lazy("Amount"), AMOUNT, Decimal("200.00")),
                ),
                can_switch=False,
            ),
            Threshold(
                TAX_RATES,
                gettext_lazy("Tax rates to choose from"),
                gettext_lazy("Offered on the lines of claims. A category's usual rate is set with the category."),
                (
                    Figure(
                        "rates", gettext_lazy("Tax rates"), SHARES, Decimal(0), most=Decimal("0.99"),
                        several=tuple(Decimal(rate) for rate in ("0", "0.01", "0.03", "0.05", "0.06", "0.09", "0.13")),
                    ),
                ),
                can_switch=False,
            ),
            Threshold(
                "same_expense",
                Check.SAME.label,
                gettext_lazy("Same amount, day and supplier as another submitted claim, request or imported expense."),
            ),
            Threshold(
                "split_below_limit",
                Check.SPLIT.label,
                gettext_lazy(
                    "One person's, or one supplier's, in one category: each below an approval limit, together above it."
                ),
                (Figure("days", gettext_lazy("Days apart, at most"), COUNT, Decimal(7), least=one, most=Decimal(92)),),
            ),
            Threshold(
                "policy_price",
                Check.PRICE.label,
                gettext_lazy("The most one expense of a category may come to."),
                (
                    Figure(
                        "price", gettext_lazy("At most"), AMOUNT, Decimal("1000.00"), least=Decimal("0.01"), most=LARGE
                    ),
                ),
                subjects=category_groups,
            ),
            Threshold(
                "late_claim",
                Check.LATE.label,
                gettext_lazy("How long after the expense it is claimed."),
                (Figure("days", gettext_lazy("Days after the expense"), COUNT, Decimal(60), least=one, most=year),),
            ),
            Threshold(
                "day_off",
                Check.DAY_OFF.label,
                gettext_lazy("By the calendar of working days; a weekend that is worked counts as a working day."),
            ),
            Threshold(
                "round_amount",
                Check.ROUND.label,
                gettext_lazy("A whole multiple of the step, from an amount on, in the document's currency."),
                (
                    Figure("step", gettext_lazy("Multiple of"), AMOUNT, Decimal("1000.00"), least=one),
                    Figure("least", pgettext_lazy("amount", "From"), AMOUNT, Decimal("1000.00")),
                ),
            ),
            Threshold(
                "unusual_amount",
                Check.UNUSUAL.label,
                gettext_lazy(
                    "Far above the median of what the department last spent on the category, in median deviations."
                ),
                (
                    Figure("factor", gettext_lazy("Deviations"), FACTOR, Decimal("3.50"), least=one, most=Decimal(20)),
                    Figure("samples", gettext_lazy("Expenses needed"), COUNT, 10 * one, least=one, most=200 * one),
                ),
            ),
        ),
        sees=policies.sees_checks,
    )  # fmt: skip
