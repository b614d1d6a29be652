from typing import Any

from django.db import migrations

SERVES_ALL = {
    "parts.make_quote", "parts.ship", "parts.record_receipt", "approvals.view_all", "complaints.handle", "credit.set",
}  # fmt: skip
KEEPS = {"parts.make_quote", "parts.sell", "parts.review_delivery_note", "parts.approve_price"}


def give(apps: Any, _editor: Any) -> None:
    """Whoever sells, ships or is paid on an installation knows its customers; who leads the service merges them."""
    for role in apps.get_model("organization", "Role").objects.all():
        held = set(role.permissions)
        leads = {"parts.approve_price", "parts.review_delivery_note"} <= held
        wanted = {"customers.edit"} if held & KEEPS else set()
        if held & SERVES_ALL or ("parts.approve_price" in held and not leads):
            wanted.add("customers.view_all")
        if leads:
            wanted.add("customers.merge")
        if wanted - held:
            role.permissions = sorted(held | wanted)
            role.save(update_fields=("permissions",))


class Migration(migrations.Migration):
    dependencies = [("customers", "0001_customers"), ("organization", "0001_initial")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
