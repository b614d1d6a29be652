from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BudgetsConfig(AppConfig):
    name = "budgets"
    verbose_name = _("Budgets")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models can be imported only now.
        from budgets import handlers, handlers_adjustments, listed, shipped
        from budgets.services import ceilings, lapses  # noqa: F401 – their jobs are registered by being read
        from core import initial_rows, permissions

        permissions.register("budgets", *listed.PERMISSIONS)
        handlers.register()  # first: annual budgets lead the section in the navigation
        handlers_adjustments.register()
        listed.register()
        initial_rows.register(self, shipped.install)
