"""Checks before anybody decides (EXP-05); the figures of docs/rules/checks.md."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from approvals import selectors as approvals
from budgets.choices import EntryKind
from core import jobs, thresholds
from core.errors import NotAllowed, ReasonMissing, WrongState
from core.models import AuditEvent
from expenses.choices import Check, ImportState
from expenses.models import Claim, ExpenseImport, Flag, SpendRequest
from expenses.services import checking, claims, corrections, flags, imports
from expenses.services.corrections import CorrectionInput
from tests.factories import budgets
from tests.factories import expenses as make
from tests.factories.expenses import AT, TODAY
from tests.factories.organization import actor_of, member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("manager", "finance_officer", "division_manager", "gm")]

WORKED = date(2026, 9, 16)
"""A Wednesday five days before AT."""
SATURDAY = date(2026, 9, 19)
SWAPPED = date(2026, 9, 20)
"""A Sunday worked for the national holiday."""


def found(document) -> list[str]:
    return [flag.check_code for flag in document.flags.filter(is_current=True).order_by("check_code")]


def line(category, amount="123.40", **fields):
    return make.claim_line(category, amount, **({"expense_date": WORKED} | fields))


# --- On documents ----------------------------------------------------------------------------------------------------


@pytest.mark.rule("EXP-05")
def test_the_same_expense_is_warned_across_the_company(owner, company, travel):
    elsewhere = member(company.other, "employee", name_zh="林晓")
    budgets.appropriate(company.other, travel, {1: "9000.00"})
    first = make.submitted_claim(elsewhere, line(travel, supplier="沈阳 恒力"))

    second = make.submitted_claim(owner, line(travel, supplier="沈阳恒力"))
    other_day = make.draft_claim(owner, line(travel, supplier="沈阳恒力", expense_date=WORKED - timedelta(days=1)))

    flag = second.flags.get()
    assert (flag.check_code, flag.line, flag.facts["others"][0]["number"]) == (Check.SAME, 1, first.number)
    assert (found(first), found(other_day)) == ([], [])


@pytest.mark.rule("EXP-05")
def test_a_draft_is_no_expense_a_rejected_claim_and_a_line_of_the_same_claim_are(owner, travel):
    make.draft_claim(owner, line(travel, "50.10", supplier="恒力"))
    rejected = make.submitted_claim(owner, line(travel, "60.20", supplier="恒力"))
    make.decide(rejected, "REJECT")

    claim = make.draft_claim(
        owner,
        line(travel, "50.10", supplier="恒力"),
        line(travel, "60.20", supplier="恒力"),
        line(travel, "60.20", supplier="恒力"),
    )

    assert [(flag.line, flag.facts["more"]) for flag in claim.flags.order_by("line")] == [(2, 0), (3, 1)]


@pytest.mark.rule("EXP-05", "GEN-02b")
def test_the_same_foreign_expense_is_warned_whatever_its_rate(owner, company, travel):
    """One hotel bill of 120.00 USD, claimed at the rate of two days; in euro it is another."""
    for on, usd in ((WORKED, "7.1000"), (WORKED + timedelta(days=2), "7.2000")):
        budgets.exchange_rate("USD", usd, on=on)
    budgets.exchange_rate("EUR", "7.9000", on=WORKED)
    bill = line(travel, "120.00", supplier="Hotel Lenin")
    first = make.submitted_claim(owner, bill, currency="USD")
    later = line(travel, "9.90", expense_date=WORKED + timedelta(days=2))

    second = make.draft_claim(owner, bill, later, currency="USD")
    other = make.draft_claim(owner, bill, currency="EUR")

    assert first.lines.get().base_amount != second.lines.first().base_amount
    assert [(flag.line, flag.facts["others"][0]["number"]) for flag in second.flags.filter(check_code=Check.SAME)] == [
        (1, first.number)
    ]
    assert not other.flags.filter(check_code=Check.SAME).exists()


@pytest.mark.rule("EXP-05")
def test_the_same_expense_that_was_imported_is_warned(owner, finance_officer, company, travel):
    row = f"{WORKED.isoformat()},记-1,{travel.name_zh},{company.service.name_zh},88.60,沈阳 恒力"
    content = f"日期,凭证号,科目名称,部门,借方金额,供应商\n{row}\n".encode("gb18030")
    sent = imports.upload(
        source="用友 U8", file_name="凭证.csv", content=content, actor=actor_of(finance_officer), at=AT
    )
    jobs.run_all_waiting()
    imports.begin_posting(import_id=sent.pk, leave_out_bad=False, actor=actor_of(finance_officer), at=AT)
    jobs.run_all_waiting()
    posted_import = ExpenseImport.objects.get(state=ImportState.POSTED)

    claim = make.draft_claim(owner, line(travel, "88.60", supplier="沈阳恒力"))

    flag = claim.flags.get(check_code=Check.SAME)
    assert flag.facts["others"][0]["number"] == posted_import.number

    row = posted_import.rows.get()
    whole = CorrectionInput("REVERSAL", {f"r{row.pk}": Decimal("88.60")}, "应由个人报销")
    make.approve(corrections.correct_row(row_id=row.pk, draft=whole, actor=actor_of(finance_officer), at=AT))
    assert found(make.draft_claim(owner, line(travel, "88.60", supplier="沈阳恒力"))) == []


@pytest.mark.rule("EXP-05")
@pytest.mark.rule("ORG-08")
def test_claims_split_below_a_limit_are_warned_with_the_limit(owner, company, travel):
    budgets.appropriate(company.service, travel, {2: "100000.00"})
    first = make.submitted_claim(owner, line(travel, "30000.10"))

    second = make.submitted_claim(owner, line(travel, "25000.20", expense_date=WORKED - timedelta(days=3)))

    flag = second.flags.get(check_code=Check.SPLIT)
    assert (flag.facts["limit"], flag.facts["sum"]) == ("50000.00", "55000.30")
    assert [one["number"] for one in flag.facts["others"]] == [first.number]


@pytest.mark.rule("EXP-05")
@pytest.mark.parametrize("begun", [60, 360])
def test_who_keeps_old_drafts_at_hand_splits_no_easier(owner, company, travel, begun):
    budgets.appropriate(company.service, travel, {2: "100000.00"})
    first = make.draft_claim(owner, line(travel, "30000.10"), at=make.later(days=-begun))
    claims.submit_claim(claim_id=first.pk, actor=actor_of(owner), at=AT)

    second = make.submitted_claim(owner, line(travel, "25000.20"))

    flag = second.flags.get(check_code=Check.SPLIT)
    assert (flag.facts["sum"], flag.facts["others"][0]["number"]) == ("55000.30", Claim.objects.get(pk=first.pk).number)


@pytest.mark.rule("EXP-05")
def test_a_price_of_the_policy_holds_from_its_day_on(owner, travel, finance_officer):
    for since, price in ((TODAY, "400.00"), (TODAY + timedelta(days=1), "700.00")):
        thresholds.set_value(
            code="policy_price", subject=travel.pk, since=since, is_on=True, figures={"price": (Decimal(price),)},
            actor=actor_of(finance_officer), at=AT,
        )  # fmt: skip
    claim = make.draft_claim(owner, line(travel, "400.00"), line(travel, "400.01"))

    today = [flag.line for flag in claim.flags.all()]
    claims.submit_claim(claim_id=claim.pk, actor=actor_of(owner), at=make.later(days=1))

    assert (today, found(claim)) == ([2], [])


@pytest.mark.rule("EXP-05")
def test_far_above_what_the_department_usually_spends(owner, company, travel):
    for number in range(10):
        budgets.post(budgets.posting(company.service, travel, 8, "100.00", EntryKind.ACTUAL, line=number + 1), at=AT)

    claim = make.draft_claim(owner, line(travel, "135.00"), line(travel, "135.01"))

    flag = claim.flags.get()
    assert (flag.check_code, flag.line, flag.facts["median"], flag.facts["count"]) == (Check.UNUSUAL, 2, "100.00", 10)


@pytest.mark.rule("EXP-05")
def test_a_check_that_is_off_says_nothing(owner, travel, finance_officer):
    thresholds.set_value(code="day_off", since=TODAY, is_on=False, figures={}, actor=actor_of(finance_officer), at=AT)

    assert found(make.draft_claim(owner, line(travel, expense_date=SATURDAY))) == []


@pytest.mark.rule("EXP-05")
def test_a_request_asked_for_twice_split_and_above_the_price(owner, company, travel, finance_officer):
    budgets.appropriate(company.service, travel, {2: "100000.00"})
    thresholds.set_value(
        code="policy_price", subject=travel.pk, since=TODAY, is_on=True, figures={"price": (Decimal(29999),)},
        actor=actor_of(finance_officer), at=AT,
    )  # fmt: skip
    first = make.submitted_request(owner, make.request_line(travel, "30000.00"), supplier="恒力")

    second = make.submitted_request(owner, make.request_line(travel, "30000.00"), supplier="恒力")

    assert (found(first), found(second)) == ([Check.PRICE], [Check.PRICE, Check.SAME, Check.SPLIT])


# --- Explaining ------------------------------------------------------------------------------------------------------


@pytest.mark.rule("EXP-05")
def test_the_claimant_explains_and_whoever_decides_sees_it(owner, manager, travel):
    make.submitted_claim(owner, line(travel, supplier="恒力"))
    claim = make.submitted_claim(owner, line(travel, supplier="恒力"))
    flag = claim.flags.get()
    before = approvals.inbox(actor=actor_of(manager), on=TODAY)[-1]

    flags.explain_claim(claim_id=claim.pk, flag_id=flag.pk, text="上午、下午各一次", actor=actor_of(owner), at=AT)

    after = approvals.inbox(actor=actor_of(manager), on=TODAY)[-1]
    assert (before.flags, before.summary["explained"]) == (("unexplained",), 0)
    assert (after.flags, after.summary["checks"], after.summary["explained"]) == ((), 1, 1)
    event = AuditEvent.objects.get(code="expense_claim.explain")
    assert (event.reason, event.facts["line_number"]) == ("上午、下午各一次", 1)


@pytest.mark.rule("EXP-05")
@pytest.mark.rule("GEN-05")
def test_the_timeline_tells_what_was_found(client, owner, travel, signed_in):
    claim = make.submitted_claim(owner, line(travel, "2000.00", expense_date=SATURDAY), line(travel, "3000.00"))

    event = AuditEvent.objects.get(code="expense_claim.submit")
    page = signed_in(client, owner).get(reverse("expenses:claim_detail", args=[claim.pk])).content.decode()

    assert event.facts["hints"] == {
        "zh": "周末或节假日 1、金额为整数 1/2",
        "en": "On a weekend or holiday 1, Round amount 1/2",
    }
    assert event.facts["hints"]["zh"] in page


@pytest.mark.rule("EXP-05")
@pytest.mark.rule("GEN-06")
def test_only_the_claimant_explains_with_words_until_it_is_decided(owner, manager, travel):
    claim = make.submitted_claim(owner, line(travel, expense_date=SATURDAY))
    flag = claim.flags.get()

    with pytest.raises(NotAllowed):
        flags.explain_claim(claim_id=claim.pk, flag_id=flag.pk, text="加班", actor=actor_of(manager), at=AT)
    with pytest.raises(ReasonMissing):
        flags.explain_claim(claim_id=claim.pk, flag_id=flag.pk, text="  ", actor=actor_of(owner), at=AT)
    make.approve(claim)
    with pytest.raises(WrongState):
        flags.explain_claim(claim_id=claim.pk, flag_id=flag.pk, text="加班", actor=actor_of(owner), at=AT)

    flag.refresh_from_db()
    assert (flag.explanation, AuditEvent.objects.filter(code="expense_claim.explain").exists()) == ("", False)


@pytest.mark.rule("EXP-05")
def test_an_explanation_stays_while_the_finding_does(owner, travel):
    claim = make.draft_claim(owner, line(travel, expense_date=SATURDAY), line(travel, "3000.00"))
    day_off = claim.flags.get(check_code=Check.DAY_OFF)
    flags.explain_claim(claim_id=claim.pk, flag_id=day_off.pk, text="周末抢修", actor=actor_of(owner), at=AT)
    claims.submit_claim(claim_id=claim.pk, actor=actor_of(owner), at=AT)
    first, second = claim.lines.all()
    kept = make.claim_draft(
        claim.department,
        line(travel, expense_date=SATURDAY, line_id=first.pk),
        line(travel, "3100.50", line_id=second.pk),
    )

    claims.change_claim(claim_id=claim.pk, draft=kept, version=None, actor=actor_of(owner), at=AT)

    assert [(flag.check_code, flag.explanation) for flag in claim.flags.filter(is_current=True)] == [
        (Check.DAY_OFF, "周末抢修")
    ]
    assert claim.flags.get(is_current=False).check_code == Check.ROUND  # what was submitted stays to be read


@pytest.mark.rule("EXP-05")
def test_what_was_found_is_frozen_when_submitted(owner, travel, finance_officer):
    claim = make.submitted_claim(owner, line(travel, "2000.00"))
    make.approve(claim)

    thresholds.set_value(
        code="round_amount", since=TODAY, is_on=False, figures={}, actor=actor_of(finance_officer), at=AT
    )
    make.submitted_claim(owner, line(travel, "2000.00", supplier="恒力"))

    assert found(claim) == [Check.ROUND]


# --- Pages and figures -----------------------------------------------------------------------------------------------


@pytest.mark.rule("EXP-05")
@pytest.mark.rule("GEN-10")
def test_the_page_links_the_other_document_for_who_may_see_it(
    client, owner, company, travel, finance_officer, signed_in
):
    elsewhere = member(company.other, "employee", name_zh="林晓")
    budgets.appropriate(company.other, travel, {1: "9000.00"})
    first = make.submitted_claim(elsewhere, line(travel, supplier="恒力"))
    claim = make.submitted_claim(owner, line(travel, supplier="恒力"))
    page, theirs = reverse("expenses:claim_detail", args=[claim.pk]), reverse("expenses:claim_detail", args=[first.pk])

    seen = signed_in(client, finance_officer).get(page).content.decode()
    unseen = signed_in(client, owner).get(page).content.decode()

    assert (first.number in seen, theirs in seen) == (True, True)
    assert (first.number in unseen, theirs in unseen) == (True, False)


@pytest.mark.rule("EXP-05")
def test_typing_shows_the_hints_and_the_list_finds_the_documents(client, owner, travel, signed_in):
    signed_in(client, owner)
    checked = checking.check_claim(
        draft=make.claim_draft(owner.department, line(travel, expense_date=SATURDAY)), actor=actor_of(owner), at=AT
    )
    claim = make.submitted_claim(owner, line(travel, expense_date=SATURDAY))
    make.submitted_claim(owner, line(travel, "7.70"))
    flag = claim.flags.get()

    def listed(which):
        page = client.get(f"{reverse('expenses:claim_list')}?scope=all&flagged={which}").context["page"]
        told = client.get(f"/api/v1/expense-claims/?flagged={which}").json()["results"]
        assert [row["id"] for row in told] == [row.pk for row in page], "a program finds what the page does"
        return [row.pk for row in page]

    assert [one.check for one in checked.flags] == [Check.DAY_OFF]
    assert (listed("ANY"), listed("GRAVE"), listed("UNEXPLAINED")) == ([claim.pk], [], [claim.pk])
    answer = client.post(reverse("expenses:claim_explain", args=[claim.pk, flag.pk]), {"text": "周末抢修"})
    assert (answer.status_code, listed("UNEXPLAINED"), listed("ANY")) == (302, [], [claim.pk])


@pytest.mark.rule("EXP-05")
@pytest.mark.rule("QLT-02")
def test_looking_costs_the_same_whatever_the_lines(owner, travel, freight):
    def statements(claim):
        lines = list(claim.lines.all())
        with CaptureQueriesContext(connection) as queries:
            flags.look_at_claim(claim, lines, at=AT)
        return len(queries)

    make.submitted_claim(owner, line(travel, "70.00", supplier="恒力"))
    few = make.draft_claim(owner, line(travel, "70.00", supplier="恒力"))
    many = make.draft_claim(
        owner,
        *(
            line(kind, f"{number}.50", supplier=f"供应商{number}")
            for kind in (travel, freight)
            for number in range(1, 30)
        ),
    )

    assert statements(many) == statements(few) <= 12


@pytest.mark.rule("EXP-05")
def test_the_api_tells_and_explains(client, owner, travel, signed_in):
    claim = make.submitted_claim(owner, line(travel, expense_date=SATURDAY))
    address = f"/api/v1/expense-claims/{claim.pk}/"
    signed_in(client, owner)

    told = client.get(address).json()["flags"][0]
    answer = client.post(f"{address}explain/", {"flag": told["id"], "text": "抢修"}, content_type="application/json")

    assert (told["check"], told["line"], told["is_grave"], told["others"]) == ("DAY_OFF", 1, False, [])
    assert (answer.status_code, Flag.objects.get().explanation) == (200, "抢修")


def test_a_request_is_explained_too(owner, travel):
    make.submitted_request(owner, make.request_line(travel, "300.00"), supplier="恒力")
    made = make.submitted_request(owner, make.request_line(travel, "300.00"), supplier="恒力")

    flags.explain_request(
        request_id=made.pk, flag_id=made.flags.get().pk, text="两台设备各一次", actor=actor_of(owner), at=AT
    )

    assert SpendRequest.objects.filter(flags__explanation="两台设备各一次").count() == 1
