"""What is done to collect what customers owe (PSL-25)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.actors import Actor
from core.errors import InvalidInput, NotAllowed
from customers import locks as customer_locks
from parts_sales import policies_money
from parts_sales.choices import ConfirmedBy
from parts_sales.models import DunningEntry
from parts_sales.selectors import credit as reads
from parts_sales.services.inputs_money import DunningInput


@transaction.atomic
def record_dunning(*, customer_id: int, draft: DunningInput, actor: Actor, at: datetime) -> DunningEntry:
    """Record a call, a letter, a visit, with what the customer promised; never edited. What is overdue now is kept with
    it. Raises NotAllowed, InvalidInput."""
    if actor.person_id is None or not policies_money.can_keep_statements(actor):
        raise NotAllowed(document=_("Dunning"))
    if draft.way not in ConfirmedBy.values or not draft.said.strip() or draft.day > timezone.localdate(at):
        raise InvalidInput(problem=_("Say what was done, how, and on which day up to today."))
    if draft.promised_date is not None and draft.promised_date < draft.day:
        raise InvalidInput(problem=_("What is promised lies after the day of the entry."))
    customer = customer_locks.lock_customer(customer_id)
    made = DunningEntry.objects.create(
        customer=customer, day=draft.day, way=draft.way, spoke_with=draft.spoke_with.strip(), said=draft.said.strip(),
        promised_date=draft.promised_date, promised_amount=draft.promised_amount,
        owed=reads.overdue_of(customer.pk, on=timezone.localdate(at)), by_id=actor.person_id, at=at,
    )  # fmt: skip
    audit.record(
        kind=customer.kind, document_id=customer.pk, label=f"{customer.number} {customer.name_zh}",
        code="customer.dunning", actor=actor, at=at, facts={"said": made.said, "overdue": f"{made.owed:.2f}"},
    )  # fmt: skip
    return made
