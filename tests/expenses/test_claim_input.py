"""What claims refuse: currencies, invoices entered twice, senseless amounts, people and moments (EXP-04)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from budgets.models import LedgerEntry
from core.errors import InvalidInput, NotAllowed, ReasonMissing, StaleDocument, WrongState
from core.models import AuditEvent
from expenses.errors import (
    AmountOutOfRange,
    CategoryNotUsable,
    DuplicateInvoice,
    FutureExpense,
    NoLines,
    UnknownCurrency,
)
from expenses.models import Claim
from expenses.services import claims
from tests.expenses.claiming import world
from tests.factories import budgets
from tests.factories import expenses as make
from tests.factories.expenses import AT, TODAY
from tests.factories.organization import actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("manager", "finance_officer", "division_manager", "gm")]


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
@pytest.mark.parametrize("planned", [False, True])
def test_a_late_claim_of_a_year_that_was_never_open_counts_in_the_current_month(owner, company, travel, planned):
    if planned:
        budgets.planned_year(2025)

    claim = make.submitted_claim(owner, make.claim_line(travel, "88.00", expense_date=date(2025, 12, 30)))
    make.approve(claim)

    line = claim.lines.get()
    assert (str(line.period), line.is_prior_period) == ("2026-09", True)
    assert make.figures(company.service, travel) == (0, Decimal("88.00"))


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
@pytest.mark.parametrize(
    "typed", [("12001900311", "123456"), ("012001900311", "123456"), ("0012001900311", "00123456")]
)
def test_zeros_before_an_invoices_number_make_no_other_invoice(owner, outsider, travel, typed):
    make.draft_claim(owner, make.claim_line(travel, invoice_code="012001900311", invoice_number="00123456"))

    with pytest.raises(DuplicateInvoice):
        make.draft_claim(outsider, make.claim_line(travel, invoice_code=typed[0], invoice_number=typed[1]))
    for code, number in (("012001900311", "001234560"), ("012001900311", "A00123456"), ("12001900310", "123456")):
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
    before = world()

    for claim, refusal in ((empty, NoLines), (future, FutureExpense)):
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
