"""Budget alerts (EXP-11); the figures of docs/rules/alerts.md."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from budgets.choices import EntryKind
from core import thresholds
from core.errors import NotAllowed, ReasonMissing, WrongState
from core.models import AuditEvent, Notification
from reports import alerting
from reports.alerting import KeyYear, Limits
from reports.choices import AlertKind
from reports.models import BudgetAlert
from reports.services import alerts
from tests.concurrency.race import race
from tests.factories import budgets
from tests.factories.organization import actor_of, member, put_in_charge

AT = datetime(2026, 6, 10, 7, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
"""Five months have ended."""

LIMITS = Limits(
    shares=(Decimal("0.8"), Decimal("0.9"), Decimal(1)), least_months=2, margin=Decimal("0.05"),
    month_amount=Decimal(10000), month_share=Decimal("0.1"),
)  # fmt: skip


def months(*amounts, rest="0"):
    return [Decimal(one) for one in amounts] + [Decimal(rest)] * (12 - len(amounts))


def found(budget, actual, *, held=(), ended=5, looked_at=(5,)):
    key = KeyYear(budget, months(*held), actual)
    return [
        (one.alert_kind, one.threshold, one.month) for one in alerting.judge(key, LIMITS, ended=ended, months=looked_at)
    ]


EVEN = months(rest="1000")


@pytest.mark.rule("EXP-11")
@pytest.mark.parametrize(
    ("spent", "held", "share"),
    [
        ("9599.99", "0", None),
        ("9600.00", "0", "0.8"),
        ("9000.00", "600.00", "0.8"),
        ("10800.00", "0", "0.9"),
        ("12000.00", "0", "1"),
        ("15000.00", "0", "1"),
    ],
)
def test_the_highest_share_of_the_years_budget(spent, held, share):
    told = [one for one in found(EVEN, months(spent), held=(held,), ended=1) if one[0] == AlertKind.USED]

    assert told == ([(AlertKind.USED, Decimal(share), 0)] if share else [])


@pytest.mark.rule("EXP-11", "BUD-34")
@pytest.mark.parametrize(
    ("spent", "ended", "gone"),
    [
        (("1050", "1050"), 2, None),  # 12,600: five per cent above, and no more
        (("1051", "1050"), 2, 12),
        (("1500", "1500"), 2, 9),
        (("3000",), 1, None),  # one month says nothing
    ],
)
def test_the_run_rate_follows_the_seasons_of_the_budget(spent, ended, gone):
    key = KeyYear(EVEN, months(), months(*spent))

    told = [one for one in alerting.judge(key, LIMITS, ended=ended, months=()) if one.alert_kind == AlertKind.RUN_RATE]

    assert [one.gone_month for one in told] == ([gone] if gone else [])


@pytest.mark.rule("EXP-11", "BUD-34")
def test_a_busy_season_that_was_budgeted_is_no_alarm():
    season = months("5000", "5000", rest="200")

    assert found(season, months("5000", "4900"), ended=2, looked_at=(2,)) == [(AlertKind.USED, Decimal("0.8"), 0)]


@pytest.mark.rule("EXP-11")
@pytest.mark.parametrize(
    ("planned", "spent", "told"),
    [
        ("100000", "110000.00", False),  # ten per cent and no more
        ("100000", "110000.01", True),
        ("100000", "89999.99", True),  # less is told too
        ("20000", "30000.00", False),  # half more, but not more than 10,000
        ("0", "10000.01", True),
    ],
)
def test_a_month_is_further_from_plan_than_amount_and_share(planned, spent, told):
    budget = months("900000", "900000", "900000", "900000", planned, rest="900000")

    assert ((AlertKind.MONTH, Decimal(0), 5) in found(budget, months("0", "0", "0", "0", spent))) is told


@pytest.mark.rule("EXP-11")
def test_the_month_that_runs_is_told_when_it_is_above_alone():
    budget = months(rest="100000")

    above = found(budget, months("0", "0", "0", "0", "100000", "120000"))
    below = found(budget, months("0", "0", "0", "0", "100000", "0"))

    assert ((AlertKind.MONTH, Decimal(0), 6) in above, below) == (True, [])


# --- Told ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def money(db, company):
    """A department's category with 12,000 for the year, 9,700 of it spent in May."""
    budgets.open_year(2026)
    category = budgets.leaf_category(name_zh="出差费用", name_en="Travel", action="RECORD")
    budgets.appropriate(company.service, category, per_month="1000.00")
    budgets.post(budgets.posting(company.service, category, 5, "9700.00", EntryKind.ACTUAL))
    return category


@pytest.fixture
def people(company, manager, division_manager, finance_officer, gm):
    return manager, division_manager, finance_officer


def told(code="reports.alert"):
    return sorted(Notification.objects.filter(code__startswith=code).values_list("person__name_zh", flat=True))


@pytest.mark.rule("EXP-11")
def test_owner_manager_and_finance_are_told_once(money, people):
    first = alerts.find(at=AT)
    second = alerts.find(at=AT + timedelta(days=9))

    assert (first, second) == (2, 0)
    assert set(BudgetAlert.objects.values_list("alert_kind", "threshold", "month")) == {
        (AlertKind.USED, Decimal("0.8"), 0),
        (AlertKind.RUN_RATE, Decimal(0), 5),
    }
    assert told() == sorted(person.name_zh for person in people)


@pytest.mark.rule("EXP-11")
def test_the_next_step_is_told_and_a_lower_one_no_more(money, company, people):
    alerts.find(at=AT)
    budgets.post(budgets.posting(company.service, money, 5, "2000.00", EntryKind.ACTUAL))
    alerts.find(at=AT + timedelta(days=1))
    alerts.find(at=AT + timedelta(days=2))

    steps = BudgetAlert.objects.filter(alert_kind=AlertKind.USED).order_by("pk").values_list("threshold", flat=True)
    assert list(steps) == [Decimal("0.8"), Decimal("0.9")]


@pytest.mark.rule("EXP-11")
def test_finance_sets_the_steps_and_who_is_told(money, people, finance_officer):
    set_by = {"since": AT.date(), "actor": actor_of(finance_officer), "at": AT}
    thresholds.set_value(code="alert_used", is_on=True, figures={"shares": (Decimal("0.7"), Decimal("0.81"))}, **set_by)
    for code in ("alert_to_manager", "alert_to_finance", "alert_run_rate"):
        thresholds.set_value(code=code, is_on=False, figures={}, **set_by)

    alerts.find(at=AT)

    assert (BudgetAlert.objects.get().threshold, told()) == (Decimal("0.7"), [people[0].name_zh])


@pytest.mark.rule("EXP-11", "QLT-30")
def test_a_run_that_was_missed_is_made_up(money, company, people):
    budgets.post(budgets.posting(company.service, money, 6, "600.00", EntryKind.ACTUAL))

    alerts.find(at=AT + timedelta(days=40))  # the first run after the end of June

    assert {(AlertKind.USED, 0), (AlertKind.RUN_RATE, 6)} <= set(BudgetAlert.objects.values_list("alert_kind", "month"))


@pytest.mark.rule("EXP-11")
def test_statements_do_not_follow_the_keys(money, company, people):
    def statements(at):
        with CaptureQueriesContext(connection) as queries:
            alerts.find(at=at)
        return len(queries)

    alerts.find(at=AT)
    one = statements(AT)
    for number in range(12):
        category = budgets.leaf_category(action="RECORD")
        budgets.appropriate(company.service, category, per_month="100.00")
        budgets.post(budgets.posting(company.service, category, 5, f"{900 + number}.00", EntryKind.ACTUAL))
    several = statements(AT)
    again = statements(AT)

    assert (BudgetAlert.objects.count() > 12, again) == (True, one)
    assert several - one < 60  # the notices of three people, whatever the number of keys


@pytest.mark.rule("EXP-11")
@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_keep_and_tell_each_alert_once(money, people):
    outcomes = race(lambda: alerts.find(at=AT), lambda: alerts.find(at=AT))

    assert sorted(outcomes) == [0, 2]
    assert told() == sorted(person.name_zh for person in people)


# --- Acknowledged ----------------------------------------------------------------------------------------------------


@pytest.mark.rule("EXP-11")
def test_an_alert_is_acknowledged_once_with_a_note(money, company, people, owner):
    alerts.find(at=AT)
    alert = BudgetAlert.objects.first()
    manager, _above, finance = people

    with pytest.raises(NotAllowed):
        alerts.acknowledge(alert_id=alert.pk, note="看过", actor=actor_of(owner), at=AT)
    with pytest.raises(ReasonMissing):
        alerts.acknowledge(alert_id=alert.pk, note=" ", actor=actor_of(manager), at=AT)
    alerts.acknowledge(alert_id=alert.pk, note="八月起停订", actor=actor_of(manager), at=AT)
    with pytest.raises(WrongState):
        alerts.acknowledge(alert_id=alert.pk, note="再看", actor=actor_of(finance), at=AT)

    alert.refresh_from_db()
    assert (alert.note, alert.acknowledged_by) == ("八月起停订", manager)
    assert AuditEvent.objects.filter(code="budget_alert.acknowledge").count() == 1


@pytest.mark.rule("EXP-11", "GEN-10")
def test_the_pages_show_what_is_in_sight(client, money, company, people, signed_in):
    outsider = member(company.other, "department_manager", name_zh="何平")
    put_in_charge(company.other, outsider)
    alerts.find(at=AT)
    alert = BudgetAlert.objects.filter(alert_kind=AlertKind.USED).get()
    page, listed = reverse("reports:alert_detail", args=[alert.pk]), reverse("reports:alert_list")
    manager = people[0]

    assert signed_in(client, outsider).get(page).status_code == 404
    assert len(client.get(listed).context["rows"]) == 0
    signed_in(client, manager)
    told = client.get(f"{listed}?state=OPEN&kind=USED").content.decode()
    assert ("80.8%" in told, reverse("reports:variance") in told) == (True, True)
    assert page in client.get(reverse("reports:company")).content.decode()
    assert client.post(reverse("reports:alert_acknowledge", args=[alert.pk]), {"note": "已压缩差旅"}).status_code == 302
    assert alert.pk not in [row["alert"].pk for row in client.get(f"{listed}?state=OPEN").context["rows"]]
    api = client.get("/api/v1/budget-alerts/?open=false").json()["results"]
    assert [(one["id"], one["note"]) for one in api] == [(alert.pk, "已压缩差旅")]
