"""Delegations in the browser, on the profile, above the inbox, by the API (APR-07)."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from approvals import services
from approvals.models import Case, Decision, Delegation
from tests.approvals.conftest import KIND
from tests.factories import organization as cast
from tests.factories.approvals import by_manager, decide, route, stands_in
from tests.factories.organization import actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.rule("APR-07")]


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def deputy(company):
    return cast.member(company.other, "department_manager", name_zh="何平")


@pytest.fixture
def given(manager, deputy, today) -> Delegation:
    return stands_in(
        manager, deputy, today, today + timedelta(days=9), amount_cap=Decimal("30000.00"), at=timezone.now()
    )


@pytest.fixture
def case(slips, company, owner, manager) -> Case:
    route(KIND, by_manager())
    slip = slips.add(department_id=company.service.pk, makers=frozenset({owner.pk}))
    return services.start(kind=KIND, document_id=slip.id, actor=actor_of(owner), at=timezone.now())


def page(client, name: str, **kwargs) -> str:
    return client.get(reverse(name, kwargs=kwargs)).content.decode()


def test_a_manager_delegates_in_the_browser(client, signed_in, manager, deputy, today):
    desk = signed_in(client, manager)
    form = page(desk, "approvals:delegation_create")
    assert f'<option value="{deputy.pk}"' in form
    assert f'<option value="{manager.pk}"' not in form

    sent = {
        "delegate": deputy.pk,
        "start_date": today.isoformat(),
        "end_date": (today + timedelta(days=9)).isoformat(),
        "document_kinds": ["budget"],
        "amount_cap": "３０，０００",
        "reason": "国庆休假",
        "request_key": "a-key-of-this-form",
    }
    for _ in range(2):  # a form sent twice
        answer = desk.post(reverse("approvals:delegation_create"), sent)

    assert answer.status_code == 302
    made = Delegation.objects.get()
    assert (made.delegator, made.delegate, made.document_kinds, str(made.amount_cap)) == (
        manager,
        deputy,
        ["budget"],
        "30000.00",
    )
    shown = page(desk, "approvals:delegation_list")
    for words in ("何平 代 马国强", "30,000.00", "国庆休假", "生效中"):
        assert words in shown


@pytest.mark.rule("APR-07b")
def test_the_form_offers_only_who_fits(client, signed_in, company, manager, deputy, gm):
    clerk = cast.member(company.service, "service_clerk", name_zh="李娜")  # makes what the manager reviews
    cast.give(clerk, "division_manager", company.other)
    claims = cast.member(company.other, "employee", name_zh="周岩")
    cast.put_in_charge(company.other, claims)  # leads a department, and claims what the general manager approves

    of_manager = page(signed_in(client, manager), "approvals:delegation_create")
    of_gm = page(signed_in(client, gm), "approvals:delegation_create")

    offered = [person.pk in _offered(of_manager) for person in (deputy, gm, claims, clerk)]
    assert offered == [True, True, True, False]
    assert claims.pk not in _offered(of_gm)


def _offered(form: str) -> set[int]:
    field = form.partition('name="delegate"')[2].partition("</select>")[0]
    return {int(value) for value in re.findall(r'<option value="(\d+)"', field)}


def test_a_refusal_stays_on_the_form_with_what_was_typed(client, signed_in, manager, owner, today):
    desk = signed_in(client, manager)

    answer = desk.post(
        reverse("approvals:delegation_create"),
        {
            "delegate": owner.pk,
            "start_date": today.isoformat(),
            "end_date": (today + timedelta(days=2)).isoformat(),
            "reason": "国庆休假",
        },
    )

    assert answer.status_code == 422
    assert "陈志强" in answer.content.decode()
    assert "国庆休假" in answer.content.decode()
    assert not Delegation.objects.exists()


def test_who_is_away_and_who_stands_in_read_it_above_the_inbox_and_on_the_profile(
    client, signed_in, manager, deputy, owner, given
):
    for person, words in ((manager, "何平 正代您审批"), (deputy, "您正代 马国强 审批")):
        desk = signed_in(client, person)
        assert words in page(desk, "approvals:inbox")
        assert words in page(desk, "organization:profile")
    desk = signed_in(client, owner)
    assert "代为审批" not in page(desk, "organization:profile")


def test_the_delegate_ends_it_in_the_browser(client, signed_in, deputy, given):
    desk = signed_in(client, deputy)

    answer = desk.post(
        reverse("approvals:delegation_end", args=[given.pk]), {"reason": "我也外出", "request_key": "one"}
    )

    assert answer.status_code == 302
    given.refresh_from_db()
    assert (given.ended_by, given.end_reason) == (deputy, "我也外出")
    assert "我也外出" in client.get(reverse("approvals:delegation_list") + "?status=ENDED").content.decode()


def test_others_see_nothing_of_it_and_finance_sees_all(client, signed_in, owner, finance_manager, given):
    assert "何平" not in page(signed_in(client, owner), "approvals:delegation_list")
    desk = signed_in(client, finance_manager)
    assert "何平" not in page(desk, "approvals:delegation_list")
    assert "何平 代 马国强" in desk.get(reverse("approvals:delegation_list") + "?whose=all").content.decode()


@pytest.mark.rule("GEN-13")
def test_the_list_as_excel_with_how_many_were_decided(client, signed_in, manager, deputy, given, case):
    decide(case, deputy)
    desk = signed_in(client, manager)

    file = desk.get(reverse("approvals:delegation_list") + "?format=xlsx").getvalue()

    rows = list(openpyxl.load_workbook(io.BytesIO(file)).active.iter_rows(values_only=True))
    assert rows[1][:2] == ("马国强", "何平")
    assert rows[1][6] == 1


@pytest.mark.rule("GEN-13")
def test_the_number_of_statements_does_not_grow_with_the_list(
    client, signed_in, company, finance_manager, manager, deputy, today, django_assert_num_queries
):
    desk = signed_in(client, finance_manager)
    url = reverse("approvals:delegation_list") + "?whose=all&status=COMING"
    stands_in(manager, deputy, today + timedelta(days=1), today + timedelta(days=2), at=timezone.now())
    desk.get(url)
    with CaptureQueriesContext(connection) as few:
        desk.get(url)
    for _ in range(4):
        other = cast.member(company.service, "department_manager")
        stands_in(other, deputy, today + timedelta(days=1), today + timedelta(days=2), at=timezone.now())

    with django_assert_num_queries(len(few.captured_queries)):
        desk.get(url)


def test_the_decision_shows_for_whom_everywhere(client, signed_in, manager, deputy, given, case):
    decide(case, deputy)

    assert "何平 代 马国强" in page(signed_in(client, manager), "approvals:decided")
    assert "何平 代 马国强" in page(signed_in(client, deputy), "approvals:decided")
    got = signed_in(client, manager).get(f"/api/v1/approval-tasks/{Decision.objects.get().task_id}/").json()
    assert (got["on_behalf_of"], got["on_behalf_of_name"]) == (manager.pk, "马国强")


@pytest.mark.rule("GEN-17")
def test_the_api_delegates_lists_and_ends(client, signed_in, manager, deputy, today, case):
    desk = signed_in(client, manager)
    sent = {
        "delegate": deputy.pk,
        "start_date": today.isoformat(),
        "end_date": (today + timedelta(days=9)).isoformat(),
        "amount_cap": "30000.00",
        "reason": "国庆休假",
    }

    made = desk.post("/api/v1/delegations/", sent, content_type="application/json")
    again = desk.post("/api/v1/delegations/", sent, content_type="application/json")

    assert (made.status_code, again.status_code) == (201, 409)
    assert again.json()["code"] == "delegation_overlaps"
    assert (made.json()["state"], made.json()["amount_cap"]) == ("HOLDS", "30000.00")
    waiting = signed_in(client, deputy).get("/api/v1/approval-tasks/").json()["results"]
    assert [(row["number"], row["on_behalf_of_name"]) for row in waiting] == [(case.number, "马国强")]
    assert signed_in(client, manager).get("/api/v1/approval-tasks/").json()["results"] == []
    ended = desk.post(f"/api/v1/delegations/{made.json()['id']}/end/", {}, content_type="application/json")
    assert ended.json()["state"] == "ENDED"
    assert [row["number"] for row in desk.get("/api/v1/approval-tasks/").json()["results"]] == [case.number]
