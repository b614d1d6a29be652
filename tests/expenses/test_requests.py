"""Spend requests: hold, change, end (EXP-01)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from approvals.errors import AlreadyDecided
from approvals.models import Case
from budgets.errors import InsufficientBudget, PeriodClosed
from budgets.models import LedgerEntry
from core.errors import InvalidInput, NotAllowed, ReasonMissing, StaleDocument, WrongState
from core.models import AuditEvent, Job
from expenses.errors import (
    AmountOutOfRange,
    CategoryNotUsable,
    DatesReversed,
    DepartmentNotUsable,
    NoLines,
    RequestHasClaims,
)
from expenses.models import SpendRequest
from expenses.services import requests
from tests.factories import budgets
from tests.factories import expenses as make
from tests.factories.expenses import AT, TODAY
from tests.factories.organization import actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("manager", "finance_officer", "division_manager", "gm")]


def world():
    """Everything a refused step must leave alone."""
    return (
        list(SpendRequest.objects.order_by("pk").values()),
        LedgerEntry.objects.count(),
        AuditEvent.objects.count(),
        Job.objects.count(),
        Case.objects.count(),
    )


@pytest.mark.rule("EXP-01")
@pytest.mark.rule("LED-05b")
def test_submitting_holds_the_estimates(owner, company, travel):
    request = make.draft_request(owner, make.request_line(travel, "10500.00"))
    assert make.figures(company.service, travel) == (0, 0)

    request = requests.submit_request(request_id=request.pk, actor=actor_of(owner), at=AT)

    assert request.state == "IN_REVIEW"
    assert request.outcome == "WITHIN"
    assert make.figures(company.service, travel) == (Decimal("10500.00"), 0)
    assert make.held(request) == make.open_commitment(request) == Decimal("10500.00")
    assert [person.name for person in make.deciders(request)] == ["马国强"]


@pytest.mark.rule("GEN-03")
def test_the_number_is_taken_at_the_first_submission_and_kept(owner, travel):
    request = make.submitted_request(owner, make.request_line(travel))
    requests.withdraw_request(request_id=request.pk, actor=actor_of(owner), at=AT)

    again = requests.submit_request(request_id=request.pk, actor=actor_of(owner), at=AT)
    other = make.submitted_request(owner, make.request_line(travel))

    assert (again.number, other.number) == ("REQ-2026-0001", "REQ-2026-0002")
    assert LedgerEntry.objects.filter(source_label__startswith="REQ-2026-0001 ").exists()


@pytest.mark.rule("LED-05b")
@pytest.mark.parametrize("verdict", ["RETURN", "REJECT"])
def test_returning_and_rejecting_release_the_hold(owner, company, travel, verdict):
    request = make.submitted_request(owner, make.request_line(travel, "10500.00"))

    make.decide(request, verdict)

    request = SpendRequest.objects.get(pk=request.pk)
    assert request.state == {"RETURN": "RETURNED", "REJECT": "REJECTED"}[verdict]
    assert make.figures(company.service, travel) == (0, 0)
    assert make.held(request) == 0


@pytest.mark.rule("EXP-04")
def test_the_route_is_manager_then_finance_and_more_above_the_limits(owner, company, travel):
    budgets.appropriate(company.service, travel, {2: "900000.00"})

    small = make.submitted_request(owner, make.request_line(travel, "49999.99"))
    medium = make.submitted_request(owner, make.request_line(travel, "50000.00"))
    large = make.submitted_request(owner, make.request_line(travel, "200000.00"))

    assert [p.name for p in make.approve(small)] == ["马国强", "王静"]
    assert [p.name for p in make.approve(medium)] == ["马国强", "李敏", "王静"]
    assert [p.name for p in make.approve(large)] == ["马国强", "李敏", "王静", "陈立新"]


@pytest.mark.rule("LED-05")
@pytest.mark.rule("EXP-04")
def test_over_budget_escalates_to_the_general_manager_where_the_policy_says_so(owner, company, year):
    category = budgets.leaf_category(action="ESCALATE")
    budgets.appropriate(company.service, category, {1: "50.00"})

    request = make.submitted_request(owner, make.request_line(category, "80.00"))

    assert request.outcome == "ESCALATE"
    assert make.case_of(request).facts["flags"] == ["escalated", "over_budget"]
    assert [p.name for p in make.approve(request)] == ["马国强", "王静", "陈立新"]


@pytest.mark.rule("LED-05")
@pytest.mark.parametrize(("action", "flags"), [("WARN", ["over_budget"]), ("RECORD", ["over_budget"])])
def test_over_budget_goes_on_flagged_where_the_policy_only_warns(owner, company, year, action, flags):
    category = budgets.leaf_category(action=action)

    request = make.submitted_request(owner, make.request_line(category, "80.00"))

    assert request.outcome == action
    assert make.case_of(request).facts["flags"] == flags


@pytest.mark.rule("LED-05")
@pytest.mark.rule("LED-09")
def test_over_budget_is_stopped_and_nothing_is_done(owner, travel):
    request = make.draft_request(owner, make.request_line(travel, "20000.01"))
    before = world()

    with pytest.raises(InsufficientBudget) as refused:
        requests.submit_request(request_id=request.pk, actor=actor_of(owner), at=AT)

    assert refused.value.params["short"] == "0.01"
    assert world() == before


@pytest.mark.rule("GEN-04")
def test_a_request_is_submitted_once(owner, company, travel):
    request = make.submitted_request(owner, make.request_line(travel))
    before = world()

    with pytest.raises(WrongState):
        requests.submit_request(request_id=request.pk, actor=actor_of(owner), at=AT)

    assert world() == before
    assert make.figures(company.service, travel) == (Decimal("100.00"), 0)


@pytest.mark.rule("GEN-04")
def test_a_stale_page_changes_nothing(owner, travel):
    request = make.draft_request(owner, make.request_line(travel))
    draft = make.request_draft(owner.department, make.request_line(travel, "200.00"))
    requests.change_request(request_id=request.pk, draft=draft, version=1, actor=actor_of(owner), at=AT)
    before = world()

    with pytest.raises(StaleDocument):
        requests.change_request(request_id=request.pk, draft=draft, version=1, actor=actor_of(owner), at=AT)
    with pytest.raises(StaleDocument):
        requests.submit_request(request_id=request.pk, actor=actor_of(owner), at=AT, version=1)

    assert world() == before


def test_nobody_else_touches_a_request(owner, manager, outsider, travel):
    request = make.draft_request(owner, make.request_line(travel))
    draft = make.request_draft(owner.department, make.request_line(travel, "200.00"))
    before = world()

    for stranger in (manager, outsider):
        with pytest.raises(NotAllowed):
            requests.submit_request(request_id=request.pk, actor=actor_of(stranger), at=AT)
        with pytest.raises(NotAllowed):
            requests.change_request(request_id=request.pk, draft=draft, version=1, actor=actor_of(stranger), at=AT)
        with pytest.raises(NotAllowed):
            requests.cancel_request(request_id=request.pk, reason="不用了", actor=actor_of(stranger), at=AT)

    assert world() == before


@pytest.mark.parametrize("amount", ["0", "-5.00", "1.001", "9" * 30, "NaN", "Infinity"])
def test_senseless_amounts_are_refused(owner, travel, amount):
    before = world()

    with pytest.raises(AmountOutOfRange):
        make.draft_request(owner, make.request_line(travel, amount))

    assert world() == before


@pytest.mark.rule("BUD-03")
def test_retired_groups_and_unknown_categories_are_refused(owner, travel, year):
    group = budgets.leaf_category()
    budgets.leaf_category(parent=group)
    reserve = budgets.leaf_category(kind="CONTINGENCY")
    retired = budgets.leaf_category(retired_at=AT)
    before = world()

    for category in (group, reserve, retired):
        with pytest.raises(CategoryNotUsable):
            make.draft_request(owner, make.request_line(category))
    gone = budgets.leaf_category()
    line = make.request_line(gone)
    gone.delete()
    with pytest.raises(InvalidInput):
        make.draft_request(owner, line)

    assert world() == before


@pytest.mark.rule("BUD-03")
def test_a_category_retired_after_the_draft_stops_the_submission(owner, travel):
    request = make.draft_request(owner, make.request_line(travel))
    travel.retired_at = AT
    travel.save()
    before = world()

    with pytest.raises(CategoryNotUsable):
        requests.submit_request(request_id=request.pk, actor=actor_of(owner), at=AT)

    assert world() == before


def test_a_request_without_lines_stays_a_draft(owner, travel):
    request = make.draft_request(owner)
    before = world()

    with pytest.raises(NoLines):
        requests.submit_request(request_id=request.pk, actor=actor_of(owner), at=AT)

    assert world() == before


def test_a_request_is_made_for_ones_own_department(owner, company, travel):
    before = world()

    with pytest.raises(DepartmentNotUsable):
        requests.create_request(
            draft=make.request_draft(company.other, make.request_line(travel)), actor=actor_of(owner), at=AT
        )

    assert world() == before


def test_the_last_day_follows_the_expected_one_and_is_not_past(owner, travel):
    with pytest.raises(DatesReversed):
        make.draft_request(owner, make.request_line(travel), end_date=TODAY - timedelta(days=1))
    old = make.draft_request(
        owner, make.request_line(travel), expected_date=TODAY - timedelta(days=9), end_date=TODAY - timedelta(days=1)
    )

    with pytest.raises(DatesReversed):
        requests.submit_request(request_id=old.pk, actor=actor_of(owner), at=AT)


@pytest.mark.rule("LED-04")
def test_a_request_for_a_closed_month_holds_in_the_current_one(owner, travel):
    budgets.close(8)

    request = make.submitted_request(owner, make.request_line(travel), expected_date=TODAY - timedelta(days=30))

    assert str(request.lines.get().held_period) == "2026-09"


@pytest.mark.rule("LED-04")
def test_without_an_open_month_nothing_is_held(owner, travel):
    for month in range(1, 13):
        budgets.close(month)
    request = make.draft_request(owner, make.request_line(travel))
    before = world()

    with pytest.raises(PeriodClosed):
        requests.submit_request(request_id=request.pk, actor=actor_of(owner), at=AT)

    assert world() == before


@pytest.mark.rule("LED-05b")
@pytest.mark.rule("APR-10")
def test_a_request_changed_in_review_counts_only_its_net_increase(owner, company, travel):
    request = make.submitted_request(owner, make.request_line(travel, "15000.00"))
    line = request.lines.get()
    draft = make.request_draft(owner.department, make.request_line(travel, "20000.00", line_id=line.pk))

    requests.change_request(request_id=request.pk, draft=draft, version=request.version, actor=actor_of(owner), at=AT)

    assert make.figures(company.service, travel) == (Decimal("20000.00"), 0)
    assert [entry.amount for entry in LedgerEntry.objects.filter(source_kind="spend_request").order_by("pk")] == [
        Decimal("15000.00"),
        Decimal("5000.00"),
    ]
    assert make.case_of(request).round == 2


@pytest.mark.rule("LED-05b")
def test_a_change_in_review_that_goes_too_far_changes_nothing(owner, travel):
    request = make.submitted_request(owner, make.request_line(travel, "15000.00"))
    draft = make.request_draft(owner.department, make.request_line(travel, "20000.01"))
    before = world()

    with pytest.raises(InsufficientBudget):
        requests.change_request(
            request_id=request.pk, draft=draft, version=request.version, actor=actor_of(owner), at=AT
        )

    assert world() == before
    assert request.lines.get().held == Decimal("15000.00")


@pytest.mark.rule("LED-05b")
def test_a_line_moved_to_another_category_in_review_moves_its_hold(owner, company, travel, freight):
    request = make.submitted_request(owner, make.request_line(travel, "3000.00"))
    line = request.lines.get()
    draft = make.request_draft(owner.department, make.request_line(freight, "3000.00", line_id=line.pk))

    requests.change_request(request_id=request.pk, draft=draft, version=request.version, actor=actor_of(owner), at=AT)

    assert make.figures(company.service, travel) == (0, 0)
    assert make.figures(company.service, freight) == (Decimal("3000.00"), 0)


@pytest.mark.rule("APR-09")
def test_withdrawing_ends_with_the_first_decision(owner, travel):
    request = make.submitted_request(owner, make.request_line(travel))
    make.decide(request, "APPROVE")
    before = world()

    with pytest.raises(AlreadyDecided):
        requests.withdraw_request(request_id=request.pk, actor=actor_of(owner), at=AT)

    assert world() == before


@pytest.mark.rule("EXP-01")
@pytest.mark.rule("GEN-06")
def test_closing_and_cancelling_release_what_is_held(owner, finance_officer, company, travel):
    closed = make.approved_request(owner, make.request_line(travel, "300.00"))
    stale = make.approved_request(owner, make.request_line(travel, "200.00"))
    cancelled = make.approved_request(owner, make.request_line(travel, "100.00"))
    with pytest.raises(ReasonMissing):
        requests.cancel_request(request_id=cancelled.pk, reason="  ", actor=actor_of(owner), at=AT)
    with pytest.raises(ReasonMissing):
        requests.close_request(request_id=stale.pk, actor=actor_of(finance_officer), at=AT)

    requests.close_request(request_id=closed.pk, actor=actor_of(owner), at=AT)
    requests.close_request(request_id=stale.pk, actor=actor_of(finance_officer), at=AT, reason="久未使用")
    requests.cancel_request(request_id=cancelled.pk, reason="项目取消", actor=actor_of(owner), at=AT)

    assert list(SpendRequest.objects.order_by("pk").values_list("state", flat=True)) == [
        "CLOSED", "CLOSED", "CANCELLED",
    ]  # fmt: skip
    assert make.figures(company.service, travel) == (0, 0)


@pytest.mark.rule("GEN-14")
def test_a_request_with_a_claim_is_closed_not_cancelled(owner, travel):
    request = make.approved_request(owner, make.request_line(travel, "300.00"))
    make.submitted_claim(owner, make.claim_line(travel, "100.00"), request_id=request.pk)
    before = world()

    with pytest.raises(RequestHasClaims):
        requests.cancel_request(request_id=request.pk, reason="不用了", actor=actor_of(owner), at=AT)

    assert world() == before


@pytest.mark.rule("LED-04")
def test_what_is_held_in_a_month_closed_since_is_released_in_the_current_one(owner, company, travel):
    request = make.approved_request(owner, make.request_line(travel, "300.00"))
    budgets.close(9)

    requests.close_request(request_id=request.pk, actor=actor_of(owner), at=make.later(days=20))

    assert make.figures(company.service, travel) == (0, 0)
    assert LedgerEntry.objects.get(kind="RELEASE").month == 10
