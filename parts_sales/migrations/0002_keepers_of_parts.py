from typing import Any

from django.db import migrations

VIEWING = {
    "parts.make_quote", "parts.approve_price", "parts.sell", "parts.ship", "parts.keep_warehouse",
    "parts.review_delivery_note", "parts.record_receipt", "approvals.view_all", "credit.set",
}  # fmt: skip
KEEPING = {"parts.make_quote", "parts.review_delivery_note"}
COSTS = {
    "parts.approve_price",
    "parts.review_delivery_note",
    "parts.record_receipt",
    "approvals.view_all",
    "credit.set",
}
PRICES = {"parts.record_receipt", "credit.set"}
PAIRS = (
    ("parts.approve_price", "parts.set_prices"),
    ("parts.make_quote", "parts.set_prices"),
    ("organization.grant_roles", "parts.set_prices"),
)


def give(apps: Any, _editor: Any) -> None:
    """Whoever sells, ships, keeps or leads on an installation sees the catalogue; finance sets costs and prices, and
    nobody who quotes or approves prices does (ORG-05).
    """
    for role in apps.get_model("organization", "Role").objects.all():
        held = set(role.permissions)
        wanted = {"parts.view"} if held & VIEWING else set()
        if held & KEEPING:
            wanted.add("parts.edit")
        if held & COSTS:
            wanted.add("parts.view_costs")
        if held & PRICES and not held & {"parts.approve_price", "parts.make_quote", "organization.grant_roles"}:
            wanted.add("parts.set_prices")
        if wanted - held:
            role.permissions = sorted(held | wanted)
            role.save(update_fields=("permissions",))
    pair = apps.get_model("organization", "IncompatiblePair")
    if pair.objects.exists():
        for first, second in PAIRS:
            pair.objects.get_or_create(first=first, second=second, defaults={"is_shipped": True})


class Migration(migrations.Migration):
    dependencies = [("parts_sales", "0001_parts"), ("organization", "0001_initial")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
