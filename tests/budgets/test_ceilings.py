"""Ceilings of departments: set by finance, kept or explained by whoever drafts (BUD-23)."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from approvals import selectors as cases
from budgets.choices import CategoryKind
from budgets.draft_errors import CeilingNeedsReason, CeilingRefused, YearNotPlannable
from budgets.handlers import BudgetHandler
from budgets.models import Budget, Category, Ceiling, FiscalYear
from budgets.rules.ceilings import Distance, planned_below
from budgets.selectors import ceilings as selectors
from budgets.selectors.checks import checks_of, is_stopped
from budgets.services import budgets, ceilings
from budgets.services.ceilings import CeilingInput
from core.errors import NotAllowed, StaleDocument
from core.models import AuditEvent, Notification
from tests.factories import drafts
from tests.factories.budgets import appropriate, leaf_category, open_year
from tests.factories.organization import actor_of, member

pytestmark = [pytest.mark.django_db, pytest.mark.rule("BUD-23")]

WHOLE = Decimal("26400.00")
"""What `drafts.whole_draft` costs, the contingency included."""


def give(who, department, amount, category=None, was=None):
    wanted = CeilingInput(
        department.pk,
        category.pk if category else None,
        Decimal(amount) if amount is not None else None,
        Decimal(was) if was is not None else None,
    )
    return ceilings.set_ceilings(
        fiscal_year_id=drafts.year_2027().pk, wanted=[wanted], actor=actor_of(who), at=drafts.AT
    )


@pytest.fixture
def deciders(division_manager, finance_manager, gm):
    return [division_manager, finance_manager, gm]


@pytest.fixture
def budget(company, manager, deciders):
    return drafts.whole_draft(company.service, manager)


def explain(budget, who, text):
    budgets.change_budget(budget_id=budget.pk, ceiling_reason=text, actor=actor_of(who), at=drafts.AT)


# --- How far ------------------------------------------------------------------------------------------------------


def test_the_ceiling_itself_is_allowed_and_a_cent_more_is_not():
    kept = Distance(None, "", ceiling=Decimal("100.00"), planned=Decimal("100.00"))
    passed = Distance(None, "", ceiling=Decimal("100.00"), planned=Decimal("100.01"))

    assert (kept.is_above, kept.left, kept.over) == (False, Decimal("0.00"), Decimal("0.00"))
    assert (passed.is_above, passed.left, passed.over) == (True, Decimal("-0.01"), Decimal("0.01"))


def test_a_ceiling_of_a_group_counts_all_that_stands_below_it():
    parents = {1: None, 2: 1, 3: 2, 4: None}
    costs = [(3, Decimal(5)), (2, Decimal(7)), (4, Decimal(100))]

    assert planned_below(1, costs, parents) == 12
    assert planned_below(3, costs, parents) == 5
    assert planned_below(None, costs, parents) == 112


def test_a_draft_shows_its_distance_with_the_contingency_and_without_revenue(budget, finance_officer, company):
    give(finance_officer, company.service, "30000")
    give(finance_officer, company.service, "11000", Category.objects.get(name_zh="差旅"))

    whole, travel = selectors.distances_of(budget)

    assert (whole.category_id, whole.planned, whole.left) == (None, WHOLE, Decimal("3600.00"))
    assert (travel.label, travel.planned, travel.left) == ("差旅", Decimal("12000.00"), Decimal("-1000.00"))


def test_ceilings_of_other_departments_and_years_do_not_count(budget, finance_officer, company):
    give(finance_officer, company.other, "1")
    other_year = open_year(2026)
    Ceiling.objects.create(fiscal_year=other_year, department=company.service, amount=1, set_at=drafts.AT)

    assert selectors.distances_of(budget) == []


# --- Submitting ---------------------------------------------------------------------------------------------------


def test_submitting_above_a_ceiling_needs_a_reason_that_every_approver_sees(budget, manager, finance_officer, company):
    give(finance_officer, company.service, WHOLE - Decimal("0.01"))

    with pytest.raises(CeilingNeedsReason) as refused:
        drafts.submit(budget, manager)
    assert "0.01" in str(refused.value)
    assert refused.value.ways_out[0].url == reverse("budgets:budget_settings", args=[budget.pk])
    assert is_stopped(checks_of(budget))
    assert Budget.objects.get(pk=budget.pk).state == "DRAFT"

    explain(budget, manager, "新增两个服务站")
    drafts.submit(Budget.objects.get(pk=budget.pk), manager)

    facts = BudgetHandler().facts(budget.pk)
    assert facts.flags == {"above_ceiling"}
    assert facts.summary["ceiling_reason"] == "新增两个服务站"
    assert facts.summary["above_ceiling"] == "0.01"
    assert cases.case_of("budget", budget.pk).facts["flags"] == ["above_ceiling"]


def test_at_the_ceiling_no_reason_is_needed(budget, manager, finance_officer, company):
    give(finance_officer, company.service, WHOLE)

    drafts.submit(budget, manager)

    assert BudgetHandler().facts(budget.pk).flags == frozenset()


def test_a_ceiling_of_one_category_stops_too(budget, manager, finance_officer, company):
    give(finance_officer, company.service, "100000")
    give(finance_officer, company.service, "11999.99", Category.objects.get(name_zh="差旅"))

    with pytest.raises(CeilingNeedsReason) as refused:
        drafts.submit(budget, manager)
    assert "差旅" in str(refused.value)


def test_a_changed_reason_makes_decisions_lapse_as_any_field_that_matters(budget, manager):
    before = BudgetHandler().facts(budget.pk).fingerprint
    explain(budget, manager, "新增两个服务站")

    assert BudgetHandler().facts(budget.pk).fingerprint != before


# --- Setting ------------------------------------------------------------------------------------------------------


def test_finance_sets_changes_and_takes_away_with_a_trace(budget, manager, finance_officer, company, run_jobs):
    assert give(finance_officer, company.service, "30000") == 1
    assert give(finance_officer, company.service, "28000", was="30000") == 1
    assert give(finance_officer, company.service, None, was="28000") == 1
    assert not Ceiling.objects.exists()

    events = list(AuditEvent.objects.filter(code="fiscal_year.ceiling").order_by("pk"))
    assert [event.facts["changes"]["ceiling"][1]["zh"] for event in events] == [
        f"{company.service.name_zh}: 全部成本费用 30,000.00",
        f"{company.service.name_zh}: 全部成本费用 28,000.00",
        f"{company.service.name_zh}: 全部成本费用 不设上限",
    ]
    run_jobs()
    told = Notification.objects.filter(code="budget.ceiling")
    assert set(told.values_list("person_id", flat=True)) == {manager.pk}
    assert told.count() == 3


def test_what_did_not_change_leaves_no_trace(budget, finance_officer, company):
    give(finance_officer, company.service, "30000")
    assert give(finance_officer, company.service, "30000", was="30000") == 0
    assert AuditEvent.objects.filter(code="fiscal_year.ceiling").count() == 1


def test_a_ceiling_somebody_changed_meanwhile_is_not_overwritten(budget, finance_officer, company):
    give(finance_officer, company.service, "30000")
    give(finance_officer, company.service, "28000", was="30000")

    with pytest.raises(StaleDocument):
        give(finance_officer, company.service, "29000", was="30000")
    assert Ceiling.objects.get().amount == Decimal("28000.00")


def test_all_or_none(budget, finance_officer, company):
    revenue = Category.objects.filter(kind=CategoryKind.REVENUE).first()
    year = drafts.year_2027()
    wanted = [
        CeilingInput(company.service.pk, None, Decimal(5), None),
        CeilingInput(company.service.pk, revenue.pk, Decimal(5), None),
    ]

    with pytest.raises(CeilingRefused):
        ceilings.set_ceilings(fiscal_year_id=year.pk, wanted=wanted, actor=actor_of(finance_officer), at=drafts.AT)
    assert not Ceiling.objects.exists()


def test_only_finance_sets_them_and_never_for_a_closed_year(budget, manager, gm, finance_officer, company):
    for person in (manager, gm):
        with pytest.raises(NotAllowed):
            give(person, company.service, "1")
    FiscalYear.objects.filter(year=2027).update(state="CLOSED")
    with pytest.raises(YearNotPlannable):
        give(finance_officer, company.service, "1")


@pytest.mark.parametrize("amount", ["-0.01", "NaN", "10000000000000.00", "0.001"])
def test_impossible_amounts_are_refused(budget, finance_officer, company, amount):
    with pytest.raises(CeilingRefused):
        give(finance_officer, company.service, amount)


def test_the_database_keeps_one_ceiling_a_place(budget, company):
    year = drafts.year_2027()
    Ceiling.objects.create(fiscal_year=year, department=company.service, amount=1, set_at=drafts.AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ceiling.objects.create(fiscal_year=year, department=company.service, amount=2, set_at=drafts.AT)


# --- Pages and API --------------------------------------------------------------------------------------------------


def test_the_table_takes_ceilings_and_shows_what_is_planned(client, signed_in, budget, finance_officer, company):
    year = open_year(2026)
    travel = leaf_category("差旅")
    appropriate(company.service, travel, per_month="2000.00")
    page = signed_in(client, finance_officer)
    url = reverse("budgets:ceiling_list", args=[2027])
    shown = page.get(url)
    rows, sums = selectors.table(year=drafts.year_2027())
    own = next(row for row in rows if row.department.pk == company.service.pk)
    assert (own.last_budget, own.planned, sums.planned) == (Decimal("24000.00"), WHOLE, WHOLE)
    assert year.year == 2026
    index = [row.department.pk for row in rows].index(company.service.pk)
    data = {
        "c-TOTAL_FORMS": len(rows),
        "c-INITIAL_FORMS": len(rows),
        **{f"c-{n}-department": row.department.pk for n, row in enumerate(rows)},
        f"c-{index}-amount": "25,000",
    }

    assert "26,400.00" in shown.content.decode()
    assert page.post(url, data).status_code == 302
    assert Ceiling.objects.get().amount == Decimal("25000.00")
    assert "-1,400.00" in page.get(url).content.decode().replace("−", "-")
    assert page.post(url, data).status_code == 302  # the same again: it stands already
    assert page.post(url, {**data, f"c-{index}-amount": "24,000"}).status_code == 422
    assert page.post(url, {**data, f"c-{index}-amount": "viel"}).status_code == 422
    assert page.get(reverse("budgets:ceiling_export", args=[2027])).status_code == 200


def test_the_table_asks_the_same_number_of_statements_however_many_departments(
    budget, company, django_assert_num_queries, django_assert_max_num_queries
):
    with django_assert_max_num_queries(12) as few:
        selectors.table(year=drafts.year_2027())
    for _number in range(4):
        place = member(company.service, "employee").department
        place.pk, place.code = None, f"D{_number}"
        place.save()
    with django_assert_num_queries(len(few)):
        selectors.table(year=drafts.year_2027())


def test_a_ceiling_of_a_category_on_its_page(client, signed_in, budget, finance_officer, company):
    page = signed_in(client, finance_officer)
    travel = Category.objects.get(name_zh="差旅")
    url = reverse("budgets:ceiling_single", args=[2027])
    body = {"department": company.service.pk, "category": travel.pk, "amount": "11000"}

    assert page.post(url, body).status_code == 302
    again = f"{url}?department={company.service.pk}&category={travel.pk}"
    assert "11000" in page.get(again).content.decode()
    assert page.post(again, {**body, "amount": "", "was": "11000.00"}).status_code == 302
    assert not Ceiling.objects.exists()


def test_the_draft_says_it_on_its_pages_and_in_the_api(client, signed_in, budget, manager, finance_officer, company):
    give(finance_officer, company.service, "26000")
    page = signed_in(client, manager)

    detail = page.get(reverse("budgets:budget_detail", args=[budget.pk])).content.decode()
    grid = page.get(reverse("budgets:budget_grid", args=[budget.pk])).content.decode()
    assert "26,000.00" in detail
    assert 'data-check="ceiling"' in detail
    assert 'data-ceiling="2600000" data-above="true"' in grid

    told = page.get(f"/api/v1/budgets/{budget.pk}/").json()
    assert told["ceilings"] == [{"category": None, "ceiling": "26000.00", "planned": "26400.00", "left": "-400.00"}]
    body = {"ceiling_reason": "新增两个服务站", "version": told["version"]}
    sent = page.patch(f"/api/v1/budgets/{budget.pk}/", body, content_type="application/json")
    assert sent.json()["ceiling_reason"] == "新增两个服务站"
