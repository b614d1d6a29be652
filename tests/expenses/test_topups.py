"""Raising and cutting approved requests (EXP-01)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from budgets.errors import InsufficientBudget
from core.errors import NotAllowed, ReasonMissing, WrongState
from core.models import AuditEvent
from expenses.errors import (
    AmountOutOfRange,
    ChangeElsewhere,
    CutTooDeep,
    LineHasClaims,
    NothingToChange,
    RequestNotOpen,
    TopUpWaits,
)
from expenses.models import Claim, RequestChange, SpendRequest
from expenses.services import claims, requests, topups
from tests.expenses.test_requests import world
from tests.factories import budgets
from tests.factories import expenses as make
from tests.factories.expenses import AT
from tests.factories.organization import actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("manager", "finance_officer", "division_manager", "gm")]


def change(request, maker, amount, *, reason="材料涨价"):
    return topups.change_amounts(
        request_id=request.pk,
        amounts={request.lines.get().pk: Decimal(amount)},
        reason=reason,
        actor=actor_of(maker),
        at=AT,
    )


@pytest.mark.rule("EXP-01")
def test_a_cut_releases_at_once(owner, company, travel):
    request = make.approved_request(owner, make.request_line(travel, "1000.00"))

    changed = change(request, owner, "-300.00")

    assert (changed.state, changed.total) == ("APPROVED", Decimal("700.00"))
    assert make.figures(company.service, travel) == (Decimal("700.00"), 0)


@pytest.mark.rule("EXP-01")
@pytest.mark.parametrize(
    ("requested", "by", "state"),
    [
        ("1000.00", "200.00", "APPROVED"),
        ("1000.00", "200.01", "IN_REVIEW"),
        ("10000.00", "500.00", "APPROVED"),
        ("10000.00", "500.01", "IN_REVIEW"),
    ],
)
def test_a_top_up_within_the_tolerance_stands_and_a_larger_one_is_decided_anew(
    owner, company, travel, requested, by, state
):
    request = make.approved_request(owner, make.request_line(travel, requested))

    changed = change(request, owner, by)

    assert changed.state == state
    assert make.figures(company.service, travel) == (Decimal(requested) + Decimal(by), 0)
    if state == "IN_REVIEW":
        assert len(make.approve(request)) == 2
        again = SpendRequest.objects.get(pk=request.pk)
        assert (again.state, again.approved_total) == ("APPROVED", Decimal(requested) + Decimal(by))
        assert RequestChange.objects.get().state == "POSTED"


@pytest.mark.rule("EXP-01")
def test_small_top_ups_add_up_to_one_that_needs_an_approval(owner, travel):
    request = make.approved_request(owner, make.request_line(travel, "1000.00"))

    assert change(request, owner, "150.00").state == "APPROVED"
    assert change(request, owner, "150.00").state == "IN_REVIEW"


@pytest.mark.rule("LED-05b")
@pytest.mark.parametrize("how", ["RETURN", "REJECT", "withdraw"])
def test_a_top_up_not_granted_leaves_the_request_as_it_was(owner, company, travel, how):
    request = make.approved_request(owner, make.request_line(travel, "1000.00"))
    change(request, owner, "900.00")

    if how == "withdraw":
        requests.withdraw_request(request_id=request.pk, actor=actor_of(owner), at=AT)
    else:
        make.decide(request, how)

    kept = SpendRequest.objects.get(pk=request.pk)
    assert (kept.state, kept.total, make.held(kept)) == ("APPROVED", Decimal("1000.00"), Decimal("1000.00"))
    assert make.figures(company.service, travel) == (Decimal("1000.00"), 0)
    assert RequestChange.objects.get().state == "REFUSED"
    claim = make.submitted_claim(owner, make.claim_line(travel, "400.00"), request_id=request.pk)
    assert claim.state == "IN_REVIEW"


@pytest.mark.rule("EXP-01")
def test_while_a_top_up_waits_nothing_is_claimed_and_nothing_rewritten(owner, travel):
    request = make.approved_request(owner, make.request_line(travel, "1000.00"))
    change(request, owner, "900.00")
    claim = make.draft_claim(owner, make.claim_line(travel, "400.00"), request_id=request.pk)
    before = world()

    with pytest.raises(RequestNotOpen):
        claims.submit_claim(claim_id=claim.pk, actor=actor_of(owner), at=AT)
    with pytest.raises(TopUpWaits):
        requests.change_request(
            request_id=request.pk,
            draft=make.request_draft(owner.department, make.request_line(travel)),
            version=None,
            actor=actor_of(owner),
            at=AT,
        )
    with pytest.raises(WrongState):
        change(request, owner, "-100.00")

    assert world() == before


@pytest.mark.rule("EXP-01", "GEN-04")
def test_a_line_that_a_draft_claim_names_can_be_taken_away_and_one_claimed_on_stays(owner, travel):
    request = make.submitted_request(owner, make.request_line(travel, "1000.00"))
    claim = make.draft_claim(owner, make.claim_line(travel, "400.00"), request_id=request.pk)

    def rewrite():
        line = make.request_line(travel, "900.00", description="改签")
        draft = make.request_draft(owner.department, line)
        requests.change_request(request_id=request.pk, draft=draft, version=None, actor=actor_of(owner), at=AT)

    rewrite()

    assert [line.description for line in request.lines.all()] == ["改签"]
    assert claim.lines.get().request_line is None
    claim.lines.update(request_line=request.lines.get())
    Claim.objects.filter(pk=claim.pk).update(state="IN_REVIEW", number="EXP-2026-9001", submitted_at=AT)
    with pytest.raises(LineHasClaims, match="EXP-2026-9001"):
        rewrite()


@pytest.mark.rule("LED-05b")
def test_a_claim_returned_while_a_top_up_waits_gives_its_part_back(owner, company, travel):
    request = make.approved_request(owner, make.request_line(travel, "1000.00"))
    claim = make.submitted_claim(owner, make.claim_line(travel, "400.00"), request_id=request.pk)
    change(request, owner, "900.00")

    make.decide(claim, "RETURN")

    assert make.held(request) == make.open_commitment(request) == Decimal("1900.00")
    assert make.figures(company.service, travel) == (Decimal("1900.00"), 0)


@pytest.mark.rule("EXP-01")
def test_a_top_up_that_must_be_escalated_is_decided_anew(owner, company, year):
    category = budgets.leaf_category(action="ESCALATE")
    budgets.appropriate(company.service, category, {1: "1000.00"})
    request = make.approved_request(owner, make.request_line(category, "1000.00"))

    change(request, owner, "100.00")

    assert [person.name for person in make.approve(request)] == ["马国强", "王静", "陈立新"]


def test_senseless_changes_are_refused(owner, outsider, travel):
    request = make.approved_request(owner, make.request_line(travel, "1000.00"))
    make.submitted_claim(owner, make.claim_line(travel, "400.00"), request_id=request.pk)
    before = world()
    events = AuditEvent.objects.count()

    with pytest.raises(NothingToChange):
        change(request, owner, "0")
    with pytest.raises(AmountOutOfRange):
        change(request, owner, "9" * 30)
    with pytest.raises(AmountOutOfRange):
        change(request, owner, "1.005")
    with pytest.raises(CutTooDeep):
        change(request, owner, "-600.01")
    with pytest.raises(InsufficientBudget):
        change(request, owner, "19000.01")
    with pytest.raises(ReasonMissing):
        change(request, owner, "100.00", reason=" ")
    with pytest.raises(NotAllowed):
        change(request, outsider, "100.00")
    with pytest.raises(ChangeElsewhere):
        topups.change_amounts(
            request_id=request.pk, amounts={10**9: Decimal(1)}, reason="x", actor=actor_of(owner), at=AT
        )

    assert world() == before
    assert AuditEvent.objects.count() == events
