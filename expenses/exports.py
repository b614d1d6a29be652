"""The lists of claims and spend requests as sheets (GEN-13)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.list_workbooks import MOST_ROWS, Sheet, Uncounted
from core.money import base_currency
from expenses import rules
from expenses.choices import GIVEN_UP
from expenses.models import Advance, Claim, Payable, PayeeAccount, Payment, SpendRequest
from expenses.selectors.payments import AgeRow


def claims_sheet(rows: QuerySet[Claim], *, state: str = "") -> Sheet:
    """The claims of a list, all pages of it; `state` is the one that is asked for."""
    heads = [
        (_("Number"), 18), (_("Title"), 36), (_("Kind"), 12), (_("Maker"), 14), (_("Department"), 20), (_("Date"), 12),
        (_("Spend request"), 18), (pgettext("document", "Complaint"), 16), (_("State"), 12), (_("Check hints"), 18),
        (_("Currency"), 10), (_("Amount"), 16), (_("Amount in %(base)s") % {"base": base_currency()}, 16),
    ]  # fmt: skip

    def cells() -> Iterator[Sequence[Any]]:
        for row in rows[:MOST_ROWS].iterator(chunk_size=2000):
            yield (
                row.number or "", row.title, row.get_claim_kind_display(), row.created_by.name, row.department.name,
                row.created_at, row.request.number if row.request else "", row.complaint, row.get_state_display(),
                _hints_of(row), row.currency, row.total, _counted(row.base_total, row, state),
            )  # fmt: skip

    return Sheet(_("Claims"), heads, cells(), sums=(12,), total=_total_of(state))


def _counted(amount: Decimal, row: Claim | SpendRequest, asked: str) -> Decimal:
    """An amount of a row; of what came to nothing it is not added up, unless that is what was asked for."""
    return Uncounted(amount) if row.state in GIVEN_UP and asked not in GIVEN_UP else amount


def _total_of(asked: str) -> str:
    return "" if asked in GIVEN_UP else _("Total, without rejected and cancelled")


def _hints_of(row: Claim) -> str:
    """How the checks stand on a row of a list, in words (EXP-05)."""
    if getattr(row, "is_unexplained", False):
        return _("Hints not explained")
    return _("Flagged, explained") if getattr(row, "is_warned", False) else ""


def requests_sheet(rows: QuerySet[SpendRequest], *, state: str = "") -> Sheet:
    """The spend requests of a list, all pages of it; `state` is the one that is asked for."""
    heads = [
        (_("Number"), 18), (_("Title"), 36), (_("Maker"), 14), (_("Department"), 20), (_("Date"), 12),
        (_("Expected on"), 12), (_("To be used by"), 12), (pgettext("document", "Complaint"), 16), (_("State"), 12),
        (_("Amount"), 16), (_("Still held"), 16),
    ]  # fmt: skip

    def cells() -> Iterator[Sequence[Any]]:
        for row in rows[:MOST_ROWS].iterator(chunk_size=2000):
            yield (
                row.number or "", row.title, row.created_by.name, row.department.name, row.created_at,
                row.expected_date, row.end_date, row.complaint, row.get_state_display(),
                _counted(row.total, row, state), getattr(row, "held", Decimal(0)),
            )  # fmt: skip

    return Sheet(_("Spend requests"), heads, cells(), sums=(9, 10), total=_total_of(state))


def ages_sheet(rows: Sequence[AgeRow]) -> Sheet:
    """What is owed by payee and age (EXP-07)."""
    heads = [
        (_("Payee"), 30), (_("Kind"), 12), (_("Debts"), 10), (_("Oldest"), 12), (_("0–30 days"), 16),
        (_("31–60 days"), 16), (_("61–90 days"), 16), (_("over 90 days"), 16), (_("Total"), 16),
    ]  # fmt: skip

    def cells() -> Iterator[Sequence[Any]]:
        for row in rows:
            kind = _("Supplier") if row.supplier_key else _("Person")
            yield row.payee, kind, row.count, row.oldest, *row.ages, row.total

    return Sheet(_("Outstanding"), heads, cells(), sums=(4, 5, 6, 7, 8))


def owed_sheet(rows: QuerySet[Payable], *, today: date) -> Sheet:
    """What is owed debt by debt."""
    heads = [
        (_("Document"), 18), (_("Title"), 36), (_("Payee"), 26), (_("Department"), 20), (_("Owed since"), 12),
        (_("Days"), 8), (_("Amount"), 16), (_("Paid"), 16), (_("Outstanding"), 16),
    ]  # fmt: skip

    def cells() -> Iterator[Sequence[Any]]:
        for row in rows[:MOST_ROWS].iterator(chunk_size=2000):
            yield (
                row.document.number or "", row.document.title, row.payee, row.document.department.name, row.since,
                (today - row.since).days, row.amount, row.paid, row.outstanding,
            )  # fmt: skip

    return Sheet(_("Outstanding"), heads, cells(), sums=(6, 7, 8))


def payments_sheet(rows: QuerySet[Payment]) -> Sheet:
    """The payments of a list, all pages of it."""
    heads = [
        (_("Number"), 18), (_("State"), 16), (_("Paid on"), 12), (_("Paid from"), 26), (_("Bank reference"), 24),
        (_("Made out by"), 14), (_("Recorded by"), 14), (_("Amount"), 16),
    ]  # fmt: skip

    def cells() -> Iterator[Sequence[Any]]:
        for row in rows[:MOST_ROWS].iterator(chunk_size=2000):
            yield (
                row.number or "", row.get_state_display(), row.pay_date, row.account, row.reference,
                row.created_by.name, row.paid_by.name if row.paid_by else "", row.total,
            )  # fmt: skip

    return Sheet(_("Payments"), heads, cells(), sums=(7,))


def advances_sheet(rows: QuerySet[Advance]) -> Sheet:
    """Advances with what is still owed of them (EXP-02b)."""
    heads = [
        (_("Number"), 18), (_("Title"), 36), (_("Person"), 14), (_("Department"), 20), (_("State"), 12),
        (_("To be settled by"), 12), (_("Amount"), 16), (_("Paid"), 16), (_("Set against claims"), 16),
        (_("Given back"), 16), (_("Outstanding"), 16),
    ]  # fmt: skip

    def cells() -> Iterator[Sequence[Any]]:
        for row in rows[:MOST_ROWS].iterator(chunk_size=2000):
            yield (
                row.number or "", row.title, row.created_by.name, row.department.name, row.get_state_display(),
                row.due_date, row.amount, row.paid_amount, row.offset_amount, row.returned_amount, row.outstanding,
            )  # fmt: skip

    return Sheet(_("Advances"), heads, cells(), sums=(6, 7, 8, 9, 10))


def accounts_sheet(rows: QuerySet[PayeeAccount], *, in_full: bool) -> Sheet:
    """The suppliers' bank accounts; numbers in full for who pays alone."""
    heads = [(_("Supplier"), 30), (_("Account holder"), 30), (_("Account number"), 26), (_("Bank and branch"), 34)]

    def cells() -> Iterator[Sequence[Any]]:
        for row in rows[:MOST_ROWS].iterator(chunk_size=2000):
            number = row.account_number if in_full else rules.masked(row.account_number)
            yield row.supplier, row.holder, number, row.bank

    return Sheet(_("Suppliers' accounts"), heads, cells())
