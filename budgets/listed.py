"""What the control side of budgets makes known: permissions, the words of its events and notices."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from budgets import policies
from budgets.field_words import FIELDS
from core import audit, notifications
from core.models import Way
from core.navigation import Item, register_section
from core.notifications import Topic

PERMISSIONS: tuple[tuple[str, str | Promise], ...] = (
    ("budgets.make", _("Draft and submit budgets")),
    ("budgets.review", _("Review budgets of the department")),
    ("budgets.approve", _("Decide on budgets for finance or the company")),
    ("budgets.view", _("See budgets and the control ledger")),
    ("budgets.run_years", _("Set up, open and close fiscal years")),
    ("budgets.close_periods", _("Close months")),
    ("budgets.reopen_periods", _("Reopen months")),
    ("budgets.edit_categories", _("Edit categories, projects and control policies")),
    ("budgets.grant_override", _("Let a budget be exceeded by an override")),
    ("budgets.verify_ledger", _("Verify the ledger")),
    ("budgets.keep_rates", _("Keep exchange rates")),
    ("budgets.set_ceilings", _("Give departments ceilings for their budgets")),
)

EVENTS: dict[str, str | Promise] = {
    "fiscal_year.create": _("Fiscal year set up"),
    "fiscal_year.open": _("Fiscal year opened"),
    "fiscal_year.close": _("Fiscal year closed"),
    "fiscal_year.ceiling": _("Ceiling changed"),
    "period.close": _("Month closed"),
    "period.reopen": _("Month reopened"),
    "category.create": _("Category added"),
    "category.change": _("Category changed"),
    "category.policy": _("Control policy changed"),
    "category.retire": _("Category retired"),
    "category.restore": _("Category taken up again"),
    "category.own_policy": _("Department's own control set"),
    "category.own_policy_end": _("Department's own control removed"),
    "project.create": _("Project added"),
    "project.change": _("Project changed"),
    "project.retire": _("Project retired"),
    "project.restore": _("Project taken up again"),
    "exchange_rate.create": _("Exchange rate entered"),
    "exchange_rate.change": _("Exchange rate corrected"),
    "control_key.override": _("Override granted"),
    "control_key.override_end": _("Override ended"),
}

NOTICES: dict[str, str | Promise] = {
    "fiscal_year.lapsed": _("%(year)s is closed: %(lapsed)s of %(department)s lapsed, %(carried)s was carried over."),
    "budget.ceiling": _("Finance changed the ceilings of %(department)s for %(year)s: %(what)s"),
    "ledger.differs": _("The ledger does not verify: %(count)s differences. First: %(first)s"),
}

TOPICS = (
    Topic(
        "ledger",
        _("The ledger does not verify"),
        ("ledger.",),
        usual=Way.MAIL,
        ways=(Way.MAIL, Way.APP),
        concerns=policies.can_verify,
    ),
    Topic("budgets", _("Budgets and adjustments"), ("budget.", "budget_adjustment.")),
)


def register() -> None:
    """Give events and notices their words."""
    audit.register(EVENTS)
    audit.register_fields(FIELDS)
    audit.register_facts({"lapsed": _("Lapsed"), "carried": _("Carried over"), "started_from": _("Started from")})
    audit.register_facts({"source": "", "change": ""}, code="budget.start")  # of earlier starts, told as codes
    for code in ("control_key.override", "control_key.override_end"):
        audit.register_facts({"month": _("Month")}, code=code)
    notifications.register(NOTICES)
    for topic in TOPICS:
        notifications.register_topic(topic)
    _frame()


def _frame() -> None:
    """The pages of the control side in the navigation."""
    register_section(
        "budgets",
        _("Budgets"),
        "layout-grid",
        20,
        [
            Item(
                _("Available budget"),
                "budgets:key_list",
                match=("budgets:key_", "budgets:entry_"),
                keywords="余额 预算占用 ye",
            )
        ],
    )
    register_section(
        "settings",
        _("Settings"),
        "settings",
        90,
        [
            Item(
                _("Fiscal years"),
                "budgets:year_list",
                can=policies.can_see_control,
                match=("budgets:period_",),
                keywords="年度 月份 结账 关账 kjnd",
            ),
            Item(_("Categories"), "budgets:category_list", can=policies.can_see_control, keywords="费用类别 科目 fylb"),
            Item(
                _("Control"),
                "budgets:policy_list",
                can=policies.can_see_control,
                match=("budgets:policy_", "budgets:override_"),
                keywords="控制 例外 超支 kz",
            ),
            Item(
                _("Exchange rates"),
                "budgets:rate_list",
                match=("budgets:rate_",),
                keywords="汇率 外币 hl wb exchange rate currency",
            ),
            Item(_("Projects"), "budgets:project_list", can=policies.can_see_control, keywords="项目 产品线 xm"),
        ],
    )
