"""The variance table: what it adds up, for whom, and at which moment."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from budgets.choices import EntryKind
from budgets.models import Category, Project
from budgets.services import years
from core import formats
from core.actors import SYSTEM, Actor
from reports import forms, policies
from reports.choices import Rows, Span
from reports.selectors import documents, panel
from reports.selectors import overview as overviews
from reports.selectors.figures import Names
from reports.selectors.overview import overview
from reports.selectors.variance import Node, Question, Table, variance_table
from tests.factories import budgets
from tests.factories import expenses as spending

D = Decimal
pytestmark = pytest.mark.django_db


def question(story, **fields):
    return Question(**({"year": story.year, "span": Span.YEAR_TO_DATE, "month": 9} | fields))


def table_of(story, actor: Actor, **fields) -> Table:
    return variance_table(question=question(story, **fields), scope=policies.sight(actor))


def leaf(table: Table, *labels: str) -> Node:
    """The row reached by these names."""
    rows, node = table.rows, None
    for label in labels:
        node = next(row for row in rows if row.label == label)
        rows = node.below
    assert node is not None
    return node


@pytest.fixture
def last_year(db):
    """The year before, set up before anything is posted to the story's own."""
    return budgets.open_year(2025)


# --- What it adds up


@pytest.mark.rule("RPT-02")
def test_a_row_compares_the_months_asked_and_counts_the_rest_of_the_year(story, gm, actor_of):
    figures = leaf(table_of(story, actor_of(gm)), "售后服务部", "差旅").figures

    assert (figures.year, figures.to_date, figures.actual) == (D("12000.00"), D("9000.00"), D("9900.00"))
    assert (figures.variance, figures.share, figures.available) == (D("900.00"), D("0.1"), D("2100.00"))


@pytest.mark.rule("RPT-02")
def test_a_month_by_itself_shows_that_month(story, gm, actor_of):
    september = leaf(table_of(story, actor_of(gm), span=Span.MONTH), "售后服务部", "差旅").figures
    august = leaf(table_of(story, actor_of(gm), span=Span.MONTH, month=8), "售后服务部", "差旅").figures

    assert (september.to_date, september.actual) == (D("1000.00"), D("9900.00"))
    assert (august.to_date, august.actual, august.spent) == (D("1000.00"), D(0), D("9900.00"))


@pytest.mark.rule("RPT-02")
@pytest.mark.parametrize("rows", Rows.values)
def test_every_order_of_rows_has_the_same_total(story, gm, actor_of, rows):
    total = table_of(story, actor_of(gm), rows=rows).total

    assert (total.year, total.actual, total.variance) == (D("48000.00"), D("11100.00"), D("-24900.00"))


@pytest.mark.rule("RPT-02")
def test_money_of_no_project_stands_in_a_row_of_its_own(story, company, gm, actor_of):
    project: Project = budgets.project(name_zh="M2600")
    budgets.appropriate(company.service, story.tools, {9: "500"}, project=project)

    by_project = table_of(story, actor_of(gm), rows=Rows.PROJECT)

    assert [row.label for row in by_project.rows] == ["M2600", "未指定项目"]
    assert leaf(by_project, "M2600").figures.year == D("500.00")


@pytest.mark.rule("RPT-02", "GEN-05b")
def test_income_is_asked_for_by_itself(story, company, gm, actor_of):
    sales = budgets.leaf_category("配件销售", kind="REVENUE")
    budgets.appropriate(company.service, sales, per_month="3000")

    assert table_of(story, actor_of(gm)).total.year == D("48000.00")
    assert table_of(story, actor_of(gm), income=True).total.year == D("36000.00")


@pytest.mark.rule("RPT-01")
def test_all_categories_of_the_heat_map_add_up_to_their_total(story, company, gm, actor_of, monkeypatch):
    monkeypatch.setattr(overviews, "HEAT_COLUMNS", 2)
    other = budgets.leaf_category("会议", name_en="Meetings", position=3)
    budgets.appropriate(company.service, other, per_month="10")

    heat = overview(year=story.year, span=Span.MONTH, month=9, scope=policies.sight(actor_of(gm))).heat

    assert heat.columns[1] == "其余 2 类"
    for _key, _label, cells, total in heat.rows:
        assert sum(cell.variance for cell in cells) == total.variance
        assert cells[1].key == ""


@pytest.mark.rule("RPT-01", "GEN-05b")
def test_a_year_that_has_not_begun_has_no_actual_to_compare(company, gm, actor_of, monkeypatch):
    year = budgets.open_year(2026)
    monkeypatch.setattr("budgets.models.years.timezone.localdate", lambda: date(2025, 12, 1))
    budgets.appropriate(company.service, budgets.leaf_category("差旅"), per_month="1000")

    shown = overview(year=year, span=Span.YEAR_TO_DATE, month=1, scope=policies.sight(actor_of(gm)))

    assert (shown.figures.is_ahead, shown.figures.forecast, shown.saved) == (True, None, [])
    assert all(cell.share is None for _key, _label, cells, _total in shown.heat.rows for cell in cells)


@pytest.mark.rule("RPT-02")
def test_a_category_of_revenue_asks_for_revenue(story):
    sales = Category.objects.filter(kind="REVENUE", children=None).first()

    asked = forms.read({"year": "2026", "category": str(sales.pk)})

    assert asked.question.income


@pytest.mark.rule("LED-07", "RPT-02")
def test_a_moment_may_name_the_time_of_day(story):
    whole = forms.read({"year": "2026", "as_of": "2026-09-30"}).question.as_of
    morning = forms.read({"year": "2026", "as_of": "2026-09-30", "as_of_time": "08:30"}).question.as_of

    assert [f"{timezone.localtime(moment):%H:%M}" for moment in (whole, morning)] == ["23:59", "08:30"]


@pytest.mark.rule("RPT-02")
def test_quarters_and_months_as_rows_lead_to_the_documents_of_theirs(story, gm, actor_of):
    scope, asked = policies.sight(actor_of(gm)), question(story, rows=Rows.MONTH)
    table = variance_table(question=asked, scope=scope)
    september, august = leaf(table, "第3季度", formats.month_name(9)), leaf(table, "第3季度", formats.month_name(8))

    def behind(node: Node) -> list[int]:
        entries = documents.entries_behind(question=asked, scope=scope, ids=node.ids, names=Names())
        return [row["source_id"] for row in documents.documents_behind(entries)]

    assert [row.label for row in table.rows] == ["第1季度", "第2季度", "第3季度", "第4季度"]
    assert leaf(table, "第3季度").figures.year == D("12000.00")
    assert (september.figures.to_date, september.figures.actual) == (D("4000.00"), D("11100.00"))
    assert august.figures.actual == D(0)
    assert behind(leaf(table, "第3季度", formats.month_name(9), "差旅")) == [story.claim.pk, story.other_claim.pk]
    assert behind(leaf(table, "第3季度")) == behind(september)
    assert behind(august) == behind(leaf(table, "第2季度")) == []
    side = panel.row_panel(question=asked, scope=scope, node=september, names=Names())
    assert sum(month.actual for month in side.months) == D("11100.00")
    assert sum(month.budget for month in side.months) == D("4000.00")


@pytest.mark.rule("RPT-02")
def test_a_category_with_those_below_it_or_a_project_is_asked_for(story, company, gm, actor_of):
    project: Project = budgets.project(name_zh="M2600")
    budgets.appropriate(company.service, story.tools, {9: "500"}, project=project)
    actor = actor_of(gm)
    scope = policies.sight(actor)
    travel = table_of(story, actor, category_id=story.travel.pk)

    assert (travel.total.year, travel.total.actual) == (D("24000.00"), D("11100.00"))
    assert table_of(story, actor, category_id=story.tools.pk).total.actual == D(0)
    assert table_of(story, actor, project_id=project.pk).total.year == D("500.00")
    assert table_of(story, actor, project_id=0).total.year == D("48000.00")
    asked = question(story, category_id=story.tools.pk)
    assert not documents.entries_behind(question=asked, scope=scope, ids={}, names=Names()).exists()
    asked = question(story, project_id=project.pk)
    granted = documents.entries_behind(question=asked, scope=scope, ids={}, figure="budget", names=Names())
    assert [entry.amount for entry in granted] == [D("500.00")]


# --- For whom


@pytest.mark.rule("GEN-10", "RPT-05")
def test_a_manager_sees_the_departments_in_sight_alone(story, manager, gm, actor_of):
    own, all_of_it = table_of(story, actor_of(manager)), table_of(story, actor_of(gm))

    assert [row.label for row in own.rows] == ["售后服务部"]
    assert [row.label for row in all_of_it.rows] == ["售后服务部", "国内销售部"]
    assert own.total.actual == D("9900.00")


@pytest.mark.rule("GEN-10")
def test_a_department_out_of_sight_cannot_be_asked_for(story, company, manager, actor_of):
    asked = table_of(story, actor_of(manager), department_id=company.other.pk)

    assert asked.rows == []
    assert asked.total.year == D(0)


@pytest.mark.rule("RPT-01", "RPT-02")
def test_a_department_includes_those_below_it(story, company, gm, manager, actor_of):
    actor, service = actor_of(gm), company.service.pk
    budgets.appropriate(company.team, story.tools, {1: "70"})
    scope = policies.sight(actor)

    below = table_of(story, actor, department_id=service)
    everything = table_of(story, actor, department_id=company.company.pk)
    shown = overview(
        year=story.year, span=Span.YEAR_TO_DATE, month=9, scope=scope, department_id=company.division.pk
    ).figures
    behind = documents.entries_behind(
        question=question(story, department_id=service), scope=scope, ids={}, names=Names()
    )
    node = leaf(table_of(story, actor, department_id=service, rows=Rows.CATEGORY), "差旅")
    side = panel.row_panel(
        question=question(story, department_id=service, rows=Rows.CATEGORY), scope=scope, node=node, names=Names()
    )

    assert (below.total.year, below.total.actual) == (D("24070.00"), D("9900.00"))
    assert sum(month.actual for month in side.months) == D("9900.00")
    assert everything.total == table_of(story, actor).total
    assert (shown.actual, shown.appropriated) == (D("11100.00"), D("48070.00"))
    assert [row["source_id"] for row in documents.documents_behind(behind)] == [story.claim.pk]
    assert table_of(story, actor_of(manager), department_id=company.division.pk).total.year == D("24070.00")


@pytest.mark.rule("GEN-10", "RPT-01")
def test_documents_behind_a_figure_stay_in_sight(story, manager, outsider, gm, actor_of):
    def behind(actor):
        entries = documents.entries_behind(question=question(story), scope=policies.sight(actor), ids={}, names=Names())
        return [row["source_id"] for row in documents.documents_behind(entries)]

    assert behind(actor_of(manager)) == [story.claim.pk]
    assert behind(actor_of(outsider)) == []
    assert behind(actor_of(gm)) == [story.claim.pk, story.other_claim.pk]


@pytest.mark.rule("GEN-10", "RPT-05")
def test_the_overview_of_a_manager_is_of_their_departments(story, manager, gm, actor_of):
    own = overview(year=story.year, span=Span.YEAR_TO_DATE, month=9, scope=policies.sight(actor_of(manager)))
    whole = overview(year=story.year, span=Span.YEAR_TO_DATE, month=9, scope=policies.sight(actor_of(gm)))

    assert (own.figures.appropriated, own.figures.actual) == (D("24000.00"), D("9900.00"))
    assert (whole.figures.appropriated, whole.figures.actual) == (D("48000.00"), D("11100.00"))
    assert [mover.label for mover in own.over] == ["售后服务部 · 差旅"]


@pytest.mark.rule("RPT-01", "RPT-02")
@pytest.mark.parametrize("month", [1, 8, 9, 10, 12])
@pytest.mark.parametrize("span", [Span.YEAR_TO_DATE, Span.MONTH, Span.QUARTER])
def test_the_overview_of_any_month_agrees_with_the_variance_page(story, company, gm, actor_of, month, span):
    budgets.appropriate(company.service, budgets.leaf_category("应急", kind="CONTINGENCY"), {1: "3000.07"})
    budgets.post(budgets.posting(company.service, story.tools, 2, "333.33", EntryKind.ACTUAL))
    budgets.post(budgets.posting(company.other, story.tools, 11, "100.01", EntryKind.COMMITMENT))
    scope = policies.sight(actor_of(gm))

    shown = overview(year=story.year, span=span, month=month, scope=scope).figures
    total = table_of(story, actor_of(gm), month=month).total

    assert (shown.actual, shown.expected, shown.variance) == (total.actual, total.to_date, total.variance)
    assert (shown.variance_share, shown.forecast) == (total.share, total.forecast)
    assert shown.run_rate == total.actual / total.to_date
    assert shown.available == total.available + D("3000.07")
    assert shown.available == shown.appropriated - shown.committed - shown.actual - shown.spent_later


@pytest.mark.rule("RPT-01")
def test_the_overview_of_a_closed_year_looks_at_the_month_asked(story, gm, actor_of):
    for month in range(1, 13):
        budgets.close(month)
    years.close_year(year_id=story.year.pk, actor=SYSTEM, at=spending.AT)
    scope = policies.sight(actor_of(gm))

    june = overview(year=story.year, span=Span.YEAR_TO_DATE, month=6, scope=scope).figures
    december = overview(year=story.year, span=Span.YEAR_TO_DATE, month=12, scope=scope).figures

    assert (june.actual, june.variance, june.run_rate) == (D(0), D("-24000.00"), D(0))
    assert (december.actual, december.variance) == (D("11100.00"), D("-36900.00"))
    assert june.available == december.available == D("36900.00")


# --- At which moment


@pytest.mark.rule("LED-07", "RPT-02")
def test_the_past_does_not_know_what_was_posted_since(story, owner, gm, actor_of):
    before = spending.AT - timedelta(minutes=1)
    after = spending.AT + timedelta(minutes=1)

    assert leaf(table_of(story, actor_of(gm), as_of=before), "售后服务部", "差旅").figures.actual == D(0)
    assert leaf(table_of(story, actor_of(gm), as_of=after), "售后服务部", "差旅").figures.actual == D("9900.00")

    later = spending.later(days=1)
    spending.approved_claim(owner, spending.claim_line(story.travel, "50.00"), at=later)

    assert leaf(table_of(story, actor_of(gm), as_of=after), "售后服务部", "差旅").figures.actual == D("9900.00")
    assert leaf(table_of(story, actor_of(gm), as_of=later), "售后服务部", "差旅").figures.actual == D("9950.00")
    assert leaf(table_of(story, actor_of(gm)), "售后服务部", "差旅").figures.actual == D("9950.00")


@pytest.mark.rule("LED-07", "RPT-02")
def test_last_year_is_as_of_the_moment_too(last_year, story, company, gm, actor_of):
    budgets.post(
        budgets.posting(company.service, story.travel, 3, "700", EntryKind.APPROPRIATION, year=2025), at=spending.AT
    )
    budgets.post(
        budgets.posting(company.service, story.travel, 3, "640", EntryKind.ACTUAL, year=2025),
        at=spending.later(days=1),
    )

    assert table_of(story, actor_of(gm)).total.last_year == D("640.00")
    assert table_of(story, actor_of(gm), as_of=spending.later(days=2)).total.last_year == D("640.00")
    assert table_of(story, actor_of(gm), as_of=spending.later(hours=2)).total.last_year == D(0)


# --- The panel, and how much is read


@pytest.mark.rule("RPT-01", "RPT-02")
def test_the_panel_adds_up_to_its_row(story, gm, actor_of):
    scope, names = policies.sight(actor_of(gm)), Names()
    table = variance_table(question=question(story), scope=scope, names=names)
    node = leaf(table, "售后服务部", "差旅")

    shown = panel.row_panel(question=question(story), scope=scope, node=node, names=names)

    assert sum(month.budget for month in shown.months) == node.figures.year
    assert sum(month.actual for month in shown.months) == node.figures.actual
    assert [(document.amount, document.url) for document in shown.largest] == [
        (D("9900.00"), f"/expenses/claims/{story.claim.pk}/")
    ]


@pytest.mark.rule("QLT-05", "QLT-01")
def test_the_number_of_statements_does_not_depend_on_the_rows(story, company, gm, actor_of):
    actor = actor_of(gm)

    def statements() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            table_of(story, actor)
            overview(year=story.year, span=Span.MONTH, month=9, scope=policies.sight(actor))
        return len(seen)

    before = statements()
    for number in range(8):
        category = budgets.leaf_category(f"增加{number}")
        for department in (company.service, company.team, company.division):
            budgets.appropriate(department, category, per_month="10")

    assert statements() == before
    assert before <= 20
