"""What a guarantor owes when the customer does not pay: proposed, agreed to, planned, collected (PSL-23)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from core import documents, formats, jobs
from core.actors import SYSTEM, Actor
from core.errors import InvalidInput
from core.money import CENT, LARGEST
from parts_sales import locks_guarantee as locks
from parts_sales import thresholds_guarantee as figures
from parts_sales.choices_guarantee import GuaranteeState
from parts_sales.choices_money import CashPaper, ReceiptWay
from parts_sales.errors_guarantee import ConsentMissing, PlanImpossible, PlanMissing
from parts_sales.models import DeductionMonth, Guarantee, Receipt, SalesOrder
from parts_sales.rules import credit
from parts_sales.rules import guarantees as rules
from parts_sales.selectors import guarantees as reads
from parts_sales.services import guarantee_words as words
from parts_sales.services import receipts
from parts_sales.services.inputs_money import MatchInput, ReceiptInput


def mind(*, at: datetime) -> int:
    """Write a job for each guarantee whose customer should have paid; how many. Safe to run twice and late (PSL-23)."""
    today = timezone.localdate(at)
    rows = reads.overdue(Guarantee.objects.filter(state=GuaranteeState.OPEN), on=today)
    for pk, due in rows.values_list("pk", "due_date"):
        is_time = due is not None and today >= rules.proposal_on(due, grace_days=figures.grace_on(today))
        jobs.after_commit("parts_sales.mind_guarantee", key=f"guarantee:{pk}:{due}:{is_time}", guarantee_id=pk)
    return len(rows)


@jobs.handler("parts_sales.mind_guarantee")
def mind_guarantee(*, guarantee_id: int, at: datetime) -> None:
    """One overdue guarantee: guarantor, manager and finance are told once; after the days of grace the deduction is
    proposed (PSL-23)."""
    order, guarantee = locks.lock_with_order(guarantee_id)
    today = timezone.localdate(at)
    if guarantee.state != GuaranteeState.OPEN or guarantee.due_date is None or not guarantee.is_overdue_on(today):
        return
    people = {guarantee.guarantor_id, *reads.who_follows(guarantee)}
    facts = {"owed": formats.amount(order.owed_base), "day": formats.day(guarantee.due_date)}
    words.tell(people, guarantee, "overdue", at=at, facts=facts)
    if today < rules.proposal_on(guarantee.due_date, grace_days=figures.grace_on(today)):
        return
    amount = order.owed_base
    documents.perform(
        guarantee, "propose", actor=SYSTEM, at=at, facts={"owes": f"{amount:.2f}"}, day=today, amount=amount
    )
    words.tell(people, guarantee, "proposed", at=at, facts=facts)


@transaction.atomic
def consent(*, guarantee_id: int, actor: Actor, at: datetime, version: int | None = None) -> Guarantee:
    """The guarantor agrees, in person, that what is owed is deducted of the wage, no month over a fifth of it; finance
    is told. Raises StaleDocument, WrongState, NotAllowed."""
    guarantee = locks.lock_guarantee(guarantee_id)
    documents.require_version(guarantee, version)
    facts = {"amount": f"{guarantee.proposed_amount:.2f}"}
    documents.perform(guarantee, "consent", actor=actor, at=at, facts=facts)
    words.tell(reads.finance_of(guarantee), guarantee, "consented", at=at)
    return guarantee


@transaction.atomic
def plan(
    *, guarantee_id: int, wage: Decimal, first_month: date, actor: Actor, at: datetime, version: int | None = None
) -> Guarantee:
    """Finance spreads what is owed so that no month takes more than a fifth of the wage, other guarantees of the same
    person included. The wage is used here and kept nowhere; what is collected already stays as it is (PSL-23).

    Raises StaleDocument, WrongState, NotAllowed, ConsentMissing, InvalidInput, PlanImpossible.
    """
    order, guarantee = locks.lock_to_judge(guarantee_id)
    documents.require_version(guarantee, version)
    documents.require(guarantee, "plan", actor=actor)
    if guarantee.consent_at is None:
        raise ConsentMissing(guarantor=guarantee.guarantor.name, guarantee=str(guarantee))
    start = _first(guarantee, first_month, at=at)
    if not CENT <= wage <= LARGEST:
        raise InvalidInput(problem=_("This amount is not possible here."))
    try:
        taken = reads.taken_of_wage(guarantee, start=start)
        parts = rules.deductions(order.owed_base, monthly_most=rules.most_a_month(wage), taken=taken)
    except ValueError as error:
        raise PlanImpossible from error
    guarantee.months.exclude(pk__in=[one.pk for one in reads.months_of(guarantee) if one.is_collected]).delete()
    DeductionMonth.objects.bulk_create(
        DeductionMonth(guarantee=guarantee, month=credit.add_months(start, place), amount=amount)
        for place, amount in parts
    )
    facts = {"amount": f"{order.owed_base:.2f}", "months": str(len(parts))}
    documents.perform(guarantee, "plan", actor=actor, at=at, facts=facts)
    told = {"owed": formats.amount(order.owed_base), "months": str(len(parts))}
    words.tell([guarantee.guarantor_id], guarantee, "planned", at=at, facts=told)
    return guarantee


@transaction.atomic
def collect(*, guarantee_id: int, actor: Actor, at: datetime, version: int | None = None) -> Receipt:
    """The next month of the plan was deducted: the money is recorded with a receipt voucher for the guarantor and
    matched to the order, never more than is still owed (PSL-23).

    Raises StaleDocument, WrongState, NotAllowed, PlanMissing, and what matching refuses.
    """
    order, guarantee = locks.lock_with_order(guarantee_id)
    documents.require_version(guarantee, version)
    documents.require(guarantee, "collect", actor=actor)
    month = reads.next_month(reads.months_of(guarantee))
    if month is None or month.month > timezone.localdate(at):
        raise PlanMissing(guarantee=str(guarantee))
    amount = min(month.amount, order.owed)
    receipt = receipts.record_deducted(draft=_money_of(guarantee, order, amount, at=at), actor=actor, at=at)
    month.receipt = receipt
    month.save(update_fields=("receipt",))
    facts = {"amount": f"{amount:.2f}", "receipt": str(receipt)}
    documents.perform(guarantee, "collect", actor=actor, at=at, facts=facts)
    told = {"owed": formats.amount(amount), "receipt": str(receipt)}
    words.tell([guarantee.guarantor_id], guarantee, "collected", at=at, facts=told)
    return receipts.match_receipt(receipt_id=receipt.pk, parts=[MatchInput(order.pk, amount)], actor=actor, at=at)


def _money_of(guarantee: Guarantee, order: SalesOrder, amount: Decimal, *, at: datetime) -> ReceiptInput:
    name = guarantee.guarantor.name_zh or guarantee.guarantor.name
    with override("zh-hans"):
        account = str(ReceiptWay.PAYROLL.label)
    return ReceiptInput(
        account=account, amount=amount, received_date=timezone.localdate(at), payer=name, currency=order.currency,
        way=ReceiptWay.PAYROLL, customer_id=order.customer_id, handed_by=name, paper=CashPaper.VOUCHER,
        note=str(guarantee),
    )  # fmt: skip


def _first(guarantee: Guarantee, month: date, *, at: datetime) -> date:
    """The first month of a plan: this one or a later one, after what was collected. Raises InvalidInput."""
    start, today = month.replace(day=1), timezone.localdate(at)
    taken = {one.month for one in reads.months_of(guarantee) if one.is_collected}
    if start < today.replace(day=1) or start > credit.add_months(today, 12) or (taken and start <= max(taken)):
        raise InvalidInput(problem=_("Deductions begin this month or later, after those already collected."))
    return start
