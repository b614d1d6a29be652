"""Refusals of drafts, their grid and their imports."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from core import formats
from core.errors import DomainError

MOST_NAMED = 5


class BudgetExists(DomainError):
    """One budget per department, year and scenario (BUD-10)."""

    code = "budget_exists"
    text = _("%(department)s has a budget for %(year)s in this scenario already. Open it, or start another scenario.")


class AnotherInForce(DomainError):
    """One version at most is in force (BUD-10)."""

    code = "another_in_force"
    text = _("%(department)s has a budget in force for %(year)s already; it changes through adjustments from now on.")


class YearNotPlannable(DomainError):
    """A closed year takes no budgets any more (BUD-01)."""

    code = "year_not_plannable"
    text = _("Fiscal year %(year)s is closed, so it takes no budgets any more.")


class NothingToStartFrom(DomainError):
    """Last year has no budget in force, or nothing was spent (BUD-22)."""

    code = "nothing_to_start_from"
    text = _("%(department)s has nothing of this kind for %(year)s to start from. Start empty or from a file.")


class NoLines(DomainError):
    """A budget without amounts is no budget (BUD-30)."""

    code = "no_lines"
    text = _("There is no amount in this budget yet. Enter the months of at least one line before submitting.")


class ContingencyNeedsReason(DomainError):
    """A reserve outside its bounds needs a reason, which every approver sees (BUD-16)."""

    code = "contingency_needs_reason"
    text = _(
        "The contingency is %(share)s of the other costs, outside %(least)s–%(most)s. Change it, or give the reason "
        "that every approver will see."
    )

    def shown_params(self) -> dict[str, Any]:
        bounds = {name: formats.rate(self.params[name]) for name in ("least", "most")}
        return {"share": formats.percent(self.params["share"], places=2), **bounds}


class CeilingNeedsReason(DomainError):
    """A budget above what finance allowed needs a reason, which every approver sees (BUD-23)."""

    code = "ceiling_needs_reason"
    text = _(
        "The budget is above its ceiling: %(ceilings)s. Plan less, or give the reason that every approver will see."
    )

    def shown_params(self) -> dict[str, Any]:
        told = [
            _("%(what)s by %(amount)s") % {"what": label, "amount": formats.amount(over)}
            for label, over in self.params["ceilings"]
        ]
        return {"ceilings": str(_(", ")).join(told[:MOST_NAMED])}


class CeilingRefused(DomainError):
    """A ceiling that cannot be set; says why (BUD-23)."""

    code = "ceiling_refused"
    status = 400
    revenue = _("%(category)s is revenue; ceilings are over costs.")
    department = _("%(department)s is closed, so it gets no ceiling.")
    amount = _("A ceiling is an amount from 0 to %(most)s.")
    text = _("This ceiling cannot be set.")

    def __str__(self) -> str:
        words = {"revenue": self.revenue, "department": self.department, "amount": self.amount}
        return str(words.get(self.params.get("why", ""), self.text)) % self.shown_params()

    def shown_params(self) -> dict[str, Any]:
        most = self.params.get("most")
        return {**self.params, "most": formats.amount(most) if most is not None else ""}


class MethodsMissing(DomainError):
    """Each expense item goes to its reviewers with its control method (BUD-04)."""

    code = "methods_missing"
    text = _(
        "Say for each expense who may spend, up to what and on what proof, before submitting. Still without a control "
        "method: %(categories)s."
    )

    def shown_params(self) -> dict[str, Any]:
        names = self.params["categories"]
        shown = str(_(", ")).join(names[:MOST_NAMED])
        more = len(names) - MOST_NAMED
        return {
            "categories": shown if more <= 0 else _("%(names)s and %(count)s more") % {"names": shown, "count": more}
        }


class ScenarioNeedsName(DomainError):
    """A named scenario has a name (BUD-10)."""

    code = "scenario_needs_name"
    text = _("Give the scenario a name.")
    status = 400


class DraftFrozen(DomainError):
    """Only drafts and returned budgets can be edited (BUD-31)."""

    code = "draft_frozen"
    text = _("%(document)s is %(state)s now, so it can no longer be edited. Your last change was not saved.")


class LineGone(DomainError):
    """Somebody removed the line meanwhile (BUD-11)."""

    code = "line_gone"
    text = _("This line was removed meanwhile. Reload the page to see the budget as it is.")


class LineNotRemoved(DomainError):
    """Only what was removed can come back, once."""

    code = "line_not_removed"
    text = _("This line stands in the budget; there is nothing to bring back.")


class TooManyLines(DomainError):
    """A budget is entered by hand; thousands of lines are a mistake."""

    code = "too_many_lines"
    text = _("A budget takes at most %(most)s lines. Put some of them together.")


class AmountRefused(DomainError):
    """What was typed is no amount a budget line can have (BUD-11)."""

    code = "amount_refused"
    status = 400
    text = _("“%(text)s” is not an amount.")
    negative = _("“%(text)s” is below zero; budgets have no negative amounts.")
    too_large = _("“%(text)s” is more than a cell can hold (%(most)s).")
    too_exact = _("“%(text)s” has more than two decimals. Write it to the cent.")

    def __str__(self) -> str:
        words = {"negative": self.negative, "too_large": self.too_large, "too_exact": self.too_exact}
        return str(words.get(self.params["kind"], self.text)) % self.params


class NoSeasonsKnown(DomainError):
    """The chosen years have no amounts to take the seasons from (BUD-14)."""

    code = "no_seasons_known"
    text = _("The chosen years have no amounts for %(line)s. Choose other years, or spread evenly.")


class QuestionAnswered(DomainError):
    """An answer is given once (BUD-30)."""

    code = "question_answered"
    text = _("This question has its answer already.")


class MethodNeedsCost(DomainError):
    """Control methods belong to costs (BUD-04)."""

    code = "method_needs_cost"
    text = _("%(category)s is no cost category, so it has no control method.")


class BoundsRefused(DomainError):
    """Bounds that make no sense (BUD-16)."""

    code = "bounds_refused"
    status = 400
    text = _("The bounds go from a smaller to a larger share, both between 0 and 100 %%.")


class ClashesLeft(DomainError):
    """What somebody else changed since a file left the draft is not overwritten without a choice (BUD-22)."""

    code = "clashes_left"
    text = _(
        "Somebody else changed the draft since this file left it: %(count)s places need your choice between the file "
        "and the draft. Nothing was written."
    )
