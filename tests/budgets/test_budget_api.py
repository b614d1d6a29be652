from decimal import Decimal

import pytest
from rest_framework.test import APIClient

from budgets.models import Budget
from tests.factories import drafts
from tests.factories.budgets import leaf_category

pytestmark = pytest.mark.django_db
URL = "/api/v1/budgets/"


@pytest.fixture
def client(manager, signed_in):
    return signed_in(APIClient(), manager)


def body(category, **more):
    return {"category": category.pk, "amounts": ["100.00"] * 12, **more}


@pytest.mark.rule("GEN-17", "BUD-10")
def test_a_budget_is_drafted_read_and_submitted_by_other_systems(
    client, company, manager, division_manager, finance_manager, gm
):
    parts, reserve = leaf_category("备件"), drafts.contingency_category()
    year = drafts.year_2027()

    made = client.post(
        URL,
        {
            "department": company.service.pk,
            "fiscal_year": year.pk,
            "lines": [body(parts, rationale="按保有量"), body(reserve) | {"amounts": ["12.00"] * 12}],
            "control_methods": [
                {"category": parts.pk, "who_may_spend": "服务内勤", "limit": "500.00", "proof": "工单"}
            ],
        },
        format="json",
    )
    assert made.status_code == 201, made.json()
    shown = made.json()
    assert shown["totals"] == {"costs": "1344.00", "contingency": "144.00", "revenue": "0.00", "result": "-1344.00"}
    assert shown["lines"][0]["amounts"] == ["100.00"] * 12
    assert shown["control_methods"][0]["limit"] == "500.00"

    sent = client.post(f"{URL}{shown['id']}/submit/", {"version": shown["version"]}, format="json")

    assert (sent.status_code, sent.json()["state"], sent.json()["number"]) == (200, "IN_REVIEW", "BUD-2027-0001")


@pytest.mark.rule("GEN-04", "GEN-17")
def test_lines_are_changed_as_a_whole_from_the_version_they_were_read_at(client, company, manager, division_manager):
    budget = drafts.whole_draft(company.service, manager)
    shown = client.get(f"{URL}{budget.pk}/").json()
    parts, travel, *rest = shown["lines"]
    wanted = [
        {key: line[key] for key in ("id", "category", "description", "rationale", "amounts")}
        for line in (parts | {"amounts": ["900.50"] * 12}, *rest)
    ]

    changed = client.patch(f"{URL}{budget.pk}/", {"version": shown["version"], "lines": wanted}, format="json")
    stale = client.patch(f"{URL}{budget.pk}/", {"version": shown["version"], "lines": wanted}, format="json")

    assert changed.status_code == 200, changed.json()
    assert {line["id"] for line in changed.json()["lines"]} == {line["id"] for line in (parts, *rest)}
    assert budget.lines.get(pk=parts["id"]).amounts == [Decimal("900.50")] * 12
    assert (stale.status_code, stale.json()["code"]) == (409, "stale_document")
    assert not budget.lines.filter(pk=travel["id"]).exists()


@pytest.mark.rule("BUD-04", "GEN-17")
def test_control_methods_are_changed_as_a_whole(client, company, manager):
    budget = drafts.whole_draft(company.service, manager)
    shown = client.get(f"{URL}{budget.pk}/").json()
    kept = {"category": shown["control_methods"][0]["category"], "who_may_spend": "工程师", "proof": "工单"}

    changed = client.patch(
        f"{URL}{budget.pk}/", {"version": shown["version"], "control_methods": [kept], "note": "新"}, format="json"
    )
    sent = client.post(f"{URL}{budget.pk}/submit/", {"version": changed.json()["version"]}, format="json")

    assert changed.status_code == 200, changed.json()
    assert changed.json()["control_methods"] == [kept | {"limit": None, "method": ""}]
    assert (sent.status_code, sent.json()["code"]) == (409, "methods_missing")


@pytest.mark.rule("GEN-04")
def test_a_cell_changed_in_the_grid_makes_an_earlier_reading_stale(client, company, manager):
    budget = drafts.whole_draft(company.service, manager)
    shown = client.get(f"{URL}{budget.pk}/").json()
    row = budget.lines.first()
    drafts.write(budget, manager, (row, 1, str(row.amounts[0]), "999.00"))

    answer = client.post(f"{URL}{budget.pk}/submit/", {"version": shown["version"]}, format="json")

    assert (answer.status_code, answer.json()["code"]) == (409, "stale_document")
    assert Budget.objects.get(pk=budget.pk).state == "DRAFT"


@pytest.mark.rule("QLT-42")
@pytest.mark.parametrize(
    "wrong",
    [
        {"category": 10**9},
        {"project": 10**9},
        {"amounts": ["1.00"] * 11},
        {"amounts": ["-1.00"] * 12},
        {"amounts": ["99999999999.00"] * 12},
        {"amounts": "x"},
        {"id": 10**9},
    ],
)
def test_wrong_lines_are_refused_with_a_sentence_and_nothing_changes(client, company, manager, wrong):
    budget = drafts.whole_draft(company.service, manager)
    before = list(budget.lines.values_list("pk", "amounts"))

    answer = client.patch(
        f"{URL}{budget.pk}/", {"lines": [body(leaf_category()) | wrong], "version": budget.reading}, format="json"
    )

    assert answer.status_code in {400, 409}
    assert answer.json()["detail"]
    assert list(budget.lines.values_list("pk", "amounts")) == before


@pytest.mark.rule("QLT-05")
def test_the_list_asks_the_same_number_of_statements_for_more_rows(
    client, company, manager, django_assert_max_num_queries
):
    drafts.draft(company.service, manager)
    for number in range(5):
        drafts.draft(company.service, manager, scenario="NAMED", scenario_name=str(number))

    with django_assert_max_num_queries(12):
        assert len(client.get(URL).json()["results"]) == 6
