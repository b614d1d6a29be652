"""Lines of claims against the estimates of their request (EXP-02)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from expenses.services import claims, topups
from tests.factories import budgets
from tests.factories import expenses as make
from tests.factories.expenses import AT, TODAY
from tests.factories.organization import actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("manager", "finance_officer", "division_manager", "gm")]


# --- Several estimates, one line


@pytest.mark.rule("EXP-02", "LED-05b")
def test_one_line_uses_all_estimates_of_its_category(owner, company, travel):
    request = make.approved_request(owner, make.request_line(travel, "1000"), make.request_line(travel, "800"))

    claim = make.submitted_claim(owner, make.claim_line(travel, "1500"), request_id=request.pk)

    line = claim.lines.get()
    assert (line.held, line.from_request) == (Decimal(1500), Decimal(1500))
    assert [use.amount for use in line.uses.all()] == [Decimal(1000), Decimal(500)]
    assert make.held(request) == make.open_commitment(request) == Decimal(300)
    assert make.figures(company.service, travel) == (Decimal(1800), 0)

    claims.withdraw_claim(claim_id=claim.pk, actor=actor_of(owner), at=AT)

    assert [one.held for one in request.lines.all()] == [Decimal(1000), Decimal(800)]
    assert [one.used for one in request.lines.all()] == [0, 0]
    assert make.figures(company.service, travel) == (Decimal(1800), 0)


@pytest.mark.rule("EXP-02", "EXP-06")
def test_what_several_estimates_held_is_spent_once(owner, company, travel):
    request = make.approved_request(
        owner, make.request_line(travel, "1000"), make.request_line(travel, "800"), single_use=True
    )
    make.approved_claim(owner, make.claim_line(travel, "1500"), request_id=request.pk)

    assert make.figures(company.service, travel) == (0, Decimal(1500))
    assert make.held(request) == make.open_commitment(request) == 0


@pytest.mark.rule("EXP-02", "GEN-02b")
def test_estimates_are_matched_in_the_base_currency(owner, travel):
    budgets.exchange_rate("USD", "7.1", on=TODAY - timedelta(days=9))
    request = make.approved_request(owner, make.request_line(travel, "500"), make.request_line(travel, "900"))

    claim = make.submitted_claim(owner, make.claim_line(travel, "100"), request_id=request.pk, currency="USD")

    line = claim.lines.get()
    assert (line.base_amount, line.from_request) == (Decimal(710), Decimal(710))
    assert [use.request_line.amount for use in line.uses.all()] == [Decimal(900)]


@pytest.mark.rule("EXP-02")
def test_the_tolerance_is_of_what_was_approved(owner, travel):
    """1,000 approved, raised within the tolerance by 200: another 200 on top of that needs a new approval."""
    request = make.approved_request(owner, make.request_line(travel, "1000"))
    topups.change_amounts(
        request_id=request.pk,
        amounts={request.lines.get().pk: Decimal(200)},
        reason="房价上涨",
        actor=actor_of(owner),
        at=AT,
    )

    within = make.submitted_claim(owner, make.claim_line(travel, "1200"), request_id=request.pk)
    claims.withdraw_claim(claim_id=within.pk, actor=actor_of(owner), at=AT)
    above = make.submitted_claim(owner, make.claim_line(travel, "1200.01"), request_id=request.pk)

    assert (within.is_above_request, above.is_above_request) == (False, True)


@pytest.mark.rule("EXP-02")
def test_a_cut_request_is_measured_by_what_is_left_of_it(owner, travel):
    request = make.approved_request(owner, make.request_line(travel, "1000"))
    topups.change_amounts(
        request_id=request.pk, amounts={request.lines.get().pk: Decimal(-500)}, reason="少一程",
        actor=actor_of(owner), at=AT,
    )  # fmt: skip

    above = make.submitted_claim(owner, make.claim_line(travel, "700.01"), request_id=request.pk)

    assert above.is_above_request
