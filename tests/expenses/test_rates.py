"""Foreign claims are converted at the rate finance keeps; nothing slips past a check (GEN-02b)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from approvals import registry
from approvals.choices import WhoKind
from approvals.models import RouteStep
from budgets.errors import RateOfFuture, RateTaken
from budgets.models import ExchangeRate
from budgets.services import rates
from core.errors import NotAllowed, StaleDocument
from core.models import AuditEvent
from expenses.errors import AmountTooFine, ConvertsToNothing, RateMissing, RateTooFar, RateUnexplained
from expenses.handlers import ExpenseClaimHandler
from expenses.models import Claim
from expenses.services import checking, claims
from organization.models import Role
from tests.factories import budgets
from tests.factories import expenses as make
from tests.factories.expenses import AT, TODAY
from tests.factories.organization import actor_of, signed_in

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.rule("GEN-02b"),
    pytest.mark.usefixtures("manager", "finance_officer", "division_manager", "gm"),
]


@pytest.fixture
def dollar(db):
    budgets.exchange_rate("USD", "7.00000000", on=TODAY - timedelta(days=60))
    return budgets.exchange_rate("USD", "7.12345678", on=TODAY - timedelta(days=6))


def own(rate, **more):
    given = {"rate_date": TODAY - timedelta(days=5), "rate_source": "信用卡账单"} | more
    return {"currency": "USD", "rate": Decimal(rate), **given}


@pytest.mark.rule("GEN-01")
def test_a_claim_takes_the_rate_of_its_day_and_keeps_it(owner, company, travel, dollar):
    claim = make.submitted_claim(
        owner, make.claim_line(travel, "100.00"), make.claim_line(travel, "33.33"), currency="USD"
    )
    dollar.rate = Decimal(1)
    dollar.save()

    make.approve(claim)

    claim = Claim.objects.get()
    assert (claim.rate, claim.rate_date, claim.rate_source) == (Decimal("7.12345678"), dollar.day, dollar.source)
    assert (claim.total, claim.base_total) == (Decimal("133.33"), Decimal("949.77"))
    assert [line.base_amount for line in claim.lines.all()] == [Decimal("712.35"), Decimal("237.42")]
    assert make.figures(company.service, travel) == (0, Decimal("949.77"))
    assert make.case_of(claim).amount == Decimal("949.77")


def test_the_latest_rate_on_or_before_the_last_expense_counts(owner, travel, dollar):
    day = dollar.day - timedelta(days=1)
    earlier = make.draft_claim(owner, make.claim_line(travel, expense_date=day), currency="USD")
    spread = make.draft_claim(
        owner, make.claim_line(travel, expense_date=day), make.claim_line(travel, expense_date=dollar.day),
        currency="USD",
    )  # fmt: skip

    assert (earlier.rate, spread.rate) == (Decimal("7.00000000"), Decimal("7.12345678"))


def test_a_rate_nobody_keeps_is_an_error_not_the_authors_word(owner, travel, dollar):
    with pytest.raises(RateMissing):
        make.draft_claim(owner, make.claim_line(travel), **own("7.8") | {"currency": "EUR"})
    with pytest.raises(RateMissing):
        make.draft_claim(owner, make.claim_line(travel, expense_date=TODAY - timedelta(days=61)), currency="USD")

    assert not Claim.objects.exists()


@pytest.mark.rule("ORG-08")
@pytest.mark.parametrize("rate", ["0.00000001", "6.7", "7.48", "-7.1", "NaN", "1000000"])
def test_a_rate_far_from_finances_is_refused(owner, travel, dollar, rate):
    """USD 900,000 at 0.00000001 was worth one cent, below every budget, route and authority."""
    with pytest.raises(RateTooFar):
        make.draft_claim(owner, make.claim_line(travel, "900000.00"), **own(rate))

    assert not Claim.objects.exists()


@pytest.mark.parametrize("missing", [{"rate_date": None}, {"rate_source": " "}, {"rate_date": TODAY + timedelta(1)}])
def test_a_rate_of_ones_own_says_its_day_and_where_it_is_from(owner, travel, dollar, missing):
    with pytest.raises(RateUnexplained):
        make.draft_claim(owner, make.claim_line(travel), **own("7.2", **missing))


@pytest.mark.rule("EXP-04")
@pytest.mark.rule("APR-03")
def test_a_rate_of_ones_own_is_flagged_and_routes_can_ask_for_it(owner, gm, travel, dollar):
    RouteStep.objects.create(
        route=RouteStep.objects.filter(route__document_kind="expense_claim").first().route,
        position=90, name_zh="汇率复核", who=WhoKind.ROLE_IN_COMPANY, role=Role.objects.get(code="general_manager"), needs_flag="rate_differs",
    )  # fmt: skip
    usual = make.submitted_claim(owner, make.claim_line(travel, "10.00"), currency="USD")
    differing = make.submitted_claim(owner, make.claim_line(travel, "10.00"), **own("7.2"))
    plain = make.submitted_claim(owner, make.claim_line(travel, "10.00"))

    flags = [ExpenseClaimHandler().facts(claim.pk).flags for claim in (usual, differing, plain)]

    assert flags == [{"foreign"}, {"foreign", "rate_differs"}, frozenset()]
    assert set(flags[1]) <= registry.flag_words().keys()
    assert gm not in make.approve(usual)
    assert gm in make.approve(differing)
    assert (differing.rate, differing.table_rate) == (Decimal("7.2"), Decimal("7.12345678"))


def test_submitting_asks_the_table_again(owner, travel, dollar):
    follows = make.draft_claim(owner, make.claim_line(travel, "10.00"), currency="USD")
    differs = make.draft_claim(owner, make.claim_line(travel, "10.00"), **own("7.2"))
    budgets.exchange_rate("USD", "8.00000000", on=TODAY - timedelta(days=5))

    done = claims.submit_claim(claim_id=follows.pk, actor=actor_of(owner), at=AT)
    with pytest.raises(RateTooFar):
        claims.submit_claim(claim_id=differs.pk, actor=actor_of(owner), at=AT)

    assert (done.rate, done.base_total) == (Decimal("8.00000000"), Decimal("80.00"))
    assert Claim.objects.get(pk=differs.pk).state == "DRAFT"


@pytest.mark.rule("GEN-01")
def test_an_amount_fits_its_currencys_smallest_unit(owner, travel):
    budgets.exchange_rate("JPY", "0.04860000", on=TODAY - timedelta(days=9))
    make.draft_claim(owner, make.claim_line(travel, "1000.00"), currency="JPY")

    with pytest.raises(AmountTooFine):
        make.draft_claim(owner, make.claim_line(travel, "1000.50"), currency="JPY")
    with pytest.raises(AmountTooFine):
        checking.check_claim(
            draft=make.claim_draft(owner.department, make.claim_line(travel, "1000.50"), currency="JPY"),
            actor=actor_of(owner),
            at=AT,
        )


def test_a_line_worth_less_than_a_cent_is_refused(owner, travel):
    budgets.exchange_rate("VND", "0.00028000", on=TODAY - timedelta(days=9))

    with pytest.raises(ConvertsToNothing):
        make.draft_claim(owner, make.claim_line(travel, "90000.00"), make.claim_line(travel, "10.00"), currency="VND")

    assert not Claim.objects.exists()


@pytest.mark.rule("GEN-05")
@pytest.mark.rule("GEN-04")
def test_finance_keeps_the_table(owner, finance_officer):
    given = {"currency": "USD", "day": TODAY, "rate": Decimal("7.1"), "source": "中国银行折算价", "at": AT}
    with pytest.raises(NotAllowed):
        rates.enter_rate(**given, actor=actor_of(owner))
    actor = actor_of(finance_officer)
    made = rates.enter_rate(**given, actor=actor)
    with pytest.raises(RateTaken):
        rates.enter_rate(**given, actor=actor)
    with pytest.raises(RateOfFuture):
        rates.enter_rate(**given | {"day": TODAY + timedelta(days=1)}, actor=actor)

    rates.correct_rate(rate_id=made.pk, rate=Decimal("7.3"), source="中行", version=1, actor=actor, at=AT)
    with pytest.raises(StaleDocument):
        rates.correct_rate(rate_id=made.pk, rate=Decimal("7.4"), source="中行", version=1, actor=actor, at=AT)

    assert ExchangeRate.objects.get().rate == Decimal("7.3")
    changed = AuditEvent.objects.get(code="exchange_rate.change")
    assert changed.facts["changes"] == {"rate": ["7.1", "7.3"], "source": ["中国银行折算价", "中行"]}


def test_the_page_and_the_api_keep_rates_and_the_form_takes_them(client, owner, finance_officer, company, travel):
    signed_in(client, finance_officer)
    client.post("/budgets/rates/new/", {"currency": "USD", "day": "2026-09-01", "rate": "7.1", "source": "中行"})
    body = {"currency": "EUR", "day": "2026-09-01", "rate": "7.81", "source": "中行"}
    assert client.post("/api/v1/exchange-rates/", body, content_type="application/json").status_code == 201
    assert "7.81" in client.get("/budgets/rates/?currency=EUR").content.decode()
    line = {"category": travel.pk, "description": "住宿", "expense_date": "2026-09-16", "amount": "100.00"}

    signed_in(client, owner)
    claim = {"department": company.service.pk, "title": "差旅", "currency": "USD", "lines": [line]}
    made = client.post("/api/v1/expense-claims/", claim, content_type="application/json").json()

    assert (made["rate"], made["table_rate"], made["rate_differs"]) == ("7.1", "7.1", False)
    assert made["base_total"] == "710.00"
    assert "7.1" in client.get(f"/expenses/claims/{made['id']}/").content.decode()
