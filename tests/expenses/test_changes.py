"""Changing a document: what lapses decisions, what the timeline tells, what a stale page may do (APR-10, GEN-04, GEN-05)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from core import pages
from core.errors import StaleDocument
from core.models import AuditEvent, Notification
from expenses.models import Claim, SpendRequest
from expenses.services import claims, requests
from tests.factories import budgets
from tests.factories import expenses as make
from tests.factories.expenses import AT, TODAY
from tests.factories.organization import actor_of, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("manager", "finance_officer", "division_manager", "gm")]

REQUEST = {"purpose": "客户停机", "supplier": "恒力", "single_use": False}
CLAIM = {"purpose": "客户停机"}
REQUEST_CHANGES = {
    "title": "改了", "purpose": "改了", "supplier": "改了", "single_use": True,
    "expected_date": TODAY + timedelta(days=1), "end_date": TODAY + timedelta(days=9),
}  # fmt: skip
CLAIM_CHANGES = {"title": "改了", "purpose": "改了", "claim_kind": "INVOICE", "rate_source": "改了"}
LINE_CHANGES = {
    "description": "改了", "amount": Decimal("9.00"), "supplier": "改了", "invoice_number": "8", "invoice_code": "7",
    "tax_rate": Decimal("0.09"), "expense_date": TODAY - timedelta(days=7),
}  # fmt: skip
FOREIGN = {"currency": "USD", "rate": Decimal("7.01"), "rate_date": TODAY, "rate_source": "信用卡账单"}


@pytest.fixture
def dollar(db):
    return budgets.exchange_rate("USD", "7.0", on=TODAY - timedelta(days=30))


def change_request(request, owner, draft):
    requests.change_request(request_id=request.pk, draft=draft, version=None, actor=actor_of(owner), at=AT)


def change_claim(claim, owner, draft):
    claims.change_claim(claim_id=claim.pk, draft=draft, version=None, actor=actor_of(owner), at=AT)


def told(code):
    return AuditEvent.objects.get(code=code).facts["changes"]


def changed_lines(document):
    """The changed values as the timeline tells them."""
    entries = pages.timeline(kind=document.kind, document=document)
    return [line for entry in entries for line in str(entry.detail).splitlines() if "→" in line]


@pytest.mark.rule("APR-10")
@pytest.mark.rule("APR-09")
@pytest.mark.parametrize("field", REQUEST_CHANGES)
def test_what_a_decider_relies_on_in_a_request_lapses_decisions(owner, manager, company, travel, run_jobs, field):
    request = make.submitted_request(owner, make.request_line(travel), **REQUEST)
    make.decide(request, "APPROVE")
    draft = make.request_draft(company.service, make.request_line(travel), **REQUEST)

    change_request(request, owner, replace(draft, **{field: REQUEST_CHANGES[field]}))
    run_jobs()

    assert make.case_of(request).round == 2
    assert Notification.objects.filter(code="approvals.lapsed", person=manager).exists()


@pytest.mark.rule("APR-10")
@pytest.mark.parametrize("field", CLAIM_CHANGES)
def test_what_a_decider_relies_on_in_a_claim_lapses_decisions(owner, company, travel, dollar, field):
    given = CLAIM | FOREIGN
    claim = make.submitted_claim(owner, make.claim_line(travel), **given)
    make.decide(claim, "APPROVE")
    draft = make.claim_draft(company.service, make.claim_line(travel), **given)

    change_claim(claim, owner, replace(draft, **{field: CLAIM_CHANGES[field]}))

    assert make.case_of(claim).round == 2


@pytest.mark.rule("APR-10")
@pytest.mark.parametrize("field", LINE_CHANGES)
def test_what_a_decider_relies_on_in_a_line_lapses_decisions(owner, company, travel, field):
    claim = make.submitted_claim(owner, make.claim_line(travel))
    make.decide(claim, "APPROVE")
    line = (
        make.claim_line(travel, **{field: LINE_CHANGES[field]}) if field != "amount" else make.claim_line(travel, "9")
    )

    change_claim(claim, owner, make.claim_draft(company.service, line))

    assert make.case_of(claim).round == 2


@pytest.mark.rule("APR-10")
def test_saving_without_a_change_keeps_the_round(owner, company, travel):
    claim = make.submitted_claim(owner, make.claim_line(travel), **CLAIM)
    make.decide(claim, "APPROVE")

    change_claim(claim, owner, make.claim_draft(company.service, make.claim_line(travel), **CLAIM))

    assert make.case_of(claim).round == 1


@pytest.mark.rule("GEN-05")
def test_the_timeline_of_a_request_tells_every_value_before_and_after(owner, company, travel):
    request = make.submitted_request(owner, make.request_line(travel), **REQUEST)
    draft = make.request_draft(company.service, make.request_line(travel), **REQUEST)

    change_request(request, owner, replace(draft, purpose="改了", supplier="洛阳", single_use=True))

    assert told("spend_request.amend") == {
        "purpose": ["客户停机", "改了"], "supplier": ["恒力", "洛阳"], "single_use": [False, True],
    }  # fmt: skip
    with translation.override("zh-hans"):
        shown = changed_lines(SpendRequest.objects.get())
    assert shown == ["事由 客户停机 → 改了", "供应商 恒力 → 洛阳", "报销一次即关闭 否 → 是"]


@pytest.mark.rule("GEN-05")
def test_the_timeline_of_a_claim_tells_every_value_before_and_after(owner, company, travel):
    claim = make.submitted_claim(owner, make.claim_line(travel), **CLAIM)
    line = make.claim_line(
        travel, supplier="如家", invoice_code="044", invoice_number="77", tax_rate=Decimal("0.06"), project_id=None
    )

    change_claim(claim, owner, make.claim_draft(company.service, line, purpose="改了", claim_kind="INVOICE"))

    changes = told("expense_claim.amend")
    assert changes["purpose"] == ["客户停机", "改了"]
    assert changes["claim_kind"] == ["EXPENSE", "INVOICE"]
    assert changes["line 1"][0]["zh"].endswith("100.00")
    assert changes["line 1"][1]["zh"].startswith(f"{travel.name_zh} · ")
    assert changes["line 1"][1]["en"].endswith("100.00 · 6% · 如家 · 044 77")
    with translation.override("zh-hans"):
        shown = changed_lines(Claim.objects.get())
    assert "类型 费用报销 → 供应商付款" in shown


@pytest.mark.rule("GEN-05")
def test_of_long_texts_the_place_where_they_part_is_told(owner, company, travel):
    start = "同前" * 200
    request = make.submitted_request(owner, make.request_line(travel), purpose=f"{start}，三台")
    draft = make.request_draft(company.service, make.request_line(travel), purpose=f"{start}，五台")

    change_request(request, owner, draft)

    shown = changed_lines(SpendRequest.objects.get())
    assert "，三台 → " in shown[0]
    assert shown[0].endswith("，五台")


@pytest.mark.rule("GEN-04")
@pytest.mark.rule("GEN-17")
@pytest.mark.parametrize("move", ["withdraw", "cancel"])
@pytest.mark.parametrize("kind", ["requests", "claims"])
def test_a_stale_page_neither_withdraws_nor_cancels(client, owner, travel, kind, move):
    is_request, is_in_review = kind == "requests", move == "withdraw"
    line = make.request_line(travel) if is_request else make.claim_line(travel)
    begin = (make.submitted_request if is_in_review else make.draft_request) if is_request else (
        make.submitted_claim if is_in_review else make.draft_claim
    )  # fmt: skip
    document = begin(owner, line)
    signed_in(client, owner)
    page, resource = f"/expenses/{kind}/{document.pk}/{move}/", "spend-requests" if is_request else "expense-claims"
    stale = {"version": document.version - 1 or 99, "reason": "不用了"}

    shown = client.post(page, stale)
    answer = client.post(f"/api/v1/{resource}/{document.pk}/{move}/", stale, content_type="application/json")

    assert shown.status_code == 422
    assert str(StaleDocument.text).split("%(document)s")[1].strip()[:12] in shown.content.decode()
    assert (answer.status_code, answer.json()["code"]) == (409, "stale_document")
    assert type(document).objects.get().state == document.state
    assert f'name="version" value="{document.version}"' in client.get(page.removesuffix(f"{move}/")).content.decode()
    assert client.post(page, stale | {"version": document.version}).status_code == 302
