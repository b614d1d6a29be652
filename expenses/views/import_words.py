"""What an import's page says: columns, problems of rows, steps of its jobs (EXP-09)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from budgets import errors as ledger_errors
from core import formats
from core.errors import DomainError, NotAllowed
from core.sheets import files
from expenses import errors
from expenses import import_layout as layouts
from expenses.choices import ImportRowState
from expenses.models import ExpenseImport, ImportRow

TOLD: dict[str, type[DomainError]] = {
    kind.code: kind
    for kind in (
        ledger_errors.PeriodClosed,
        ledger_errors.YearNotOpen,
        ledger_errors.NotALeaf,
        ledger_errors.CategoryRetired,
        ledger_errors.ContingencyNotSpendable,
        ledger_errors.PostingConflict,
        errors.NothingPosted,
        errors.PostedMeanwhile,
        NotAllowed,
    )
}


def roles() -> list[tuple[str, str]]:
    """What a column can be, in the order in which it is offered."""
    words = {
        layouts.IGNORE: _("not read"),
        layouts.DATE: _("Day"),
        layouts.WORD: _("Voucher type"),
        layouts.VOUCHER: _("Voucher number"),
        layouts.ENTRY: _("Line of the voucher"),
        layouts.SUMMARY: _("Summary"),
        layouts.SUBJECT: _("Account code"),
        layouts.SUBJECT_NAME: _("Account name"),
        layouts.DEPARTMENT: _("Department"),
        layouts.DEBIT: _("Debit"),
        layouts.CREDIT: _("Credit"),
        layouts.AMOUNT: _("Amount"),
        layouts.DIRECTION: _("Debit or credit"),
        layouts.TAX: _("Tax amount"),
        layouts.SUPPLIER: _("Supplier"),
        layouts.INVOICE: _("Invoice number"),
        layouts.COMPLAINT: pgettext("document", "Complaint"),
    }
    return [(role, words[role]) for role in layouts.ROLES]


def problem(code: str, params: Mapping[str, Any]) -> str:
    """What is wrong with a row, or why it is no expense."""
    if code == "too_exact":
        params = {**params, "column": dict(roles())[params["role"]]}
    if code == "known_changed":
        params = {**params, "posted": formats.amount(Decimal(str(params["posted"])))}
    words = {
        "no_day": _("There is no day."),
        "bad_day": _("“%(text)s” is no day. Write it as 2026-03-05."),
        "no_period": _("There is no fiscal year for %(day)s yet."),
        "period_closed": _("%(period)s is closed."),
        "year_not_open": _("Fiscal year %(year)s is not open for spending."),
        "no_subject": _("There is no account."),
        "subject_unknown": _("Nobody said which category “%(text)s” is."),
        "category_not_usable": _("The category of “%(text)s” takes no expenses any more. Choose another."),
        "no_department": _("There is no department. Say above which one blank ones go to."),
        "department_unknown": _("Nobody said which department “%(text)s” is."),
        "complaint_unknown": _("There is no complaint “%(text)s”."),
        "no_amount": _("There is no amount."),
        "bad_amount": _("“%(text)s” is not an amount."),
        "too_large": _("The amount is larger than can be kept."),
        "too_exact": _("%(column)s: “%(text)s” has more than two decimals."),
        "twice": _("The same voucher and line stand in row %(row)s already."),
        "invoice_lost": _(
            "“%(text)s” has lost digits of the invoice number: Excel keeps fifteen of a number. Export it as text."
        ),
        "invoice_claimed": _("Invoice %(invoice)s was claimed here with %(document)s: it would count twice."),
        "invoice_drafted": _("Invoice %(invoice)s stands on a draft of somebody: it would count twice."),
        "invoice_imported": _(
            "Invoice %(invoice)s was brought in with %(document)s, row %(row)s: it would count twice."
        ),
        "invoice_twice": _("Invoice %(invoice)s stands in row %(row)s already, on another voucher."),
        "same_expense": _("Same supplier, day and amount as %(document)s. Check that it is not the same expense."),
        "same_row": _("Same supplier, day and amount as row %(row)s. Check that it is not the same expense."),
        "known": _("Posted before with %(document)s, row %(row)s."),
        "known_changed": _(
            "Posted before with %(document)s, row %(row)s, where %(posted)s stands. Not posted again: correct that row."
        ),
        "sum": _("A sum, not read."),
        "closing": _("A closing entry, not read."),
        "zero": _("An amount of nothing, not read."),
        "subject": _("An account that is left out."),
        "department": _("A department that is left out."),
    }
    return words.get(code, code) % dict(params)


def why_not(row: ImportRow) -> list[str]:
    """Everything a row's line on the page says about it."""
    told = [problem(code, params) for code, params in row.problems]
    if row.state == ImportRowState.SHORT:
        told.append(
            _("The policy asks for the GM's approval, which an import has not.")
            if row.action == "ESCALATE"
            else _("Over budget; the policy stops it.")
        )
    return told


def ended(found: ExpenseImport) -> str:
    """Why the last step ended without its end; empty where nothing went wrong."""
    told = dict(found.problem)
    code = told.pop("code", "")
    if not code:
        return ""
    if code == "stopped":
        return _("It was stopped. Nothing was changed.")
    if code == "file_refused":
        return str(files.refused(str(told.get("kind", "")), files.LONG))
    kind = TOLD.get(code)
    if kind is None:
        return _("It could not be done, and nothing was changed. Check the file again.")
    return str(kind(**told))


def step(code: str) -> str:
    """What a job does just now."""
    words = {
        "read": _("Reading the rows"),
        "judge": _("Comparing with the budget"),
        "post": _("Posting the rows"),
        "reverse": _("Taking the rows back"),
    }
    return words.get(code, pgettext("progress", "Waiting for its turn"))
