"""What a submission asks of the database: all it reads before it takes its number, and nothing twice (QLT-03b, GEN-03)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from approvals import registry
from budgets.errors import InsufficientBudget
from budgets.models import LedgerEntry
from core.models import NumberSeries
from expenses.models import Claim, SpendRequest
from expenses.services import claims, requests
from tests.factories import budgets
from tests.factories import expenses as make
from tests.factories.expenses import AT, TODAY
from tests.factories.organization import actor_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.rule("QLT-03b"),
    pytest.mark.usefixtures("manager", "finance_officer", "division_manager", "gm"),
]
READ_WITH_THE_NUMBER = ("core_webhook", "approvals_delegation")
"""What may be asked while the series is held: each one look by an index."""


def submit_claim(owner, travel):
    draft = make.draft_claim(owner, make.claim_line(travel, "100.00"))
    actor = actor_of(owner)
    with CaptureQueriesContext(connection) as asked:
        claims.submit_claim(claim_id=draft.pk, actor=actor, at=AT)
    return draft, [query["sql"] for query in asked.captured_queries]


def submit_request(owner, travel):
    draft = make.draft_request(owner, make.request_line(travel, "100.00"))
    actor = actor_of(owner)
    with CaptureQueriesContext(connection) as asked:
        requests.submit_request(request_id=draft.pk, actor=actor, at=AT)
    return draft, [query["sql"] for query in asked.captured_queries]


@pytest.mark.parametrize("submit", [submit_claim, submit_request])
def test_all_is_read_before_the_number_is_taken(owner, travel, submit):
    submit(owner, travel)  # what a process keeps is read once
    _draft, asked = submit(owner, travel)

    (taken,) = [place for place, sql in enumerate(asked) if "INSERT INTO core_numberseries" in sql]
    late = [
        sql
        for sql in asked[taken + 1 :]
        if sql.lstrip().startswith("SELECT") and not any(table in sql for table in READ_WITH_THE_NUMBER)
    ]
    assert late == []


@pytest.mark.parametrize(("submit", "most"), [(submit_claim, 42), (submit_request, 42)])
def test_nothing_is_asked_twice(owner, travel, submit, most):
    submit(owner, travel)
    _draft, asked = submit(owner, travel)

    read = [sql for sql in asked if sql.lstrip().startswith("SELECT")]
    assert len(read) == len(set(read))
    assert len(asked) <= most


@pytest.mark.parametrize(
    ("lines", "fields"),
    [
        pytest.param([("100.00", {})], {}, id="plain"),
        pytest.param([("100.00", {}), ("2000.00", {"supplier": "宏达"})], {"purpose": "现场"}, id="two lines"),
        pytest.param([("100.00", {"expense_date": TODAY - timedelta(days=200)})], {}, id="late"),
        pytest.param([("33.33", {"tax_rate": Decimal("0.0600")})], {"currency": "USD"}, id="foreign"),
    ],
)
def test_the_round_knows_what_a_fresh_look_at_the_claim_tells(owner, travel, lines, fields):
    budgets.exchange_rate("USD", "7.12345678", on=TODAY - timedelta(days=6))
    claim = make.submitted_claim(owner, *(make.claim_line(travel, amount, **more) for amount, more in lines), **fields)

    as_a_fresh_look(claim)


def test_so_it_does_where_the_budget_is_exceeded(owner, company, year):
    tools = budgets.leaf_category("工具")
    budgets.own_policy(company.service, tools, action="ESCALATE")
    budgets.appropriate(company.service, tools, {1: "100.00"})
    claim = make.submitted_claim(owner, make.claim_line(tools, "150.00"))

    assert "escalated" in make.case_of(claim).facts["flags"]
    as_a_fresh_look(claim)


def as_a_fresh_look(claim):
    fresh, case = registry.get(Claim.kind).facts(claim.pk), make.case_of(claim)

    assert case.fingerprint == fresh.fingerprint
    assert (case.number, case.title, case.amount) == (claim.number, fresh.title, fresh.amount)
    assert case.document_version == fresh.document_version
    assert case.facts["flags"] == sorted(fresh.flags)
    assert case.facts["summary"] == fresh.summary
    assert case.facts["category_codes"] == sorted(fresh.category_codes)


def test_the_round_knows_what_a_fresh_look_at_the_request_tells(owner, travel):
    request = make.submitted_request(owner, make.request_line(travel, "100.00"))

    fresh, case = registry.get(SpendRequest.kind).facts(request.pk), make.case_of(request)

    assert (case.fingerprint, case.number) == (fresh.fingerprint, request.number)
    assert (case.document_version, case.facts["summary"]) == (fresh.document_version, fresh.summary)


@pytest.mark.rule("GEN-03")
def test_a_refused_claim_takes_no_number_and_entries_carry_the_number(owner, travel):
    draft = make.draft_claim(owner, make.claim_line(travel, "90000.00"))
    with pytest.raises(InsufficientBudget):
        claims.submit_claim(claim_id=draft.pk, actor=actor_of(owner), at=AT)
    assert not NumberSeries.objects.filter(prefix=claims.PREFIX).exists()

    claim = make.submitted_claim(owner, make.claim_line(travel, "100.00"))

    labels = set(LedgerEntry.objects.filter(source_kind=Claim.kind).values_list("source_label", flat=True))
    assert labels == {f"{claim.number} {claim.title}"}
