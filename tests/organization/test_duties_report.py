"""The report on segregation of duties: what is close to being broken, who holds what, what changed (ORG-07)."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from organization import selectors, services
from organization.models import Department
from organization.rules import Holding, how_near
from tests.factories import organization as cast

pytestmark = pytest.mark.rule("ORG-07")

REPORT = reverse("organization:duties")
TODAY = date(2026, 9, 22)


def hold(start: date, end: date | None = None) -> Holding:
    return Holding(role="r", permissions=frozenset(), start=start, end=end)


@pytest.mark.parametrize(
    ("one", "other", "outcome"),
    [
        ((date(2026, 1, 1), None), (date(2026, 9, 1), None), ("BROKEN", date(2026, 9, 1))),
        ((date(2026, 1, 1), date(2026, 10, 1)), (date(2026, 10, 1), None), ("LATER", date(2026, 10, 1))),
        ((date(2026, 1, 1), date(2026, 9, 1)), (date(2026, 9, 1), None), ("BEFORE", date(2026, 9, 1))),
        ((date(2026, 1, 1), date(2026, 6, 25)), (date(2026, 7, 1), None), ("BEFORE", date(2026, 6, 25))),
        ((date(2026, 1, 1), date(2026, 6, 24)), (date(2026, 7, 1), None), None),
        ((date(2026, 1, 1), date(2026, 8, 1)), (date(2026, 8, 1), date(2026, 9, 1)), None),
        ((date(2026, 1, 1), date(2026, 9, 1)), (date(2026, 5, 1), None), None),
    ],
    ids=["both", "handover", "lately", "89 days ago", "90 days ago", "both over", "broken, and over"],
)
def test_how_near_two_sides_come(one, other, outcome):
    found = how_near(hold(*one), hold(*other), on=TODAY)

    assert found == outcome
    assert how_near(hold(*other), hold(*one), on=TODAY) == outcome


def test_a_handover_and_a_former_side_stand_on_the_report(company):
    later = cast.person(company.service, name_zh="甲")
    cast.give(later, "employee", end=TODAY + timedelta(days=9))
    cast.give(later, "cashier", start=TODAY + timedelta(days=9))
    before = cast.person(company.service, name_zh="乙")
    cast.give(before, "employee", end=TODAY - timedelta(days=9))
    cast.give(before, "cashier", start=TODAY - timedelta(days=9))
    long_ago = cast.person(company.service, name_zh="丙")
    cast.give(long_ago, "employee", end=TODAY - timedelta(days=90))
    cast.give(long_ago, "cashier", start=TODAY - timedelta(days=9))

    found = [(near.person.name_zh, near.nearness, near.first, near.second) for near in selectors.near_pairs(on=TODAY)]

    assert found == [
        ("甲", "LATER", "expenses.claim", "expenses.pay"),
        ("乙", "BEFORE", "expenses.claim", "expenses.pay"),
    ]


def test_a_pair_broken_past_the_application_comes_first(client, company, finance_supervisor, signed_in):
    person = cast.member(company.service, "cashier", name_zh="甲")
    cast.give(person, "employee")

    near = selectors.near_pairs(on=timezone.localdate())
    page = signed_in(client, finance_supervisor).get(REPORT).content.decode()

    assert near[0].nearness == "BROKEN"
    assert "冲突：同时持有" in page
    assert "请于今日终止其中一个角色" in page


def test_leading_a_department_counts_as_the_right_to_decide(company, finance_supervisor):
    Department.objects.filter(pk=company.other.pk).update(manager=finance_supervisor)

    broken = [near for near in selectors.near_pairs(on=TODAY) if near.nearness == "BROKEN"]

    assert {near.person for near in broken} == {finance_supervisor}
    assert {near.second for near in broken} == {"organization.grant_roles"}


def test_a_side_in_one_hand_alone(company, cashier, finance_officer):
    cast.give(cast.person(company.service), "finance")
    cast.give(cast.person(company.service), "cashier", end=TODAY)

    lone = {one.permission: one.person for one in selectors.lone_holders(on=TODAY)}

    assert lone["expenses.pay"] == cashier
    assert "expenses.approve" not in lone


def test_changes_since_a_day_are_told_with_their_reason(client, company, finance_supervisor, signed_in, actor_of):
    now = timezone.now()
    person = cast.person(company.service, name_zh="钱伟")
    services.grant_role(
        person_id=person.pk, role_code="employee", reason="新员工入职", actor=actor_of(finance_supervisor), at=now
    )
    signed_in(client, finance_supervisor)

    today = client.get(REPORT, {"since": timezone.localdate().isoformat()}).content.decode()
    tomorrow = client.get(REPORT, {"since": (timezone.localdate() + timedelta(days=1)).isoformat()}).content.decode()

    assert "新员工入职" in today
    assert "孙丽" in today
    assert "新员工入职" not in tomorrow
    assert "此后没有变动" in tomorrow


def test_a_new_head_of_a_department_is_a_change_and_a_new_name_is_not(company, finance_supervisor, manager, actor_of):
    now, actor = timezone.now(), actor_of(finance_supervisor)
    same = {"department_id": company.other.pk, "code": company.other.code, "actor": actor, "at": now}

    services.change_department(**same, name_zh="新名称")
    services.change_department(**same, name_zh="新名称", manager_id=manager.pk, reason="任命")

    codes = [(event.code, event.reason) for event in selectors.changes_since(since=timezone.localdate())]
    assert codes == [("department.change", "任命")]


def test_the_page_names_who_holds_what_and_leads_to_the_others(
    client, company, cashier, finance_supervisor, signed_in, monkeypatch
):
    for name in ("甲一", "乙二", "丙三"):
        cast.give(cast.person(company.service, name_zh=name), "employee")
    monkeypatch.setattr("organization.views.duties.MOST_NAMES", 2)

    held = {
        one.role.code: ([row.person.name for row in one.first], one.others)
        for one in signed_in(client, finance_supervisor).get(REPORT).context["held"]
    }
    page = client.get(REPORT).content.decode()

    assert held["cashier"] == (["周燕"], 0)
    assert (len(held["employee"][0]), held["employee"][1]) == (2, 1)
    assert f"{reverse('organization:assignments')}?role=employee" in page
    assert '另有 <span class="sh-num">1</span> 人' in page


@pytest.mark.parametrize("typed", ["gestern", "2026-13-01"])
def test_a_day_that_is_none_is_told_and_the_report_still_stands(client, finance_supervisor, signed_in, typed):
    page = signed_in(client, finance_supervisor).get(REPORT, {"since": typed})

    assert page.status_code == 200
    assert 'aria-invalid="true"' in page.content.decode()


def test_excel_holds_all_five_questions(client, company, cashier, finance_supervisor, signed_in, actor_of):
    services.grant_role(
        person_id=cashier.pk, role_code="auditor", reason="=1+1", actor=actor_of(finance_supervisor), at=timezone.now()
    )

    answer = signed_in(client, finance_supervisor).get(REPORT, {"format": "xlsx"})
    book = openpyxl.load_workbook(BytesIO(answer.getvalue()))

    assert book.sheetnames == [
        "接近冲突的不相容职务",
        "仅一人持有",
        "紧急授权",
        "权限持有情况",
        "变动情况",
        "关于本文件",
    ]
    held = {(row[0].value, row[3].value) for row in book["权限持有情况"].iter_rows(min_row=2)}
    assert {("周燕", "出纳"), ("周燕", "稽核人员"), ("孙丽", "财务主管")} <= held
    assert ("周燕",) in {(row[1].value,) for row in book["仅一人持有"].iter_rows(min_row=2)}
    (changed,) = list(book["变动情况"].iter_rows(min_row=2))
    assert "=1+1" in changed[4].value
    assert changed[4].data_type == "s"


def test_more_people_cost_no_more_statements(client, company, finance_supervisor, signed_in):
    signed_in(client, finance_supervisor).get(REPORT)  # what is counted once a minute
    counts = []
    for _round in range(2):
        person = cast.person(company.service)
        cast.give(person, "employee", end=timezone.localdate() - timedelta(days=2))
        cast.give(person, "cashier", start=timezone.localdate() - timedelta(days=2))
        with CaptureQueriesContext(connection) as seen:
            client.get(REPORT)
        counts.append(len(seen))

    assert counts[0] == counts[1]
