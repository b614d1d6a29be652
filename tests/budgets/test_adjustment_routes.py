"""Who decides on adjustments, and how they live and end (BUD-32)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from approvals.services import handing
from budgets.adjustment_errors import (
    AdjustmentDepartment,
    NotEnoughElsewhere,
)
from budgets.models import Adjustment, LedgerEntry
from budgets.services import adjustment_drafts, adjustments
from core import audit
from core.errors import NotAllowed, OwnDocument, StaleDocument, WrongState
from core.models import Notification
from tests.factories import adjustments as make
from tests.factories import budgets as money
from tests.factories import organization as cast
from tests.factories.organization import actor_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.rule("BUD-32"),
    pytest.mark.usefixtures("division_manager", "finance_manager", "gm"),
]


def granted(department, category):
    return money.key_of(department, category).appropriated


def entries(adjustment):
    return LedgerEntry.objects.filter(source_kind=adjustment.kind, source_id=adjustment.pk)


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


@pytest.mark.rule("GEN-09")
def test_managers_whose_budgets_changed_are_told(deputy, manager, other_manager, shared, run_jobs):
    made = make.approved(deputy, "TRANSFER", *shared)

    run_jobs()

    told = Notification.objects.filter(code="budget_adjustment.in_force", subject_id=made.pk)
    assert {notice.person_id for notice in told} == {manager.pk, other_manager.pk}
