"""What stands between a draft and its reviewers, and what they will ask about: shown before submitting (BUD-30)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from budgets.models import Budget
from budgets.selectors import ceilings
from budgets.selectors.budgets import (
    Totals,
    contingency_of,
    open_questions,
    totals_of,
    without_method,
)
from core import formats

Tone = Literal["ok", "warn", "stop"]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at.

    `stop` keeps the budget from being submitted, `warn` does not; `url` is where it is mended.
    """

    code: str
    tone: Tone
    text: str
    url: str = ""


def checks_of(budget: Budget) -> list[Check]:
    """All checks of a draft, what stops it first. A constant number of statements."""
    totals = totals_of([budget.pk])[budget.pk]
    checks = [
        *_amounts(totals),
        _contingency(budget, totals),
        *_ceilings(budget),
        _reasons(budget, totals),
        _questions(budget),
        _methods(budget),
    ]
    order = {"stop": 0, "warn": 1, "ok": 2}
    return sorted(checks, key=lambda check: order[check.tone])


def is_stopped(checks: Sequence[Check]) -> bool:
    """Whether something keeps the budget from being submitted."""
    return any(check.tone == "stop" for check in checks)


def _amounts(totals: Totals) -> list[Check]:
    if totals.costs or totals.revenue:
        return []
    return [Check("amounts", "stop", _("No amount has been entered yet"))]


def _contingency(budget: Budget, totals: Totals) -> Check:
    judged = contingency_of(budget, totals)
    bounds = {"least": formats.rate(judged.least), "most": formats.rate(judged.most)}
    settings = reverse("budgets:budget_settings", args=[budget.pk])
    if judged.verdict == "none":
        return Check("contingency", "warn", _("No contingency yet: %(least)s–%(most)s of the other costs") % bounds)
    if not judged.is_out_of_bounds:
        return Check("contingency", "ok", _("Contingency within %(least)s–%(most)s") % bounds)
    if budget.contingency_reason:
        return Check(
            "contingency", "warn", _("Contingency outside %(least)s–%(most)s, reason given") % bounds, settings
        )
    return Check("contingency", "stop", _("Contingency outside %(least)s–%(most)s needs a reason") % bounds, settings)


def _ceilings(budget: Budget) -> list[Check]:
    """Whether the budget keeps its ceilings, and which it has passed (BUD-23)."""
    distances = ceilings.distances_of(budget)
    if not distances:
        return []
    if not (passed := ceilings.above(distances)):
        return [Check("ceiling", "ok", _("Within the ceiling"))]
    settings = reverse("budgets:budget_settings", args=[budget.pk])
    if budget.ceiling_reason:
        return [Check("ceiling", "warn", _("Above the ceiling, reason given"), settings)]
    texts = [
        _("Above the ceiling: needs a reason")
        if own.category_id is None
        else _("%(what)s above its ceiling: needs a reason") % {"what": own.label}
        for own in passed
    ]
    return [Check("ceiling", "stop", text, settings) for text in texts]


def _reasons(budget: Budget, totals: Totals) -> Check:
    if not totals.without_reason:
        return Check("reasons", "ok", _("Every line has its rationale"))
    text = ngettext("%(count)s line without rationale", "%(count)s lines without rationale", totals.without_reason)
    first = next((line for line in budget.lines.filter(rationale="").order_by("position") if line.total), None)
    url = reverse("budgets:line_edit", args=[budget.pk, first.pk]) if first else ""
    return Check("reasons", "warn", text % {"count": totals.without_reason}, url)


def _questions(budget: Budget) -> Check:
    count = open_questions(budget).count()
    if not count:
        return Check("questions", "ok", _("No open question"))
    text = ngettext("%(count)s question waits for an answer", "%(count)s questions wait for answers", count)
    url = reverse("budgets:budget_detail", args=[budget.pk]) + "#questions"
    return Check("questions", "warn", text % {"count": count}, url)


def _methods(budget: Budget) -> Check:
    missing = len(without_method(budget))
    if not missing:
        return Check("methods", "ok", _("Control methods complete"))
    text = ngettext("%(count)s category without control method", "%(count)s categories without control method", missing)
    return Check("methods", "stop", text % {"count": missing}, reverse("budgets:budget_methods", args=[budget.pk]))
