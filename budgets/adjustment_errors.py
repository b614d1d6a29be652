"""Refusals of adjustments, each in a sentence that says what to do next (BUD-32, QLT-53)."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import formats
from core.errors import DomainError

PROBLEMS: dict[str, str | Promise] = {
    "no_lines": _("Add at least one line with category, month and amount before you submit."),
    "only_gives": _(
        "A supplement only gives money: its amounts are above zero. Make a transfer if another line is to give it."
    ),
    "only_takes": _(
        "A cut only takes money: its amounts are below zero. Make a transfer if another line is to get it."
    ),
    "one_sided": _("Say both sides: at least one line that gives money and one that gets it."),
    "not_balanced": _("What is given and what is received must be the same. Correct the lines until they balance."),
    "to_itself": _(
        "One line takes money where another gives it: same department, category, project and month. Choose another "
        "month, category or department."
    ),
    "not_own": _("At least one line has to be of the department that asks."),
    "another_department": _(
        "All lines have to be of the department that asks. Money moves between departments by a transfer."
    ),
    "contingency_by_release": _(
        "The contingency is used only by a contingency release, which names the risk it answers."
    ),
    "not_from_contingency": _("A release takes money from the contingency alone. Make a transfer for other lines."),
    "no_origin": _("Every line of a carry-over says which month of the year before it comes from."),
    "carried_by_year_end": _("Money comes from the year before by a carry-over alone."),
    "no_risk": _("Name the risk this release of the contingency answers."),
    "no_purpose": _("Say what the money is for, or why it is no longer needed."),
    "no_criteria": _(
        "Say which criteria are met: what has changed since the budget was approved, and why it cannot be paid "
        "otherwise."
    ),
    "no_papers": _(
        "Attach the papers this rests on first: a quotation, a contract, a report, minutes. The deciders read them."
    ),
}


class AdjustmentIncomplete(DomainError):
    """Something keeps the lines from being an adjustment of this kind; `problem` says what."""

    code = "adjustment_incomplete"
    text = _("%(sentence)s")

    def shown_params(self) -> dict[str, Any]:
        return {"sentence": PROBLEMS[self.params["problem"]]}


class AdjustmentTooLong(DomainError):
    """More lines than a person can check."""

    code = "too_many_lines"
    text = _("An adjustment carries at most %(most)s lines. Split it into several.")


class AdjustmentAmount(DomainError):
    """Nothing, more than fits, or more than two decimals."""

    code = "amount_out_of_range"
    status = 400
    text = _("Line %(line)s: the amount has to be at least 0.01 and at most %(most)s, with at most two decimals.")

    def shown_params(self) -> dict[str, Any]:
        return {**self.params, "most": formats.amount(self.params["most"])}


class AdjustmentMonthClosed(DomainError):
    """A closed month takes no postings (LED-04)."""

    code = "period_closed"
    text = _(
        "%(period)s is closed, so its budget no longer changes. Choose an open month, or ask finance to reopen it."
    )


class AdjustmentYearNotOpen(DomainError):
    """Money moves in an open year; before, the draft budget is changed, after, nothing is (BUD-01, BUD-32)."""

    code = "year_not_open"
    text = _(
        "Fiscal year %(year)s is not open. While it is planned, change the budget itself; finance opens the year under "
        "fiscal years."
    )


class AdjustmentOtherYear(DomainError):
    """All months of one adjustment lie in one fiscal year; into another year money is carried over."""

    code = "other_year"
    text = _("%(period)s lies outside %(year)s. All lines of an adjustment are of one fiscal year.")


class AdjustmentOrigin(DomainError):
    """Money is carried from a month of the year before, and no other (BUD-35)."""

    code = "carry_origin"
    text = _("%(period)s is not a month of the year before %(year)s, so nothing can be carried from there.")


class CarriedTwice(DomainError):
    """A commitment is carried once."""

    code = "carried_twice"
    text = _("%(document)s stands in this carry-over twice. Take one of the lines away.")


class CarriedChanged(DomainError):
    """What a document holds is not what the carry-over says any more (BUD-35)."""

    code = "carried_changed"
    text = _(
        "%(document)s holds %(held)s now, not the %(amount)s of this carry-over. Return it to its author, who takes "
        "the figure anew."
    )

    def shown_params(self) -> dict[str, Any]:
        return {**self.params, **{name: formats.amount(self.params[name]) for name in ("held", "amount")}}


class CarriedGone(DomainError):
    """A document that holds nothing any more, or in another year (BUD-35)."""

    code = "carried_gone"
    text = _("%(document)s holds nothing in %(year)s any more. Take its line out of the carry-over.")


class AdjustmentCategory(DomainError):
    """Retired, a group, or income: no money to spend stands there (BUD-03)."""

    code = "category_not_usable"
    text = _("No money can be moved on %(category)s: it is retired, a group, or income. Choose another category.")


class AdjustmentDepartment(DomainError):
    """Closed, or not one the person makes budgets for."""

    code = "department_not_usable"
    text = _("You make no budgets for %(department)s. Choose a department of yours, or ask its manager.")


class AdjustmentClosedDepartment(DomainError):
    """A closed department has no budget to give or to get."""

    code = "department_closed"
    text = _("%(department)s is closed, so its budget no longer changes. Choose another department.")


class AdjustmentProject(DomainError):
    """A retired project, or another department's."""

    code = "project_not_usable"
    text = _("%(project)s takes no more budget of this department. Choose another project or none.")


class NotEnoughOnProject(DomainError):
    """More is taken from a project than was ever granted to it."""

    code = "not_enough_on_project"
    text = _("%(category)s, %(project)s: only %(available)s is budgeted there, %(asked)s is to be taken.")

    def shown_params(self) -> dict[str, Any]:
        amounts = {name: formats.amount(self.params[name]) for name in ("available", "asked")}
        return {**self.params, **amounts}


class NotEnoughElsewhere(DomainError):
    """A department one does not see has less to give than is asked for; its figures stay its own (GEN-10)."""

    code = "not_enough_elsewhere"
    text = _("%(department)s has not enough left on %(category)s to give. Agree on another amount with its manager.")
