from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartsSalesConfig(AppConfig):
    name = "parts_sales"
    verbose_name = _("Spare parts")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models can be imported only now.
        from core import initial_rows, kinds, permissions
        from core.table_imports import targets
        from parts_sales import (
            field_words,
            frame,
            listed,
            policies,
            ready_agreements,
            ready_delivery,
            ready_guarantee,
            ready_money,
            ready_price_lists,
            ready_quotes,
            ready_results,
            shipped,
            words,
        )
        from parts_sales.services.importing import PartTable
        from parts_sales.services.stock_import import StockTable

        permissions.register("parts", *policies.PERMISSIONS)
        for kind in listed.kinds():
            kinds.register(kind)
        targets.register(PartTable())
        targets.register(StockTable())
        words.register()
        field_words.register()
        frame.register()
        ready_agreements.register()
        ready_quotes.register()
        ready_money.register()
        ready_delivery.register()
        ready_guarantee.register()
        ready_results.register()
        ready_price_lists.register()
        initial_rows.register(self, shipped.install)
