"""Rows of years, categories, control and the ledger."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from budgets.models import ControlKey, ControlOverride, ControlPolicy, ExchangeRate, FiscalYear, LedgerEntry
from organization.models import Department
from tests.factories import budgets as make
from tests.permissions.world import World

Kwargs = Callable[[World], dict[str, Any]]


def key_of(world: World, department: Department) -> ControlKey:
    """A department's key of the world's category."""
    return make.key_of(department, world.category, world.year.year)


def key(world: World) -> dict[str, Any]:
    return {"key_id": key_of(world, world.service).pk}


def other_key(world: World) -> dict[str, Any]:
    return {"key_id": key_of(world, world.other).pk}


def override(world: World) -> dict[str, Any]:
    found = ControlOverride.objects.create(
        key=key_of(world, world.service), amount=1, reason="抢修", granted_by=world.people["finance_manager"],
        granted_at=world.now, expires_at=world.now + timedelta(days=9),
    )  # fmt: skip
    return {"override_id": found.pk}


def other_override(world: World) -> dict[str, Any]:
    found = ControlOverride.objects.create(
        key=key_of(world, world.other), amount=1, reason="抢修", granted_by=world.people["finance_manager"],
        granted_at=world.now, expires_at=world.now + timedelta(days=9),
    )  # fmt: skip
    return {"override_id": found.pk}


def policy(world: World) -> dict[str, Any]:
    found, _made = ControlPolicy.objects.get_or_create(
        category=world.category, department=world.service,
        defaults={"scope": "MONTH", "action": "WARN", "reason": "试点"},
    )  # fmt: skip
    return {"policy_id": found.pk}


def year(world: World) -> dict[str, Any]:
    return {"year_id": world.year.pk}


def no_carry_over(_world: World) -> dict[str, Any]:
    return {"adjustment_id": 999_999}


def year_number(world: World) -> dict[str, Any]:
    return {"year": world.year.year}


def planned_year(world: World) -> dict[str, Any]:
    number = world.year.year + 1
    found = FiscalYear.objects.filter(year=number).first() or make.planned_year(number)
    return {"year_id": found.pk}


def period(world: World) -> dict[str, Any]:
    return {"period_id": world.period.pk}


def category(world: World) -> dict[str, Any]:
    return {"category_id": world.category.pk}


def rate(world: World) -> dict[str, Any]:
    found = ExchangeRate.objects.filter(currency="EUR").first() or make.exchange_rate("EUR", "7.80", on=world.today)
    return {"rate_id": found.pk}


def rate_body(world: World) -> dict[str, Any]:
    return {"currency": "USD", "day": world.today.isoformat(), "rate": "7.1", "source": "中行折算价"}


def project(world: World) -> dict[str, Any]:
    return {"project_id": world.project.pk}


SEEING = {"*": 200, "employee": 403, "outsider": 403}
"""Who sees budgets somewhere."""
FINANCE = ("finance_officer", "finance_manager")


def only(status: int, *people: str) -> dict[str, Any]:
    """These people; everybody else is refused."""
    return {"*": 403, **dict.fromkeys(people, status)}


KEY = {"kwargs": key, "foreign": other_key}

ROWS: dict[str, dict[str, Any]] = {
    "budgets:year_list": SEEING,
    "budgets:year_create": only(200, "finance_manager"),
    "budgets:year_open": only(302, "finance_manager") | {"kwargs": planned_year},
    "budgets:year_close": only(200, "finance_manager") | {"kwargs": year},
    "budgets:period_close": only(302, "finance_officer") | {"kwargs": period},
    "budgets:period_reopen": only(200, "finance_manager") | {"kwargs": period},
    "budgets:category_list": SEEING,
    "budgets:category_create": only(200, *FINANCE),
    "budgets:category_edit": only(200, *FINANCE) | {"kwargs": category},
    "budgets:category_policy": only(200, *FINANCE) | {"kwargs": category},
    "budgets:category_retire": only(302, *FINANCE) | {"kwargs": category},
    "budgets:category_restore": only(302, *FINANCE) | {"kwargs": category},
    "budgets:rate_list": {"*": 200},
    "budgets:rate_create": only(200, *FINANCE),
    "budgets:rate_edit": only(200, *FINANCE) | {"kwargs": rate},
    "budgets:company_now": {"*": 302, "employee": 403, "outsider": 403},
    "budgets:company_budget": SEEING | {"kwargs": year_number},
    "budgets:company_lines": SEEING | {"kwargs": year_number},
    "budgets:company_export": SEEING | {"kwargs": year_number},
    "budgets:year_end": SEEING | {"kwargs": year_number},
    "budgets:carry_over_edit": {"*": 404} | {"kwargs": no_carry_over},
    "budgets:ceiling_list": only(200, *FINANCE) | {"kwargs": year_number},
    "budgets:ceiling_export": only(200, *FINANCE) | {"kwargs": year_number},
    "budgets:ceiling_single": only(200, *FINANCE) | {"kwargs": year_number},
    "budgets:project_list": SEEING,
    "budgets:project_create": only(200, *FINANCE),
    "budgets:project_edit": only(200, *FINANCE) | {"kwargs": project},
    "budgets:project_retire": only(302, *FINANCE) | {"kwargs": project},
    "budgets:project_restore": only(302, *FINANCE) | {"kwargs": project},
    "budgets:policy_list": SEEING,
    "budgets:policy_set": only(200, *FINANCE),
    "budgets:policy_remove": only(200, *FINANCE) | {"kwargs": policy},
    "budgets:override_grant": {"*": 403, "outsider": 404, "finance_manager": 200, "gm": 200} | KEY,
    "budgets:override_end": {"*": 403, "outsider": 404, "finance_manager": 200, "gm": 200}
    | {"kwargs": override, "foreign": other_override},
    "budgets:key_list": {"*": 200},
    "budgets:key_detail": {"*": 200, "outsider": 404} | KEY,
    "budgets:entry_list": {"*": 200, "outsider": 404} | KEY,
}


def pk_of(found: Kwargs) -> Kwargs:
    """The same thing as the API names it."""
    return lambda world: {"pk": next(iter(found(world).values()))}


def entry(world: World) -> dict[str, Any]:
    return {"pk": LedgerEntry.objects.filter(key=key_of(world, world.service)).order_by("pk")[0].pk}


def other_entry(world: World) -> dict[str, Any]:
    return {"pk": LedgerEntry.objects.filter(key=key_of(world, world.other)).order_by("pk")[0].pk}


def own_control(world: World) -> dict[str, Any]:
    return {"department": world.service.pk, "category": world.category.pk, **CONTROL}


def control(world: World) -> dict[str, Any]:
    return {**CONTROL, "version": world.category.version}


def leave(world: World) -> dict[str, Any]:
    expires_at = world.now + timedelta(days=9)
    return {
        "balance": key_of(world, world.service).pk,
        "month": 3,
        "amount": "1.00",
        "expires_at": expires_at.isoformat(),
        "reason": "抢修",
    }


API_YEAR, API_PLANNED, API_PERIOD, API_CATEGORY, API_PROJECT, API_RATE = (
    {"kwargs": pk_of(found)} for found in (year, planned_year, period, category, project, rate)
)
API_KEY = {"kwargs": pk_of(key), "foreign": pk_of(other_key)}
API_OVERRIDE = {"kwargs": pk_of(override), "foreign": pk_of(other_override)}
API_POLICY = {"kwargs": pk_of(policy)}
API_ENTRY = {"kwargs": entry, "foreign": other_entry}
GRANTING = ("finance_manager", "gm")
CONTROL = {"scope": "MONTH", "action": "WARN", "reason": "试点"}

ROWS |= {
    "api:fiscal-years-list": {"*": 200},
    "api:fiscal-years-list POST": only(201, "finance_manager") | {"data": {"year": 2060}},
    "api:fiscal-years-detail": {"*": 200} | API_YEAR,
    "api:fiscal-years-detail PATCH": only(200, "finance_manager")
    | API_YEAR
    | {"data": {"contingency_least_share": "0.05"}},
    "api:fiscal-years-open": only(200, "finance_manager") | API_PLANNED,
    "api:fiscal-years-close": only(409, "finance_manager") | API_YEAR,
    "api:periods-list": {"*": 200},
    "api:periods-detail": {"*": 200} | API_PERIOD,
    "api:periods-close": only(200, "finance_officer") | API_PERIOD,
    "api:periods-reopen": only(409, "finance_manager") | API_PERIOD | {"data": {"reason": "漏记"}},
    "api:categories-list": {"*": 200},
    "api:categories-list POST": only(201, *FINANCE) | {"data": {"code": "WALK-1", "name_zh": "新类别"}},
    "api:categories-detail": {"*": 200} | API_CATEGORY,
    "api:categories-detail PATCH": only(200, *FINANCE) | API_CATEGORY | {"data": {"name_en": "Travel"}},
    "api:categories-retire": only(200, *FINANCE) | API_CATEGORY,
    "api:categories-restore": only(200, *FINANCE) | API_CATEGORY,
    "api:categories-control": only(200, *FINANCE) | API_CATEGORY | {"data": control},
    "api:exchange-rates-list": {"*": 200},
    "api:exchange-rates-list POST": only(201, *FINANCE) | {"data": rate_body},
    "api:exchange-rates-detail": {"*": 200} | API_RATE,
    "api:exchange-rates-detail PATCH": only(200, *FINANCE) | API_RATE | {"data": {"rate": "7.2", "source": "中行"}},
    "api:projects-list": {"*": 200},
    "api:projects-list POST": only(201, *FINANCE) | {"data": {"code": "WALK-1", "name_zh": "新项目"}},
    "api:projects-detail": {"*": 200} | API_PROJECT,
    "api:projects-detail PATCH": only(200, *FINANCE) | API_PROJECT | {"data": {"name_en": "Line"}},
    "api:projects-retire": only(200, *FINANCE) | API_PROJECT,
    "api:projects-restore": only(200, *FINANCE) | API_PROJECT,
    "api:control-policies-list": SEEING,
    "api:control-policies-list POST": only(201, *FINANCE) | {"data": own_control},
    "api:control-policies-detail": SEEING | API_POLICY,
    "api:control-policies-end": only(200, *FINANCE) | API_POLICY | {"data": {"reason": "试点结束"}},
    "api:control-overrides-list": {"*": 200},
    "api:control-overrides-list POST": only(201, *GRANTING) | {"data": leave},
    "api:control-overrides-detail": {"*": 200, "outsider": 404} | API_OVERRIDE,
    "api:control-overrides-end": only(200, *GRANTING)
    | {"outsider": 404}
    | API_OVERRIDE
    | {"data": {"reason": "已补足"}},
    "api:balances-list": {"*": 200},
    "api:balances-detail": {"*": 200, "outsider": 404} | API_KEY,
    "api:ledger-entries-list": {"*": 200},
    "api:ledger-entries-detail": {"*": 200, "outsider": 404} | API_ENTRY,
}
