from typing import Any

from django.apps import AppConfig
from django.apps import apps as registry
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class BudgetsConfig(AppConfig):
    name = "budgets"
    verbose_name = _("Budgets")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models can be imported only now.
        from budgets import handlers, handlers_adjustments, listed
        from budgets.services import ceilings, lapses  # noqa: F401 – their jobs are registered by being read
        from core import permissions

        permissions.register("budgets", *listed.PERMISSIONS)
        handlers.register()  # first: annual budgets lead the section in the navigation
        handlers_adjustments.register()
        listed.register()
        post_migrate.connect(_install, sender=self, dispatch_uid="budgets.shipped")


def _install(*, apps: Any = registry, **_more: Any) -> None:
    """Put in the shipped categories, after migrating and after a test's flush. Migrating back leaves no table to
    fill.
    """
    from budgets import shipped

    try:
        apps.get_model("budgets", "ControlKey")
    except LookupError:
        return
    shipped.install()
