"""Claims approved before payments were recorded are owed until a payment says otherwise (EXP-07)."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from decimal import Decimal
from typing import Any

from django.db import migrations
from django.utils import timezone

BATCH = 500
UNCOMPARED = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Pd"})


def plain(text: str) -> str:
    """A supplier's name as it is compared."""
    wide = unicodedata.normalize("NFKC", text).upper()
    return "".join(char for char in wide if char != "\u2212" and unicodedata.category(char) not in UNCOMPARED)


def owe(apps: Any, _editor: Any) -> None:
    """One debt for each payee of every approved claim, in batches."""
    claims, payables = apps.get_model("expenses", "Claim"), apps.get_model("expenses", "Payable")
    rows = claims.objects.filter(state="APPROVED", payables=None).order_by("pk").prefetch_related("lines")
    made: list[Any] = []
    for claim in rows.iterator(chunk_size=BATCH):
        amounts: defaultdict[tuple[int | None, str], Decimal] = defaultdict(Decimal)
        names: dict[tuple[int | None, str], str] = {}
        for line in claim.lines.all():
            key = plain(line.supplier) if claim.claim_kind == "INVOICE" else ""
            payee = (None, key) if key else (claim.created_by_id, "")
            amounts[payee] += line.base_amount
            names.setdefault(payee, line.supplier.strip() if key else "")
        made += [
            payables(
                claim_id=claim.pk, person_id=person_id, supplier=names[person_id, key], supplier_key=key,
                amount=amount, since=timezone.localdate(claim.posted_at),
            )
            for (person_id, key), amount in amounts.items()
            if amount
        ]  # fmt: skip
        if len(made) >= BATCH:
            payables.objects.bulk_create(made)
            made = []
    payables.objects.bulk_create(made)


class Migration(migrations.Migration):
    dependencies = [("expenses", "0011_payments")]

    operations = [migrations.RunPython(owe, migrations.RunPython.noop)]
