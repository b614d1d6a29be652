"""Departments review at the same time, each its own question; the step's owner concludes (APR-06)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from approvals import pages, selectors, services
from approvals.choices import CaseState, StepMode, WhoKind
from approvals.models import Case, Decision, RouteStep
from approvals.services.time import mind_time
from core.errors import OwnDocument, ReasonMissing
from core.models import AuditEvent, Job, Notification
from organization import services as organization
from organization.models import Department, Role
from tests.approvals.conftest import KIND
from tests.factories import organization as cast
from tests.factories.approvals import by_manager, by_role, decide, hand_over, route, send_back, stands_in, task_for
from tests.factories.organization import actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.rule("APR-06")]
AT = datetime(2026, 9, 28, 1, 0, tzinfo=UTC)


@pytest.fixture
def sales(company):
    """Heads the department next door."""
    made = cast.member(company.other, "department_manager", name_zh="何平")
    cast.put_in_charge(company.other, made)
    return made


@pytest.fixture
def reviewed(company, manager, sales, division_manager, finance_manager) -> dict[str, Any]:
    """A step at which sales and the division are asked, and the finance manager concludes."""
    return by_role(
        "finance_manager",
        mode=StepMode.REVIEW,
        name_zh="会审",
        reviews=[
            {"department": company.other.pk, "question": "交期是否可行？"},
            {"department": company.division.pk, "question": "是否符合年度计划？"},
        ],
    )


@pytest.fixture
def begins_at():
    return AT


def waiting(case: Case) -> list[tuple[str, str]]:
    rows = case.tasks.filter(state="WAITING").select_related("person").order_by("position")
    return [(task.person.name_zh, task.question) for task in rows]


def opinions(case: Case, person) -> list[tuple[str, str, str]]:
    shown = pages.approval_context(actor=actor_of(person), kind=KIND, document_id=case.subject_id)["approval"]
    return [(one.department, str(one.verdict), one.text) for one in shown.opinions]


def test_all_departments_are_asked_at_once_each_its_own_and_then_the_owner_concludes(
    start, slip, reviewed, sales, division_manager, finance_manager, run_jobs
):
    route(KIND, reviewed)
    case = start()
    assert waiting(case) == [("何平", "交期是否可行？"), ("李敏", "是否符合年度计划？")]
    run_jobs()
    told = Notification.objects.get(person=sales)
    assert (told.code, told.facts["text"]) == ("approvals.review", "交期是否可行？")

    decide(case, sales, "REMARKS", "交期需两周", at=AT)
    assert waiting(case) == [("李敏", "是否符合年度计划？")]
    assert not case.tasks.filter(state="WAITING", person=finance_manager).exists()
    decide(case, division_manager, "OBJECT", "计划外", at=AT)

    assert waiting(case) == [("赵文", "")]
    assert opinions(case, finance_manager) == [
        ("国内销售部", "有条件同意", "交期需两周"),
        ("工程机械事业部", "不同意", "计划外"),
    ]
    turn = pages.approval_context(actor=actor_of(finance_manager), kind=KIND, document_id=case.subject_id)
    assert turn["approval"].turn.warnings[:2] == ("国内销售部：交期需两周", "工程机械事业部：计划外")
    decide(case, finance_manager, at=AT)
    assert slip.told == ["approved"]
    assert selectors.first_broken_link(Case.objects.get()) is None
    assert AuditEvent.objects.filter(code="approvals.review_object").get().reason == "计划外"


def test_an_objection_decides_nothing_and_agreeing_needs_no_words(start, slip, reviewed, sales, division_manager):
    route(KIND, reviewed)
    case = start()

    decide(case, sales, "OBJECT", "不可行", at=AT)
    decide(case, division_manager, "AGREE", at=AT)

    case.refresh_from_db()
    assert case.state == CaseState.RUNNING
    assert slip.told == []
    assert selectors.approvers_of(case) == set()


def test_an_opinion_is_no_decision_and_a_decision_no_opinion(start, reviewed, sales, division_manager, finance_manager):
    route(KIND, reviewed)
    case = start()

    with pytest.raises(services.OpinionAsked):
        decide(case, sales, "APPROVE", at=AT)
    with pytest.raises(ReasonMissing):
        services.decide(task_id=task_for(case, sales).pk, verdict="OBJECT", reason=" ", actor=actor_of(sales), at=AT)
    assert not Decision.objects.exists()
    for person in (sales, division_manager):
        decide(case, person, "AGREE", at=AT)
    with pytest.raises(services.OpinionNotAsked):
        decide(case, finance_manager, "AGREE", at=AT)


def test_the_author_may_withdraw_while_only_opinions_are_there(start, owner, reviewed, sales):
    route(KIND, reviewed)
    case = start()
    decide(case, sales, "AGREE", at=AT)

    services.withdraw(kind=KIND, document_id=case.subject_id, actor=actor_of(owner), at=AT)

    case.refresh_from_db()
    assert case.state == CaseState.WITHDRAWN


@pytest.mark.rule("APR-07")
def test_who_stands_in_gives_the_opinion_and_it_says_for_whom(start, company, reviewed, sales, manager):
    route(KIND, reviewed)
    case = start()

    stands_in(sales, manager, date(2026, 9, 28), date(2026, 10, 8))

    assert waiting(case)[0] == ("马国强", "交期是否可行？")
    decide(case, manager, "AGREE", at=AT)
    assert Decision.objects.get().on_behalf_of == sales


@pytest.mark.rule("APR-07")
def test_who_stands_in_for_the_head_of_two_departments_answers_for_both(
    start, reviewed, sales, division_manager, finance_manager, gm
):
    Department.objects.filter(manager=sales).update(manager=division_manager)
    route(KIND, reviewed)
    stands_in(division_manager, sales, AT.date(), date(2026, 10, 9))

    case = start()

    assert waiting(case) == [("何平", "交期是否可行？"), ("何平", "是否符合年度计划？")]
    for _department in range(2):
        task = case.tasks.filter(state="WAITING").first()
        services.decide(task_id=task.pk, verdict="AGREE", reason="", actor=actor_of(sales), at=AT)
    assert waiting(case) == [("赵文", "")]


@pytest.mark.rule("GEN-15")
def test_each_has_the_steps_time_in_working_days_and_the_owner_their_own(
    start, reviewed, sales, division_manager, finance_manager
):
    route(KIND, reviewed | {"days_allowed": 3})
    case = start()
    assert set(case.tasks.filter(state="WAITING").values_list("due_date", flat=True)) == {date(2026, 10, 8)}

    decide(case, sales, "AGREE", at=AT)
    decide(case, division_manager, "AGREE", at=datetime(2026, 10, 9, 1, tzinfo=UTC))

    assert task_for(case, finance_manager).due_date == date(2026, 10, 13)


@pytest.mark.rule("APR-08")
def test_a_late_opinion_is_asked_of_the_manager_above_with_its_question(start, gm, reviewed, sales, division_manager):
    route(KIND, reviewed)
    case = start()
    decide(case, division_manager, "AGREE", at=AT)
    task = task_for(case, sales)  # due on 30 September; its time is up after National Day
    for day in (9, 12):
        mind_time(task_id=task.pk, at=datetime(2026, 10, day, 1, tzinfo=UTC))

    given = case.tasks.get(state="WAITING")

    assert (given.question, given.department) == ("交期是否可行？", sales.department)
    assert given.person == gm  # the division's manager has spoken at this step
    with pytest.raises(services.OpinionAsked):
        decide(case, gm, "APPROVE", at=datetime(2026, 10, 12, 2, tzinfo=UTC))


@pytest.mark.rule("ORG-06")
def test_whoever_made_it_gives_no_opinion_the_next_one_up_does(slips, company, reviewed, sales):
    route(KIND, reviewed)
    made = slips.add(department_id=company.service.pk, makers=frozenset({sales.pk}))

    case = services.start(kind=KIND, document_id=made.id, actor=actor_of(sales), at=AT)

    assert waiting(case) == [("李敏", "交期是否可行？"), ("李敏", "是否符合年度计划？")]


@pytest.mark.rule("ORG-06")
def test_whoever_becomes_a_maker_gives_no_opinion(start, slip, owner, reviewed, sales):
    route(KIND, reviewed)
    case = start()
    slip.makers = frozenset({owner.pk, sales.pk})

    with pytest.raises(OwnDocument):
        decide(case, sales, "AGREE", at=AT)


@pytest.mark.rule("ORG-02")
def test_a_leavers_review_goes_to_the_next_head(start, company, reviewed, sales, finance_supervisor):
    route(KIND, reviewed)
    case = start()

    organization.leave(
        person_id=sales.pk, left_date=AT.date(), reason="离职", actor=actor_of(finance_supervisor), at=AT
    )

    assert waiting(case) == [("李敏", "交期是否可行？"), ("李敏", "是否符合年度计划？")]


@pytest.mark.rule("APR-11")
def test_without_anybody_to_answer_or_conclude_it_stops(start, company, reviewed, sales, division_manager, gm):
    route(KIND, reviewed)
    Department.objects.update(manager=None)

    case = start()

    assert case.steps.get().state == "STUCK"
    cast.put_in_charge(company.other, sales)
    cast.put_in_charge(company.division, division_manager)
    assert services.resume(case_id=case.pk, at=AT)
    assert len(waiting(case)) == 2


@pytest.mark.rule("APR-11")
def test_looking_again_in_vain_says_nothing_anew(start, company, reviewed, finance_manager):
    route(KIND, reviewed)
    Department.objects.update(manager=None)
    case = start()
    events, jobs = AuditEvent.objects.count(), Job.objects.count()

    assert services.resume_stuck(at=AT + timedelta(hours=1)) == 0

    assert case.steps.get().started_at == AT
    assert (AuditEvent.objects.count(), Job.objects.count()) == (events, jobs)


@pytest.mark.rule("APR-11")
def test_an_opinion_nobody_can_give_any_more_is_not_passed_over(
    start, company, reviewed, sales, division_manager, finance_manager
):
    route(KIND, reviewed)
    case = start()
    Department.objects.update(manager=None)

    services.reassign_tasks(person_id=sales.pk, at=AT)

    assert case.steps.get().state == "STUCK"
    cast.put_in_charge(company.division, division_manager)
    decide(case, division_manager, "AGREE", at=AT)
    assert not case.tasks.filter(state="WAITING").exists()
    services.resume(case_id=case.pk, at=AT)
    assert waiting(case) == [("李敏", "交期是否可行？")]
    decide(case, division_manager, "AGREE", at=AT)
    assert waiting(case) == [("赵文", "")]


def test_the_owners_role_lost_meanwhile_stops_it(start, reviewed, sales, division_manager, finance_manager):
    route(KIND, reviewed)
    case = start()
    finance_manager.assignments.all().delete()
    services.reassign_tasks(person_id=finance_manager.pk, at=AT)

    for person in (sales, division_manager):
        decide(case, person, "AGREE", at=AT)

    assert case.steps.get().state == "STUCK"


@pytest.mark.rule("APR-05")
def test_a_review_can_be_handed_over_and_nobody_added_to_it(start, reviewed, sales, manager, gm):
    route(KIND, reviewed)
    case = start()
    with pytest.raises(services.OpinionAsked):
        services.add_approver(
            task_id=task_for(case, sales).pk,
            person_ids=[gm.pk],
            where="BEFORE",
            mode="ALL",
            reason="请把关",
            actor=actor_of(sales),
            at=AT,
        )

    given = hand_over(case, sales, manager)

    assert (given.question, given.department) == ("交期是否可行？", sales.department)


@pytest.mark.rule("APR-05")
def test_asked_again_all_departments_speak_anew(start, reviewed, sales, division_manager, finance_manager, gm):
    route(KIND, reviewed, by_role("general_manager"))
    case = start()
    for person in (sales, division_manager):
        decide(case, person, "AGREE", at=AT)
    decide(case, finance_manager, at=AT)

    send_back(case, gm, case.steps.get(position=1))

    assert [name for name, _question in waiting(case)] == ["何平", "李敏"]


@pytest.mark.rule("APR-05")
def test_who_approved_just_before_still_concludes(start, company, reviewed, sales, division_manager, finance_manager):
    route(KIND, by_role("finance_manager"), reviewed)
    case = start()

    decide(case, finance_manager, at=AT)

    assert [name for name, _question in waiting(case)] == ["何平", "李敏"]


# --- Preview, pages, API, the editor


@pytest.mark.rule("APR-04")
def test_the_preview_names_the_departments_and_who_concludes(slips, slip, reviewed, owner):
    route(KIND, reviewed)

    shown = pages.preview_context(kind=KIND, facts=slips.facts(slip.id), on=AT.date())["preview"]

    assert str(shown["steps"][0].note) == "国内销售部（何平）、工程机械事业部（李敏）会审，再由赵文决定"


def test_the_inbox_and_the_page_ask_for_an_opinion(client, signed_in, start, reviewed, sales):
    route(KIND, reviewed)
    case = start()
    desk = signed_in(client, sales)

    inbox = desk.get(reverse("approvals:inbox")).content.decode()
    assert "国内销售部的意见" in inbox
    assert "交期是否可行？" in inbox
    task = task_for(case, sales)
    url = reverse("approvals:decide", args=[task.pk])
    bare = desk.post(url, {"verdict": "REMARKS", "version": 1}, HTTP_HX_REQUEST="true")
    assert bare.status_code == 422
    assert "交期是否可行？" in bare.content.decode()
    done = desk.post(url, {"verdict": "REMARKS", "version": 1, "reason": "两周"}, HTTP_HX_REQUEST="true")
    assert done.status_code in {200, 204, 302}
    assert Decision.objects.get().verdict == "REMARKS"


def test_many_at_once_leaves_reviews_alone(client, signed_in, start, reviewed, sales):
    route(KIND, reviewed)
    case = start()
    desk = signed_in(client, sales)

    answer = desk.post(
        reverse("approvals:decide_many"),
        {"verdict": "APPROVE", "task": [f"{task_for(case, sales).pk}:1"], "confirmed": "on"},
        follow=True,
    )

    assert "交期是否可行？" in answer.content.decode()
    assert not Decision.objects.exists()


@pytest.mark.rule("GEN-17")
def test_the_api_takes_the_opinion(client, signed_in, start, reviewed, sales):
    route(KIND, reviewed)
    case = start()
    desk = signed_in(client, sales)
    task = desk.get("/api/v1/approval-tasks/").json()["results"][0]
    assert (task["question"], task["department_asked"]) == ("交期是否可行？", sales.department_id)

    url = f"/api/v1/approval-tasks/{task['id']}/review/"
    refused = desk.post(url, {"opinion": "OBJECT"}, content_type="application/json")
    done = desk.post(url, {"opinion": "OBJECT", "text": "不可行"}, content_type="application/json")

    assert (refused.status_code, refused.json()["code"]) == (400, "reason_missing")
    assert done.status_code == 200
    seen = signed_in(client, sales).get(f"/api/v1/approval-cases/{case.pk}/")
    assert seen.status_code in {200, 404}
    assert Decision.objects.get().verdict == "OBJECT"


def draft(company, *, department=None, question="交期是否可行？", **fields: Any) -> services.StepDraft:
    return services.StepDraft(
        name_zh="会审",
        who=WhoKind.ROLE_IN_COMPANY,
        role_id=Role.objects.get(code="finance_manager").pk,
        mode=StepMode.REVIEW,
        reviews=(((department or company.other).pk, question),),
        **fields,
    )


@pytest.mark.rule("APR-03")
def test_a_route_with_a_review_is_saved_and_one_that_asks_nobody_refused(
    company, finance_manager, finance_supervisor, sales
):
    save = {
        "kind": KIND,
        "department_id": None,
        "replaces": None,
        "actor": actor_of(finance_supervisor),
        "at": AT,
    }
    lonely = cast.department(company.company, name_zh="新部门")

    with pytest.raises(services.ReviewWithoutPerson) as caught:
        services.save_route(steps=[draft(company, department=lonely)], **save)
    assert (caught.value.params["step"], caught.value.params["department"]) == ("会审", "新部门")
    made = services.save_route(steps=[draft(company)], **save)

    assert RouteStep.objects.get(route=made).reviews == [{"department": company.other.pk, "question": "交期是否可行？"}]


@pytest.mark.rule("APR-03")
def test_a_closed_department_is_asked_nothing(company, finance_manager, finance_supervisor, sales):
    Department.objects.filter(pk=company.other.pk).update(status="CLOSED")

    with pytest.raises(services.ReviewWithoutPerson):
        services.save_route(
            kind=KIND,
            department_id=None,
            replaces=None,
            steps=[draft(company)],
            actor=actor_of(finance_supervisor),
            at=AT,
        )


@pytest.mark.rule("APR-03")
@pytest.mark.rule("BUD-30")
def test_finance_puts_a_review_before_its_own_step_in_the_editor(
    client, signed_in, slips, company, manager, sales, finance_manager, finance_supervisor, gm, division_manager
):
    made = route(KIND, by_manager(), by_role("finance_manager"))
    desk = signed_in(client, finance_supervisor)
    role = Role.objects.get(code="finance_manager").pk
    plain = {"name_en": "", "days_allowed": 2}
    steps = [
        {"name_zh": "部门", "who": "MANAGER", "mode": "ANY", **plain},
        {
            "name_zh": "会审", "who": "ROLE_IN_COMPANY", "role": role, "mode": "REVIEW", **plain,
            "review_department_0": company.other.pk, "review_question_0": "交期是否可行？",
        },
        {"name_zh": "财务", "who": "ROLE_IN_COMPANY", "role": role, "mode": "ANY", **plain},
    ]  # fmt: skip
    sent = {"do": "save", "steps-TOTAL_FORMS": 3, "steps-INITIAL_FORMS": 0} | {
        f"steps-{place}-{name}": value for place, step in enumerate(steps) for name, value in step.items()
    }
    url = reverse("approvals:route_edit", args=[made.pk])

    without = desk.post(url, {**sent, "steps-1-review_question_0": ""})
    assert without.status_code == 422
    assert "问题" in without.content.decode()
    assert desk.post(url, sent).status_code == 302

    now = selectors.route_for(kind=KIND, department_id=company.service.pk)
    assert [step.mode for step in now.steps.all()] == ["ANY", "REVIEW", "ANY"]
    page = desk.get(reverse("approvals:route_edit", args=[now.pk])).content.decode()
    assert "交期是否可行？" in page
    assert "国内销售部会审" in desk.get(reverse("approvals:route_list")).content.decode()
