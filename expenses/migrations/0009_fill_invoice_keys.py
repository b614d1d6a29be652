import unicodedata
from typing import Any

from django.db import migrations

AT_ONCE = 1000
UNCOMPARED = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Pd"})


def plain(text: str, most: int) -> str:
    wide = unicodedata.normalize("NFKC", text).upper()
    kept = "".join(char for char in wide if char != "\u2212" and unicodedata.category(char) not in UNCOMPARED)
    return kept[:most]


def fill(apps: Any, _editor: Any) -> None:
    """The keys of all lines that name an invoice, a batch at a time, so that nobody waits long for a line."""
    lines = apps.get_model("expenses", "ClaimLine").objects.exclude(invoice_number="").order_by("pk")
    last = 0
    while batch := list(lines.filter(pk__gt=last).only("invoice_code", "invoice_number")[:AT_ONCE]):
        for line in batch:
            line.invoice_code_key = plain(line.invoice_code, 20)
            line.invoice_number_key = plain(line.invoice_number, 30)
        lines.model.objects.bulk_update(batch, ("invoice_code_key", "invoice_number_key"))
        last = batch[-1].pk


class Migration(migrations.Migration):
    """The keys of the lines that were entered before there were keys."""

    atomic = False
    dependencies = [("expenses", "0008_invoice_keys")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
