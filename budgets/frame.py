"""What drafts add to the frame: navigation, quick action, search (GEN-12)."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from budgets import finding, policies
from budgets.choices import FiscalYearState, PeriodState
from budgets.models import Period
from core import formats, navigation, tour
from core.actors import Actor
from core.navigation import Foot

DRAFT_PAGES = ("budget", "line", "cell", "import", "contingency", "ceiling")
"""How the names of the pages that belong to annual budgets begin."""


def register() -> None:
    """Make the pages known to the frame."""
    navigation.register_section(
        "budgets",
        _("Budgets"),
        "layout-grid",
        20,
        [
            navigation.Item(
                _("Annual budgets"),
                "budgets:budget_list",
                can=policies.can_open_budgets,
                keys="g b",
                match=tuple(f"budgets:{part}_" for part in DRAFT_PAGES),
                keywords="年度预算 编制 ndys bz budget draft grid",
            ),
            navigation.Item(
                _("Company budget"),
                "budgets:company_now",
                can=policies.can_open_budgets,
                match=("budgets:company_",),
                keywords="汇总 合并 公司预算 hz yshz consolidation sum",
            ),
            navigation.Item(
                _("Adjustments"),
                "budgets:adjustment_list",
                can=policies.can_open_budgets,
                match=("budgets:adjustment_", "budgets:year_end", "budgets:carry_over_"),
                keywords="追加 追减 调剂 应急预算 ystz tj zj adjustment supplement transfer cut",
            ),
        ],
    )
    navigation.register_quick_action(
        _("New budget draft"), "budgets:budget_start", keywords="新建预算 编制 xjys", can=policies.can_make_budgets
    )
    navigation.register_quick_action(
        _("New budget adjustment"),
        "budgets:adjustment_create",
        keywords="追加 追减 调剂 动用应急预算 ystz supplement transfer",
        can=policies.can_make_budgets,
    )
    finding.register()
    tour.register_step(
        _("Draft the year's budget"),
        _("From last year, an Excel file or empty; a table like a spreadsheet, saved as you go."),
        "budgets:budget_list",
        30,
        "layout-grid",
        can=policies.can_make_budgets,
    )
    tour.register_step(
        _("See what is left"),
        _("Every category with what was granted, is held and was spent, and who holds it."),
        "budgets:key_list",
        50,
        "wallet",
    )
    navigation.register_foot(foot)


def foot(_actor: Actor) -> Foot | None:
    """The year under way and which of its months take postings (LED-04). One statement."""
    running = Period.objects.filter(fiscal_year__state=FiscalYearState.OPEN).order_by("-fiscal_year__year", "month")
    months = list(running.values_list("fiscal_year__year", "month", "state")[:12])
    if not months:
        return None
    is_open = [month for _year, month, state in months if state == PeriodState.OPEN]
    closed = [month for _year, month, state in months if state == PeriodState.CLOSED]
    title = _("FY %(year)s · in force") % {"year": months[0][0]}
    says = [_("%(months)s open") % {"months": _range(is_open)}] if is_open else []
    says += [_("%(months)s closed") % {"months": _range(closed)}] if closed else []
    return Foot(title, " · ".join(str(part) for part in says))


def _range(months: Sequence[int]) -> str:
    """Months in short: the first and, after a dash, the last."""
    first, last = formats.month_name(months[0]), formats.month_name(months[-1])
    return first if len(months) == 1 else f"{months[0]}–{last}" if formats.is_chinese() else f"{first}–{last}"
