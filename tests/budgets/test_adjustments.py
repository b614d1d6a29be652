"""Adjustments: the document by which approved money moves (BUD-32, BUD-33)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from budgets.adjustment_errors import (
    AdjustmentAmount,
    AdjustmentCategory,
    AdjustmentClosedDepartment,
    AdjustmentIncomplete,
    AdjustmentMonthClosed,
    AdjustmentOtherYear,
    AdjustmentYearNotOpen,
    NotEnoughOnProject,
)
from budgets.choices import EntryKind
from budgets.errors import InsufficientBudget
from budgets.models import Adjustment, LedgerEntry
from budgets.rules import control
from budgets.rules.control import Figures, Policy
from organization.choices import DepartmentStatus
from tests.factories import adjustments as make
from tests.factories import budgets as money
from tests.factories import organization as cast

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.rule("BUD-32"),
    pytest.mark.usefixtures("division_manager", "finance_manager", "gm"),
]


def granted(department, category):
    return money.key_of(department, category).appropriated


def entries(adjustment):
    return LedgerEntry.objects.filter(source_kind=adjustment.kind, source_id=adjustment.pk)


# --- Kinds, from draft to ledger --------------------------------------------------------------------------------------


def test_a_supplement_is_posted_when_the_last_decider_agrees(manager, company, travel):
    made = make.submitted(manager, "SUPPLEMENT", make.line(company.service, travel, "6200.00"))

    assert made.number == "ADJ-2026-0001"
    assert not entries(made).exists()
    agreed = make.approve(made)

    assert [person.name for person in agreed] == ["李敏", "赵文", "陈立新"]
    made = Adjustment.objects.get(pk=made.pk)
    assert (made.state, made.total, made.approved_at) == ("APPROVED", Decimal("6200.00"), make.AT)
    entry = entries(made).get()
    assert (entry.kind, entry.amount, entry.month) == (EntryKind.APPROPRIATION, Decimal("6200.00"), 9)
    assert entry.source_label == "ADJ-2026-0001 差旅预算不足"
    assert granted(company.service, travel) == Decimal("30200.00")


def test_a_cut_takes_money_off(manager, company, travel):
    made = make.approved(manager, "CUT", make.line(company.service, travel, "-1500.00", 12))

    assert made.total == Decimal("1500.00")
    assert granted(company.service, travel) == Decimal("22500.00")


def test_a_transfer_moves_between_lines_and_months(manager, company, power, office):
    made = make.approved(
        manager,
        "TRANSFER",
        make.line(company.service, power, "-800.00", 10),
        make.line(company.service, office, "500.00", 9),
        make.line(company.service, office, "300.00", 11),
    )

    assert made.total == Decimal("800.00")
    assert granted(company.service, power) == Decimal("11200.00")
    assert granted(company.service, office) == Decimal("6800.00")


@pytest.mark.rule("BUD-33")
@pytest.mark.rule("BUD-16")
def test_a_release_moves_from_the_contingency_and_names_its_risk(manager, company, reserve, travel):
    lines = (make.line(company.service, reserve, "-400.00"), make.line(company.service, travel, "400.00"))
    without = make.draft(manager, "CONTINGENCY_RELEASE", *lines, risk="")

    with pytest.raises(AdjustmentIncomplete) as refused:
        make.submit(without, manager)
    made = make.approved(manager, "CONTINGENCY_RELEASE", *lines)

    assert refused.value.params["problem"] == "no_risk"
    assert made.risk == "M2600 主轴批次质量风险"
    assert granted(company.service, reserve) == Decimal("600.00")
    assert granted(company.service, travel) == Decimal("24400.00")


@pytest.mark.parametrize(
    ("kind", "amounts", "problem"),
    [
        ("SUPPLEMENT", (), "no_lines"),
        ("SUPPLEMENT", ("100.00", "-1.00"), "only_gives"),
        ("CUT", ("-100.00", "1.00"), "only_takes"),
        ("TRANSFER", ("100.00", "50.00"), "one_sided"),
        ("TRANSFER", ("100.00", "-99.99"), "not_balanced"),
        ("CONTINGENCY_RELEASE", ("100.00", "-100.00"), "not_from_contingency"),
    ],
)
def test_lines_have_to_fit_the_kind(manager, company, power, office, kind, amounts, problem):
    lines = [make.line(company.service, c, a) for c, a in zip((power, office), amounts, strict=False)]
    made = make.draft(manager, kind, *lines)

    with pytest.raises(AdjustmentIncomplete) as refused:
        make.submit(made, manager)

    assert refused.value.params["problem"] == problem
    assert str(refused.value)
    assert Adjustment.objects.get(pk=made.pk).state == "DRAFT"


@pytest.mark.parametrize(("field", "problem"), [("purpose", "no_purpose"), ("criteria", "no_criteria")])
def test_purpose_and_criteria_are_needed(manager, company, travel, field, problem):
    made = make.draft(manager, "SUPPLEMENT", make.line(company.service, travel, "1.00"), **{field: " "})

    with pytest.raises(AdjustmentIncomplete) as refused:
        make.submit(made, manager)

    assert refused.value.params["problem"] == problem


def test_the_contingency_is_not_moved_by_a_plain_transfer(manager, company, reserve, travel):
    lines = (make.line(company.service, reserve, "-400.00"), make.line(company.service, travel, "400.00"))
    made = make.draft(manager, "TRANSFER", *lines)

    with pytest.raises(AdjustmentIncomplete) as refused:
        make.submit(made, manager)

    assert refused.value.params["problem"] == "contingency_by_release"


def test_only_a_transfer_reaches_another_department(manager, company, travel):
    made = make.draft(manager, "SUPPLEMENT", make.line(company.other, travel, "400.00"))
    foreign = make.draft(
        manager,
        "TRANSFER",
        make.line(company.other, travel, "-400.00", 9),
        make.line(company.other, travel, "400.00", 10),
    )

    for document, problem in ((made, "another_department"), (foreign, "not_own")):
        with pytest.raises(AdjustmentIncomplete) as refused:
            make.submit(document, manager)
        assert refused.value.params["problem"] == problem


def test_what_a_line_can_be(manager, company, year, travel):
    revenue = money.leaf_category("备件销售", kind="REVENUE")
    parent = money.leaf_category("人工")
    money.leaf_category("工资", parent=parent)
    closed = cast.department(company.division, status=DepartmentStatus.CLOSED)
    money.planned_year(2027)

    for category in (revenue, parent):
        with pytest.raises(AdjustmentCategory):
            make.draft(manager, "SUPPLEMENT", make.line(company.service, category, "1.00"))
    for amount in ("0.00", "0.001", "99999999999999.00"):
        with pytest.raises(AdjustmentAmount):
            make.draft(manager, "SUPPLEMENT", make.line(company.service, travel, amount))
    with pytest.raises(AdjustmentClosedDepartment):
        make.draft(manager, "TRANSFER", make.line(closed, travel, "1.00"))
    with pytest.raises(AdjustmentOtherYear):
        make.draft(
            manager,
            "TRANSFER",
            make.line(company.service, travel, "-1.00"),
            make.line(company.service, travel, "1.00", 1, year=2027),
        )
    assert not Adjustment.objects.exists()


# --- Months and years -------------------------------------------------------------------------------------------------


@pytest.mark.rule("LED-04")
def test_a_closed_month_refuses_and_says_what_to_do(manager, company, travel):
    made = make.draft(manager, "SUPPLEMENT", make.line(company.service, travel, "100.00", 3))
    for month in (1, 2, 3):
        money.close(month)

    with pytest.raises(AdjustmentMonthClosed) as refused:
        make.submit(made, manager)

    assert "2026-03" in str(refused.value)
    assert "反结账" in str(refused.value)


@pytest.mark.rule("LED-04")
def test_a_month_closed_while_it_was_decided_refuses_the_decision(manager, company, travel):
    made = make.submitted(manager, "SUPPLEMENT", make.line(company.service, travel, "100.00", 3))
    make.decide(made, "APPROVE")
    make.decide(made, "APPROVE")
    for month in (1, 2, 3):
        money.close(month)

    with pytest.raises(AdjustmentMonthClosed):
        make.decide(made, "APPROVE")

    assert Adjustment.objects.get(pk=made.pk).state == "IN_REVIEW"
    assert not entries(made).exists()


@pytest.mark.rule("BUD-01")
def test_a_year_that_is_not_open_refuses_and_says_what_to_do(manager, company, travel):
    money.planned_year(2027)
    made = make.draft(manager, "SUPPLEMENT", make.line(company.service, travel, "100.00", 1, year=2027))

    with pytest.raises(AdjustmentYearNotOpen) as refused:
        make.submit(made, manager)

    assert "2027" in str(refused.value)


# --- What may be taken ------------------------------------------------------------------------------------------------


def test_a_cut_cannot_take_what_is_held(manager, company, travel):
    money.post(money.posting(company.service, travel, 9, "17500.00"))
    made = make.draft(manager, "CUT", make.line(company.service, travel, "-600.00", 9))

    with pytest.raises(InsufficientBudget) as refused:
        make.submit(made, manager)

    assert refused.value.params["available"] == "500.00"
    assert refused.value.params["short"] == "100.00"
    assert Adjustment.objects.get(pk=made.pk).number is None


def test_what_was_held_meanwhile_refuses_the_decision(manager, company, travel):
    made = make.submitted(manager, "CUT", make.line(company.service, travel, "-600.00", 9))
    make.decide(made, "APPROVE")
    make.decide(made, "APPROVE")
    money.post(money.posting(company.service, travel, 9, "17500.00"))

    with pytest.raises(InsufficientBudget):
        make.decide(made, "APPROVE")

    assert Adjustment.objects.get(pk=made.pk).state == "IN_REVIEW"
    assert not entries(made).exists()


@pytest.mark.rule("LED-05")
@pytest.mark.parametrize("action", ["WARN", "ESCALATE", "RECORD"])
def test_milder_control_and_tolerance_lend_nothing_to_a_cut(manager, company, year, action):
    category = money.leaf_category(action=action, tolerance_amount=Decimal("500.00"))
    money.appropriate(company.service, category, {9: "1000.00"})

    with pytest.raises(InsufficientBudget) as refused:
        make.submitted(manager, "CUT", make.line(company.service, category, "-1000.01"))

    assert refused.value.params["available"] == "1000.00"
    make.approved(manager, "CUT", make.line(company.service, category, "-1000.00"))
    assert granted(company.service, category) == 0


def test_all_lines_or_none(manager, company, power, office):
    """The second line lacks money at the end: the first is not posted either."""
    made = make.submitted(
        manager,
        "TRANSFER",
        make.line(company.service, power, "-100.00"),
        make.line(company.service, office, "-4500.00"),
        make.line(company.service, power, "4600.00", 12),
    )
    money.post(money.posting(company.service, office, 9, "10.00"))

    with pytest.raises(InsufficientBudget):
        make.approve(made)

    assert not entries(made).exists()
    assert granted(company.service, power) == Decimal("12000.00")


def test_unspent_money_of_earlier_months_can_be_moved_from_an_open_month(manager, company, power, office):
    """Year to date: what January left is available in September, though January is closed."""
    money.close(1)

    make.approved(
        manager,
        "TRANSFER",
        make.line(company.service, power, "-3000.00", 9),
        make.line(company.service, office, "3000.00", 9),
    )

    assert granted(company.service, power) == Decimal("9000.00")


def test_a_project_gives_no_more_than_it_was_granted(manager, company, travel, office):
    project = money.project()
    money.appropriate(company.service, travel, {9: "300.00"}, project=project)

    with pytest.raises(NotEnoughOnProject) as refused:
        make.submitted(
            manager,
            "TRANSFER",
            make.line(company.service, travel, "-301.00", project=project),
            make.line(company.service, office, "301.00"),
        )

    assert refused.value.params["available"] == Decimal("300.00")
    make.approved(
        manager,
        "TRANSFER",
        make.line(company.service, travel, "-300.00", project=project),
        make.line(company.service, office, "300.00"),
    )


# --- The worked table of docs/rules/adjustments.md --------------------------------------------------------------------

WORKED = Figures(
    appropriated=[Decimal(100)] * 12,
    committed=[Decimal(250 if month == 3 else 600 if month == 11 else 0) for month in range(1, 13)],
    actual=[Decimal(80 if month == 1 else 30 if month == 5 else 0) for month in range(1, 13)],
)


@pytest.mark.parametrize(
    ("month", "spent", "taken", "through"), [(1, 20, 0, 3), (5, 190, 140, 5), (9, 190, 140, 11), (12, 290, 240, 12)]
)
def test_what_may_be_spent_and_what_may_be_taken(month, spent, taken, through):
    policy = Policy("YEAR_TO_DATE", "STOP", tolerance_amount=Decimal(50))

    def judged(column, amount):
        change = Figures()
        change.column(column)[month - 1] = Decimal(amount)
        (verdict,) = control.judge(policy, WORKED, change, {month: Decimal(0)})
        return verdict

    assert judged("committed", spent).short == 0
    assert judged("committed", Decimal(spent) + Decimal("0.01")).short == Decimal("0.01")
    if taken:
        assert judged("appropriated", -taken).short == 0
    over = judged("appropriated", -Decimal(taken) - Decimal("0.01"))
    assert (over.outcome, over.through, over.takes) == ("STOP", through, True)


@pytest.mark.rule("LED-05")
def test_an_override_lends_nothing_to_a_cut():
    change = Figures()
    change.appropriated[11] = Decimal(-300)

    (verdict,) = control.judge(Policy("YEAR", "WARN"), WORKED, change, {12: Decimal(1000)})

    assert (verdict.outcome, verdict.short, verdict.allowance) == ("STOP", Decimal(60), Decimal(0))
