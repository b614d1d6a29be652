"""The inbox and the decisions through the browser's requests."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from approvals import selectors, services
from approvals.choices import CaseState, TaskState
from approvals.models import Case, Decision, Task
from tests.approvals.conftest import KIND
from tests.factories.approvals import by_manager, by_role, decide, route, task_for
from tests.factories.organization import actor_of

pytestmark = pytest.mark.django_db
AT = datetime(2026, 9, 21, 1, 0, tzinfo=UTC)
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def cases(slips, company, owner, manager) -> list[Case]:
    route(KIND, by_manager())
    amounts = [
        ("Gloves", "1200.00", frozenset()),
        ("Spindle", "9860.50", frozenset({"over_budget"})),
        ("Oil", "80.00", frozenset()),
    ]
    made = [
        slips.add(
            department_id=company.service.pk,
            makers=frozenset({owner.pk}),
            title=title,
            amount=Decimal(amount),
            flags=flags,
        )
        for title, amount, flags in amounts
    ]
    return [services.start(kind=KIND, document_id=slip.id, actor=actor_of(owner), at=AT) for slip in made]


@pytest.fixture
def desk(client, signed_in, manager):
    return signed_in(client, manager)


def value(case, manager):
    return f"{task_for(case, manager).pk}:{case.document_version}"


@pytest.mark.rule("APR-05")
def test_the_inbox_shows_what_it_takes_to_decide(desk, cases):
    page = desk.get(reverse("approvals:inbox")).content.decode()

    for fact in ("Gloves", "SLP-2026-0002", "9,860.50", "售后服务部", "陈志强"):
        assert fact in page
    assert "11,140.50" in page


def test_an_inbox_without_anything_says_so(client, signed_in, outsider):
    assert signed_in(client, outsider).get(reverse("approvals:inbox")).status_code == 200


def test_the_inbox_filters_by_flag_and_text(desk, cases):
    flagged = desk.get(reverse("approvals:inbox"), {"flagged": "1"}, **HTMX).content.decode()
    named = desk.get(reverse("approvals:inbox"), {"q": "oil"}, **HTMX).content.decode()

    assert ("Spindle" in flagged, "Gloves" in flagged) == (True, False)
    assert ("Oil" in named, "Spindle" in named) == (True, False)


def test_the_inbox_asks_as_often_for_one_as_for_many(
    desk, slips, company, owner, manager, django_assert_max_num_queries
):
    route(KIND, by_manager())
    for _number in range(12):
        slip = slips.add(department_id=company.service.pk, makers=frozenset({owner.pk}))
        services.start(kind=KIND, document_id=slip.id, actor=actor_of(owner), at=AT)

    desk.get(reverse("approvals:inbox"))  # what a process keeps (kinds, settings) is read once

    with django_assert_max_num_queries(18):  # with the errands beside the tasks, and the frame
        desk.get(reverse("approvals:inbox"))


@pytest.mark.rule("APR-05")
def test_after_a_decision_the_next_document_opens(desk, cases, manager):
    task = task_for(cases[0], manager)

    answer = desk.post(reverse("approvals:decide", args=[task.pk]), {"verdict": "APPROVE", "version": 1}, **HTMX)

    assert answer.headers["HX-Redirect"] == "/approvals/?slip=2#title"
    cases[0].refresh_from_db()
    assert cases[0].state == CaseState.APPROVED


def test_the_same_without_scripts(desk, cases, manager):
    task = task_for(cases[0], manager)

    answer = desk.post(reverse("approvals:decide", args=[task.pk]), {"verdict": "APPROVE", "version": 1})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/approvals/?slip=2#title")


@pytest.mark.rule("GEN-04")
def test_a_second_click_is_answered_with_a_sentence(desk, cases, manager):
    task = task_for(cases[0], manager)
    decide(cases[0], manager)

    answer = desk.post(reverse("approvals:decide", args=[task.pk]), {"verdict": "APPROVE", "version": 1}, **HTMX)

    assert answer.status_code == 409
    assert "马国强" in answer.content.decode()
    assert Decision.objects.count() == 1


@pytest.mark.rule("GEN-06")
def test_a_rejection_without_a_reason_comes_back_with_the_panel_open(desk, cases, manager):
    task = task_for(cases[0], manager)

    answer = desk.post(reverse("approvals:decide", args=[task.pk]), {"verdict": "REJECT", "version": 1}, **HTMX)

    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not Decision.objects.exists()


def test_somebody_elses_task_is_not_to_be_seen(client, signed_in, outsider, cases, manager):
    task = task_for(cases[0], manager)

    answer = signed_in(client, outsider).post(reverse("approvals:decide", args=[task.pk]), {"verdict": "APPROVE"})

    assert answer.status_code == 404


@pytest.mark.rule("APR-05")
def test_of_many_the_flagged_are_left_out_unless_ticked(desk, cases, manager):
    url = reverse("approvals:decide_many")
    ticked = [value(case, manager) for case in cases]

    asked = desk.post(url, {"verdict": "APPROVE", "task": ticked}, **HTMX)
    assert asked.status_code == 200
    page = asked.content.decode()
    assert "1,280.00" in page
    assert page.count('type="hidden" name="task"') == 2
    assert " checked" not in page
    assert not Decision.objects.exists()

    desk.post(url, {"verdict": "APPROVE", "task": [ticked[0], ticked[2]], "confirmed": "1"}, **HTMX)

    states = list(Case.objects.order_by("pk").values_list("state", flat=True))
    assert states == [CaseState.APPROVED, CaseState.RUNNING, CaseState.APPROVED]


@pytest.mark.rule("APR-05")
def test_one_plain_document_needs_no_confirm(desk, cases, manager):
    answer = desk.post(
        reverse("approvals:decide_many"), {"verdict": "APPROVE", "task": value(cases[0], manager)}, **HTMX
    )

    assert answer.headers["HX-Redirect"] == reverse("approvals:inbox")
    assert Decision.objects.count() == 1


def test_of_many_one_refusal_does_not_hold_up_the_others(desk, cases, slips, manager):
    slips.slips[1].version = 2

    desk.post(
        reverse("approvals:decide_many"),
        {
            "verdict": "REJECT",
            "reason": "预算已冻结",
            "confirmed": "1",
            "task": [value(case, manager) for case in cases],
        },
        **HTMX,
    )

    states = list(Case.objects.order_by("pk").values_list("state", flat=True))
    assert states == [CaseState.RUNNING, CaseState.REJECTED, CaseState.REJECTED]


def test_nothing_ticked_is_said_so(desk, cases):
    assert desk.post(reverse("approvals:decide_many"), {"verdict": "APPROVE"}, **HTMX).status_code == 422


def test_the_same_confirm_without_scripts_is_a_page(desk, cases, manager):
    answer = desk.post(reverse("approvals:decide_many"), {"verdict": "RETURN", "task": value(cases[1], manager)})

    assert answer.status_code == 200
    assert "<main" in answer.content.decode()


@pytest.mark.rule("GEN-10")
def test_a_call_that_went_away_undecided_gives_no_sight(cases, manager):
    seen = selectors.acted_on(actor=actor_of(manager), kind=cases[0].subject_kind, document="subject_id")
    assert cases[0] in Case.objects.filter(seen)

    Task.objects.filter(case=cases[0], person=manager).update(state=TaskState.RELEASED)

    assert cases[0] not in Case.objects.filter(seen)


@pytest.mark.rule("GEN-10")
def test_of_many_nothing_is_told_of_somebody_elses_documents(client, signed_in, outsider, cases):
    task = cases[0].tasks.get()
    answer = signed_in(client, outsider).post(
        reverse("approvals:decide_many"),
        {"verdict": "APPROVE", "task": f"{task.pk}:{cases[0].document_version}", "confirmed": "on"},
    )

    assert cases[0].number not in answer.content.decode()
    assert cases[0].number not in signed_in(client, outsider).get(reverse("approvals:inbox")).content.decode()


def test_what_i_decided_stays_readable(desk, cases, manager):
    decide(cases[0], manager, "REJECT", "不是公司费用")

    page = desk.get(reverse("approvals:decided")).content.decode()

    assert "不是公司费用" in page


@pytest.mark.rule("APR-11")
def test_finance_looks_again_for_a_decider(client, signed_in, slips, company, owner, finance_manager):
    route(KIND, by_role("finance"))
    slip = slips.add(department_id=company.service.pk, makers=frozenset({owner.pk}))
    case = services.start(kind=KIND, document_id=slip.id, actor=actor_of(owner), at=AT)

    answer = signed_in(client, finance_manager).post(reverse("approvals:case_resume", args=[case.pk]))

    assert answer.status_code == 302
    assert signed_in(client, owner).post(reverse("approvals:case_resume", args=[case.pk])).status_code == 404


# --- Moves besides a verdict


@pytest.mark.rule("APR-05")
@pytest.mark.parametrize("name", ["hand_over", "add_approver"])
def test_a_move_has_a_panel_and_without_scripts_a_page(desk, cases, manager, gm, name):
    url = reverse(f"approvals:{name}", args=[task_for(cases[0], manager).pk])

    part, page = desk.get(url, **HTMX).content.decode(), desk.get(url).content.decode()

    assert ("<main" in part, "<main" in page) == (False, True)
    for shown in (part, page):
        assert "陈立新" in shown  # who may decide is offered
        assert "陈志强" not in shown.split("<form")[-1]  # who made it is not


@pytest.mark.rule("APR-05")
def test_a_task_is_handed_over_and_the_next_document_opens(desk, cases, manager, gm):
    task = task_for(cases[0], manager)
    url = reverse("approvals:hand_over", args=[task.pk])

    bare = desk.post(url, {"person": "", "reason": "", "version": 1}, **HTMX)
    done = desk.post(url, {"person": gm.pk, "reason": "出差", "version": 1}, **HTMX)
    again = desk.post(url, {"person": gm.pk, "reason": "出差", "version": 1}, **HTMX)
    stale = desk.get(url, **HTMX)

    assert bare.status_code == 422
    assert bare.content.decode().count('aria-invalid="true"') == 2
    assert done.headers["HX-Redirect"] == "/approvals/?slip=2#title"
    assert [answer.status_code for answer in (again, stale)] == [409, 409]
    assert "陈立新" in again.content.decode()
    assert Task.objects.filter(state=TaskState.HANDED).count() == 1


@pytest.mark.rule("APR-05")
def test_who_does_not_fit_is_refused_in_words_and_nothing_typed_is_lost(desk, cases, manager, owner):
    url = reverse("approvals:hand_over", args=[task_for(cases[0], manager).pk])

    answer = desk.post(url, {"person": owner.pk, "reason": "请代我看看", "version": 1}, **HTMX)

    assert answer.status_code == 409
    assert "没有审批权限" in answer.content.decode()
    assert "请代我看看" in answer.content.decode()


@pytest.mark.rule("APR-05")
def test_an_approver_is_added_and_the_inbox_says_by_whom(client, signed_in, desk, cases, manager, gm):
    url = reverse("approvals:add_approver", args=[task_for(cases[0], manager).pk])

    answer = desk.post(
        url, {"people": [gm.pk], "where": "BEFORE", "mode": "ALL", "reason": "请把关", "version": 1}, **HTMX
    )
    theirs = signed_in(client, gm).get(reverse("approvals:inbox")).content.decode()

    assert answer.headers["HX-Redirect"] == "/approvals/?slip=2#title"
    assert "马国强加签" in theirs


@pytest.mark.rule("APR-05")
def test_a_return_to_an_earlier_step_from_the_page(client, signed_in, slips, company, owner, manager, finance_officer):
    route(KIND, by_manager(), by_role("finance"))
    slip = slips.add(department_id=company.service.pk, makers=frozenset({owner.pk}))
    case = services.start(kind=KIND, document_id=slip.id, actor=actor_of(owner), at=AT)
    decide(case, manager)
    task, step = task_for(case, finance_officer), case.steps.get(position=1)
    url, desk = reverse("approvals:decide", args=[task.pk]), signed_in(client, finance_officer)

    bare = desk.post(url, {"verdict": "RETURN", "step": step.pk, "reason": "", "version": 1}, **HTMX)
    desk.post(url, {"verdict": "BACK", "reason": "请核对", "version": 1}, **HTMX)
    assert not Decision.objects.filter(task=task).exists()
    desk.post(url, {"verdict": "RETURN", "step": step.pk, "reason": "请核对", "version": 1}, **HTMX)

    assert bare.status_code == 422
    assert f'<option value="{step.pk}" selected>' in bare.content.decode()
    case.refresh_from_db()
    assert case.state == CaseState.RUNNING
    assert "重新审批" in signed_in(client, manager).get(reverse("approvals:inbox")).content.decode()
