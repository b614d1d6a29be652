"""Agreements: drafted, made ready, signed, given up, renewed (CUS-10, CUS-30)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements import locks, policies, thresholds
from agreements.choices import AgreementState, Ground, ReviewState
from agreements.errors import AgreementIncomplete, ReviewNeeded
from agreements.models import Agreement, AgreementVersion
from agreements.rules import reviews as rules
from agreements.selectors.agreements import first_version, last_signed
from agreements.services import versions
from agreements.services.inputs import AgreementInput, SignatureInput
from core import audit, changes, documents, formats, numbers
from core.actors import Actor
from core.errors import InvalidInput, NotAllowed, WrongState, require_reason, visible_text
from customers.models import Customer
from customers.selectors.customers import customers_visible_to
from organization.models import Department, Person

PREFIX = "AG"


@transaction.atomic
def draft(*, agreement: AgreementInput, actor: Actor, at: datetime) -> Agreement:
    """Write a draft with its first version. Raises NotAllowed, InvalidInput, AgreementRateMissing."""
    return _make(agreement, actor=actor, at=at)


@transaction.atomic
def change(
    *, agreement_id: int, agreement: AgreementInput, actor: Actor, at: datetime, version: int | None = None
) -> Agreement:
    """Change a draft. Raises StaleDocument, WrongState, NotAllowed, InvalidInput, AgreementRateMissing."""
    row = locks.lock_agreement(agreement_id)
    documents.require_version(row, version)
    if not policies.can_edit(row, actor):
        raise NotAllowed(document=str(row))
    if row.state != AgreementState.DRAFT:
        raise WrongState(document=str(row), state=row.get_state_display())
    first = first_version(row)
    before = _told(row, first)
    _fill(row, agreement, actor=actor, at=at)
    versions.write(first, agreement.says, agreement=row)
    _follow(row, first)
    documents.touch(row, fields=HEAD)
    _record(row, "edit", actor, at, {"changes": changes.between(before, _told(row, first))})
    return row


@transaction.atomic
def make_ready(*, agreement_id: int, actor: Actor, at: datetime, version: int | None = None) -> Agreement:
    """Say that a draft that needs no review is ready to be signed; it takes its number. Raises ReviewNeeded,
    AgreementIncomplete, StaleDocument, WrongState, NotAllowed.
    """
    row = locks.lock_agreement(agreement_id)
    documents.require_version(row, version)
    documents.require(row, "finish", actor=actor)
    first = prepare(row, on=timezone.localdate(at))
    grounds = grounds_of(first, on=timezone.localdate(at))
    if grounds:
        raise ReviewNeeded(document=str(row), grounds=", ".join(str(Ground(one).label) for one in grounds))
    give_number(row, at=at)
    documents.perform(row, "finish", actor=actor, at=at)
    return row


@transaction.atomic
def sign(
    *, agreement_id: int, signature: SignatureInput, actor: Actor, at: datetime, version: int | None = None
) -> Agreement:
    """Record that both sides signed: the first version is in force from its first to its last day.

    Raises InvalidInput, StaleDocument, WrongState, NotAllowed.
    """
    row = locks.lock_agreement(agreement_id)
    documents.require_version(row, version)
    documents.require(row, "sign", actor=actor)
    first = first_version(row)
    require_reviewed_before(first, signature.signed_on)
    seal(first, signature, number=1, at=at)
    facts = {"signed_for_us": signature.for_us[:80], "signed_for_customer": signature.for_customer[:80]}
    documents.perform(row, "sign", actor=actor, at=at, facts=facts, signed_on=signature.signed_on)
    return row


@transaction.atomic
def cancel(*, agreement_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None) -> Agreement:
    """Give up what was not signed. Raises ReasonMissing, StaleDocument, WrongState, NotAllowed."""
    reason = require_reason(reason)
    row = locks.lock_agreement(agreement_id)
    documents.require_version(row, version)
    documents.perform(row, "cancel", actor=actor, at=at, reason=reason)
    return row


@transaction.atomic
def renew(*, agreement_id: int, actor: Actor, at: datetime) -> Agreement:
    """Begin the agreement that goes on from this one: a draft with what its last version says, from the day after it
    ends, for as long (CUS-30). Raises WrongState, NotAllowed, InvalidInput.
    """
    old = locks.lock_agreement(agreement_id)
    last = last_signed(old)
    if old.state != AgreementState.SIGNED or last is None:
        raise WrongState(document=str(old), state=old.get_state_display())
    running = old.renewals.exclude(state__in=(AgreementState.CANCELLED, AgreementState.DECLINED)).first()
    if running is not None:
        raise InvalidInput(problem=_("%(agreement)s renews it already.") % {"agreement": running})
    start = old.end_date + timedelta(days=1)
    end = start + (old.end_date - old.start_date)
    said = versions.said_by(last)
    says = type(said)(
        subject=said.subject, start_date=start, end_date=end, lines=[_undated(one) for one in said.lines],
        terms=said.terms, special_technical=said.special_technical, special_contract=said.special_contract,
    )  # fmt: skip
    again = AgreementInput(old.customer_id, says, old.currency, old.owner_id, old.department_id)
    new = _make(again, actor=actor, at=at, renews=old)
    _record(old, "renew", actor, at, {"renewal": new.subject})
    return new


def grounds_of(version: AgreementVersion, *, on: date) -> list[str]:
    """Why a version has to be reviewed before it is signed; empty where it has not."""
    return rules.grounds(
        amount=version.base_amount, least=thresholds.large_from(on), technical=version.special_technical,
        contract=version.special_contract,
    )  # fmt: skip


def prepare(row: Agreement, *, on: date) -> AgreementVersion:
    """Freeze the rate of the day; whole enough to be handed in. Raises AgreementIncomplete, AgreementRateMissing."""
    first = first_version(row)
    if not first.lines.exists():
        raise AgreementIncomplete(document=str(row), missing=_("a line with product, quantity and price"))
    if not row.customer.is_in_use:
        raise AgreementIncomplete(document=str(row), missing=_("a customer in use"))
    versions.freeze_rate(row, on=on)
    row.save(update_fields=("rate", "rate_date"))
    versions.convert_again(first, row)
    return first


def give_number(row: Agreement, *, at: datetime) -> None:
    """Its number, once (GEN-03)."""
    if row.number is None:
        row.number = numbers.take(PREFIX, timezone.localdate(at).year)


def require_reviewed_before(version: AgreementVersion, signed_on: date) -> None:
    """A version that was reviewed is signed after the review said so, not on paper before it (CUS-10). Raises
    InvalidInput.
    """
    review = version.reviews.filter(state=ReviewState.SIGN).order_by("-concluded_at").first()
    if review is None or review.concluded_at is None:
        return
    said = timezone.localdate(review.concluded_at)
    if signed_on < said:
        problem = _("The review says sign since %(day)s only; it cannot have been signed before.")
        raise InvalidInput(problem=problem % {"day": formats.day(said)})


def seal(version: AgreementVersion, signature: SignatureInput, *, number: int, at: datetime) -> None:
    """Write the signatures on a version; from then on the database keeps it. Raises InvalidInput."""
    ours, theirs = (visible_text(one).strip()[:80] for one in (signature.for_us, signature.for_customer))
    if not ours or not theirs:
        raise InvalidInput(problem=_("Say who signed for us and who for the customer."))
    if signature.signed_on > timezone.localdate(at):
        raise InvalidInput(problem=_("It cannot be signed in the future."))
    version.number, version.signed_on = number, signature.signed_on
    version.signed_for_us, version.signed_for_customer = ours, theirs
    version.save()


HEAD = (
    "customer", "department", "owner", "subject", "currency", "rate", "rate_date", "start_date", "end_date",
)  # fmt: skip


def _make(agreement: AgreementInput, *, actor: Actor, at: datetime, renews: Agreement | None = None) -> Agreement:
    if not policies.can_make(actor):
        raise NotAllowed(document=_("an agreement"))
    row = Agreement(created_by_id=actor.known_id, created_at=at, renews=renews)
    _fill(row, agreement, actor=actor, at=at)
    row.subject = agreement.says.subject[:200]
    row.start_date, row.end_date = agreement.says.start_date, agreement.says.end_date
    if row.end_date < row.start_date:
        raise InvalidInput(problem=_("The agreement ends before it begins."))
    row.save()
    first = AgreementVersion(agreement=row, number=1, created_by_id=actor.known_id, created_at=at)
    versions.write(first, agreement.says, agreement=row)
    _follow(row, first)
    row.save(update_fields=("subject", "start_date", "end_date"))
    _record(row, "create", actor, at, {"renews": str(renews)} if renews else {})
    return row


def _fill(row: Agreement, given: AgreementInput, *, actor: Actor, at: datetime) -> None:
    # A merge may have moved the agreement's own customer out of sight; that one stays.
    seen = customers_visible_to(actor).filter(pk=given.customer_id, archived_at__isnull=True).exists()
    if not seen and given.customer_id != row.customer_id:
        raise InvalidInput(problem=_("There is no such customer in use."))
    row.customer = Customer.objects.get(pk=given.customer_id)
    row.owner_id = given.owner_id or row.owner_id or actor.known_id
    department = given.department_id or row.department_id or actor.department_id
    if not Person.objects.filter(pk=row.owner_id, is_active=True).exists():
        raise InvalidInput(problem=_("Choose one of the values offered."))
    if department is None or not Department.objects.filter(pk=department, status="ACTIVE").exists():
        raise InvalidInput(problem=_("Choose the department the agreement belongs to."))
    if department not in {row.department_id, actor.department_id} and not actor.can(policies.MAKE, department):
        raise NotAllowed(document=_("an agreement"))
    row.department_id = department
    row.currency = versions.valid_currency(given.currency, row.customer)
    versions.freeze_rate(row, on=timezone.localdate(at))


def _follow(row: Agreement, first: AgreementVersion) -> None:
    """While it is a draft, it says what its only version says."""
    row.subject, row.start_date, row.end_date = first.subject, first.start_date, first.end_date


def _told(row: Agreement, first: AgreementVersion) -> dict[str, Any]:
    """The values a change is told by."""
    return {
        "customer": row.customer.name,
        "owner": row.owner.name,
        "department": row.department.name,
        "currency": row.currency,
        "subject": first.subject,
        "start_date": first.start_date.isoformat(),
        "end_date": first.end_date.isoformat(),
        "amount": str(first.amount),
        "terms": first.terms,
        "special_technical": first.special_technical,
        "special_contract": first.special_contract,
    }


def _undated(line: Any) -> Any:
    """A line of the renewal: the same, its day to be agreed on anew."""
    return type(line)(
        product=line.product, quantity=line.quantity, unit_price=line.unit_price, tax_rate=line.tax_rate,
        unit=line.unit, technical=line.technical,
    )  # fmt: skip


def _record(row: Agreement, what: str, actor: Actor, at: datetime, facts: dict[str, Any]) -> None:
    audit.record(
        kind=row.kind, document_id=row.pk, label=str(row), code=f"agreement.{what}", actor=actor, at=at, facts=facts
    )
