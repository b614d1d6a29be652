from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExpensesConfig(AppConfig):
    name = "expenses"
    verbose_name = _("Spend")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models can be imported only now.
        from approvals import registry
        from budgets import carrying
        from core import kinds, permissions
        from expenses import frame, handlers, handlers_advances, handlers_corrections, listed, policies, words
        from expenses.services import endings, import_posting  # noqa: F401 – their jobs are registered by being read
        from expenses.services.carrying import RequestCarrier

        permissions.register("expenses", *policies.PERMISSIONS)
        for kind in listed.kinds():
            kinds.register(kind)
        registry.register(handlers.SpendRequestHandler())
        registry.register(handlers.ExpenseClaimHandler())
        registry.register(handlers_corrections.CorrectionHandler())
        registry.register(handlers_advances.AdvanceHandler())
        carrying.register(RequestCarrier())
        words.register()
        frame.register()
