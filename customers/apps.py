from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CustomersConfig(AppConfig):
    name = "customers"
    verbose_name = _("Customers")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models can be imported only now.
        from core import kinds, permissions
        from core.table_imports import targets
        from customers import frame, listed, policies, words
        from customers.services import customers
        from customers.services.importing import CustomerTable
        from organization import hooks

        permissions.register("customers", *policies.PERMISSIONS)
        for kind in listed.kinds():
            kinds.register(kind)
        targets.register(CustomerTable())
        hooks.on_leaving(customers.hand_on)
        words.register()
        frame.register()
