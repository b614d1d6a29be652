"""The lists of this app as sheets (GEN-13)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from decimal import Decimal
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from budgets.models import (
    Adjustment,
    Budget,
    ControlKey,
    ControlOverride,
    ControlPolicy,
    ExchangeRate,
    FiscalYear,
    LedgerEntry,
    Project,
)
from budgets.selectors import budget_lists
from budgets.selectors.categories import Node
from core import formats
from core.list_workbooks import MOST_ROWS, Sheet

AT_ONCE = 1000


def budgets_sheet(budgets: QuerySet[Budget]) -> Sheet:
    """The budgets of a list, all pages of it. Costs and revenue of several scenarios are not added up."""
    heads = [
        (_("Number"), 18), (_("Department"), 20), (_("Fiscal year"), 10), (_("Scenario"), 14), (_("Version"), 8),
        (_("State"), 12), (_("Waits for"), 18), (_("Last year's budget"), 18), (_("Costs"), 18),
        (_("Contingency share"), 12), (_("Revenue"), 18), (_("Result"), 18),
    ]  # fmt: skip

    def cells() -> Iterator[Sequence[Any]]:
        every = budgets[:MOST_ROWS].iterator(chunk_size=AT_ONCE)
        while some := list(islice(every, AT_ONCE)):
            for row in budget_lists.rows_of(some):
                one, share = row.budget, row.contingency.share
                yield (
                    one.number or "", one.department.name, str(one.fiscal_year.year), one.scenario_label,
                    one.version_number, one.get_state_display(), _(", ").join(row.waits_for), row.last_costs,
                    row.totals.costs, None if share is None else formats.percent(share), row.totals.revenue,
                    row.totals.result,
                )  # fmt: skip

    return Sheet(_("Annual budgets"), heads, cells())


def adjustments_sheet(rows: QuerySet[Adjustment]) -> Sheet:
    """The adjustments of a list, all pages of it."""
    heads = [
        (_("Number"), 18), (_("Title"), 36), (_("Kind"), 14), (_("Maker"), 14), (_("Department"), 20),
        (_("Fiscal year"), 10), (_("Date"), 12), (_("State"), 12), (_("Purpose"), 40),
        (_("Budget changed by"), 18), (_("Moved within the budget"), 18),
    ]  # fmt: skip
    cells = (
        (
            row.number or "", row.title, row.get_adjustment_kind_display(), row.created_by.name,
            row.department.name, str(row.fiscal_year.year), row.created_at, row.get_state_display(), row.purpose,
            row.effect, row.total if row.effect is None else None,
        )
        for row in rows[:MOST_ROWS].iterator(chunk_size=AT_ONCE)
    )  # fmt: skip
    return Sheet(_("Budget adjustments"), heads, cells, sums=(9, 10))


def keys_sheet(keys: QuerySet[ControlKey]) -> Sheet:
    """What is left of each key of a list."""
    heads = [
        (_("Category"), 24), (_("Code"), 12), (_("Department"), 20), (_("Fiscal year"), 10), (_("Control"), 20),
        (_("Appropriated"), 18), (_("Committed"), 18), (_("Actual"), 18), (_("Available in the year"), 18),
    ]  # fmt: skip
    cells = (
        (
            key.category.name, key.category.code, key.department.name, str(key.fiscal_year.year),
            f"{key.get_scope_display()} · {key.get_action_display()}", key.appropriated, key.committed, key.actual,
            key.appropriated - key.committed - key.actual,
        )
        for key in keys[:MOST_ROWS].iterator(chunk_size=AT_ONCE)
    )  # fmt: skip
    return Sheet(_("Available budget"), heads, cells, sums=(5, 6, 7, 8))


def entries_sheet(entries: QuerySet[LedgerEntry], *, is_summed: bool) -> Sheet:
    """The entries of a key; they add up where they are of one kind."""
    heads = [
        (_("No."), 8), (_("Posted at"), 18), (pgettext("column", "Month"), 8), (_("Kind"), 16), (_("Document"), 40),
        (_("Reason"), 30), (_("Project"), 20), (pgettext("person", "By"), 14), (_("Amount"), 18),
    ]  # fmt: skip
    cells = (
        (
            row.sequence, formats.stamp(row.posted_at), formats.month_name(row.month), row.get_kind_display(),
            row.source_label, row.reason, row.project.name if row.project else "",
            row.posted_by.name if row.posted_by else _("System"), row.amount,
        )
        for row in entries[:MOST_ROWS].iterator(chunk_size=AT_ONCE)
    )  # fmt: skip
    return Sheet(_("Entries"), heads, cells, sums=(8,) if is_summed else ())


def categories_sheet(nodes: Iterable[Node]) -> Sheet:
    """The categories in the order of their tree."""
    heads = [
        (_("Code"), 12), (_("Category"), 30), (_("Above"), 24), (_("Kind"), 12), (_("Nature"), 12), (_("Control"), 24),
        (_("Tolerance"), 16), (_("Tolerance as a share"), 12), (_("Tax rate"), 10), (_("Request first"), 10),
        (_("State"), 10),
    ]  # fmt: skip
    rows = list(nodes)
    names = {node.category.pk: node.category.name for node in rows}
    cells = (
        (
            one.code, one.name, names.get(one.parent_id or 0, ""), one.get_kind_display(), one.get_nature_display(),
            "" if node.is_group else f"{one.get_scope_display()} · {one.get_action_display()}",
            one.tolerance_amount, formats.rate(one.tolerance_share), formats.rate(one.default_tax_rate),
            _("yes") if one.needs_request else _("no"), _("Retired") if one.retired_at else _("In use"),
        )
        for node in rows for one in (node.category,)
    )  # fmt: skip
    return Sheet(_("Categories"), heads, cells)


def years_sheet(years: Iterable[FiscalYear]) -> Sheet:
    """The fiscal years with their months."""
    heads = [
        (_("Fiscal year"), 10), (_("State of the year"), 14), (pgettext("column", "Month"), 10), (_("From"), 12),
        (_("Until"), 12), (_("State"), 12), (_("Closed at"), 12),
    ]  # fmt: skip
    cells = (
        (
            str(year.year), year.get_state_display(), formats.month_name(one.start_date), one.start_date,
            one.end_date - timedelta(days=1),
            one.get_state_display(), one.closed_at,
        )
        for year in years for one in sorted(year.periods.all(), key=lambda period: period.month)
    )  # fmt: skip
    return Sheet(_("Fiscal years"), heads, cells)


def projects_sheet(projects: QuerySet[Project]) -> Sheet:
    """Projects and product lines."""
    heads = [(_("Code"), 14), (_("Project"), 36), (_("Department"), 20), (_("State"), 10)]
    cells = (
        (
            one.code, one.name, one.department.name if one.department else _("All departments"),
            _("Retired") if one.retired_at else _("In use"),
        )
        for one in projects[:MOST_ROWS].iterator(chunk_size=AT_ONCE)
    )  # fmt: skip
    return Sheet(_("Projects"), heads, cells)


def rates_sheet(rates: QuerySet[ExchangeRate]) -> Sheet:
    """Exchange rates with their source."""
    heads = [
        (_("Currency"), 10), (_("Rate of"), 12), (_("Exchange rate"), 16), (_("Source of the rate"), 30),
        (pgettext("person", "By"), 14),
    ]  # fmt: skip
    cells = (
        (
            one.currency, one.day, float(one.rate), one.source, one.entered_by.name if one.entered_by else _("System"),
        )
        for one in rates[:MOST_ROWS].iterator(chunk_size=AT_ONCE)
    )  # fmt: skip
    return Sheet(_("Exchange rates"), heads, cells)


def policies_sheet(policies: Iterable[ControlPolicy]) -> Sheet:
    """Where departments are controlled in their own way."""
    heads = [
        (_("Department"), 20), (_("Category"), 24), (_("Control"), 24), (_("Tolerance"), 16),
        (_("Tolerance as a share"), 12), (_("Reason"), 40),
    ]  # fmt: skip
    cells = (
        (
            one.department.name, one.category.name, f"{one.get_scope_display()} · {one.get_action_display()}",
            one.tolerance_amount, formats.rate(one.tolerance_share), one.reason,
        )
        for one in policies
    )  # fmt: skip
    return Sheet(_("Departments' own control"), heads, cells)


def overrides_sheet(overrides: Iterable[ControlOverride]) -> Sheet:
    """The overrides that hold."""
    heads = [
        (_("Category"), 24), (_("Department"), 20), (_("Fiscal year"), 10), (pgettext("column", "Month"), 10),
        (_("Until"), 18), (_("Granted by"), 14), (_("Reason"), 40), (_("Amount"), 18),
    ]  # fmt: skip
    cells = (
        (
            one.key.category.name, one.key.department.name, str(one.key.fiscal_year), formats.month_name(one.month),
            formats.stamp(one.expires_at), one.granted_by.name, one.reason, Decimal(one.amount),
        )
        for one in overrides
    )  # fmt: skip
    return Sheet(_("Overrides that hold"), heads, cells, sums=(7,))
