"""Adjustments: the document by which approved money moves (BUD-32, BUD-33)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from approvals.services import handing
from budgets.adjustment_errors import (
    AdjustmentAmount,
    AdjustmentCategory,
    AdjustmentClosedDepartment,
    AdjustmentDepartment,
    AdjustmentIncomplete,
    AdjustmentMonthClosed,
    AdjustmentOtherYear,
    AdjustmentYearNotOpen,
    NotEnoughElsewhere,
    NotEnoughOnProject,
)
from budgets.choices import EntryKind
from budgets.errors import InsufficientBudget
from budgets.models import Adjustment, LedgerEntry
from budgets.services import adjustment_drafts, adjustments
from core import attachments, audit
from core.errors import NotAllowed, OwnDocument, StaleDocument, WrongState
from core.models import Notification
from organization.choices import DepartmentStatus
from tests.factories import adjustments as make
from tests.factories import budgets as money
from tests.factories import organization as cast
from tests.factories.organization import actor_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.rule("BUD-32"),
    pytest.mark.usefixtures("division_manager", "finance_manager", "gm"),
]


@pytest.fixture
def year(db):
    return money.open_year(2026)


@pytest.fixture
def other_manager(company):
    made = cast.member(company.other, "department_manager", name_zh="何平")
    cast.put_in_charge(company.other, made)
    return made


@pytest.fixture
def group(year):
    return money.leaf_category("间接费用")


@pytest.fixture
def power(group, company):
    """1,000 a month for service."""
    category = money.leaf_category("水电", parent=group)
    money.appropriate(company.service, category, per_month="1000.00")
    return category


@pytest.fixture
def office(group, company):
    """500 a month for service, in the same group."""
    category = money.leaf_category("办公费", parent=group)
    money.appropriate(company.service, category, per_month="500.00")
    return category


@pytest.fixture
def travel(year, company):
    """2,000 a month for service and for the other department."""
    category = money.leaf_category("出差费用")
    money.appropriate(company.service, category, per_month="2000.00")
    money.appropriate(company.other, category, per_month="2000.00")
    return category


@pytest.fixture
def reserve(year, company):
    """1,000 in September."""
    category = money.leaf_category("应急预算", kind="CONTINGENCY")
    money.appropriate(company.service, category, {9: "1000.00"})
    return category


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
    assert "开放" in str(refused.value)


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


# --- Who decides ------------------------------------------------------------------------------------------------------


@pytest.mark.rule("APR-03")
def test_a_small_transfer_inside_one_group_ends_with_finance(manager, company, power, office):
    made = make.submitted(
        manager,
        "TRANSFER",
        make.line(company.service, power, "-800.00"),
        make.line(company.service, office, "800.00"),
    )

    assert [person.name for person in make.approve(made)] == ["李敏", "赵文"]


@pytest.mark.rule("APR-03")
def test_a_large_transfer_inside_one_group_goes_to_the_general_manager(manager, company, power, office):
    money.appropriate(company.service, power, {9: "60000.00"})
    made = make.submitted(
        manager,
        "TRANSFER",
        make.line(company.service, power, "-50000.00"),
        make.line(company.service, office, "50000.00"),
    )

    assert [person.name for person in make.approve(made)] == ["李敏", "赵文", "陈立新"]


@pytest.mark.rule("APR-03")
def test_a_small_transfer_between_groups_goes_to_the_general_manager(manager, company, power, travel):
    made = make.submitted(
        manager,
        "TRANSFER",
        make.line(company.service, power, "-80.00"),
        make.line(company.service, travel, "80.00"),
    )

    assert [person.name for person in make.approve(made)] == ["李敏", "赵文", "陈立新"]


@pytest.fixture
def deputy(company):
    """Makes service's budgets without managing it."""
    return cast.member(company.service, "deputy_manager", name_zh="方伟")


@pytest.fixture
def shared(company, travel):
    """Lines that take 400 from the other department for service."""
    return (make.line(company.other, travel, "-400.00"), make.line(company.service, travel, "400.00"))


def test_a_transfer_between_departments_needs_both_managers(deputy, manager, other_manager, shared):
    made = make.submitted(deputy, "TRANSFER", *shared)

    assert [person.name for person in make.approve(made)] == ["马国强", "何平", "赵文", "陈立新"]


@pytest.mark.rule("ORG-06")
def test_a_maker_who_manages_both_never_decides(division_manager, manager, other_manager, shared, company):
    cast.put_in_charge(company.other, division_manager)
    made = make.submitted(division_manager, "TRANSFER", *shared, department=company.service)

    agreed = make.approve(made)

    assert division_manager.pk not in {person.pk for person in agreed}
    assert [person.name for person in agreed] == ["马国强", "陈立新", "赵文", "陈立新"]


@pytest.mark.rule("APR-11")
def test_without_anybody_for_the_other_department_it_stops(deputy, manager, gm, division_manager, shared, company):
    """Nobody manages the other department or stands above it: nothing passes by itself, until somebody is found."""
    for department in (company.other, company.division, company.company):
        department.manager = None
        department.save(update_fields=("manager",))
    made = make.submitted(deputy, "TRANSFER", *shared)
    make.decide(made, "APPROVE")

    assert make.waiting(made) == []
    assert make.case_of(made).state == "RUNNING"
    cast.put_in_charge(company.other, division_manager)
    handing.resume_stuck(at=make.AT)
    assert [person.name for person in make.waiting(made)] == ["李敏"]


@pytest.mark.rule("ORG-06")
def test_whoever_changed_it_does_not_decide(deputy, manager, company, travel):
    made = make.draft(deputy, "SUPPLEMENT", make.line(company.service, travel, "100.00"))
    adjustment_drafts.change_adjustment(
        adjustment_id=made.pk,
        draft=make.draft_input(company.service, "SUPPLEMENT", make.line(company.service, travel, "90.00")),
        version=None,
        actor=actor_of(manager),
        at=make.AT,
    )

    make.submit(made, deputy)

    assert [person.name for person in make.waiting(made)] == ["李敏"]


def test_an_own_document_is_refused_even_with_a_task(manager, deputy, company, travel):
    made = make.submitted(deputy, "SUPPLEMENT", make.line(company.service, travel, "100.00"))
    Adjustment.objects.filter(pk=made.pk).update(created_by=manager)

    with pytest.raises(OwnDocument):
        make.decide(made, "APPROVE", person=manager)


# --- Life -------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("APR-09")
def test_it_is_withdrawn_returned_changed_and_submitted_again(manager, company, travel):
    made = make.submitted(manager, "SUPPLEMENT", make.line(company.service, travel, "100.00"))
    adjustments.withdraw_adjustment(adjustment_id=made.pk, actor=actor_of(manager), at=make.AT)
    make.submit(made, manager)
    make.decide(made, "RETURN")
    returned = Adjustment.objects.get(pk=made.pk)
    changed = adjustment_drafts.change_adjustment(
        adjustment_id=made.pk,
        draft=make.draft_input(company.service, "SUPPLEMENT", make.line(company.service, travel, "80.00")),
        version=returned.version,
        actor=actor_of(manager),
        at=make.AT,
    )

    assert (returned.state, changed.total, changed.number) == ("RETURNED", Decimal("80.00"), "ADJ-2026-0001")
    make.submit(made, manager)
    make.approve(made)
    assert granted(company.service, travel) == Decimal("24080.00")
    codes = [event.code for event in audit.events_of(kind=made.kind, document_id=made.pk)]
    assert codes.count("budget_adjustment.submit") == 3
    assert all(audit.sentence(code) != code for code in codes)


def test_a_rejected_one_is_over_and_posts_nothing(manager, company, travel):
    made = make.submitted(manager, "SUPPLEMENT", make.line(company.service, travel, "100.00"))

    make.decide(made, "REJECT", reason="理由不充分")

    assert Adjustment.objects.get(pk=made.pk).state == "REJECTED"
    assert not entries(made).exists()
    with pytest.raises(WrongState):
        make.submit(made, manager)


@pytest.mark.rule("GEN-14")
def test_a_draft_is_given_up_with_a_reason_and_stays(manager, company, travel):
    made = make.draft(manager, "SUPPLEMENT", make.line(company.service, travel, "100.00"))

    adjustment_drafts.cancel_adjustment(adjustment_id=made.pk, reason="不再需要", actor=actor_of(manager), at=make.AT)

    assert Adjustment.objects.get(pk=made.pk).state == "CANCELLED"


@pytest.mark.rule("GEN-04")
def test_a_stale_page_changes_nothing(manager, company, travel):
    made = make.draft(manager, "SUPPLEMENT", make.line(company.service, travel, "100.00"))
    given = make.draft_input(company.service, "SUPPLEMENT", make.line(company.service, travel, "80.00"))

    with pytest.raises(StaleDocument):
        adjustment_drafts.change_adjustment(
            adjustment_id=made.pk, draft=given, version=made.version + 1, actor=actor_of(manager), at=make.AT
        )
    with pytest.raises(StaleDocument):
        adjustments.submit_adjustment(
            adjustment_id=made.pk, version=made.version + 1, actor=actor_of(manager), at=make.AT
        )

    assert Adjustment.objects.get(pk=made.pk).total == Decimal("100.00")


def test_only_whoever_makes_the_departments_budgets_makes_its_adjustments(
    owner, manager, other_manager, outsider, company, travel
):
    for person in (owner, other_manager):
        with pytest.raises(AdjustmentDepartment):
            make.draft(person, "SUPPLEMENT", make.line(company.service, travel, "1.00"), department=company.service)
    made = make.draft(manager, "SUPPLEMENT", make.line(company.service, travel, "1.00"))
    for person in (owner, other_manager, outsider):
        with pytest.raises(NotAllowed):
            make.submit(made, person)

    assert Adjustment.objects.get(pk=made.pk).state == "DRAFT"


@pytest.mark.rule("GEN-10")
def test_figures_of_a_department_one_does_not_see_stay_its_own(manager, other_manager, company, travel):
    money.post(money.posting(company.other, travel, 9, "17900.00"))

    with pytest.raises(NotEnoughElsewhere) as refused:
        make.submitted(
            manager,
            "TRANSFER",
            make.line(company.other, travel, "-400.00"),
            make.line(company.service, travel, "400.00"),
        )

    assert "100" not in str(refused.value)
    assert set(refused.value.params) == {"department", "category"}


@pytest.mark.rule("GEN-10")
def test_who_sees_an_adjustment(manager, owner, outsider, other_manager, finance_officer, shared, company, travel):
    from budgets.selectors.adjustments import adjustments_visible_to

    def seen(person):
        return set(adjustments_visible_to(actor_of(person)).values_list("pk", flat=True))

    draft = make.draft(manager, "TRANSFER", *shared)
    assert draft.pk in seen(manager) & seen(owner) & seen(finance_officer)
    assert draft.pk not in seen(other_manager) | seen(outsider)
    make.submit(draft, manager)
    assert draft.pk in seen(other_manager)


def test_missing_papers_are_flagged_to_every_decider(manager, company, travel, tmp_path):
    from django.core.files.uploadedfile import SimpleUploadedFile

    made = make.submitted(manager, "SUPPLEMENT", make.line(company.service, travel, "100.00"))
    assert "no_papers" in make.case_of(made).facts["flags"]

    adjustments.withdraw_adjustment(adjustment_id=made.pk, actor=actor_of(manager), at=make.AT)
    pdf = SimpleUploadedFile("依据.pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n")
    attachments.attach(
        kind=made.kind, document_id=made.pk, file=pdf, name="依据.pdf", actor=actor_of(manager), at=make.AT
    )
    make.submit(made, manager)

    assert "no_papers" not in make.case_of(made).facts["flags"]


@pytest.mark.rule("GEN-09")
def test_managers_whose_budgets_changed_are_told(deputy, manager, other_manager, shared, run_jobs):
    made = make.approved(deputy, "TRANSFER", *shared)

    run_jobs()

    told = Notification.objects.filter(code="budget_adjustment.in_force", subject_id=made.pk)
    assert {notice.person_id for notice in told} == {manager.pk, other_manager.pk}
