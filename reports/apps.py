from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from core import audit, navigation, notifications, paper, permissions, thresholds, tour
        from core.backup import contents
        from core.models import Way
        from reports import alert_words, policies
        from reports.models import BudgetAlert, ReportRun
        from reports.papers import shipped
        from reports.selectors.runs import KIND
        from reports.services import alerts, runs

        contents.register(ReportRun)
        permissions.register("reports", (policies.VIEW, _("Read reports")))
        tour.register_start_pages(("reports:company", "reports:finance", "reports:own"))
        tour.register_step(
            _("Follow a figure to its documents"),
            _("Budget against actual by department and category; three clicks lead to the paper."),
            "reports:variance",
            35,
            "chart-histogram",
            can=policies.can_view,
        )
        navigation.register_section(
            "reports",
            _("Reports"),
            "chart-histogram",
            40,
            [
                navigation.Item(_("Overview"), "reports:company", can=policies.can_view),
                navigation.Item(
                    _("Variance"), "reports:variance", can=policies.can_view, match=("reports:variance_",), keys="g v"
                ),
                navigation.Item(
                    _("Budget alerts"),
                    "reports:alert_list",
                    can=policies.can_view,
                    match=("reports:alert_",),
                    keywords="预算预警 超支 ysyj alert warning",
                ),
                navigation.Item(
                    _("Cost of complaints"),
                    "reports:complaint_costs",
                    can=policies.can_view,
                    keywords="投诉成本 质量成本 tscb zlcb complaint cost",
                ),
                navigation.Item(_("Finance desk"), "reports:finance", can=policies.can_view_finance),
                navigation.Item(
                    _("Standard report"),
                    "reports:standard",
                    can=policies.can_view,
                    keywords="报告 月报 季报 年报 bg yb",
                ),
                navigation.Item(
                    _("My reports"), "reports:run_list", match=("reports:run_",), keywords="报告 文件 wdbg pdf excel"
                ),
            ],
        )
        shipped.register()
        paper.register(shipped.address)
        paper.register_draw(runs.draw_now)
        notifications.register(
            {
                runs.READY: _("%(document)s (%(form)s) is ready."),
                runs.FAILED: _("%(document)s (%(form)s) could not be made."),
            }
        )
        thresholds.register(alert_words.thresholds_of_alerts())
        audit.register({f"{BudgetAlert.kind}.acknowledge": _("Alert acknowledged")})
        notifications.register(
            {
                alerts.ONE: _("%(document)s: %(sentence)s"),
                alerts.SEVERAL: _("%(count)s new budget alerts, among them %(document)s: %(sentence)s"),
            }
        )
        notifications.register_topic(
            notifications.Topic(
                "alerts", _("Budget alerts"), (alerts.ONE, alerts.SEVERAL), usual=Way.MAIL, concerns=policies.can_view
            )
        )
        notifications.register_page(BudgetAlert.kind, _("Budget alerts"), alert_words.page_of)
        notifications.register_page(KIND, _("Reports"), shipped.page_of)
