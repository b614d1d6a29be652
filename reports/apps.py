from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from core import navigation, notifications, paper, permissions, tour
        from reports import policies
        from reports.papers import shipped
        from reports.selectors.runs import KIND
        from reports.services import runs

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
        notifications.register(
            {
                runs.READY: _("%(document)s (%(form)s) is ready."),
                runs.FAILED: _("%(document)s (%(form)s) could not be made."),
            }
        )
        notifications.register_page(KIND, _("Reports"), shipped.page_of)
