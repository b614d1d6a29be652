"""The standard report of a quarter or year that still runs: against what was expected to date, never the months to come
(BUD-34, RPT-40)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from budgets.choices import EntryKind
from reports.papers import registry
from reports.papers.content import Facts, Prose
from tests.factories import budgets as money
from tests.factories.organization import actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.rule("RPT-40", "BUD-34")]


@pytest.fixture
def today(monkeypatch):
    def set_to(day: date) -> None:
        monkeypatch.setattr(timezone, "localdate", lambda *_given: day)

    return set_to


def report(person: Any, **given: str) -> tuple[dict[str, str], Any]:
    paper, actor = registry.get("standard", "pdf"), actor_of(person)
    parameters = paper.read({"year": "2026", **given}, actor)
    return parameters, paper.content(parameters, actor)


def facts_of(content: Any) -> dict[str, Any]:
    facts = next(one for one in content.sections if isinstance(one, Facts))
    return dict([*facts.lead, *facts.pairs])


def texts_of(content: Any) -> list[str]:
    return [text for one in content.sections if isinstance(one, Prose) for _tone, text in one.findings]


def advice_of(content: Any) -> list[str]:
    place = next(n for n, one in enumerate(content.sections) if getattr(one, "anchor", "") == "recommendations")
    return [text for _tone, text in content.sections[place + 1].findings]


def test_a_year_that_runs_is_compared_with_its_months_up_to_now(story, gm, today):
    today(date(2026, 9, 23))

    _kept, yearly = report(gm, span="year")
    _kept, to_date = report(gm, span="ytd", month="9")

    assert facts_of(yearly) == facts_of(to_date)
    assert texts_of(yearly) == texts_of(to_date)
    total = 4 * 9 * 1000
    assert facts_of(yearly)["期间预算"] == total
    assert facts_of(yearly)["按目前进度预计全年"] == round(11100 * 48000 / total)
    assert yearly.subtitle == "2026 年度报告，截至目前：1 月 – 9 月"


def test_a_year_that_is_over_is_compared_with_all_of_it(story, gm, today):
    today(date(2027, 1, 5))

    kept, yearly = report(gm, span="year")

    assert kept["month"] == "12"
    assert facts_of(yearly)["期间预算"] == 48000
    assert yearly.subtitle == "2026 年度报告"


@pytest.mark.parametrize(
    ("span", "month", "kept"),
    [("quarter", "9", "8"), ("quarter", "12", "12"), ("quarter", "6", "6"), ("ytd", "12", "8"), ("month", "9", "9")],
)
def test_months_that_have_not_begun_are_left_out_of_what_runs(story, gm, today, span, month, kept):
    today(date(2026, 8, 2))

    parameters, content = report(gm, span=span, month=month)

    assert parameters["month"] == kept
    assert ("截至目前" in content.subtitle) == ((span, kept) == ("quarter", "8"))


def test_what_is_over_the_plan_of_the_months_is_advised_on_though_it_is_little_of_its_year(story, company, gm, today):
    today(date(2026, 10, 2))
    money.appropriate(company.other, story.travel, per_month="6000")
    money.post(money.posting(company.other, story.travel, 8, "22000.00", EntryKind.ACTUAL))

    _kept, content = report(gm, span="quarter", month="9", department=str(company.other.pk))

    assert any("差旅：比计划超 2,200.00（10.5%）" in text for text in texts_of(content))
    assert any("差旅：" in text and "2,200.00" in text and "60,800.00" in text for text in advice_of(content))
    assert not any("无需" in text for text in advice_of(content))
