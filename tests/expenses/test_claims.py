"""Claims and invoices: hold, request, tolerance, final posting (EXP-02, EXP-06)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from budgets.errors import PeriodClosed
from budgets.models import Period
from core import thresholds
from expenses.errors import (
    RequestNeeded,
    RequestNotOpen,
    RequestUsedUp,
)
from expenses.models import Claim, SpendRequest
from expenses.services import claims, requests
from tests.expenses.claiming import world
from tests.factories import budgets
from tests.factories import expenses as make
from tests.factories.expenses import AT
from tests.factories.organization import actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("manager", "finance_officer", "division_manager", "gm")]


@pytest.mark.rule("EXP-02")
@pytest.mark.rule("LED-05b")
def test_submitting_a_claim_holds_its_total(owner, company, travel):
    claim = make.submitted_claim(owner, make.claim_line(travel, "1680.00"))

    assert (claim.state, claim.number, claim.outcome) == ("IN_REVIEW", "EXP-2026-0001", "WITHIN")
    assert make.figures(company.service, travel) == (Decimal("1680.00"), 0)
    assert make.held(claim) == make.open_commitment(claim) == Decimal("1680.00")


@pytest.mark.rule("EXP-06")
def test_final_approval_turns_the_hold_into_an_actual(owner, company, travel):
    claim = make.approved_claim(owner, make.claim_line(travel, "1680.00"))

    assert claim.state == "APPROVED"
    assert claim.posted_at == AT
    assert make.figures(company.service, travel) == (0, Decimal("1680.00"))
    assert make.held(claim) == 0


@pytest.mark.rule("EXP-06")
@pytest.mark.rule("LED-05b")
def test_a_claim_on_a_request_uses_its_hold_and_closes_a_request_for_one_claim(owner, company, travel):
    """The table of docs/rules/holding.md: request 10,500 → claim 9,860 → 640 released."""
    request = make.approved_request(owner, make.request_line(travel, "10500.00"), single_use=True)
    assert make.figures(company.service, travel) == (Decimal("10500.00"), 0)

    claim = make.submitted_claim(owner, make.claim_line(travel, "9860.00"), request_id=request.pk)
    assert make.figures(company.service, travel) == (Decimal("10500.00"), 0)
    assert (make.open_commitment(request), make.open_commitment(claim)) == (Decimal("640.00"), Decimal("9860.00"))

    make.approve(claim)
    assert make.figures(company.service, travel) == (0, Decimal("9860.00"))
    assert (make.open_commitment(request), make.open_commitment(claim)) == (0, 0)
    closed = SpendRequest.objects.get(pk=request.pk)
    assert (closed.state, make.held(closed)) == ("CLOSED", 0)


@pytest.mark.rule("EXP-02")
def test_a_request_is_claimed_in_parts_until_it_is_closed(owner, company, travel):
    request = make.approved_request(owner, make.request_line(travel, "10000.00"))

    make.approved_claim(owner, make.claim_line(travel, "4000.00"), request_id=request.pk)
    make.approved_claim(owner, make.claim_line(travel, "3500.00"), request_id=request.pk)

    line = request.lines.get()
    assert (line.used, line.held) == (Decimal("7500.00"), Decimal("2500.00"))
    assert make.figures(company.service, travel) == (Decimal("2500.00"), Decimal("7500.00"))
    requests.close_request(request_id=request.pk, actor=actor_of(owner), at=AT)
    assert make.figures(company.service, travel) == (0, Decimal("7500.00"))


@pytest.mark.rule("EXP-02")
def test_a_claim_uses_its_request_though_nothing_else_is_left(owner, company, travel):
    request = make.approved_request(owner, make.request_line(travel, "20000.00"))

    claim = make.submitted_claim(owner, make.claim_line(travel, "20000.00"), request_id=request.pk)

    assert claim.outcome == "WITHIN"
    assert make.figures(company.service, travel) == (Decimal("20000.00"), 0)


@pytest.mark.rule("EXP-02")
@pytest.mark.parametrize(
    ("requested", "claimed", "flagged"),
    [
        ("1000.00", "1200.00", False),  # 200 is tolerated
        ("1000.00", "1200.01", True),
        ("10000.00", "10500.00", False),  # 5 % is tolerated
        ("10000.00", "10500.01", True),
    ],
)
def test_a_claim_above_its_request_by_more_than_the_tolerance_needs_one_more_approval(
    owner, travel, requested, claimed, flagged
):
    request = make.approved_request(owner, make.request_line(travel, requested))

    claim = make.submitted_claim(owner, make.claim_line(travel, claimed), request_id=request.pk)

    assert claim.is_above_request is flagged
    agreed = [person.name for person in make.approve(claim)]
    assert agreed == (["马国强", "李敏", "王静"] if flagged else ["马国强", "王静"])


@pytest.mark.rule("EXP-02")
def test_the_tolerance_counts_all_claims_on_the_request(owner, travel):
    request = make.approved_request(owner, make.request_line(travel, "1000.00"))
    first = make.submitted_claim(owner, make.claim_line(travel, "700.00"), request_id=request.pk)

    second = make.submitted_claim(owner, make.claim_line(travel, "500.01"), request_id=request.pk)

    assert (first.is_above_request, second.is_above_request) == (False, True)


@pytest.mark.rule("EXP-02")
def test_the_tolerance_is_what_finance_set_for_the_day(owner, travel, finance_officer):
    in_a_week = make.TODAY + timedelta(days=7)
    tolerance = {"share": (Decimal(0),), "amount": (Decimal(0),)}
    thresholds.set_value(
        code="request_tolerance", since=in_a_week, is_on=True, figures=tolerance, actor=actor_of(finance_officer), at=AT
    )
    request = make.approved_request(owner, make.request_line(travel, "1000.00"))

    before = make.submitted_claim(owner, make.claim_line(travel, "1000.01"), request_id=request.pk)
    claims.withdraw_claim(claim_id=before.pk, actor=actor_of(owner), at=AT)
    after = claims.submit_claim(claim_id=before.pk, actor=actor_of(owner), at=make.later(days=7))

    assert (before.is_above_request, after.is_above_request) == (False, True)


@pytest.mark.rule("EXP-02")
def test_some_categories_are_claimed_on_a_request_only(owner, company, travel):
    travel.needs_request = True
    travel.save()
    bare = make.draft_claim(owner, make.claim_line(travel))
    before = world()

    with pytest.raises(RequestNeeded):
        claims.submit_claim(claim_id=bare.pk, actor=actor_of(owner), at=AT)

    assert world() == before
    request = make.approved_request(owner, make.request_line(travel, "100.00"))
    assert make.submitted_claim(owner, make.claim_line(travel), request_id=request.pk).state == "IN_REVIEW"


@pytest.mark.rule("EXP-01")
def test_a_request_for_one_claim_takes_one(owner, travel):
    request = make.approved_request(owner, make.request_line(travel, "1000.00"), single_use=True)
    make.submitted_claim(owner, make.claim_line(travel, "400.00"), request_id=request.pk)
    second = make.draft_claim(owner, make.claim_line(travel, "400.00"), request_id=request.pk)
    before = world()

    with pytest.raises(RequestUsedUp):
        claims.submit_claim(claim_id=second.pk, actor=actor_of(owner), at=AT)

    assert world() == before


@pytest.mark.rule("EXP-01")
@pytest.mark.parametrize("how", ["not approved", "closed", "ended"])
def test_claims_stand_on_open_requests_only(owner, travel, how):
    maker = make.submitted_request if how == "not approved" else make.approved_request
    request = maker(owner, make.request_line(travel, "1000.00"))
    if how == "closed":
        requests.close_request(request_id=request.pk, actor=actor_of(owner), at=AT)
    at = make.later(days=40) if how == "ended" else AT
    claim = make.draft_claim(owner, make.claim_line(travel, "400.00"), request_id=request.pk)
    before = world()

    with pytest.raises(RequestNotOpen):
        claims.submit_claim(claim_id=claim.pk, actor=actor_of(owner), at=at)

    assert world() == before


@pytest.mark.rule("LED-05b")
@pytest.mark.parametrize("how", ["RETURN", "REJECT", "withdraw"])
def test_what_came_from_a_request_goes_back_to_it(owner, company, travel, how):
    request = make.approved_request(owner, make.request_line(travel, "1000.00"))
    claim = make.submitted_claim(owner, make.claim_line(travel, "1100.00"), request_id=request.pk)
    assert make.figures(company.service, travel) == (Decimal("1100.00"), 0)

    if how == "withdraw":
        claims.withdraw_claim(claim_id=claim.pk, actor=actor_of(owner), at=AT)
    else:
        make.decide(claim, how)

    line = request.lines.get()
    assert (line.held, line.used) == (Decimal("1000.00"), 0)
    assert make.figures(company.service, travel) == (Decimal("1000.00"), 0)
    assert (make.open_commitment(request), make.open_commitment(claim)) == (Decimal("1000.00"), 0)


@pytest.mark.rule("LED-05b")
def test_nothing_goes_back_to_a_request_that_was_closed_meanwhile(owner, company, travel):
    request = make.approved_request(owner, make.request_line(travel, "1000.00"))
    claim = make.submitted_claim(owner, make.claim_line(travel, "600.00"), request_id=request.pk)
    requests.close_request(request_id=request.pk, actor=actor_of(owner), at=AT)

    make.decide(claim, "REJECT")

    assert make.figures(company.service, travel) == (0, 0)


@pytest.mark.rule("LED-05b")
def test_giving_back_never_needs_budget(owner, company, travel):
    """A hold does not come back into an earlier month than it left, where others have spent meanwhile."""
    monthly = budgets.leaf_category(name_zh="月控")
    budgets.appropriate(company.service, monthly, {8: "1000.00", 9: "1000.00"})
    request = make.approved_request(
        owner, make.request_line(monthly, "1000.00"), expected_date=date(2026, 8, 20), end_date=date(2026, 12, 1)
    )
    claim = make.submitted_claim(
        owner, make.claim_line(monthly, "1000.00", expense_date=date(2026, 9, 2)), request_id=request.pk
    )
    make.approved_claim(owner, make.claim_line(monthly, "1000.00", expense_date=date(2026, 8, 21)))

    make.decide(claim, "RETURN")

    assert str(request.lines.get().held_period) == "2026-09"
    assert make.figures(company.service, monthly) == (Decimal("1000.00"), Decimal("1000.00"))


@pytest.mark.rule("LED-05b")
@pytest.mark.rule("APR-10")
def test_a_claim_changed_in_review_counts_only_its_net_increase(owner, company, travel):
    claim = make.submitted_claim(owner, make.claim_line(travel, "15000.00"))
    line = claim.lines.get()
    draft = make.claim_draft(owner.department, make.claim_line(travel, "20000.00", line_id=line.pk))

    claims.change_claim(claim_id=claim.pk, draft=draft, version=claim.version, actor=actor_of(owner), at=AT)

    assert make.figures(company.service, travel) == (Decimal("20000.00"), 0)
    assert make.case_of(claim).round == 2
    make.approve(claim)
    assert make.figures(company.service, travel) == (0, Decimal("20000.00"))


@pytest.mark.rule("LED-05b")
def test_a_claim_on_a_request_changed_in_review_keeps_both_holds_right(owner, company, travel):
    request = make.approved_request(owner, make.request_line(travel, "1000.00"))
    claim = make.submitted_claim(owner, make.claim_line(travel, "600.00"), request_id=request.pk)
    line = claim.lines.get()
    draft = make.claim_draft(
        owner.department, make.claim_line(travel, "900.00", line_id=line.pk), request_id=request.pk
    )

    claims.change_claim(claim_id=claim.pk, draft=draft, version=claim.version, actor=actor_of(owner), at=AT)

    assert (make.open_commitment(request), make.open_commitment(claim)) == (Decimal("100.00"), Decimal("900.00"))
    assert make.figures(company.service, travel) == (Decimal("1000.00"), 0)


@pytest.mark.rule("EXP-06")
def test_a_final_approval_that_cannot_be_posted_is_not_kept(owner, finance_officer, company, travel):
    """Books in which every month was closed over a hold, as the services do not close them: nothing can be posted."""
    claim = make.submitted_claim(owner, make.claim_line(travel, "600.00"))
    make.decide(claim, "APPROVE")
    budgets.open_year(2027)
    Period.objects.filter(fiscal_year__year=2026).update(state="CLOSED")
    before = world()

    with pytest.raises(PeriodClosed):
        make.decide(claim, "APPROVE", at=make.later(days=150))

    assert world() == before
    assert Claim.objects.get(pk=claim.pk).state == "IN_REVIEW"
    assert make.figures(company.service, travel) == (Decimal("600.00"), 0)
