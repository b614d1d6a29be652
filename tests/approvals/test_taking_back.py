"""Taking back an added approver or a question while nobody has acted on it (APR-05)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from approvals import pages, selectors, services
from approvals.models import Case
from core.errors import NotAllowed
from core.models import AuditEvent, Notification
from tests.approvals.conftest import KIND
from tests.factories.approvals import add, by_manager, by_role, decide, route, send_back, task_for, waiting
from tests.factories.organization import actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.rule("APR-05")]
AT = datetime(2026, 9, 21, 1, 0, tzinfo=UTC)


@pytest.fixture
def case(slips, company, owner, manager, gm) -> Case:
    route(KIND, by_manager(), by_role("general_manager"))
    slip = slips.add(department_id=company.service.pk, makers=frozenset({owner.pk}))
    return services.start(kind=KIND, document_id=slip.id, actor=actor_of(owner), at=AT)


def shown(case: Case, person):
    return pages.approval_context(actor=actor_of(person), kind=KIND, document_id=case.subject_id)["approval"]


def test_an_approver_added_before_is_taken_back_and_the_document_returns(case, manager, division_manager, run_jobs):
    step = add(case, manager, division_manager)
    assert waiting(case) == [division_manager]
    assert [one.step_id for one in shown(case, manager).to_take_back] == [step.pk]
    assert shown(case, division_manager).to_take_back == ()

    services.take_back_step(step_id=step.pk, actor=actor_of(manager), at=AT)

    assert waiting(case) == [manager]
    assert AuditEvent.objects.get(code="approvals.take_back_step").actor_name == "马国强"
    run_jobs()
    assert Notification.objects.filter(person=division_manager, code="approvals.taken_back").exists()
    assert [item.number for item in selectors.inbox(actor=actor_of(division_manager), on=AT.date())] == []
    decide(case, manager, at=AT)
    assert [person.name_zh for person in waiting(case)] == ["陈立新"]


def test_an_approver_added_after_is_taken_back_before_their_turn(case, manager, division_manager, gm):
    step = add(case, manager, division_manager, where="AFTER")

    services.take_back_step(step_id=step.pk, actor=actor_of(manager), at=AT)
    decide(case, manager, at=AT)

    assert waiting(case) == [gm]


def test_nothing_is_taken_back_once_somebody_decided_nor_by_others(case, manager, division_manager, finance_manager):
    step = add(case, manager, division_manager, finance_manager)
    with pytest.raises(NotAllowed):
        services.take_back_step(step_id=step.pk, actor=actor_of(division_manager), at=AT)
    with pytest.raises(NotAllowed):
        services.take_back_step(step_id=case.steps.get(code="manager").pk, actor=actor_of(manager), at=AT)
    decide(case, division_manager, at=AT)

    with pytest.raises(services.CannotTakeBack):
        services.take_back_step(step_id=step.pk, actor=actor_of(manager), at=AT)

    assert waiting(case) == [finance_manager]
    assert shown(case, manager).to_take_back == ()


@pytest.mark.rule("GEN-04")
def test_sent_twice_it_acts_once(case, manager, division_manager):
    step = add(case, manager, division_manager)
    services.take_back_step(step_id=step.pk, actor=actor_of(manager), at=AT)

    with pytest.raises(services.CannotTakeBack):
        services.take_back_step(step_id=step.pk, actor=actor_of(manager), at=AT)

    assert AuditEvent.objects.filter(code="approvals.take_back_step").count() == 1


def test_after_a_return_to_a_step_what_was_taken_back_is_not_asked_again(case, manager, division_manager, gm):
    step = add(case, manager, division_manager)
    services.take_back_step(step_id=step.pk, actor=actor_of(manager), at=AT)
    decide(case, manager, at=AT)

    send_back(case, gm, case.steps.get(code="manager"))

    assert waiting(case) == [manager]


def test_a_question_is_taken_back_and_no_longer_waits(case, manager, owner, division_manager, monkeypatch):
    monkeypatch.setattr("core.directory.who_see", lambda people, **_kw: set(people))
    monkeypatch.setattr(selectors.questions, "_sees", lambda *_: True)
    monkeypatch.setattr("core.comments.comment", _noted)
    question = services.ask(
        task_id=task_for(case, manager).pk, person_ids=[owner.pk], text="为何？", actor=actor_of(manager), at=AT
    )
    assert len(selectors.open_questions(actor_of(owner))) == 1
    assert [one.question_id for one in shown(case, manager).to_take_back] == [question.pk]
    with pytest.raises(NotAllowed):
        services.take_back_question(question_id=question.pk, actor=actor_of(owner), at=AT)

    services.take_back_question(question_id=question.pk, actor=actor_of(manager), at=AT)

    assert selectors.open_questions(actor_of(owner)) == []
    assert shown(case, manager).questions[0].is_taken_back
    assert AuditEvent.objects.filter(code="approvals.take_back_question").count() == 1
    with pytest.raises(services.QuestionTakenBack):
        services.answer(asked_id=question.asked.get().pk, text="因为", actor=actor_of(owner), at=AT)
    with pytest.raises(services.CannotTakeBack):
        services.take_back_question(question_id=question.pk, actor=actor_of(manager), at=AT)


def _noted(*, kind, document_id, text, actor, at, people):
    from core.models import Comment

    return Comment.objects.create(
        subject_kind=kind, subject_id=document_id, author_id=actor.person_id, text=text, at=at
    )


@pytest.mark.rule("GEN-17")
def test_the_api_takes_back_what_the_caller_added(
    client, signed_in, slips, case, manager, division_manager, monkeypatch
):
    step = add(case, manager, division_manager)
    monkeypatch.setattr("approvals.api.cases.selectors.cases_visible_to", lambda _actor: Case.objects.all())
    desk = signed_in(client, manager)
    url = f"/api/v1/approval-cases/{case.pk}/take-back/"

    wrong = desk.post(url, {"step": case.steps.get(code="manager").pk}, content_type="application/json")
    done = desk.post(url, {"step": step.pk}, content_type="application/json")
    again = desk.post(url, {"step": step.pk}, content_type="application/json")
    nothing = desk.post(url, {}, content_type="application/json")

    assert [answer.status_code for answer in (wrong, done, again, nothing)] == [403, 200, 409, 403]
    assert waiting(case) == [manager]
