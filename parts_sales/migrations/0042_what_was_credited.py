from typing import Any

from django.db import migrations
from django.db.models import Sum


def count(apps: Any, _editor: Any) -> None:
    """What was credited of each order so far is owed no more (PSL-25, PSL-53)."""
    orders = apps.get_model("parts_sales", "SalesOrder").objects
    returns = apps.get_model("parts_sales", "SalesReturn").objects.filter(state="CREDITED").order_by()
    sums = returns.values_list("note__order").annotate(amount=Sum("credit_amount"), base=Sum("credit_base"))
    for pk, amount, base in sums:
        order = orders.get(pk=pk)
        order.credited_amount, order.credited_base = min(amount, order.total), min(base, order.base_total)
        order.save(update_fields=("credited_amount", "credited_base"))


class Migration(migrations.Migration):
    dependencies = [("parts_sales", "0041_who_guarantees")]

    operations = [migrations.RunPython(count, migrations.RunPython.noop)]
