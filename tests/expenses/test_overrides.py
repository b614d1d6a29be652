"""Leave to exceed a budget is seen by whoever approves what goes through by it (LED-05)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from approvals import registry
from budgets.services import policies
from expenses.selectors import impacts
from tests.factories import budgets
from tests.factories import expenses as make
from tests.factories.expenses import AT
from tests.factories.organization import actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("manager", "finance_officer", "division_manager", "gm")]


@pytest.fixture
def leave(company, travel, finance_manager):
    """5,000 above the 20,000 of the year, for two days."""
    return policies.grant_override(
        key_id=budgets.key_of(company.service, travel).pk,
        month=9,
        amount=Decimal(5000),
        reason="沈阳停机抢修",
        expires_at=AT + timedelta(days=2),
        actor=actor_of(finance_manager),
        at=AT - timedelta(hours=1),
    )


@pytest.mark.rule("LED-05")
@pytest.mark.parametrize("submitted", [make.submitted_request, make.submitted_claim])
@pytest.mark.parametrize("days", [0, 3])
def test_every_later_approver_sees_who_let_it_through(submitted, days, leave, owner, travel, finance_manager):
    line = make.request_line if submitted is make.submitted_request else make.claim_line
    document = submitted(owner, line(travel, "22000"))
    read = impacts.keys_of_requests if submitted is make.submitted_request else impacts.keys_of_claims

    (impact,) = read([document.pk], at=AT + timedelta(days=days))[document.pk]

    (granted,) = impact.overrides
    assert (granted.amount, granted.granted_by, granted.expires_at) == (
        Decimal(5000), finance_manager.name, leave.expires_at,
    )  # fmt: skip
    assert "沈阳停机抢修" in impact.as_impact().leave[0]
    assert "by_override" in make.case_of(document).facts["flags"]


@pytest.mark.rule("LED-05")
def test_what_the_budget_covers_goes_through_by_itself(leave, owner, travel):
    claim = make.submitted_claim(owner, make.claim_line(travel, "19000"))

    (impact,) = impacts.keys_of_claims([claim.pk], at=AT)[claim.pk]

    assert (impact.overrides, impact.by_override) == ((), False)
    assert "by_override" not in make.case_of(claim).facts["flags"]


@pytest.mark.rule("LED-05")
def test_the_inbox_and_the_page_name_the_override(leave, client, owner, travel, finance_manager, signed_in):
    claim = make.submitted_claim(owner, make.claim_line(travel, "22000"))
    (decider, *_more) = make.deciders(claim)

    browser = signed_in(client, decider)
    inbox = browser.get(reverse("approvals:inbox")).content.decode()
    page = browser.get(f"/expenses/claims/{claim.pk}/").content.decode()

    for shown in (inbox, page):
        assert "沈阳停机抢修" in shown
        assert finance_manager.name in shown
        assert "5,000.00" in shown
    assert registry.flag_word("by_override") in inbox


@pytest.mark.rule("LED-05", "QLT-05")
def test_overrides_cost_one_statement_for_all_documents(leave, owner, travel, django_assert_num_queries):
    first = make.submitted_claim(owner, make.claim_line(travel, "10000"))
    second = make.submitted_claim(owner, make.claim_line(travel, "12000"))

    with django_assert_num_queries(5):
        impacts.keys_of_claims([first.pk], at=AT)
    with django_assert_num_queries(5):
        impacts.keys_of_claims([first.pk, second.pk], at=AT)


@pytest.mark.rule("LED-09")
def test_what_is_asked_less_what_is_available_is_what_is_missing(owner, company, travel):
    """A control that becomes stricter leaves a key over: then less than nothing is available."""
    category = budgets.leaf_category("加急运费", action="WARN")
    budgets.appropriate(company.service, category, {9: "100"})
    make.submitted_claim(owner, make.claim_line(category, "150"))
    claim = make.submitted_claim(owner, make.claim_line(category, "30"))

    (impact,) = impacts.keys_of_claims([claim.pk], at=AT)[claim.pk]

    assert (impact.available, impact.this, impact.short) == (Decimal(-50), Decimal(30), Decimal(80))
    assert impact.this - impact.available == impact.short
