"""The check without a hold tells nobody more than their own documents would (EXP-01, GEN-10)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from budgets.errors import InsufficientBudget
from budgets.models import ControlKey
from budgets.selectors import keys
from expenses.errors import DepartmentNotUsable
from expenses.services import checking
from tests.factories import expenses as make
from tests.factories import organization as cast
from tests.factories.expenses import AT
from tests.factories.organization import actor_of, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("manager", "finance_officer", "division_manager", "gm")]


@pytest.fixture
def claims_only(company):
    """Works elsewhere, may claim for the service department, sees none of its documents."""
    made = cast.person(company.other, name_zh="何平")
    cast.give(made, "employee", company.other)
    cast.give(made, "employee", company.service)
    return made


@pytest.mark.rule("GEN-10")
@pytest.mark.parametrize("lines", [0, 1])
def test_a_department_one_may_not_spend_for_is_not_checked_either(outsider, company, travel, lines):
    actor = actor_of(outsider)
    claim = make.claim_draft(company.service, *[make.claim_line(travel)][:lines])
    request = make.request_draft(company.service, *[make.request_line(travel)][:lines])

    with pytest.raises(DepartmentNotUsable):
        checking.check_claim(draft=claim, actor=actor, at=AT)
    with pytest.raises(DepartmentNotUsable):
        checking.check_request(draft=request, actor=actor, at=AT)


@pytest.mark.rule("GEN-10")
@pytest.mark.parametrize("resource", ["spend-requests", "expense-claims"])
def test_the_api_refuses_to_check_another_department_as_it_refuses_to_make_one(client, outsider, company, resource):
    body = {"department": company.service.pk, "title": "看看", "lines": []}
    body |= {"expected_date": "2026-09-21", "end_date": "2026-09-30"} if resource == "spend-requests" else {}

    answer = signed_in(client, outsider).post(f"/api/v1/{resource}/check/", body, content_type="application/json")

    assert (answer.status_code, answer.json()["code"]) == (409, "department_not_usable")
    assert "keys" not in answer.json()


@pytest.mark.rule("GEN-10")
@pytest.mark.rule("LED-09")
def test_a_check_names_only_documents_one_may_see(owner, claims_only, company, travel):
    make.submitted_claim(owner, make.claim_line(travel, "12000.00"), title="保密项目甲")
    make.submitted_request(owner, make.request_line(travel, "5000.00"), title="保密项目乙")
    own = make.draft_claim(owner, make.claim_line(travel, "4000.00"))
    theirs = make.claim_draft(company.service, make.claim_line(travel, "4000.00"))

    seen = checking.check_stored_claim(claim=own, actor=actor_of(owner), at=AT).impacts[0].held_by
    unseen = checking.check_claim(draft=theirs, actor=actor_of(claims_only), at=AT).impacts[0].held_by

    assert [one.amount for one in seen] == [Decimal("12000.00"), Decimal("5000.00")]
    assert all(one.url for one in seen)
    assert [(one.url, one.amount) for one in unseen] == [("", Decimal("17000.00"))]
    assert "保密" not in unseen[0].label


@pytest.mark.rule("GEN-10")
@pytest.mark.rule("LED-09")
def test_a_refusal_names_what_one_sees_and_sums_up_the_rest(owner, claims_only, company, travel):
    make.submitted_claim(owner, make.claim_line(travel, "12000.00"), title="保密项目甲")
    mine = make.claim_draft(company.service, make.claim_line(travel, "3000.00"), title="我的报销")
    actor = actor_of(claims_only)
    first = make.claims.create_claim(draft=mine, actor=actor, at=AT)
    make.claims.submit_claim(claim_id=first.pk, actor=actor, at=AT)
    second = make.claims.create_claim(
        draft=make.claim_draft(company.service, make.claim_line(travel, "6000.00")), actor=actor, at=AT
    )

    with pytest.raises(InsufficientBudget) as refused:
        make.claims.submit_claim(claim_id=second.pk, actor=actor, at=AT)

    named, others = refused.value.params["held_by"]
    assert (named["label"][-4:], named["amount"]) == ("我的报销", "3000.00")
    assert (others["url"], others["amount"]) == ("", "12000.00")
    assert "保密" not in repr(refused.value.params) + repr(refused.value.ways_out)


@pytest.mark.rule("GEN-10")
def test_the_page_of_a_key_sums_up_documents_one_does_not_see(owner, outsider, finance_officer, company, travel):
    make.submitted_claim(owner, make.claim_line(travel, "700.00"))
    key = ControlKey.objects.get(department=company.service, category=travel)

    (shown,) = keys.key_figures(key, actor=actor_of(finance_officer), at=AT).held_by
    (hidden,) = keys.key_figures(key, actor=actor_of(outsider), at=AT).held_by

    assert (bool(shown.url), shown.amount) == (True, Decimal("700.00"))
    assert (hidden.url, hidden.amount) == ("", Decimal("700.00"))


@pytest.mark.rule("EXP-05")
def test_the_page_being_typed_shows_an_invoice_that_was_entered_before(client, owner, outsider, company, travel):
    make.draft_claim(owner, make.claim_line(travel, invoice_code="AB777", invoice_number="4417"))
    typed = {
        "department": company.service.pk,
        "currency": "CNY",
        "lines-TOTAL_FORMS": "1",
        "lines-INITIAL_FORMS": "0",
        "lines-0-category": travel.pk,
        "lines-0-amount": "100.00",
        "lines-0-expense_date": "2026-09-16",
        "lines-0-invoice_code": "ａｂ 777",
        "lines-0-invoice_number": "44-17",
    }

    page = signed_in(client, owner).post("/expenses/claims/impact/", typed).content.decode()
    other = client.post("/expenses/claims/impact/", typed | {"lines-0-invoice_number": "4418"}).content.decode()

    assert "AB777 4417" in page
    assert "AB777 4417" not in other
    assert "sh-ex-bar" in page
    assert "sh-ex-bar" in other
