"""Whoever may write a document and comes too late reads where it stands, and is led back to it (GEN-04)."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import adjustments as moves
from tests.factories import budgets as money
from tests.factories import drafts
from tests.factories import expenses as make
from tests.factories.organization import signed_in

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.rule("GEN-04"),
    pytest.mark.usefixtures("manager", "division_manager", "finance_officer", "finance_manager", "gm"),
]


def told(answer, back):
    """The page of a step that is over, with the way back."""
    return answer.status_code == 409 and f'href="{back}"' in answer.content.decode()


@pytest.fixture
def ground(company):
    """A category with money this month."""
    today = timezone.localdate()
    money.open_year(today.year)
    category = money.leaf_category("出差费用")
    money.appropriate(company.service, category, per_month="5000.00", year=today.year)
    return category


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_claim_that_was_decided(client, owner, manager, ground, method):
    now, today = timezone.now(), timezone.localdate()
    claim = make.approved_claim(owner, make.claim_line(ground, "10.00", expense_date=today), at=now)
    edit, back = (reverse(f"expenses:claim_{name}", args=[claim.pk]) for name in ("edit", "detail"))

    assert told(getattr(signed_in(client, owner), method)(edit), back)
    assert getattr(signed_in(client, manager), method)(edit).status_code == 403


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_request_that_was_decided(client, owner, manager, ground, method):
    now, today = timezone.now(), timezone.localdate()
    line = make.request_line(ground, "10.00")
    request = make.approved_request(owner, line, at=now, expected_date=today, end_date=today)
    edit, back = (reverse(f"expenses:request_{name}", args=[request.pk]) for name in ("edit", "detail"))

    assert told(getattr(signed_in(client, owner), method)(edit), back)
    assert getattr(signed_in(client, manager), method)(edit).status_code == 403


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_adjustment_that_was_sent(client, owner, manager, company, ground, method):
    now, today = timezone.now(), timezone.localdate()
    line = moves.line(company.service, ground, "10.00", today.month, year=today.year)
    made = moves.submitted(manager, "SUPPLEMENT", line, at=now)
    edit, back = (reverse(f"budgets:adjustment_{name}", args=[made.pk]) for name in ("edit", "detail"))

    assert told(getattr(signed_in(client, manager), method)(edit), back)
    assert getattr(signed_in(client, owner), method)(edit).status_code in {403, 404}


def test_a_budget_that_was_sent_takes_no_file(client, manager, company):
    budget = drafts.whole_draft(company.service, manager)
    upload = reverse("budgets:import_upload", args=[budget.pk])
    desk = signed_in(client, manager)
    before = desk.get(upload).status_code
    drafts.submit(budget, manager)

    assert before == 200
    assert told(desk.get(upload), reverse("budgets:budget_detail", args=[budget.pk]))
