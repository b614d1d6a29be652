"""The company budget is the sum of the departments', down to the line (BUD-25)."""

from decimal import Decimal

import pytest
from django.urls import reverse

from budgets.models import Budget, BudgetLine, Category
from budgets.selectors import consolidation
from budgets.selectors.consolidation import BY_CATEGORY, BY_DEPARTMENT, IN_FORCE, SENT, Question, rows_of
from core.money import ZERO
from tests.factories import drafts
from tests.factories.budgets import appropriate, leaf_category, open_year
from tests.factories.organization import actor_of, member, put_in_charge

pytestmark = [pytest.mark.django_db, pytest.mark.rule("BUD-25")]


@pytest.fixture
def deciders(division_manager, finance_manager, gm):
    return [division_manager, finance_manager, gm]


@pytest.fixture
def other_manager(company):
    made = member(company.other, "department_manager", name_zh="何平")
    put_in_charge(company.other, made)
    return made


@pytest.fixture
def two(company, manager, other_manager, deciders):
    """Two drafts; the second has a line in a group of its own besides."""
    first = drafts.whole_draft(company.service, manager)
    second = drafts.whole_draft(company.other, other_manager)
    group = leaf_category("站点费用")
    drafts.line(second, other_manager, leaf_category("站点水电", parent=group), [str(100 * m) for m in range(1, 13)])
    return first, second


def table(actor, **question):
    return consolidation.consolidated(question=Question(drafts.year_2027(), **question), actor=actor_of(actor))


def test_it_is_the_sum_of_the_departments_to_the_cent(two, finance_officer):
    found = table(finance_officer)

    lines = BudgetLine.objects.filter(budget__in=two).select_related("category")
    for month in range(12):
        costs = sum((line.amounts[month] for line in lines if line.category.kind != "REVENUE"), ZERO)
        income = sum((line.amounts[month] for line in lines if line.category.kind == "REVENUE"), ZERO)
        assert found.costs.months[month] == costs
        assert found.revenue.months[month] == income
        assert found.result[month] == income - costs
    assert found.result_total == found.revenue.total - found.costs.total
    assert {budget.pk for budget in found.budgets} == {budget.pk for budget in two}


@pytest.mark.parametrize("by", [BY_CATEGORY, BY_DEPARTMENT])
def test_every_row_is_the_sum_of_what_stands_below_it(two, finance_officer, by):
    found = table(finance_officer, by=by)

    for root in (found.costs, found.revenue):
        for node in [root, *(row.node for row in rows_of(root))]:
            if not node.children:
                continue
            for month in range(12):
                assert node.months[month] == sum(child.months[month] for child in node.children.values())
    assert found.costs.months == table(finance_officer).costs.months


def test_rows_stand_in_the_order_of_the_tree_with_their_levels(two, finance_officer, company):
    names = [(row.level, row.node.label) for row in rows_of(table(finance_officer).costs)]

    at = names.index((0, "站点费用"))
    assert names[at : at + 3] == [(0, "站点费用"), (1, "站点水电"), (2, company.other.name)]
    by_department = [(row.level, row.node.label) for row in rows_of(table(finance_officer, by=BY_DEPARTMENT).costs)]
    assert [name for level, name in by_department if level == 0] == [
        department.name for department in sorted((company.service, company.other), key=lambda d: (d.position, d.pk))
    ]


def test_last_years_budget_stands_beside_of_the_same_departments(two, finance_officer, company):
    open_year(2026)
    travel = two[0].lines.get(category__name_zh="差旅").category
    appropriate(company.service, travel, per_month="800.00")
    appropriate(company.team, travel, per_month="5.00")  # has no budget now

    row = next(row.node for row in rows_of(table(finance_officer).costs) if row.node.label == "差旅")

    assert row.last == Decimal("9600.00")
    assert row.share == Decimal("0.25")


def test_states_choose_what_counts_and_say_what_does_not(two, manager, finance_officer, deciders):
    drafts.submit(two[0], manager)
    found = table(finance_officer, states=SENT)
    assert [budget.pk for budget in found.budgets] == [two[0].pk]
    assert [budget.pk for budget in found.left_out] == [two[1].pk]
    assert not table(finance_officer, states=IN_FORCE).budgets

    for person in deciders:
        drafts.decide(two[0], person)
    assert [budget.pk for budget in table(finance_officer, states=IN_FORCE).budgets] == [two[0].pk]


def test_one_budget_a_department_counts_and_none_that_was_given_up(two, company, manager, finance_officer):
    before = table(finance_officer).costs.total
    spare = drafts.draft(company.service, manager, scenario="NAMED", scenario_name="保守方案")
    drafts.line(spare, manager, leaf_category("差旅"), "9999")

    assert table(finance_officer).costs.total == before
    Budget.objects.filter(pk=two[1].pk).update(state="CANCELLED")
    assert [budget.pk for budget in table(finance_officer).budgets] == [two[0].pk]


@pytest.mark.rule("GEN-10")
def test_each_sees_the_sum_of_what_is_theirs_to_see(two, manager, outsider, finance_officer):
    assert [budget.pk for budget in table(manager).budgets] == [two[0].pk]
    assert [budget.pk for budget in table(outsider).budgets] == [two[1].pk]
    assert {line.budget_id for line in behind(manager)} == {two[0].pk}


def behind(actor, **ids):
    return consolidation.lines_behind(question=Question(drafts.year_2027()), actor=actor_of(actor), **ids)


@pytest.mark.parametrize("by", [BY_CATEGORY, BY_DEPARTMENT])
def test_the_lines_behind_a_row_add_up_to_it(two, finance_officer, by):
    found = table(finance_officer, by=by)

    for root in (found.costs, found.revenue):
        for row in rows_of(root):
            ids = {f"{name}_id": pk for name, pk in row.node.ids.items() if name != "income"}
            ids["income"] = bool(row.node.ids["income"])
            assert sum((line.total for line in behind(finance_officer, **ids)), ZERO) == row.node.total


def test_the_number_of_statements_does_not_grow(two, finance_officer, manager, django_assert_num_queries):
    actor = actor_of(finance_officer)
    question = Question(drafts.year_2027())
    consolidation.consolidated(question=question, actor=actor)
    with django_assert_num_queries(5):
        consolidation.consolidated(question=question, actor=actor)
    for _number in range(5):
        drafts.line(two[0], manager, leaf_category(), "10")
    with django_assert_num_queries(5):
        consolidation.consolidated(question=question, actor=actor)


def test_the_pages_lead_from_the_sum_to_the_line(client, signed_in, two, finance_officer, company):
    page = signed_in(client, finance_officer)
    url = reverse("budgets:company_budget", args=[2027])
    shown = page.get(url).content.decode()
    group = Category.objects.get(name_zh="站点费用")
    assert f"category={group.pk}" in shown
    assert "60,600" in shown  # two of 26,400 and 7,800 of the group

    lines = page.get(
        reverse("budgets:company_lines", args=[2027]), {"category": group.pk, "department": company.other.pk}
    ).content.decode()
    line = BudgetLine.objects.get(category__name_zh="站点水电")
    assert reverse("budgets:line_detail", args=[line.budget_id, line.pk]) in lines
    assert "7,800" in lines
    assert page.get(url, {"by": "department", "states": "in_force"}).status_code == 200
    assert page.get(reverse("budgets:company_export", args=[2027])).status_code == 200
    assert page.get(reverse("budgets:company_budget", args=[1999])).status_code == 404


@pytest.mark.rule("GEN-13", "QLT-53")
def test_a_filter_that_cannot_be_used_is_named_and_no_file_is_made_of_it(client, signed_in, two, finance_officer):
    page = signed_in(client, finance_officer)
    here = reverse("budgets:company_budget", args=[2027])
    odd = {"by": "x" * 99, "states": "'--"}

    shown = page.get(here, odd).content.decode()
    assert "sh-notice-warn" in shown
    assert "“&#x27;--”" in shown
    assert "sh-notice-warn" not in page.get(here, {"by": "department", "states": "in_force"}).content.decode()
    lines = reverse("budgets:company_lines", args=[2027])
    assert "sh-notice-warn" in page.get(lines, {"category": "x", "income": "2"}).content.decode()
    file = page.get(reverse("budgets:company_export", args=[2027]), odd)
    assert (file.status_code, file["Location"].partition("?")[0]) == (302, here)
    assert "sh-notice-warn" in page.get(file["Location"]).content.decode()
