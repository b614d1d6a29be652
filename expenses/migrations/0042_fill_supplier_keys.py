import unicodedata
from typing import Any

from django.db import migrations

UNCOMPARED = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Pd"})


def plain(text: str) -> str:
    wide = unicodedata.normalize("NFKC", text).upper()
    return "".join(char for char in wide if char != "\u2212" and unicodedata.category(char) not in UNCOMPARED)[:120]


def fill(apps: Any, _editor: Any) -> None:
    """The keys of all rows that name a supplier, one supplier at a time: there are far fewer of them than rows."""
    for name in ("ClaimLine", "ImportRow", "SpendRequest"):
        rows = apps.get_model("expenses", name).objects.filter(supplier_key="").exclude(supplier="")
        for supplier in list(rows.order_by().values_list("supplier", flat=True).distinct()):
            rows.filter(supplier=supplier).update(supplier_key=plain(supplier))


class Migration(migrations.Migration):
    """The keys of what was entered before there were keys."""

    atomic = False
    dependencies = [("expenses", "0041_supplier_keys")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
