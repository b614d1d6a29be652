"""Corrections of posted claims: reversal and reclassification, approved by finance, posted in one step (EXP-08)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from approvals.models import Case
from budgets.errors import InsufficientBudget, PeriodClosed
from budgets.models import BudgetBalance, LedgerEntry, Period
from core.errors import NotAllowed, ReasonMissing, WrongState
from core.models import AuditEvent
from expenses.correction_errors import MoreThanStands, MovesNowhere, NothingToCorrect, PaidAlready
from expenses.handlers_corrections import CorrectionHandler
from expenses.models import Claim, Correction
from expenses.selectors.corrections import standing_of
from expenses.services import corrections, payments
from expenses.services.corrections import CorrectionInput
from expenses.services.inputs import PaidInput, PaymentLineInput
from tests.factories import budgets
from tests.factories import expenses as make
from tests.factories import organization as cast
from tests.factories.expenses import AT, TODAY
from tests.factories.organization import actor_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.rule("EXP-08"),
    pytest.mark.usefixtures("manager", "finance_officer", "division_manager", "gm"),
]


@pytest.fixture
def claim(owner, travel) -> Claim:
    """1,680.00 and 320.00 of travel, posted in September."""
    return make.approved_claim(owner, make.claim_line(travel, "1680.00"), make.claim_line(travel, "320.00"))


def keys(claim: Claim) -> dict[str, Decimal]:
    return {one.key: one.amount for one in standing_of(claim)}


def asked(claim, person, kind, amounts=None, reason="记错类别", **where) -> Correction:
    draft = CorrectionInput(
        correction_kind=kind, amounts=keys(claim) if amounts is None else amounts, reason=reason, **where
    )
    return corrections.correct_claim(claim_id=claim.pk, draft=draft, actor=actor_of(person), at=AT)


def done(claim, person, kind, amounts=None, **where) -> Correction:
    correction = asked(claim, person, kind, amounts, **where)
    make.approve(correction)
    return Correction.objects.get(pk=correction.pk)


def actuals(claim: Claim) -> list[tuple[str, str, int, Decimal]]:
    """Document, category, month and amount of all that was spent, in order."""
    entries = LedgerEntry.objects.filter(kind__startswith="ACTUAL").select_related("category").order_by("pk")
    return [(entry.source_kind, entry.category.name_zh, entry.month, entry.amount) for entry in entries]


def world():
    return (
        list(Correction.objects.order_by("pk").values()),
        list(Claim.objects.order_by("pk").values()),
        list(BudgetBalance.objects.order_by("pk").values("pk", "committed", "actual")),
        LedgerEntry.objects.count(),
        AuditEvent.objects.count(),
        Case.objects.count(),
    )


def test_a_reversal_takes_the_whole_claim_back(owner, finance_officer, company, travel, claim):
    correction = asked(claim, owner, "REVERSAL", reason="重复报销")
    assert (correction.number, correction.state) == ("COR-2026-0001", "IN_REVIEW")
    assert make.deciders(correction) == [finance_officer]
    assert make.figures(company.service, travel) == (0, Decimal(2000))

    make.approve(correction)

    assert make.figures(company.service, travel) == (0, 0)
    assert Correction.objects.get().posted_at == AT
    assert keys(claim) == {}
    assert [line.reversed_amount for line in claim.lines.all()] == [Decimal(1680), Decimal(320)]
    assert claim.payables.get().outstanding == 0
    codes = AuditEvent.objects.filter(subject_kind="expense_claim", code__contains="correct").order_by("pk")
    assert [(e.code, e.facts["correction"]) for e in codes] == [
        ("expense_claim.correction_asked", "COR-2026-0001"), ("expense_claim.corrected", "COR-2026-0001"),
    ]  # fmt: skip


def test_single_lines_are_reversed_in_part(owner, company, travel, claim):
    line = claim.lines.get(amount="320.00")

    done(claim, owner, "REVERSAL", {f"c{line.pk}": Decimal("20.00")})

    assert make.figures(company.service, travel) == (0, Decimal(1980))
    assert keys(claim)[f"c{line.pk}"] == Decimal(300)
    assert claim.payables.get().outstanding == Decimal(1980)


@pytest.mark.rule("LED-05b")
def test_a_reclassification_moves_spending_in_one_ledger_call(owner, company, travel, freight, claim):
    line = claim.lines.get(amount="320.00")

    correction = done(claim, owner, "RECLASSIFICATION", {f"c{line.pk}": Decimal(320)}, category_id=freight.pk)

    assert make.figures(company.service, travel) == (0, Decimal(1680))
    assert make.figures(company.service, freight) == (0, Decimal(320))
    assert actuals(claim)[-2:] == [
        ("expense_claim", "出差费用", 9, Decimal(-320)), ("expense_correction", "运输与物流", 9, Decimal(320)),
    ]  # fmt: skip
    assert claim.payables.get().amount == Decimal(2000)
    moved = correction.lines.get()
    assert keys(claim) == {f"c{claim.lines.get(amount='1680.00').pk}": Decimal(1680), f"m{moved.pk}": Decimal(320)}


def test_what_was_moved_is_moved_back(owner, company, travel, freight, claim):
    line = claim.lines.get(amount="320.00")
    moved = done(claim, owner, "RECLASSIFICATION", {f"c{line.pk}": Decimal(320)}, category_id=freight.pk).lines.get()

    done(claim, owner, "RECLASSIFICATION", {f"m{moved.pk}": Decimal(320)}, category_id=travel.pk)
    assert make.figures(company.service, travel) == (0, Decimal(2000))
    assert make.figures(company.service, freight) == (0, 0)

    done(claim, owner, "REVERSAL")
    assert make.figures(company.service, travel) == (0, 0)


def test_a_move_to_another_month_stays_in_the_budget(owner, company, travel, claim):
    august = Period.objects.get(fiscal_year__year=2026, month=8)

    done(claim, owner, "RECLASSIFICATION", period_id=august.pk)

    by_month = dict(BudgetBalance.objects.filter(actual__gt=0).values_list("month", "actual"))
    assert by_month == {8: Decimal(2000)}


@pytest.mark.rule("LED-04")
def test_a_closed_month_is_corrected_in_an_open_one(owner, company, travel, claim):
    september = Period.objects.get(fiscal_year__year=2026, month=9)
    budgets.close(9)

    correction = done(claim, owner, "REVERSAL")

    by_month = dict(BudgetBalance.objects.exclude(actual=0).values_list("month", "actual"))
    assert by_month == {9: Decimal(2000), 10: Decimal(-2000)}
    assert correction.lines.first().posted_period.month == 10
    with pytest.raises(PeriodClosed):
        asked(
            make.approved_claim(owner, make.claim_line(travel, "5.00"), at=make.later(days=15)),
            owner, "RECLASSIFICATION", period_id=september.pk,
        )  # fmt: skip


def test_another_department_is_asked_and_takes_the_spending(owner, company, travel, claim):
    other_manager = cast.member(company.other, "department_manager", name_zh="何平")
    cast.put_in_charge(company.other, other_manager)
    budgets.appropriate(company.other, travel, {1: "5000.00"})

    correction = asked(claim, owner, "RECLASSIFICATION", department_id=company.other.pk)

    assert make.deciders(correction) == [other_manager]
    make.approve(correction)
    assert make.figures(company.service, travel) == (0, 0)
    assert make.figures(company.other, travel) == (0, Decimal(2000))


@pytest.mark.rule("LED-06")
def test_a_move_never_overdraws_where_it_goes(owner, company, travel, freight):
    claim = make.approved_claim(owner, make.claim_line(travel, "6000.00"))
    before = world()

    with pytest.raises(InsufficientBudget):
        asked(claim, owner, "RECLASSIFICATION", category_id=freight.pk)
    assert world() == before

    correction = asked(
        claim, owner, "RECLASSIFICATION", {next(iter(keys(claim))): Decimal(5000)}, category_id=freight.pk
    )
    make.submitted_claim(owner, make.claim_line(freight, "1.00"))
    waiting = world()
    with pytest.raises(InsufficientBudget):
        make.approve(correction)
    assert world() == waiting


@pytest.mark.rule("ORG-06")
def test_neither_who_asks_nor_who_claimed_decides(owner, finance_officer, claim, company):
    cast.give(owner, "finance")
    correction = asked(claim, finance_officer, "REVERSAL")

    assert not {owner, finance_officer} & set(make.deciders(correction))


@pytest.mark.rule("GEN-06")
def test_what_makes_no_sense_is_refused_and_changes_nothing(owner, outsider, company, travel, freight, claim):
    draft = make.submitted_claim(owner, make.claim_line(travel, "10.00"))
    key = next(iter(keys(claim)))
    before = world()

    for refusal, act in (
        (ReasonMissing, lambda: asked(claim, owner, "REVERSAL", reason=" ")),
        (NothingToCorrect, lambda: asked(claim, owner, "REVERSAL", {})),
        (MoreThanStands, lambda: asked(claim, owner, "REVERSAL", {key: Decimal("1680.01")})),
        (MoreThanStands, lambda: asked(claim, owner, "REVERSAL", {"c0": Decimal(1)})),
        (MovesNowhere, lambda: asked(claim, owner, "RECLASSIFICATION")),
        (MovesNowhere, lambda: asked(claim, owner, "RECLASSIFICATION", category_id=travel.pk)),
        (WrongState, lambda: asked(draft, owner, "REVERSAL", {"c1": Decimal(1)})),
        (NotAllowed, lambda: asked(claim, outsider, "REVERSAL")),
    ):
        with pytest.raises(refusal):
            act()

    assert world() == before


def test_what_one_correction_asks_for_no_other_can(owner, claim):
    asked(claim, owner, "REVERSAL")

    assert keys(claim) == {}
    with pytest.raises(NothingToCorrect):
        asked(claim, owner, "REVERSAL")


def test_a_refused_correction_posts_nothing_and_frees_its_amounts(owner, company, travel, claim):
    correction = asked(claim, owner, "REVERSAL")

    make.decide(correction, "REJECT")

    assert Correction.objects.get().state == "REJECTED"
    assert make.figures(company.service, travel) == (0, Decimal(2000))
    assert sum(keys(claim).values()) == Decimal(2000)


def test_a_returned_correction_is_written_anew_or_given_up(owner, company, travel, claim):
    correction = asked(claim, owner, "REVERSAL")
    make.decide(correction, "RETURN")
    line = claim.lines.get(amount="320.00")

    again = CorrectionInput(correction_kind="REVERSAL", amounts={f"c{line.pk}": Decimal(320)}, reason="只冲第二行")
    corrections.resubmit_correction(correction_id=correction.pk, draft=again, actor=actor_of(owner), at=AT)
    assert Correction.objects.get().total == Decimal(320)
    corrections.cancel_correction(correction_id=correction.pk, reason="不冲了", actor=actor_of(owner), at=AT)

    assert Correction.objects.get().state == "CANCELLED"
    assert sum(keys(claim).values()) == Decimal(2000)


@pytest.mark.rule("EXP-07")
def test_what_was_paid_comes_back_before_it_is_reversed(client, signed_in, owner, cashier, company, travel, claim):
    owed = claim.payables.get()
    paid = payments.pay(
        lines=[PaymentLineInput(owed.pk, Decimal(2000))], paid=PaidInput(TODAY, "工行"), actor=actor_of(cashier), at=AT
    )
    told = signed_in(client, owner).get(reverse("expenses:claim_correct", kwargs={"claim_id": claim.pk}))
    assert "冲销后多付的部分须先退回" in told.content.decode()
    correction = asked(claim, owner, "REVERSAL")
    assert "已支付 2,000.00" in CorrectionHandler().consequence(correction.pk)
    with pytest.raises(PaidAlready):
        make.approve(correction)

    payments.reverse_payment(payment_id=paid.pk, reason="已退款", actor=actor_of(cashier), at=AT)
    make.approve(correction)
    assert make.figures(company.service, travel) == (0, 0)


@pytest.mark.rule("EXP-05")
def test_the_invoice_of_a_reversed_line_can_be_claimed_rightly(owner, company, travel, freight):
    first = make.approved_claim(owner, make.claim_line(travel, "100.00", invoice_number="26310042"))
    done(first, owner, "REVERSAL")

    again = make.approved_claim(owner, make.claim_line(freight, "100.00", invoice_number="26310042"))

    assert again.state == "APPROVED"
    assert make.figures(company.service, freight) == (0, Decimal(100))
