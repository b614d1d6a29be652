"""A carry-over through the API keeps where each of its lines comes from (GEN-17, BUD-35)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from rest_framework.test import APIClient

from budgets.models import Adjustment
from budgets.services.adjustment_drafts import AdjustmentLineInput
from tests.factories import adjustments as make
from tests.factories import budgets as money

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.rule("GEN-17"),
    pytest.mark.rule("BUD-35"),
    pytest.mark.usefixtures("division_manager", "finance_manager", "gm"),
]
URL = "/api/v1/adjustments/"
JANUARY = datetime(2027, 1, 8, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def travel(company):
    """1,000 a month of 2026 for service, of which December is open; 2027 is open."""
    money.open_year(2026)
    made = money.leaf_category("出差费用")
    money.appropriate(company.service, made, per_month="1000.00")
    for month in range(1, 12):
        money.close(month)
    money.open_year(2027)
    return made


@pytest.fixture
def client(manager, signed_in):
    return signed_in(APIClient(), manager)


def line(travel, **more):
    return {
        "category": travel.pk,
        "period": money.period(1, 2027).pk,
        "from_period": money.period(12, 2026).pk,
        "amount": "2500.00",
    } | more


def test_a_changed_title_leaves_the_origins(client, manager, company, travel):
    drafted = AdjustmentLineInput(
        department_id=company.service.pk, category_id=travel.pk, period_id=money.period(1, 2027).pk,
        amount=Decimal("2500.00"), from_period_id=money.period(12, 2026).pk,
    )  # fmt: skip
    made = make.draft(manager, "CARRY_OVER", drafted, at=JANUARY)

    answer = client.patch(f"{URL}{made.pk}/", {"title": "结转二", "version": made.version}, format="json")

    assert answer.status_code == 200, answer.json()
    assert Adjustment.objects.get().lines.get().from_period == money.period(12, 2026)
    assert answer.json()["lines"][0]["from_period"] == money.period(12, 2026).pk


def test_a_carry_over_is_drafted(client, company, travel):
    body = {"department": company.service.pk, "adjustment_kind": "CARRY_OVER", "title": "结转", "purpose": "返修未完"}

    made = client.post(URL, body | {"lines": [line(travel)]}, format="json")

    assert made.status_code == 201, made.json()
    assert Adjustment.objects.get().lines.get().from_period == money.period(12, 2026)
    assert made.json()["lines"][0]["carried_kind"] == ""


@pytest.mark.parametrize("given", [{"carried_kind": "spend_request"}, {"carried": 1, "carried_line": 1}])
def test_what_is_carried_is_named_whole(client, company, travel, given):
    body = {"department": company.service.pk, "adjustment_kind": "CARRY_OVER", "title": "结转", "purpose": "返修未完"}

    refused = client.post(URL, body | {"lines": [line(travel, **given)]}, format="json")

    assert (refused.status_code, Adjustment.objects.exists()) == (400, False)
    assert "请一并写明" in str(refused.json())


@pytest.mark.parametrize("amount", ["-2500.00", "0.00"])
def test_nothing_is_carried_backwards(client, company, travel, amount):
    body = {"department": company.service.pk, "adjustment_kind": "CARRY_OVER", "title": "结转", "purpose": "返修未完"}

    refused = client.post(URL, body | {"lines": [line(travel, amount=amount)]}, format="json")

    assert (refused.status_code, refused.json()["code"]) == (400, "amount_out_of_range")
    assert not Adjustment.objects.exists()
