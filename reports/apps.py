from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from core import navigation, permissions, tour
        from reports import policies

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
            ],
        )
