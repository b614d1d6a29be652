from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from core import navigation, permissions
        from reports import policies

        permissions.register("reports", (policies.VIEW, _("Read reports")))
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
