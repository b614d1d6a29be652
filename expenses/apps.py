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
        from core import kinds, permissions, thresholds
        from core.backup import contents
        from expenses import (
            flag_words,
            frame,
            handlers,
            handlers_advances,
            handlers_corrections,
            listed,
            policies,
            words,
        )
        from expenses.models import ExpenseImport
        from expenses.services import endings, import_posting, payments  # noqa: F401 – jobs registered by being read
        from expenses.services.carrying import RequestCarrier
        from organization import hooks

        contents.register(ExpenseImport)
        permissions.register("expenses", *policies.PERMISSIONS)
        for kind in listed.kinds():
            kinds.register(kind)
        registry.register(handlers.SpendRequestHandler())
        registry.register(handlers.ExpenseClaimHandler())
        registry.register(handlers_corrections.CorrectionHandler())
        registry.register(handlers_advances.AdvanceHandler())
        carrying.register(RequestCarrier())
        hooks.leaves_open("spend_request", "APPROVED")
        words.register()
        thresholds.register(flag_words.thresholds_of_spending())
        frame.register()
