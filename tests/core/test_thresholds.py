"""Figures finance sets, in force from a day on (decision 0091)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from core import history, thresholds
from core.errors import InvalidInput, NotAllowed, StaleDocument
from core.models import AuditEvent, ThresholdValue
from tests.factories.organization import actor_of

pytestmark = pytest.mark.django_db
CODE = "late_claim"
AT = timezone.now()
TODAY = timezone.localdate(AT)


def put(person, days, *, since=TODAY, code=CODE, **more):
    figures = {"days": (Decimal(days),)}
    return thresholds.set_value(
        code=code, since=since, is_on=True, figures=figures, actor=actor_of(person), at=AT, **more
    )


def days_on(day):
    return thresholds.in_force(CODE, on=day).of(CODE).figure("days")


@pytest.mark.rule("EXP-05")
def test_a_value_holds_from_its_day_until_the_next(finance_officer):
    put(finance_officer, "30")
    put(finance_officer, "45", since=TODAY + timedelta(days=3))

    held = [days_on(TODAY + timedelta(days=n)) for n in (-1, 0, 2, 3)]

    assert held == [Decimal(60), Decimal(30), Decimal(30), Decimal(45)]  # 60 is shipped


@pytest.mark.rule("EXP-05")
@pytest.mark.parametrize(
    ("days", "since", "code"),
    [
        ("30", TODAY - timedelta(days=1), CODE),
        ("0", TODAY, CODE),
        ("367", TODAY, CODE),
        ("30.5", TODAY, CODE),
        ("NaN", TODAY, CODE),
        ("30", TODAY, "no_such"),
        ("30", TODAY, "policy_price"),
    ],
)
def test_what_does_not_fit_is_refused_and_changes_nothing(finance_officer, days, since, code):
    with pytest.raises(InvalidInput):
        put(finance_officer, days, since=since, code=code)

    assert (ThresholdValue.objects.count(), AuditEvent.objects.filter(code="threshold.set").count()) == (0, 0)


def test_finance_alone_sets_them(manager):
    with pytest.raises(NotAllowed):
        put(manager, "30")

    assert not ThresholdValue.objects.exists()


@pytest.mark.rule("GEN-04")
@pytest.mark.rule("GEN-05")
def test_a_days_value_is_changed_by_version_and_keeps_what_it_was(finance_officer):
    put(finance_officer, "30")
    put(finance_officer, "40", version=1)

    with pytest.raises(StaleDocument):
        put(finance_officer, "50", version=1)

    row = ThresholdValue.objects.get()
    assert (row.figures, history.changes_of(row)[0].fields["figures"]) == (
        {"days": ["40"]},
        ({"days": ["30"]}, {"days": ["40"]}),
    )


def test_only_a_coming_value_is_taken_back(finance_officer):
    today = put(finance_officer, "30")
    coming = put(finance_officer, "45", since=TODAY + timedelta(days=1))

    thresholds.take_back(value_id=coming.pk, actor=actor_of(finance_officer), at=AT)
    with pytest.raises(InvalidInput):
        thresholds.take_back(value_id=today.pk, actor=actor_of(finance_officer), at=AT)

    assert list(ThresholdValue.objects.all()) == [today]


def test_the_page_sets_and_tells(client, finance_officer, manager, signed_in):
    address = reverse("core:threshold_edit", args=["request_tolerance"])
    signed_in(client, finance_officer)
    typed = {"figure_share": "4", "figure_amount": "150", "since": TODAY.isoformat()}

    setting = reverse("core:threshold_set", args=["request_tolerance"])
    bad = client.post(setting, typed | {"figure_share": "101"})
    good = client.post(setting, typed)

    assert (bad.status_code, good.status_code) == (422, 302)
    row = ThresholdValue.objects.get()
    assert row.figures == {"share": ["0.04"], "amount": ["150"]}
    told = client.get(reverse("core:threshold_list")).content.decode()
    assert ("4%" in told, "150.00" in told) == (True, True)
    assert client.get(address).status_code == 200
    assert signed_in(client, manager).get(address).status_code == 404


@pytest.mark.rule("GEN-17")
def test_the_api_tells_what_is_in_force(client, finance_officer, signed_in):
    signed_in(client, finance_officer)
    body = {"code": CODE, "since": TODAY.isoformat(), "figures": [{"name": "days", "values": ["30"]}]}

    made = client.post("/api/v1/thresholds/", body, content_type="application/json")
    told = client.post("/api/v1/thresholds/standing/", {}, content_type="application/json").json()

    assert made.status_code == 201
    one = next(one for one in told["thresholds"] if one["code"] == CODE)
    assert (one["is_on"], one["figures"], one["since"]) == (True, {"days": ["30"]}, TODAY.isoformat())
