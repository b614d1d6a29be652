"""What is owed after an approval, to whom (EXP-07)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.utils import timezone

from core.actors import Actor
from core.money import ZERO
from core.rows import save_rows
from expenses import locks, rules
from expenses.choices import ClaimKind
from expenses.correction_errors import PaidAlready
from expenses.models import Claim, ClaimLine, Payable
from expenses.services import advances


class Payee(NamedTuple):
    """Who is owed: a person, or a supplier by the key of its name."""

    person_id: int | None
    supplier_key: str = ""


def payee_of(claim: Claim, line: ClaimLine) -> Payee:
    """A supplier's invoice is owed to the supplier of its line; everything else to the claim's maker."""
    key = rules.plain(line.supplier) if claim.claim_kind == ClaimKind.INVOICE else ""
    return Payee(None, key) if key else Payee(claim.created_by_id)


def owe(claim: Claim, lines: Sequence[ClaimLine], *, actor: Actor, at: datetime) -> None:
    """Write what an approved claim owes, one row for each payee; the amounts add up to its total in the base
    currency. What its maker holds of advances is set against it (EXP-02b).
    """
    amounts: defaultdict[Payee, Decimal] = defaultdict(lambda: ZERO)
    names: dict[Payee, str] = {}
    for line in lines:
        payee = payee_of(claim, line)
        amounts[payee] += line.base_amount
        names.setdefault(payee, line.supplier.strip() if payee.supplier_key else "")
    since = timezone.localdate(at)
    made = Payable.objects.bulk_create(
        Payable(
            claim=claim,
            person_id=payee.person_id,
            supplier=names[payee],
            supplier_key=payee.supplier_key,
            amount=amount,
            since=since,
        )
        for payee, amount in amounts.items()
        if amount
    )
    for payable in made:
        advances.offset(payable, actor=actor, at=at)


def owe_less(claim: Claim, amounts: Mapping[Payee, Decimal]) -> None:
    """Take back what is owed for reversed lines; what advances covered of it is owed by the person again. Raises
    PaidAlready where it was paid.
    """
    ids = Payable.objects.filter(claim=claim).values_list("pk", flat=True)
    rows = locks.lock_payables(list(ids))
    for row in rows.values():
        row.amount -= amounts.get(Payee(row.person_id, row.supplier_key), ZERO)
        if (beyond := row.paid + row.offset - row.amount) > 0 and row.offset:
            back = min(beyond, row.offset)
            advances.give_offset_back(row, back)
            row.offset -= back
        if row.amount < row.paid + row.offset:
            raise PaidAlready(document=str(claim), payee=row.payee, paid=row.paid)
    save_rows(list(rows.values()), ("amount", "offset"))
