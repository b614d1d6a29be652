"""The words of budget alerts: what finance sets of them, and each as a sentence (EXP-11)."""

from __future__ import annotations

from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core import formats
from core.thresholds import AMOUNT, COUNT, SHARE, SHARES, Figure, Group, Threshold
from reports import policies
from reports.choices import AlertKind
from reports.models import BudgetAlert

USED, RUN_RATE, MONTH = "alert_used", "alert_run_rate", "alert_month"
TO_OWNER, TO_MANAGER, TO_FINANCE = "alert_to_owner", "alert_to_manager", "alert_to_finance"


def sentence(alert: BudgetAlert) -> str:
    """What is told, in the active language."""
    facts = {"budget": formats.amount(alert.budget), "used": formats.amount(alert.used)}
    if alert.alert_kind == AlertKind.USED:
        share = formats.percent(alert.used / alert.budget if alert.budget else None)
        return _("%(share)s of the year's budget is used: %(used)s of %(budget)s.") % {**facts, "share": share}
    if alert.alert_kind == AlertKind.RUN_RATE:
        month = formats.month_name(alert.gone_month or 12)
        return _("At the rate so far the year comes to %(used)s; the budget of %(budget)s is used up in %(month)s.") % {
            **facts,
            "month": month,
        }
    month, apart = formats.month_name(alert.month), alert.used - alert.budget
    text = (
        _("%(month)s: %(apart)s above plan. Planned %(budget)s, actual %(used)s.")
        if apart > 0
        else _("%(month)s: %(apart)s below plan. Planned %(budget)s, actual %(used)s.")
    )
    return text % {**facts, "month": month, "apart": formats.amount(abs(apart))}


def thresholds_of_alerts() -> Group:
    """When somebody is told of a budget, and who."""
    zero, one = Decimal(0), Decimal(1)
    return Group(
        "alerts",
        gettext_lazy("Budget alerts"),
        (
            Threshold(
                USED,
                AlertKind.USED.label,
                gettext_lazy("Spent and committed as a share of the year's budget; each step is told once a year."),
                (
                    Figure(
                        "shares", gettext_lazy("Steps"), SHARES, zero, least=Decimal("0.01"), most=Decimal(2),
                        several=(Decimal("0.8"), Decimal("0.9"), one),
                    ),
                ),
            ),
            Threshold(
                RUN_RATE,
                AlertKind.RUN_RATE.label,
                gettext_lazy("What the ended months cost, spread over the year as its budget is; told once a month."),
                (
                    Figure("months", gettext_lazy("Ended months needed"), COUNT, 2 * one, least=one, most=11 * one),
                    Figure("margin", gettext_lazy("Above the budget by more than"), SHARE, Decimal("0.05"), most=one),
                ),
            ),
            Threshold(
                MONTH,
                AlertKind.MONTH.label,
                gettext_lazy("Further from the month's budget than both; the month that runs counts when above."),
                (
                    Figure("amount", gettext_lazy("Amount"), AMOUNT, Decimal("10000.00"), most=Decimal(1_000_000_000)),
                    Figure("share", pgettext_lazy("threshold", "Share"), SHARE, Decimal("0.1"), most=Decimal(10)),
                ),
            ),
            Threshold(
                TO_OWNER,
                gettext_lazy("Tell the owner"),
                gettext_lazy("Who made the budget in force, else who leads the department."),
            ),
            Threshold(
                TO_MANAGER,
                gettext_lazy("Tell their manager"),
                gettext_lazy("Who leads the department, or the next one above."),
            ),
            Threshold(TO_FINANCE, gettext_lazy("Tell finance"), gettext_lazy("Whoever sets these figures.")),
        ),
        sees=policies.can_view_company,
        icon="bell",
    )  # fmt: skip


def page_of(alert_id: int) -> str:
    """Where a notice leads: to its one alert, or for 0 to the list of those that are open."""
    return (
        reverse("reports:alert_detail", args=[alert_id]) if alert_id else f"{reverse('reports:alert_list')}?state=OPEN"
    )
