"""Refusals of the control ledger and of what it stands on. Drafts add theirs in their own module."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from core import formats
from core.errors import DomainError


class NoPeriod(DomainError):
    """The day lies in no fiscal year that has been set up."""

    code = "no_period"
    text = _("There is no fiscal year for %(day)s yet. Finance sets it up under fiscal years.")


class PeriodClosed(DomainError):
    """A closed month takes no postings; corrections go to an open one (LED-04)."""

    code = "period_closed"
    text = _("%(period)s is closed. Choose a day in an open month, or ask finance to reopen it.")


class YearNotOpen(DomainError):
    """Spending needs an open year; a year being planned takes appropriations only (BUD-01)."""

    code = "year_not_open"
    text = _("Fiscal year %(year)s is not open for spending.")


class YearExists(DomainError):
    code = "year_exists"
    text = _("Fiscal year %(year)s is set up already.")


class YearOverlaps(DomainError):
    code = "year_overlaps"
    text = _("Fiscal year %(year)s would overlap another one.")


class PeriodsStillOpen(DomainError):
    """A year closes when its months are closed (BUD-01)."""

    code = "periods_still_open"
    text = _("Close the months of %(year)s first; open: %(months)s.")


class HoldsStillOpen(DomainError):
    """The last open month of a year closes when nothing is held in the year any more (LED-04, LED-05b)."""

    code = "holds_still_open"
    text = _(
        "%(month)s is the last open month of %(year)s, where %(documents)s still hold budget. Decide, close or take"
        " them back first: nothing can be released when all months are closed."
    )


class CarryOversWaiting(DomainError):
    """Carry-overs are decided before the last month of the year they take from closes (BUD-35)."""

    code = "carry_overs_waiting"
    text = _(
        "%(month)s is the last open month of %(year)s, and %(documents)s still wait to carry money over. Decide or "
        "withdraw them first: nothing can be taken from a closed month."
    )


class YearClosed(DomainError):
    code = "year_closed"
    text = _("Fiscal year %(year)s is closed, so its months stay closed.")


class NotALeaf(DomainError):
    """Budgets and spending stand on leaves of the tree only (BUD-03)."""

    code = "not_a_leaf"
    text = _("%(category)s is a group. Choose one of the categories below it.")


class CategoryRetired(DomainError):
    """A retired category takes nothing new (BUD-03)."""

    code = "category_retired"
    text = _("%(category)s is retired. Choose another category.")


class ContingencyNotSpendable(DomainError):
    """The contingency is spent only by releasing it to another line (BUD-16, BUD-33)."""

    code = "contingency_not_spendable"
    text = _("%(category)s is a reserve: it is released to another line first, never spent directly.")


class CategoryInUse(DomainError):
    """What budgets or postings stand on is retired, not moved or turned into a group (BUD-03)."""

    code = "category_in_use"
    text = _("%(category)s is in use, so this cannot be changed. Retire it and add another one.")


class CodeTaken(DomainError):
    code = "code_taken"
    text = _("The code %(code)s is taken.")


class WrongParent(DomainError):
    code = "wrong_parent"
    text = _("%(category)s cannot stand below %(parent)s.")


class PostingConflict(DomainError):
    """A posting of this line stands already, with another amount or key (LED-03)."""

    code = "posting_conflict"
    text = _("%(source)s was posted already with another amount. Reload the page.")


class RateTaken(DomainError):
    """A currency has one rate a day (GEN-02b)."""

    code = "rate_taken"
    text = _("%(currency)s has a rate of %(day)s already. Correct that one.")

    def shown_params(self) -> dict[str, Any]:
        return {**self.params, "day": formats.day(self.params["day"])}


class RateOfFuture(DomainError):
    """A rate is known once its day has come (GEN-02b)."""

    code = "rate_of_future"
    status = 400
    text = _("The day of the rate cannot lie in the future.")


class OverrideEnded(DomainError):
    code = "override_ended"
    text = _("This override has ended already.")


class InsufficientBudget(DomainError):
    """Not enough budget, and the policy says stop (LED-05, LED-06, LED-09).

    Facts: category, category_code, period, through, window, scope, asked, available, short, takes, move (the kind of
    adjustment that takes it), held_by (label, url, amount of the largest open commitments) of the first key that is
    short; `all_short` lists every one.
    """

    code = "insufficient_budget"
    title = _("Not enough budget.")
    text = _("%(category)s, %(window)s: %(asked)s is asked for, %(available)s is available, %(short)s is missing.")
    taking = {
        "CUT": _("%(category)s, %(window)s: %(asked)s is to be cut, %(available)s is available, %(short)s is missing."),
        "": _("%(category)s, %(window)s: %(asked)s is to be given, %(available)s is available, %(short)s is missing."),
    }
    """The sentence where approved money is taken away, by the kind of adjustment (BUD-32)."""

    def __str__(self) -> str:
        if not self.params.get("takes"):
            return super().__str__()
        return str(self.taking.get(self.params.get("move", ""), self.taking[""])) % self.shown_params()

    def shown_params(self) -> dict[str, Any]:
        amounts = {name: formats.amount(self.params[name]) for name in ("asked", "available", "short")}
        return {**self.params, **amounts}

    def api_params(self) -> dict[str, Any]:
        return {key: value for key, value in super().api_params().items() if key != "holders"}


class BudgetExhausted(InsufficientBudget):
    """The database's own check refused, behind the lock: nothing is known but that the budget does not suffice
    (LED-06).
    """

    text = _("The budget does not suffice for %(source)s.")

    def shown_params(self) -> dict[str, Any]:
        return dict(self.params)


class RevenueHasNoControl(DomainError):
    """Income above plan is welcome: nothing stops it (GEN-05b)."""

    code = "revenue_has_no_control"
    text = _("%(category)s is income. It is recorded against the plan, never stopped.")


class OverrideNotNeeded(DomainError):
    code = "override_not_needed"
    text = _("%(category)s is not stopped when over budget, so there is nothing to override.")
