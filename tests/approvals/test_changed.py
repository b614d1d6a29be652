"""What was changed since the round before stands in the inbox and on the document, for every kind (APR-05)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from approvals import selectors
from approvals.models import Case
from approvals.selectors.rounds import changes_of
from budgets.services import adjustment_drafts, adjustments
from expenses.models import Advance, Claim
from expenses.selectors.corrections import standing_of
from expenses.services import advances, claims, corrections, requests
from expenses.services.corrections import CorrectionInput
from expenses.services.inputs import AdvanceInput
from parts_sales.models import Quote
from parts_sales.services import credit, quotes
from parts_sales.services.inputs_money import CreditInput
from tests.factories import adjustments as moving
from tests.factories import budgets as money
from tests.factories import customers as serving
from tests.factories import expenses as spending
from tests.factories import organization as cast
from tests.factories import parts
from tests.factories import quotes as quoting
from tests.factories.organization import actor_of, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.rule("APR-05")]
AT = spending.AT
LATER = spending.later(days=1)


@pytest.fixture
def travel(company: Any, ledger_partitions: Any):
    """A thousand a month for service."""
    money.open_year(2026)
    made = money.leaf_category("出差费用", name_en="Travel")
    money.appropriate(company.service, made, per_month="1000.00")
    return made


def told(document: Any) -> dict[str, str]:
    """The changes of a document's round in Chinese: what, and from what to what."""
    case = Case.objects.filter(subject_kind=document.kind, subject_id=document.pk).latest("round")
    with translation.override("zh-hans"):
        return {one.label: f"{one.old} → {one.new}" for one in changes_of([case])[case.pk]}


@pytest.fixture
def claim(company, owner, manager, finance_officer, travel) -> Claim:
    """Returned, two fields and a line changed, and sent again."""
    made = spending.submitted_claim(owner, spending.claim_line(travel, "120.00"), purpose="客户停机")
    spending.decide(made, "RETURN")
    line = replace(spending.claim_line(travel, "90.00"), line_id=made.lines.get().pk)
    draft = spending.claim_draft(company.service, line, purpose="返修", title=made.title)
    claims.change_claim(claim_id=made.pk, draft=draft, version=None, actor=actor_of(owner), at=LATER)
    draft = replace(draft, purpose="主轴返修")
    claims.change_claim(claim_id=made.pk, draft=draft, version=None, actor=actor_of(owner), at=LATER)
    return claims.submit_claim(claim_id=made.pk, actor=actor_of(owner), at=LATER)


def test_a_claim_tells_the_first_old_and_the_last_new_value(claim):
    found = told(claim)

    assert found["事由"] == "客户停机 → 主轴返修"
    assert found["合计"] == "120.00 → 90.00"
    assert found["行 1"].count("出差费用") == 2


def test_a_first_round_has_none_and_one_that_came_as_it_was_says_so(owner, manager, finance_officer, travel):
    made = spending.submitted_claim(owner, spending.claim_line(travel, "120.00"))
    case = spending.case_of(made)
    assert changes_of([case]) == {}

    spending.decide(made, "RETURN")
    again = claims.submit_claim(claim_id=made.pk, actor=actor_of(owner), at=LATER)

    assert told(again) == {}


def test_the_inbox_and_the_page_show_it(client, claim, manager, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: LATER + timedelta(hours=1))
    desk = signed_in(client, manager)

    inbox = desk.get(reverse("approvals:inbox")).content.decode()
    page = desk.get(reverse("expenses:claim_detail", args=[claim.pk])).content.decode()

    assert "重新提交" in inbox
    assert "合计 120.00 → 90.00" in inbox
    assert "（共 3 处变化）" in inbox
    assert "较上一轮的变化" in page
    assert "客户停机</span> → 主轴返修" in page


def test_the_inbox_asks_as_often_however_many_came_again(
    owner, manager, finance_officer, travel, django_assert_num_queries
):
    for count in range(3):
        made = spending.submitted_claim(owner, spending.claim_line(travel, "12.00"), title=f"差旅 {count}")
        spending.decide(made, "RETURN")
        claims.submit_claim(claim_id=made.pk, actor=actor_of(owner), at=LATER)
    cases = [task.case for task in selectors.waiting_tasks(actor_of(manager))]
    assert len(cases) == 3

    with django_assert_num_queries(2):
        assert len(changes_of(cases)) == 3


def test_a_request_and_an_advance(company, owner, manager, finance_officer, travel):
    asked = spending.submitted_request(owner, spending.request_line(travel, "500.00"), supplier="恒力")
    spending.decide(asked, "RETURN")
    draft = spending.request_draft(company.service, spending.request_line(travel, "400.00"), supplier="洛阳")
    requests.change_request(request_id=asked.pk, draft=draft, version=None, actor=actor_of(owner), at=LATER)
    requests.submit_request(request_id=asked.pk, actor=actor_of(owner), at=LATER)
    given = AdvanceInput(
        department_id=company.service.pk, title="差旅借款", purpose="走访", amount=Decimal("900.00"),
        due_date=spending.TODAY + timedelta(days=30),
    )  # fmt: skip
    advance = advances.ask_for_advance(draft=given, actor=actor_of(owner), at=AT)
    spending.decide(advance, "RETURN")
    draft = replace(given, amount=Decimal("700.00"))
    advances.resubmit_advance(advance_id=advance.pk, draft=draft, actor=actor_of(owner), at=LATER)

    assert told(asked)["供应商"] == "恒力 → 洛阳"
    assert told(Advance.objects.get()) == {"金额": "900.00 → 700.00"}


def test_a_correction(owner, manager, finance_officer, travel):
    posted = spending.approved_claim(owner, spending.claim_line(travel, "120.00"))
    amounts = {one.key: one.amount for one in standing_of(posted)}
    draft = CorrectionInput("REVERSAL", amounts, "重复报销")
    asked = corrections.correct_claim(claim_id=posted.pk, draft=draft, actor=actor_of(owner), at=LATER)
    spending.decide(asked, "RETURN", at=LATER)
    less = {key: Decimal("20.00") for key in amounts}
    corrections.resubmit_correction(
        correction_id=asked.pk, draft=replace(draft, amounts=less), actor=actor_of(owner), at=LATER
    )

    assert told(asked)["合计"] == "120.00 → 20.00"


def test_an_adjustment(company, manager, division_manager, finance_manager, gm, travel):
    made = moving.submitted(manager, "SUPPLEMENT", moving.line(company.service, travel, "600.00"))
    moving.decide(made, "RETURN")
    line = replace(moving.line(company.service, travel, "450.00"), line_id=made.lines.get().pk)
    draft = moving.draft_input(company.service, "SUPPLEMENT", line, purpose="改为两次出差")
    adjustment_drafts.change_adjustment(
        adjustment_id=made.pk, draft=draft, version=None, actor=actor_of(manager), at=LATER
    )
    adjustments.submit_adjustment(adjustment_id=made.pk, actor=actor_of(manager), at=LATER)

    found = told(made)
    assert found["合计"] == "600.00 → 450.00"
    assert found["事由"].endswith("改为两次出差")


def test_a_quote_and_credit_terms(company, manager, gm):
    clerk = cast.member(company.service, "service_clerk", name_zh="李敏")
    cast.member(company.company, "domestic_sales_manager", company_wide=True, name_zh="沈浩")
    part = parts.part(clerk)
    parts.price(part, "540.00")
    quote = quoting.submitted(clerk, quoting.line(part, "2"))
    spending.decide(quote, "RETURN", at=quoting.later(hours=1))
    draft = quoting.head(quote.customer, quoting.line(part, "3"), machine="M2600")
    quotes.change_quote(quote_id=quote.pk, draft=draft, version=None, actor=actor_of(clerk), at=LATER)
    quotes.submit_quote(quote_id=quote.pk, actor=actor_of(clerk), at=LATER)
    given = CreditInput(serving.customer(clerk).pk, Decimal("50000.00"), 30, "付款准时")
    term = credit.apply_for_credit(draft=given, actor=actor_of(manager), at=AT)
    spending.decide(term, "RETURN")
    credit.resubmit(term_id=term.pk, draft=replace(given, days=45), actor=actor_of(manager), at=LATER)

    assert told(Quote.objects.get())["机型"] == "— → M2600"
    assert told(Quote.objects.get())["合计"] == "1,080.00 → 1,620.00"
    assert list(told(term).values()) == ["30 → 45"]
