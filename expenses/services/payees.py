"""Where payees are paid: bank accounts of people and suppliers, kept with limits of sight (EXP-07)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.actors import Actor
from core.errors import NotAllowed, StaleDocument
from expenses import policies, rules
from expenses.models import PayeeAccount
from expenses.payment_errors import AccountInvalid, AccountKept
from expenses.services import checks
from expenses.services.inputs import AccountInput


@transaction.atomic
def keep_own_account(*, account: AccountInput, actor: Actor, at: datetime) -> PayeeAccount:
    """A person's own bank account; nobody else enters it, so that nobody leads a reimbursement elsewhere.

    Raises NotAllowed, StaleDocument, AccountInvalid, InvalidInput.
    """
    if not policies.can_keep_own_account(actor):
        raise NotAllowed(document=_("Bank account"))
    kept = PayeeAccount.objects.select_for_update(no_key=True).filter(person=actor.person_id).first()
    return _keep(kept or PayeeAccount(person_id=actor.person_id), account, actor=actor, at=at)


@transaction.atomic
def keep_supplier_account(*, supplier: str, account: AccountInput, actor: Actor, at: datetime) -> PayeeAccount:
    """A supplier's bank account, by the supplier's name as names are compared. One that is there is corrected only by
    who names the version of it they read (GEN-04).

    Raises NotAllowed, AccountKept, StaleDocument, AccountInvalid, InvalidInput.
    """
    if not policies.can_record_payments(actor):
        raise NotAllowed(document=_("Bank account"))
    name = checks.require_text(supplier, most=120, what=_("The supplier"))
    key = rules.plain(name)
    kept = PayeeAccount.objects.select_for_update(no_key=True).filter(supplier_key=key).first() if key else None
    if kept is not None and account.version is None:
        raise AccountKept(supplier=kept.supplier, account=rules.masked(kept.account_number))
    kept = kept or PayeeAccount(supplier_key=key)
    kept.supplier = name
    return _keep(kept, account, actor=actor, at=at)


def _keep(kept: PayeeAccount, account: AccountInput, *, actor: Actor, at: datetime) -> PayeeAccount:
    if kept.pk is not None and account.version is not None and kept.version != account.version:
        raise StaleDocument(document=str(kept))
    before = _told(kept)
    kept.holder = checks.require_text(account.holder, most=80, what=_("The account holder"))
    kept.bank = checks.require_text(account.bank, most=120, what=_("The bank"))
    kept.account_number = rules.account_number(account.account_number)
    if not rules.is_account_number(kept.account_number):
        raise AccountInvalid
    kept.changed_by_id, kept.changed_at = actor.person_id or 0, at
    kept.version += 1 if kept.pk is not None else 0
    kept.save()
    after = _told(kept)
    audit.record(
        kind="payee_account", document_id=kept.pk, label=str(kept), code="payee_account.keep", actor=actor, at=at,
        facts={"changes": {name: [before[name], after[name]] for name in after if before[name] != after[name]}},
    )  # fmt: skip
    return kept


def _told(kept: PayeeAccount) -> dict[str, str]:
    """What the event tells of an account: the number masked, since events are read by more people than pay."""
    return {"holder": kept.holder, "account_number": rules.masked(kept.account_number), "bank": kept.bank}
