"""What complaints have in common; repeats the tables of docs/rules/complaints.md (CMP-09)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from complaints.choices import Severity
from complaints.models import Complaint
from complaints.rules import patterns as rules
from complaints.selectors import patterns
from complaints.services import complaints
from tests.factories import complaints as grievances
from tests.factories import customers as serving
from tests.factories import organization as cast
from tests.factories.organization import actor_of, signed_in
from tests.parts_sales import delivering

pytestmark = pytest.mark.rule("CMP-09")
D = Decimal
NOON = datetime(2026, 9, 15, 12, tzinfo=UTC)


def test_the_few_that_begin_below_eighty_hundredths_are_vital():
    bars = rules.pareto([("switch", 1, 0), ("seal", 3, 1), ("panel", 1, 0), ("spindle", 5, 2)], most=9, others="rest")

    assert [(one.label, one.count, one.share, one.cumulative, one.is_vital) for one in bars] == [
        ("spindle", 5, D("50.0"), D("50.0"), True),
        ("seal", 3, D("30.0"), D("80.0"), True),
        ("panel", 1, D("10.0"), D("90.0"), False),
        ("switch", 1, D("10.0"), D("100.0"), False),
    ]


def test_very_many_bars_end_in_one_of_all_others():
    bars = rules.pareto([(str(number), number, 1) for number in range(1, 6)], most=2, others="rest")

    assert [(one.label, one.count, one.repeats) for one in bars] == [("5", 5, 1), ("4", 4, 1), ("rest", 6, 3)]
    assert bars[-1].cumulative == D("100.0")


@pytest.mark.parametrize(("days", "age"), [(0, 0), (7, 0), (8, 1), (30, 1), (31, 2), (90, 2), (91, 3)])
def test_an_open_complaint_has_one_age(days, age):
    assert rules.ages([days]) == [1 if place == age else 0 for place in range(4)]


@pytest.mark.parametrize(
    ("ended", "now", "counts"), [(0, 5, "kept"), (1, 5, "late"), (None, 1, "late"), (None, 0, "running")]
)
def test_exactly_at_the_target_is_in_time(ended, now, counts):
    def moment(minutes):
        return None if minutes is None else NOON + timedelta(minutes=minutes)

    found = rules.against_target([(NOON - timedelta(days=2), NOON, moment(ended))], at=moment(now))

    assert {name: getattr(found, name) for name in ("kept", "late", "running")} == {
        "kept": 0, "late": 0, "running": 0, counts: 1,
    }  # fmt: skip
    assert found.share == {"kept": D("100.0"), "late": D("0.0"), "running": None}[counts]
    assert found.days == (None if ended is None else D("2.0"))


@pytest.fixture
def clerk(company):
    return cast.member(company.service, "service_clerk", name_zh="李敏")


def ask(actor, **fields):
    today = timezone.localdate()
    asked = patterns.PatternQuestion(today - timedelta(days=300), today, **fields)
    return patterns.patterns_of(actor_of(actor), asked, at=timezone.now())


@pytest.fixture
def some(company, clerk, handler, buyer, manager):
    """Two about one part, a month between; one about none, of another customer; a cancelled one."""
    part = delivering.stocked(clerk)
    other = serving.customer(manager, "大连重工")
    first = timezone.now() - timedelta(days=40)
    grievances.recorded(handler, buyer, company.service, at=first, part_number=part.number)
    grievances.recorded(handler, buyer, company.service, part_number=part.number, severity=Severity.CRITICAL)
    grievances.recorded(handler, other, company.service)
    gone = grievances.recorded(handler, other, company.service)
    complaints.cancel(complaint_id=gone.pk, reason="重复登记", actor=actor_of(handler), at=timezone.now())
    return part


@pytest.mark.django_db
def test_complaints_are_compared_by_part_customer_and_month(some, handler, buyer):
    page = ask(handler)

    assert (page.count, page.opened, page.repeats) == (3, 3, 1)
    assert next((bar.label.split()[0], bar.count, bar.repeats) for bar in page.bars) == (some.number, 2, 1)
    assert list(page.ages) == [2, 0, 1, 0]
    assert page.response.late == 1
    assert page.response.running == 2
    assert next((bar.label, bar.count) for bar in ask(handler, by=patterns.CUSTOMER).bars) == (buyer.name, 2)
    months = ask(handler, by=patterns.MONTH).bars
    assert sum(bar.count for bar in months) == 3
    assert [bar.label for bar in months] == sorted(bar.label for bar in months)


@pytest.mark.django_db
def test_once_more_after_the_days_of_recurrence_is_not_again(company, clerk, handler, buyer):
    part = delivering.stocked(clerk)
    for ago in (182, 91):
        at = timezone.now() - timedelta(days=ago)
        grievances.recorded(handler, buyer, company.service, at=at, part_number=part.number)
    assert ask(handler).repeats == 0

    grievances.recorded(handler, buyer, company.service, part_number=part.number, at=timezone.now() - timedelta(days=2))
    assert ask(handler).repeats == 1


@pytest.mark.django_db
@pytest.mark.rule("GEN-10")
def test_only_what_one_sees_counts(some, handler, outsider):
    assert ask(handler).count == 3
    assert ask(outsider).count == 0


@pytest.mark.django_db
@pytest.mark.parametrize("way", patterns.WAYS)
def test_page_workbook_and_call_say_the_same(client, some, handler, way):
    signed_in(client, handler)
    address = reverse("complaints:pattern_page")
    page = client.get(address, {"by": way})
    called = client.post(reverse("api:complaints-patterns"), {"by": way}, content_type="application/json")

    assert page.status_code == called.status_code == 200
    assert called.json()["count"] == page.context["page"].count == 3
    assert client.get(address, {"by": way, "format": "xlsx"}).status_code == 200
    assert client.get(address, {"since": "2030-01-01", "until": "2020-01-01", "by": "x"}).status_code == 200


@pytest.mark.django_db
def test_figures_are_asked_for_in_a_fixed_number_of_statements(
    some, company, handler, buyer, django_assert_max_num_queries
):
    for number in range(6):
        grievances.recorded(handler, buyer, company.service, title=f"第 {number} 件")
    actor = actor_of(handler)
    asked = patterns.PatternQuestion(date(2020, 1, 1), timezone.localdate())
    with django_assert_max_num_queries(4):
        assert patterns.patterns_of(actor, asked, at=timezone.now()).count == Complaint.objects.count() - 1
