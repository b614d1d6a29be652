"""Claims and invoices: hold, request, tolerance, final posting (EXP-02, EXP-06)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from importlib import import_module

import pytest
from django.apps import apps

from approvals.models import Case
from budgets.errors import NoPeriod, PeriodClosed
from budgets.models import LedgerEntry, Period
from core.errors import InvalidInput, NotAllowed, ReasonMissing, StaleDocument, WrongState
from core.models import AuditEvent, Job
from expenses.errors import (
    AmountOutOfRange,
    CategoryNotUsable,
    DuplicateInvoice,
    FutureExpense,
    NoLines,
    RequestNeeded,
    RequestNotOpen,
    RequestUsedUp,
    UnknownCurrency,
)
from expenses.models import Claim, ClaimLine, SpendRequest
from expenses.services import claims, requests, topups
from tests.factories import budgets
from tests.factories import expenses as make
from tests.factories.expenses import AT, TODAY
from tests.factories.organization import actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("manager", "finance_officer", "division_manager", "gm")]


def world():
    """Everything a refused step must leave alone."""
    return (
        list(Claim.objects.order_by("pk").values()),
        list(SpendRequest.objects.order_by("pk").values()),
        LedgerEntry.objects.count(),
        AuditEvent.objects.count(),
        Job.objects.count(),
        Case.objects.count(),
    )


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
def test_the_tolerance_can_be_set(owner, travel, settings):
    settings.REQUEST_TOLERANCE_SHARE, settings.REQUEST_TOLERANCE_AMOUNT = Decimal(0), Decimal(0)
    request = make.approved_request(owner, make.request_line(travel, "1000.00"))

    claim = make.submitted_claim(owner, make.claim_line(travel, "1000.01"), request_id=request.pk)

    assert claim.is_above_request


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


@pytest.mark.rule("EXP-02b")
def test_a_late_claim_counts_in_its_month_while_that_is_open_else_in_the_current_one(owner, travel):
    budgets.close(7)

    line = make.claim_line
    claim = make.submitted_claim(
        owner, line(travel, expense_date=date(2026, 8, 3)), line(travel, expense_date=date(2026, 7, 30))
    )

    early, late = claim.lines.all()
    assert (str(early.period), early.is_prior_period) == ("2026-08", False)
    assert (str(late.period), late.is_prior_period) == ("2026-09", True)
    assert make.case_of(claim).facts["flags"] == ["prior_period"]


@pytest.mark.rule("EXP-02b")
def test_a_month_that_closes_before_the_last_approval_moves_the_actual_to_the_current_one(owner, company, travel):
    claim = make.submitted_claim(owner, make.claim_line(travel, "600.00", expense_date=date(2026, 8, 3)))
    budgets.close(8)

    make.approve(claim)

    line = claim.lines.get()
    assert (str(line.period), line.is_prior_period) == ("2026-09", True)
    assert make.figures(company.service, travel) == (0, Decimal("600.00"))
    assert LedgerEntry.objects.get(kind="ACTUAL").month == 9


def test_an_unknown_currency_is_refused(owner, travel):
    with pytest.raises(UnknownCurrency):
        make.draft_claim(owner, make.claim_line(travel), currency="XXX", rate=Decimal(1))


@pytest.mark.rule("GEN-02")
def test_net_and_tax_of_a_line_add_up(owner, travel):
    claim = make.draft_claim(owner, make.claim_line(travel, "1680.00", tax_rate=Decimal("0.06")))

    line = claim.lines.get()
    assert (line.net_amount, line.tax_amount) == (Decimal("1584.91"), Decimal("95.09"))


@pytest.mark.rule("EXP-05")
@pytest.mark.parametrize("state", ["draft", "in review", "rejected", "approved"])
def test_an_invoice_is_entered_once_in_the_whole_company(owner, outsider, company, travel, state):
    budgets.appropriate(company.other, travel, {1: "5000.00"})
    first = make.draft_claim(owner, make.claim_line(travel, invoice_code="3100221130", invoice_number="2631 2000 4417"))
    if state != "draft":
        claims.submit_claim(claim_id=first.pk, actor=actor_of(owner), at=AT)
    if state == "rejected":
        make.decide(first, "REJECT")
    if state == "approved":
        make.approve(first)
    before = world()

    with pytest.raises(DuplicateInvoice):
        make.draft_claim(outsider, make.claim_line(travel, invoice_code="3100221130", invoice_number="263120004417"))

    assert world() == before
    make.draft_claim(outsider, make.claim_line(travel, invoice_code="3100221131", invoice_number="263120004417"))


@pytest.mark.rule("EXP-05")
@pytest.mark.parametrize(
    "typed", [("ＡＢ　７７７", "４４１７"), ("ab777", "44-17"), ("Ab 7 77", " 44–17 "), ("AB7\u200b77", "4417")]
)
def test_an_invoice_is_the_same_however_it_is_typed(owner, outsider, travel, typed):
    code, number = typed
    make.draft_claim(owner, make.claim_line(travel, invoice_code="AB777", invoice_number="4417"))

    with pytest.raises(DuplicateInvoice):
        make.draft_claim(outsider, make.claim_line(travel, invoice_code=code, invoice_number=number))


@pytest.mark.rule("EXP-05")
@pytest.mark.parametrize("codes", [("AB777", ""), ("", "AB777")])
def test_an_invoice_without_its_code_is_the_same_of_the_same_supplier(owner, outsider, travel, codes):
    first, second = codes
    make.draft_claim(owner, make.claim_line(travel, invoice_code=first, invoice_number="4417", supplier="如家 酒店"))

    with pytest.raises(DuplicateInvoice):
        make.draft_claim(
            outsider, make.claim_line(travel, invoice_code=second, invoice_number="4417", supplier="如家酒店")
        )
    make.draft_claim(outsider, make.claim_line(travel, invoice_code=second, invoice_number="4417", supplier="汉庭"))


@pytest.mark.rule("EXP-05")
def test_a_given_up_claim_frees_its_invoice_and_one_claim_carries_it_once(owner, travel):
    first = make.draft_claim(owner, make.claim_line(travel, invoice_number="4417"))
    claims.cancel_claim(claim_id=first.pk, reason="重复录入", actor=actor_of(owner), at=AT)

    make.draft_claim(owner, make.claim_line(travel, invoice_number="4417"))
    with pytest.raises(DuplicateInvoice):
        make.draft_claim(
            owner, make.claim_line(travel, invoice_number="99"), make.claim_line(travel, invoice_number="99")
        )


@pytest.mark.parametrize("amount", ["0", "-5.00", "1.001", "9" * 30, "NaN"])
def test_senseless_amounts_are_refused(owner, travel, amount):
    before = world()

    with pytest.raises(AmountOutOfRange):
        make.draft_claim(owner, make.claim_line(travel, amount))

    assert world() == before


def test_other_bad_input_is_refused(owner, travel, company):
    before = world()

    with pytest.raises(InvalidInput):
        make.draft_claim(owner, make.claim_line(travel, description="  "))
    with pytest.raises(InvalidInput):
        make.draft_claim(owner, make.claim_line(travel), title="x" * 121)
    with pytest.raises(InvalidInput):
        make.draft_claim(owner, make.claim_line(travel, tax_rate=Decimal("1.5")))
    with pytest.raises(InvalidInput):
        make.draft_claim(owner, make.claim_line(travel), claim_kind="GIFT")
    with pytest.raises(InvalidInput):
        make.draft_claim(owner, make.claim_line(travel), request_id=10**9)
    with pytest.raises(CategoryNotUsable):
        make.draft_claim(owner, make.claim_line(budgets.leaf_category(kind="REVENUE")))

    assert world() == before


def test_what_cannot_be_submitted_stays_a_draft(owner, travel):
    empty = make.draft_claim(owner)
    future = make.draft_claim(owner, make.claim_line(travel, expense_date=TODAY + timedelta(days=1)))
    ancient = make.draft_claim(owner, make.claim_line(travel, expense_date=date(2019, 5, 5)))
    before = world()

    for claim, refusal in ((empty, NoLines), (future, FutureExpense), (ancient, NoPeriod)):
        with pytest.raises(refusal):
            claims.submit_claim(claim_id=claim.pk, actor=actor_of(owner), at=AT)

    assert world() == before


@pytest.mark.rule("GEN-04")
def test_a_claim_is_submitted_once_and_a_stale_page_changes_nothing(owner, company, travel):
    claim = make.submitted_claim(owner, make.claim_line(travel))
    draft = make.claim_draft(owner.department, make.claim_line(travel, "200.00"))
    before = world()

    with pytest.raises(WrongState):
        claims.submit_claim(claim_id=claim.pk, actor=actor_of(owner), at=AT)
    with pytest.raises(StaleDocument):
        claims.change_claim(claim_id=claim.pk, draft=draft, version=1, actor=actor_of(owner), at=AT)

    assert world() == before
    assert make.figures(company.service, travel) == (Decimal("100.00"), 0)


def test_nobody_else_touches_a_claim(owner, manager, outsider, travel):
    claim = make.draft_claim(owner, make.claim_line(travel))
    draft = make.claim_draft(owner.department, make.claim_line(travel, "200.00"))
    before = world()

    for stranger in (manager, outsider):
        with pytest.raises(NotAllowed):
            claims.submit_claim(claim_id=claim.pk, actor=actor_of(stranger), at=AT)
        with pytest.raises(NotAllowed):
            claims.change_claim(claim_id=claim.pk, draft=draft, version=1, actor=actor_of(stranger), at=AT)
        with pytest.raises(NotAllowed):
            claims.cancel_claim(claim_id=claim.pk, reason="不用了", actor=actor_of(stranger), at=AT)

    assert world() == before


@pytest.mark.rule("GEN-06")
@pytest.mark.rule("GEN-14")
def test_a_claim_is_cancelled_with_a_reason_and_stays_readable(owner, travel):
    claim = make.submitted_claim(owner, make.claim_line(travel))
    with pytest.raises(WrongState):
        claims.cancel_claim(claim_id=claim.pk, reason="不用了", actor=actor_of(owner), at=AT)
    claims.withdraw_claim(claim_id=claim.pk, actor=actor_of(owner), at=AT)
    with pytest.raises(ReasonMissing):
        claims.cancel_claim(claim_id=claim.pk, reason="", actor=actor_of(owner), at=AT)

    claims.cancel_claim(claim_id=claim.pk, reason="不用了", actor=actor_of(owner), at=AT)

    cancelled = Claim.objects.get(pk=claim.pk)
    assert (cancelled.state, cancelled.number, cancelled.lines.count()) == ("CANCELLED", "EXP-2026-0001", 1)


@pytest.mark.rule("GEN-05")
def test_the_request_tells_what_claims_took_and_gave_back(owner, travel):
    request = make.approved_request(owner, make.request_line(travel, "1000.00"))
    claim = make.submitted_claim(owner, make.claim_line(travel, "600.00"), request_id=request.pk)
    make.decide(claim, "RETURN")

    told = AuditEvent.objects.filter(subject_kind="spend_request", subject_id=request.pk).order_by("pk")

    assert [(event.code, event.facts.get("amount")) for event in told][-2:] == [
        ("spend_request.claimed", "600.00"),
        ("spend_request.given_back", "600.00"),
    ]


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


@pytest.mark.rule("EXP-05")
def test_lines_entered_before_there_were_keys_get_theirs_and_no_history(owner, outsider, travel):
    made = make.draft_claim(owner, make.claim_line(travel, invoice_code="ＡＢ－７７７", invoice_number="44 17"))
    ClaimLine.objects.update(invoice_code_key="", invoice_number_key="")

    import_module("expenses.migrations.0009_fill_invoice_keys").fill(apps, None)

    line = made.lines.get()
    assert (line.invoice_code_key, line.invoice_number_key) == ("AB777", "4417")
    assert not line.past_values.exists()
    with pytest.raises(DuplicateInvoice):
        make.draft_claim(outsider, make.claim_line(travel, invoice_code="ab777", invoice_number="4417"))
