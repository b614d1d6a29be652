"""Measures of approval: figures that agree with the rounds behind them (APR-13)."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from approvals import selectors, services
from approvals.models import Case
from approvals.selectors import MeasureFilter
from approvals.selectors.timing import share_within
from tests.approvals.conftest import KIND
from tests.factories.approvals import by_manager, by_role, decide, route
from tests.factories.organization import actor_of

pytestmark = pytest.mark.rule("APR-13")
AT = datetime(2026, 9, 14, 1, 0, tzinfo=UTC)  # the Monday of a whole week of work
SEPTEMBER = MeasureFilter(start=date(2026, 9, 1), end=date(2026, 10, 1))


@pytest.mark.parametrize(("count", "expected"), [(1, 1), (9, 9), (10, 9), (11, 10), (20, 18), (100, 90)])
def test_nine_of_ten_lie_within(count, expected):
    assert share_within([Decimal(n) for n in range(1, count + 1)], Decimal("0.9")) == expected


@pytest.fixture
def cases(db, slips, company, owner, manager, gm) -> list[Case]:
    """Four rounds: approved in 1, 2 and 4 working days by the manager; one returned; and one that waits."""
    route(KIND, by_manager(), by_role("general_manager"))
    made = []
    for days in (1, 2, 4):
        case = begin(slips, company, owner)
        decide(case, manager, at=datetime(2026, 9, 14 + days, 1, 0, tzinfo=UTC))
        decide(case, gm, at=datetime(2026, 9, 14 + days, 1, 0, tzinfo=UTC))
        made.append(case)
    back = begin(slips, company, owner)
    decide(back, manager, "RETURN", at=AT)
    return [*made, back, begin(slips, company, owner)]


def begin(slips, company, owner) -> Case:
    slip = slips.add(department_id=company.service.pk, makers=frozenset({owner.pk}))
    return services.start(kind=KIND, document_id=slip.id, actor=actor_of(owner), at=AT)


def test_the_time_of_each_step_in_working_days(cases, finance_manager):
    manager_step, gm_step = selectors.step_times(actor_of(finance_manager), SEPTEMBER)

    assert (manager_step.count, manager_step.middle, manager_step.most, manager_step.longest) == (
        3,
        Decimal("2.00"),
        Decimal("4.00"),
        Decimal("4.00"),
    )
    assert (gm_step.count, gm_step.longest) == (3, Decimal("0.00"))


@pytest.mark.rule("APR-04")
def test_what_is_usual_and_what_is_measured_are_one(cases, finance_manager):
    usual = selectors.usual_days(kind=KIND, codes={"manager"})

    assert usual["manager"] == selectors.step_times(actor_of(finance_manager), SEPTEMBER)[0].middle


def test_what_waits_and_what_came_back(cases, finance_manager, manager, owner):
    actor = actor_of(finance_manager)

    (waiting,) = selectors.waiting_by_person(actor, SEPTEMBER, on=date(2026, 9, 18))
    (author,) = selectors.returns_by_author(actor, SEPTEMBER)

    assert (waiting.person, waiting.count, waiting.overdue, waiting.oldest) == (manager, 1, 1, 4)
    assert (author.person, author.rounds, author.returned, author.rejected) == (owner, 4, 1, 0)
    assert author.share == Decimal("0.25")


def test_every_figure_is_the_number_of_rounds_behind_it(cases, finance_manager):
    actor = actor_of(finance_manager)
    behind = selectors.cases_behind

    for row in selectors.step_times(actor, SEPTEMBER):
        assert behind(actor, SEPTEMBER, what="steps", code=row.code).count() == row.count
    for row in selectors.waiting_by_person(actor, SEPTEMBER, on=date(2026, 9, 18)):
        assert behind(actor, SEPTEMBER, what="waiting", person_id=row.person.pk).count() == row.count
    for row in selectors.returns_by_author(actor, SEPTEMBER):
        assert behind(actor, SEPTEMBER, what="rounds", person_id=row.person.pk).count() == row.rounds
        assert behind(actor, SEPTEMBER, what="returned", person_id=row.person.pk).count() == row.returned + row.rejected


def test_kind_department_and_period_narrow_it(cases, company, finance_manager):
    actor = actor_of(finance_manager)

    for chosen in (
        MeasureFilter(start=date(2026, 9, 1), end=date(2026, 10, 1), kind="budget"),
        MeasureFilter(start=date(2026, 9, 1), end=date(2026, 10, 1), department_id=company.other.pk),
        MeasureFilter(start=date(2026, 8, 1), end=date(2026, 9, 1)),
    ):
        assert selectors.step_times(actor, chosen) == []
        assert selectors.returns_by_author(actor, chosen) == []
    above = MeasureFilter(start=date(2026, 9, 1), end=date(2026, 10, 1), department_id=company.division.pk)
    assert selectors.step_times(actor, above)[0].count == 3


@pytest.fixture
def desk(client, signed_in, finance_manager):
    return signed_in(client, finance_manager)


QUERY = "?start=2026-09-01&until=2026-09-30"


def test_the_page_has_the_figures_and_leads_to_the_rounds(desk, cases):
    page = desk.get(reverse("approvals:measures") + QUERY).content.decode()

    for words in ("第1步", "马国强", "陈志强", "25.0%", "days-chart", "waiting-chart", "authors-chart"):
        assert words in page
    listed = desk.get(
        f"{reverse('approvals:measure_cases')}{QUERY}&what=steps&code=manager&kind={KIND}"
    ).content.decode()
    assert [case.number in listed for case in cases] == [True, True, True, False, False]


@pytest.mark.rule("GEN-13")
@pytest.mark.parametrize(
    ("table", "first"), [("各步骤用时", "Slip"), ("当前待办", "马国强"), ("各经办人退回情况", "陈志强")]
)
def test_each_table_as_excel(desk, cases, table, first):
    file = desk.get(f"{reverse('approvals:measures')}{QUERY}&format=xlsx").getvalue()

    rows = list(openpyxl.load_workbook(io.BytesIO(file))[table].iter_rows(values_only=True))
    assert rows[1][0] == first


def test_the_number_of_statements_does_not_grow(
    desk, cases, slips, company, owner, manager, gm, django_assert_num_queries
):
    url = reverse("approvals:measures") + QUERY
    desk.get(url)
    with CaptureQueriesContext(connection) as few:
        desk.get(url)
    for _ in range(3):
        decide(begin(slips, company, owner), manager, at=AT)

    with django_assert_num_queries(len(few.captured_queries)):
        desk.get(url)


@pytest.mark.parametrize("query", ["?start=nonsense", "?start=2026-09-30&until=2026-09-01", "?department=999999"])
def test_nonsense_in_the_address_shows_the_last_ninety_days(desk, db, query):
    assert desk.get(reverse("approvals:measures") + query).status_code == 200


def test_others_do_not_see_it(client, signed_in, owner):
    assert signed_in(client, owner).get(reverse("approvals:measures")).status_code == 403


@pytest.mark.rule("QLT-05")
def test_of_very_many_steps_the_latest_are_measured_and_the_page_says_so(desk, cases, finance_manager, monkeypatch):
    url = reverse("approvals:measures") + QUERY
    whole = desk.get(url).content.decode()
    monkeypatch.setattr("approvals.selectors.measures.MOST_STEPS", 2)
    monkeypatch.setattr("approvals.selectors.MOST_STEPS", 2)

    cut = desk.get(url).content.decode()

    assert "按最近 2 个环节" in strip_tags(cut)
    assert "按最近" not in whole
    times = selectors.step_times(actor_of(finance_manager), SEPTEMBER)
    assert sum(row.measured for row in times) == 2
    assert {row.longest for row in times} == {
        Decimal("4.00"),
        Decimal("0.00"),
    }  # the latest: manager and GM of the last


@pytest.mark.rule("QLT-05")
def test_very_many_rounds_are_listed_without_their_total(desk, cases, monkeypatch):
    url = f"{reverse('approvals:measure_cases')}{QUERY}&what=rounds&person={cases[0].author_id}"
    assert "合计" in desk.get(url).content.decode()
    monkeypatch.setattr("core.long_lists.MOST_COUNTED", 2)

    shown = desk.get(url).content.decode()

    assert "超过 2 轮：缩小范围后在此显示合计" in strip_tags(shown)
