"""What requests and claims refuse, each in a sentence that says what to do next (QLT-53)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from core import formats
from core.errors import DomainError
from core.sheets.errors import SameFile


class NoLines(DomainError):
    """A document without lines has nothing to decide on."""

    code = "no_lines"
    text = _("Add at least one line with category, description and amount before you submit.")


class TooManyLines(DomainError):
    """More lines than a person can check."""

    code = "too_many_lines"
    text = _("A document carries at most %(most)s lines. Split it into several documents.")


class AmountOutOfRange(DomainError):
    """Nothing, less than nothing, more than fits, or more than two decimals."""

    code = "amount_out_of_range"
    status = 400
    text = _("Line %(line)s: the amount has to lie between 0.01 and %(most)s, with at most two decimals.")

    def shown_params(self) -> dict[str, Any]:
        return {**self.params, "most": formats.amount(self.params["most"])}


class AmountTooFine(DomainError):
    """An amount smaller than the smallest coin of its currency (GEN-01)."""

    code = "amount_too_fine"
    status = 400
    text = _("Line %(line)s: %(currency)s has no cents, so the amount has to be whole.")


class CategoryNotUsable(DomainError):
    """Retired, a group, revenue or the contingency: not to be spent from (BUD-03, BUD-16)."""

    code = "category_not_usable"
    text = _("Nothing can be spent on %(category)s: it is retired, a group, or not a cost. Choose another category.")


class ProjectNotUsable(DomainError):
    """A retired project, or another department's."""

    code = "project_not_usable"
    text = _("%(project)s takes no more spending of this department. Choose another project or none.")


class DepartmentNotUsable(DomainError):
    """Closed, or not one the person spends for."""

    code = "department_not_usable"
    text = _("You cannot spend for %(department)s. Choose a department you work for.")


class RequestNeeded(DomainError):
    """The category is spent only after a request (EXP-02)."""

    code = "request_needed"
    text = _(
        "%(category)s is claimed against an approved spend request only. Make a request first, or choose the "
        "one it belongs to."
    )


class RequestNotOpen(DomainError):
    """Claims stand on approved requests that have not ended (EXP-01)."""

    code = "request_not_open"
    text = _(
        "%(request)s is %(state)s, so nothing more can be claimed against it. Claim without it or choose "
        "another request."
    )


class RequestUsedUp(DomainError):
    """A request for one claim has its claim already (EXP-01)."""

    code = "request_used_up"
    text = _(
        "%(request)s is for one claim, and %(claim)s stands on it already. Add your lines there or make "
        "another request."
    )


class RequestHasClaims(DomainError):
    """What has been claimed on is closed, not cancelled (GEN-14)."""

    code = "request_has_claims"
    text = _("%(claim)s stands on %(request)s. Close the request instead: what is not used is released.")


class LineHasClaims(DomainError):
    """A line of a request on which something was claimed stays."""

    code = "line_has_claims"
    text = _("%(claim)s stands on the line “%(line)s”, so the line stays. Its amount can be changed.")


class RequestLineElsewhere(DomainError):
    """A line names an estimate of another request or category."""

    code = "request_line_elsewhere"
    text = _("Line %(line)s names an estimate that does not belong to %(request)s or has another category.")


class RequestLineWithoutRequest(DomainError):
    """A line names an estimate, but its claim stands on no request."""

    code = "request_line_without_request"
    status = 400
    text = _(
        "Line %(line)s names an estimate, but the claim stands on no spend request. Name the request or leave the "
        "estimate out."
    )


class LineElsewhere(DomainError):
    """A line names a stored line that is not one of this document."""

    code = "line_elsewhere"
    status = 400
    text = _("Line %(line)s names a line that does not stand on this document. Leave its id out to add a new line.")


class ChangeElsewhere(DomainError):
    """A top-up names a line that is not one of the request."""

    code = "line_elsewhere"
    status = 400
    text = _("Line %(line)s does not stand on %(request)s. Name one of its lines by its id.")


class LineTwice(DomainError):
    """A top-up names the same line twice."""

    code = "line_twice"
    status = 400
    text = _("Line %(line)s is named twice. Put both amounts together into one.")


class DayOutOfRange(DomainError):
    """A day no document can be of."""

    code = "day_out_of_range"
    status = 400
    text = _("%(what)s has to lie between %(first)s and %(last)s; %(day)s cannot be right.")

    def shown_params(self) -> dict[str, Any]:
        days = {name: self.params[name].isoformat() for name in ("first", "last", "day")}
        return {**self.params, **days}


class CutTooDeep(DomainError):
    """A cut below what claims have taken (EXP-01)."""

    code = "cut_too_deep"
    text = _("%(line)s still holds %(held)s; it cannot be cut by %(asked)s.")

    def shown_params(self) -> dict[str, Any]:
        return {
            **self.params,
            "held": formats.amount(self.params["held"]),
            "asked": formats.amount(self.params["asked"]),
        }


class NothingToChange(DomainError):
    """A top-up or cut of zero."""

    code = "nothing_to_change"
    status = 400
    text = _("Enter by how much at least one line is to be raised or cut.")


class TopUpWaits(DomainError):
    """While a top-up is decided on, the request itself is not rewritten."""

    code = "top_up_waits"
    text = _("The top-up of %(request)s waits for its approval. Withdraw it first if you want to change something.")


class DuplicateInvoice(DomainError):
    """The same invoice code and number stands on another line anywhere in the company (EXP-05)."""

    code = "duplicate_invoice"
    text = _(
        "Invoice %(invoice)s was already entered on %(document)s. An invoice is claimed once; remove the line"
        " or correct the number."
    )


class FutureExpense(DomainError):
    """An expense is claimed after it happened."""

    code = "future_expense"
    text = _("Line %(line)s is dated %(day)s, which is still to come. Claim it once it has happened.")

    def shown_params(self) -> dict[str, Any]:
        return {**self.params, "day": formats.day(self.params["day"])}


class DatesReversed(DomainError):
    """The last day lies before the expected one, or is past already."""

    code = "dates_reversed"
    status = 400
    text = _("The request has to be usable until the expected day or later, and not only in the past.")


class RateMissing(DomainError):
    """Finance keeps no rate of the currency on or before the claim's day (GEN-02b)."""

    code = "rate_missing"
    text = _("No exchange rate of %(currency)s is kept for %(day)s or an earlier day. Ask finance to enter it.")

    def shown_params(self) -> dict[str, Any]:
        return {**self.params, "day": formats.day(self.params["day"])}


class RateUnexplained(DomainError):
    """Another rate than the one finance keeps says its day and where it is from (GEN-02b, GEN-06)."""

    code = "rate_unexplained"
    status = 400
    text = _("A rate of your own needs its date (not in the future) and why or where it is from.")


class RateTooFar(DomainError):
    """A typed rate further from the one finance keeps than the installation allows (GEN-02b)."""

    code = "rate_too_far"
    text = _(
        "The rate %(rate)s is more than %(share)s away from %(kept)s, which finance keeps for %(day)s. Leave the rate "
        "empty to take that one, or ask finance to correct it."
    )

    def shown_params(self) -> dict[str, Any]:
        return {
            **self.params,
            "day": formats.day(self.params["day"]),
            "share": formats.rate(Decimal(self.params["share"])),
        }


class ConvertsToNothing(DomainError):
    """A line worth less than a cent of the base currency would slip past every check (GEN-02b)."""

    code = "converts_to_nothing"
    text = _("Line %(line)s is worth less than 0.01 %(currency)s. Put it together with another one.")


class UnknownCurrency(DomainError):
    """Not a currency of the list."""

    code = "unknown_currency"
    status = 400
    text = _("%(currency)s is not one of the currencies in use here.")


class SameImportFile(SameFile):
    """Recognised, with the document it became (GEN-16)."""

    text = _("This file was brought in already as %(document)s on %(day)s. Tick the box to bring it in again.")


class SourceNameTaken(DomainError):
    """Two sources of one name could not be told apart."""

    code = "source_name_taken"
    text = _("There is a source called “%(source)s” already. Choose another name, or use that one.")


class SourceUsed(DomainError):
    """Files came from it, and their rows keep its name (GEN-14)."""

    code = "source_used"
    text = _(
        "Files came in from “%(source)s”, so it stays. What is remembered of its columns can be forgotten instead."
    )


class ColumnsMissing(DomainError):
    """Without a day, an account and an amount there is no expense."""

    code = "columns_missing"
    text = _("Say which column holds the day, which the account and which the amount.")


class NothingRefused(DomainError):
    """There are no rows over budget to be tried again."""

    code = "nothing_refused"
    text = _("No row of this import is waiting for budget.")


class NothingPosted(DomainError):
    """Not one row was within budget: there is nothing to give a number to."""

    code = "nothing_posted"
    text = _(
        "None of the %(count)s rows is within budget, so nothing was posted. They are listed below with what is left."
    )


class PostedMeanwhile(DomainError):
    """Somebody else posted the same vouchers at the same moment; the database's own guard has spoken (EXP-09)."""

    code = "posted_meanwhile"
    text = _("Another file brought some of these vouchers in meanwhile. Check the file again; nothing was posted.")


class GrantsMore(DomainError):
    """An approver grants what was claimed or less, never more (EXP-02b)."""

    code = "grants_more"
    status = 400
    text = _("Line %(line)s: %(granted)s is not below the %(claimed)s that was claimed. Enter less, or leave it empty.")

    def shown_params(self) -> dict[str, Any]:
        return {
            **self.params,
            "granted": formats.amount(self.params["granted"]),
            "claimed": formats.amount(self.params["claimed"]),
        }


class GrantsNothing(DomainError):
    """A claim of which nothing is granted is rejected (EXP-02b)."""

    code = "grants_nothing"
    text = _("Nothing would be left of %(document)s. Reject it instead.")
