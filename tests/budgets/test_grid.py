"""The grid over HTTP: page, cells, pulse, and the plain form behind it (BUD-11)."""

import json
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.urls import reverse

from budgets import presence
from budgets.models import BudgetLine
from budgets.selectors.grid import LAST_VERSION, grid_of
from budgets.services import lines
from tests.factories import drafts
from tests.factories.budgets import appropriate, close, leaf_category, open_year, post, posting

pytestmark = pytest.mark.django_db


@pytest.fixture
def budget(company, manager):
    return drafts.whole_draft(company.service, manager)


@pytest.fixture
def row(budget):
    return budget.lines.get(category__name_zh="备件")


@pytest.fixture
def page(client, manager, signed_in):
    return signed_in(client, manager)


def send(client, name, budget, body):
    url = reverse(f"budgets:{name}", args=[budget.pk])
    return client.post(url, json.dumps(body), content_type="application/json")


def fresh(row):
    return BudgetLine.objects.get(pk=row.pk)


# --- What the grid shows --------------------------------------------------------------------------------------------


@pytest.mark.rule("BUD-10", "BUD-11")
def test_sums_per_month_quarter_and_year_of_costs_revenue_and_result(budget):
    grid = grid_of(budget)

    assert grid.costs.months == (Decimal("2200.00"),) * 12
    assert grid.revenue.total == Decimal("36000.00")
    assert grid.result.months == (Decimal("800.00"),) * 12
    assert grid.totals.contingency == Decimal("2400.00")


@pytest.mark.rule("BUD-11")
def test_lines_stand_under_their_parent_and_their_subtotal(company, manager):
    budget = drafts.draft(company.service, manager)
    labour = leaf_category("人工")
    base, bonus = leaf_category("基本", parent=labour), leaf_category("绩效", parent=labour)
    drafts.line(budget, manager, base, "10.00")
    drafts.line(budget, manager, bonus, "5.00")
    drafts.line(budget, manager, leaf_category("软件"), "1.00")

    groups = {group.label: group for group in grid_of(budget).groups}

    assert [row.label for row in groups["人工"].rows] == ["基本", "绩效"]
    assert (groups["人工"].has_heading, groups["人工"].total) == (True, Decimal("180.00"))
    assert not groups["软件"].has_heading


@pytest.mark.rule("BUD-11")
def test_last_years_budget_and_outlook_stand_beside_a_line_only_where_they_are_its_own(company, manager):
    open_year(2026)
    one, two = leaf_category("独行"), leaf_category("两行")
    for category in (one, two):
        appropriate(company.service, category, per_month="100.00")
        post(posting(company.service, category, 1, "70.00", "ACTUAL"))
    close(1)
    budget = drafts.draft(company.service, manager)
    drafts.line(budget, manager, one, "1.00")
    drafts.line(budget, manager, two, "1.00", description="甲")
    drafts.line(budget, manager, two, "1.00", description="乙")

    rows = {row.label: row for row in grid_of(budget).rows}

    # January closed with 70 spent, eleven open months with 100 budgeted
    assert (rows["独行"].first, rows["独行"].second) == (Decimal("1200.00"), Decimal("1170.00"))
    assert (rows["甲"].first, rows["甲"].second) == (None, None)
    assert grid_of(budget).costs.first == Decimal("2400.00")


@pytest.mark.rule("BUD-11")
def test_revenue_has_no_outlook_until_revenue_was_posted(company, manager):
    open_year(2026)
    cost, sales = leaf_category("备件"), leaf_category("销售", kind="REVENUE")
    for category in (cost, sales):
        appropriate(company.service, category, per_month="100.00")
    post(posting(company.service, cost, 1, "70.00", "ACTUAL"))
    close(1)
    budget = drafts.draft(company.service, manager)
    drafts.line(budget, manager, cost, "1.00")
    drafts.line(budget, manager, sales, "1.00")

    grid = grid_of(budget)

    assert (grid.revenue.first, grid.revenue.second) == (Decimal("1200.00"), None)
    assert (grid.result.first, grid.result.second) == (Decimal("0.00"), None)
    assert grid.costs.second == Decimal("1170.00")
    assert {row.second for row in grid.rows if row.kind == "REVENUE"} == {None}


@pytest.mark.rule("BUD-11", "BUD-30")
def test_changed_cells_are_those_that_differ_from_the_version_before(
    company, manager, division_manager, finance_manager, gm
):
    budget = drafts.whole_draft(company.service, manager)
    drafts.submit(budget, manager)
    drafts.decide(budget, division_manager, "RETURN")
    row = budget.lines.get(category__name_zh="备件")
    drafts.write(budget, manager, (row, 3, "1000.00", "900.00"))
    drafts.write(budget, manager, (row, 4, "1000.00", "900.00"))
    drafts.write(budget, manager, (row, 4, "900.00", "1000.00"))
    budget.refresh_from_db(fields=["version_number"])

    grid = grid_of(budget, compare=LAST_VERSION)

    assert {own.line.pk: set(own.changed) for own in grid.rows if own.changed} == {row.pk: {3}}
    assert (grid.costs.first, grid.costs.total) == (Decimal("26400.00"), Decimal("26300.00"))


@pytest.mark.rule("QLT-05", "BUD-11")
def test_the_grid_asks_the_same_number_of_statements_for_more_lines(page, budget, manager, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    url = reverse("budgets:budget_grid", args=[budget.pk])
    page.get(url)
    with CaptureQueriesContext(connection) as few:
        page.get(url)
    category = leaf_category("很多")
    BudgetLine.objects.bulk_create(
        BudgetLine(budget=budget, category=category, description=str(n), position=n) for n in range(60)
    )

    with django_assert_num_queries(len(few)):
        answer = page.get(url)

    assert answer.content.count(b"data-line=") == 64


@pytest.mark.rule("QLT-05", "GEN-13")
def test_the_list_asks_the_same_number_of_statements_for_more_budgets(
    page, budget, company, manager, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    url = reverse("budgets:budget_list")
    page.get(url)
    with CaptureQueriesContext(connection) as few:
        page.get(url)
    for number in range(6):
        other = drafts.draft(company.service, manager, scenario="NAMED", scenario_name=str(number))
        drafts.line(other, manager, amounts="5.00")

    with django_assert_num_queries(len(few)):
        assert page.get(url).content.count(b"data-label=") > 40


# --- Cells as they are typed ----------------------------------------------------------------------------------------


@pytest.mark.rule("BUD-11")
def test_a_saved_cell_answers_200_and_a_conflict_409_with_value_and_name(page, budget, row, division_manager):
    saved = send(page, "budget_cells", budget, {"cells": [[row.pk, 1, "1000.00", "1100.00"]]})
    drafts.write(budget, division_manager, (row, 2, "1000.00", "1250.00"))
    clash = send(
        page, "budget_cells", budget, {"cells": [[row.pk, 2, "1000.00", "7.00"], [row.pk, 3, "1000.00", "8.00"]]}
    )

    assert (saved.status_code, saved.json()["saved"]) == (200, 1)
    assert clash.status_code == 409
    (conflict,) = clash.json()["conflicts"]
    assert (conflict["theirs"], conflict["by"], clash.json()["saved"]) == ("1250.00", division_manager.name, 1)
    assert fresh(row).amounts[:3] == [Decimal(1100), Decimal(1250), Decimal(8)]


@pytest.mark.rule("QLT-42")
@pytest.mark.parametrize(
    "body",
    [
        [],
        {},
        {"cells": "x"},
        {"cells": [[1]]},
        {"cells": [["a", 1, "0", "1"]]},
        {"cells": [[1, 13, "0", "1"]]},
        {"cells": [[1, 1, "0", "NaN"]]},
        {"cells": [[1, 1, "0", "1e400"]]},
        {"cells": [[2**70, 1, "0", "1"]]},
        {"cells": [[True, 1, "0", "1"]]},
    ],
)
def test_cells_of_the_wrong_shape_are_refused_with_a_sentence(page, budget, body):
    answer = send(page, "budget_cells", budget, body)

    assert answer.status_code in {400, 409}
    assert answer.json().get("detail") or answer.json().get("conflicts")


@pytest.mark.rule("BUD-11")
def test_a_negative_amount_is_refused(page, budget, row):
    answer = send(page, "budget_cells", budget, {"cells": [[row.pk, 1, "1000.00", "-5.00"]]})

    assert (answer.status_code, answer.json()["code"]) == (400, "amount_refused")
    assert fresh(row).amounts[0] == Decimal("1000.00")


@pytest.mark.rule("BUD-31")
def test_a_frozen_budget_tells_the_grid_so(page, budget, row, manager, division_manager):
    drafts.submit(budget, manager)

    answer = send(page, "budget_cells", budget, {"cells": [[row.pk, 1, "1000.00", "5.00"]]})
    pulse = send(page, "budget_pulse", budget, {"since": 0, "line": 0, "month": 0})

    assert (answer.status_code, answer.json()["code"]) == (409, "draft_frozen")
    assert pulse.json()["editable"] is False


# --- Others ---------------------------------------------------------------------------------------------------------


@pytest.mark.rule("BUD-11")
def test_the_pulse_brings_others_changes_and_tells_who_is_where(
    client, budget, row, manager, division_manager, signed_in
):
    start = send(signed_in(client, manager), "budget_pulse", budget, {"since": 0, "line": row.pk, "month": 4}).json()
    drafts.write(budget, division_manager, (row, 2, "1000.00", "1250.00"))
    drafts.write(budget, division_manager, (row, 2, "1250.00", "1300.00"))

    seen = send(
        signed_in(client, division_manager), "budget_pulse", budget, {"since": start["sequence"], "line": 0, "month": 0}
    ).json()

    assert [(cell["line"], cell["month"], cell["amount"]) for cell in seen["cells"]] == [(row.pk, 2, "1300.00")]
    assert seen["structure"] is False
    assert [(own["name"], own["line"], own["month"]) for own in seen["people"]] == [(manager.name, row.pk, 4)]


@pytest.mark.rule("BUD-11")
def test_lines_that_come_and_go_are_told_as_a_change_of_the_table(page, budget, row, manager):
    before = send(page, "budget_pulse", budget, {"since": 0, "line": 0, "month": 0}).json()["sequence"]
    lines.remove_line(budget_id=budget.pk, line_id=row.pk, actor=drafts.actor_of(manager), at=drafts.AT)

    assert send(page, "budget_pulse", budget, {"since": before, "line": 0, "month": 0}).json()["structure"] is True


@pytest.mark.rule("BUD-11")
def test_who_stops_reporting_is_forgotten_and_nothing_is_in_the_database(budget, row, manager, division_manager):
    from datetime import timedelta

    first, second = drafts.actor_of(manager), drafts.actor_of(division_manager)
    presence.report(budget_id=budget.pk, actor=first, line_id=row.pk, month=1, at=drafts.AT)

    soon = presence.report(budget_id=budget.pk, actor=second, line_id=0, month=0, at=drafts.AT + timedelta(seconds=5))
    later = presence.report(budget_id=budget.pk, actor=second, line_id=0, month=0, at=drafts.AT + timedelta(seconds=30))

    assert [own.person_id for own in soon] == [manager.pk]
    assert later == []
    assert cache.get(f"budgets:presence:{budget.pk}")


@pytest.mark.rule("GEN-10")
def test_a_reader_is_not_shown_as_an_editor(client, budget, row, owner, manager, signed_in):
    send(signed_in(client, owner), "budget_pulse", budget, {"since": 0, "line": row.pk, "month": 1})

    assert (
        send(signed_in(client, manager), "budget_pulse", budget, {"since": 0, "line": 0, "month": 0}).json()["people"]
        == []
    )


# --- Without scripts ------------------------------------------------------------------------------------------------


@pytest.mark.rule("BUD-11")
def test_the_whole_grid_can_be_sent_as_a_plain_form(page, budget, row):
    url = reverse("budgets:budget_grid", args=[budget.pk])
    budget.refresh_from_db(fields=["change_sequence"])

    answer = page.post(url, {"sequence": budget.change_sequence, f"c-{row.pk}-1": "1,234.50", f"c-{row.pk}-2": "1000"})

    assert answer.status_code == 302
    assert fresh(row).amounts[:2] == [Decimal("1234.50"), Decimal("1000.00")]


@pytest.mark.rule("BUD-11", "GEN-04")
def test_a_plain_form_from_an_old_page_overwrites_nobody(page, budget, row, division_manager):
    url = reverse("budgets:budget_grid", args=[budget.pk])
    budget.refresh_from_db(fields=["change_sequence"])
    read_at = budget.change_sequence
    drafts.write(budget, division_manager, (row, 1, "1000.00", "1111.00"), (row, 3, "1000.00", "3333.00"))

    answer = page.post(
        url, {"sequence": read_at, f"c-{row.pk}-1": "900", f"c-{row.pk}-2": "902", f"c-{row.pk}-3": "1000"}
    )

    assert answer.status_code == 409
    assert division_manager.name in answer.content.decode()
    assert fresh(row).amounts[:3] == [Decimal(1111), Decimal(902), Decimal(3333)]


@pytest.mark.rule("BUD-14")
def test_the_grid_asks_what_spreading_would_give_and_a_form_writes_it(page, budget, row):
    url = reverse("budgets:line_spread", args=[budget.pk, row.pk])

    asked = page.post(url, {"total": "100.00", "method": "evenly"}, headers={"HX-Request": "true"})
    assert asked.json()["amounts"] == ["8.34"] * 4 + ["8.33"] * 8
    assert fresh(row).amounts[0] == Decimal("1000.00")
    page.post(url, {"total": "100.00", "method": "evenly"})

    assert sum(fresh(row).amounts) == Decimal("100.00")


@pytest.mark.rule("RPT-45")
def test_words_that_look_like_formulas_leave_as_words(page, budget, manager):
    import io

    from openpyxl import load_workbook

    drafts.line(budget, manager, amounts="1", description="=HYPERLINK(1)", rationale="@sum")

    book = load_workbook(io.BytesIO(page.get(reverse("budgets:budget_export", args=[budget.pk])).content))

    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value in {"=HYPERLINK(1)", "@sum"}]
    assert [cell.data_type for cell in cells] == ["s", "s"]
