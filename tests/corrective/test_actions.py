"""From asking for measures to a verified effect, round by round (CMP-05, CMP-06, CMP-08b, CMP-10)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from core.errors import InvalidInput, NotAllowed, ReasonMissing, StaleDocument, WrongState
from core.models import AuditEvent, Notification
from corrective import subjects
from corrective.choices import ActionState, Branch, CauseMethod, CheckKind, ReportState
from corrective.errors import OwnEffect, PlanIncomplete, ReportPending, StepsOpen
from corrective.models import CorrectiveAction, EffectReport
from corrective.selectors.actions import current_round
from corrective.services import actions, following, plans, verifying
from corrective.services.inputs import CauseInput, CheckInput, EffectInput, SubjectRef
from tests.factories import corrective as measures
from tests.factories import organization as cast
from tests.factories.approvals import decide, waiting
from tests.factories.expenses import case_of
from tests.factories.organization import actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.rule("CMP-05")]


def codes_for(person, action):
    rows = Notification.objects.filter(person=person, subject_kind=action.kind, subject_id=action.pk)
    return set(rows.values_list("code", flat=True))


def test_a_department_is_asked_and_told(action, manager, handler):
    assert (action.state, action.number[:4], action.round_number) == (ActionState.ASKED, "CAP-", 1)
    assert "corrective_action.asked" in codes_for(manager, action)
    assert codes_for(handler, action) == set()


def test_who_does_not_handle_complaints_asks_for_nothing(company, manager):
    with pytest.raises(NotAllowed):
        measures.asked(manager, company.service)


def test_a_day_in_the_past_and_a_closed_department_are_refused(company, handler, manager):
    with pytest.raises(InvalidInput):
        measures.asked(handler, company.service, plan_due=timezone.localdate() - timedelta(days=1))
    company.other.status = "CLOSED"
    company.other.save()
    with pytest.raises(InvalidInput):
        measures.asked(handler, company.other)


def test_an_unfinished_plan_is_kept_and_not_sent(action, manager, owner):
    unfinished = measures.plan(owner, root_cause="", measures=[])

    plans.save_plan(action_id=action.pk, plan=unfinished, actor=actor_of(manager), at=timezone.now())
    with pytest.raises(PlanIncomplete) as refused:
        plans.submit_plan(action_id=action.pk, plan=unfinished, actor=actor_of(manager), at=timezone.now())

    assert refused.value.params["codes"] == ["root_cause", "corrective", "preventive"]
    assert current_round(action).causes.count() == 3


def test_only_the_department_writes_and_on_the_latest_version(action, manager, owner, handler, outsider):
    for person in (handler, owner, outsider):
        with pytest.raises(NotAllowed):
            plans.save_plan(action_id=action.pk, plan=measures.plan(owner), actor=actor_of(person), at=timezone.now())
    plans.save_plan(action_id=action.pk, plan=measures.plan(owner), actor=actor_of(manager), at=timezone.now())
    with pytest.raises(StaleDocument):
        plans.save_plan(
            action_id=action.pk, plan=measures.plan(owner), actor=actor_of(manager), at=timezone.now(), version=1
        )


def test_a_fishbone_has_its_causes_on_branches(action, manager, owner):
    bones = [CauseInput("培训不足", Branch.PEOPLE), CauseInput("保养表缺项", Branch.METHOD)]
    fishbone = measures.plan(owner, method=CauseMethod.FISHBONE, causes=bones)
    plans.save_plan(action_id=action.pk, plan=fishbone, actor=actor_of(manager), at=timezone.now())
    mixed = measures.plan(owner, causes=bones)

    with pytest.raises(InvalidInput):
        plans.save_plan(action_id=action.pk, plan=mixed, actor=actor_of(manager), at=timezone.now())

    assert [cause.branch for cause in current_round(action).causes.all()] == [Branch.PEOPLE, Branch.METHOD]


def test_experts_return_a_plan_and_then_approve_it(action, manager, owner, expert):
    sent = measures.submitted(action, manager, owner)
    assert waiting(case_of(sent)) == [expert]
    decide(case_of(sent), expert, "RETURN", reason="原因分析不够深入")
    assert measures.again(action).state == ActionState.ASKED

    running = measures.running(action, manager, owner, expert)

    assert running.state == ActionState.RUNNING
    assert running.round_number == 1
    assert current_round(running).approved_at is not None
    assert "corrective_action.measure" in codes_for(owner, running)


def test_a_plan_is_taken_back_before_anybody_decided(action, manager, owner, expert):
    measures.submitted(action, manager, owner)

    plans.withdraw_plan(action_id=action.pk, actor=actor_of(manager), at=timezone.now())

    assert measures.again(action).state == ActionState.ASKED


def test_measures_are_carried_out_and_looked_at_before_the_effect_is_verified(action, manager, owner, expert, handler):
    measures.running(action, manager, owner, expert)
    first, second = current_round(action).measures.all()
    at = timezone.now()

    def finish(measure, person=owner):
        return following.finish_measure(
            action_id=action.pk, measure_id=measure.pk, result="已完成", actor=actor_of(person), at=at
        )

    with pytest.raises(StepsOpen):
        following.finish_round(action_id=action.pk, actor=actor_of(handler), at=at)
    with pytest.raises(NotAllowed):
        finish(first, handler)
    finish(first)
    with pytest.raises(WrongState):
        finish(first)
    finish(second, manager)
    assert "corrective_action.all_done" in codes_for(handler, action)
    with pytest.raises(StepsOpen):
        following.finish_round(action_id=action.pk, actor=actor_of(handler), at=at)
    look = CheckInput("未见润滑记录", in_order=False, measure_id=second.pk)
    following.record_check(action_id=action.pk, check=look, actor=actor_of(handler), at=at)
    assert "corrective_action.not_in_order" in codes_for(manager, action)
    said = AuditEvent.objects.filter(subject_id=action.pk, code="corrective_action.check").latest("pk")
    assert said.facts["check_outcome"] == {"en": "Not in order", "zh": "不符合"}
    following.record_check(
        action_id=action.pk, check=CheckInput("已整改", in_order=True), actor=actor_of(handler), at=at
    )

    done = following.finish_round(action_id=action.pk, actor=actor_of(handler), at=at)

    assert done.state == ActionState.IMPLEMENTED


@pytest.fixture
def implemented(action, manager, owner, expert, handler) -> CorrectiveAction:
    """Carried out and looked at; the panel's turn."""
    measures.running(action, manager, owner, expert)
    return measures.carried_out(action, owner, handler)


@pytest.mark.rule("CMP-06", "ORG-05")
def test_handler_and_department_never_judge_the_effect(company, implemented, handler, owner, manager, expert):
    inside = cast.member(company.team, "expert", company_wide=True, name_zh="部门内专家")
    for person, why in ((inside, OwnEffect), (handler, NotAllowed), (owner, NotAllowed), (manager, NotAllowed)):
        with pytest.raises(why):
            measures.reported(implemented, person)

    report = measures.reported(implemented, expert)

    with pytest.raises(ReportPending):
        measures.reported(implemented, expert)
    assert waiting(case_of(report)) == []  # the only other expert is of the responsible department


@pytest.mark.rule("CMP-06")
def test_an_effective_round_is_kept_up_and_closed_after_its_last_check(implemented, panellist, expert, handler):
    kept = measures.verified(implemented, panellist, expert)
    today = timezone.localdate()
    assert (kept.state, kept.next_check, kept.keep_until) == (
        ActionState.KEPT, today + timedelta(days=30), today + timedelta(days=90),
    )  # fmt: skip

    check = CheckInput("润滑记录齐全", in_order=True)
    for days, expected in ((30, ActionState.KEPT), (60, ActionState.KEPT), (90, ActionState.CLOSED)):
        entry = following.record_check(
            action_id=kept.pk, check=check, actor=actor_of(handler), at=timezone.now() + timedelta(days=days)
        )
        assert entry.check_kind == CheckKind.KEEPING
        assert measures.again(kept).state == expected


@pytest.mark.rule("CMP-06")
def test_a_round_that_does_not_work_leads_to_another(implemented, panellist, expert, manager, owner, handler):
    back = measures.verified(implemented, panellist, expert, effective=False)

    assert (back.state, back.round_number) == (ActionState.ASKED, 2)
    assert current_round(back).measures.count() == 0
    assert back.rounds.get(number=1).measures.count() == 2
    assert "corrective_action.again" in codes_for(manager, back)

    measures.running(back, manager, owner, expert)
    measures.carried_out(back, owner, handler)
    assert measures.verified(back, panellist, expert).state == ActionState.KEPT


@pytest.mark.rule("CMP-06")
def test_a_returned_report_is_changed_and_confirmed(implemented, panellist, expert):
    report = measures.reported(implemented, panellist)
    decide(case_of(report), expert, "RETURN", reason="请补充数据")
    assert EffectReport.objects.get(pk=report.pk).state == ReportState.RETURNED

    effect = EffectInput(is_effective=False, finding="补充数据后仍有异响")
    verifying.resubmit(report_id=report.pk, effect=effect, actor=actor_of(panellist), at=timezone.now())
    decide(case_of(report), expert)

    assert measures.again(implemented).round_number == 2


@pytest.mark.rule("CMP-06")
def test_a_withdrawn_report_leaves_room_for_another(implemented, panellist, expert):
    report = measures.reported(implemented, panellist)
    verifying.withdraw(report_id=report.pk, reason="数据有误", actor=actor_of(panellist), at=timezone.now())

    assert measures.verified(implemented, panellist, expert).state == ActionState.KEPT


@pytest.mark.rule("CMP-08b")
def test_what_is_not_kept_up_is_verified_again(implemented, panellist, expert, handler, manager):
    kept = measures.verified(implemented, panellist, expert)

    following.record_check(
        action_id=kept.pk, check=CheckInput("新员工未培训", in_order=False), actor=actor_of(handler), at=timezone.now()
    )

    assert measures.again(kept).state == ActionState.IMPLEMENTED
    assert "corrective_action.not_in_order" in codes_for(manager, kept)


@pytest.mark.rule("CMP-08b")
def test_a_recurrence_opens_the_effect_check_again(implemented, panellist, expert, handler):
    kept = measures.verified(implemented, panellist, expert)
    with pytest.raises(ReasonMissing):
        actions.reopen(action_id=kept.pk, reason=" ", actor=actor_of(handler), at=timezone.now())

    actions.reopen(action_id=kept.pk, reason="同一部件再次投诉", actor=actor_of(handler), at=timezone.now())

    assert measures.verified(kept, panellist, expert, effective=False).round_number == 2


def test_what_was_asked_for_by_mistake_is_taken_back_by_who_asked(action, manager, owner, handler, expert):
    measures.submitted(action, manager, owner)
    with pytest.raises(NotAllowed):
        actions.cancel(action_id=action.pk, reason="误提", actor=actor_of(manager), at=timezone.now())

    gone = actions.cancel(action_id=action.pk, reason="误提", actor=actor_of(handler), at=timezone.now())

    assert gone.state == ActionState.CANCELLED
    assert "corrective_action.cancelled" in codes_for(manager, gone)


@pytest.mark.rule("CMP-10")
def test_whatever_it_is_about_is_told_in_the_same_transaction(
    company, handler, manager, owner, expert, panellist, monkeypatch
):
    told: list[tuple[str, int | None]] = []

    def tells(what):
        return lambda action, _actor, _at: told.append((what, action.subject_id))

    subject = subjects.Subject(
        "test_subject", effective=tells("effective"), ineffective=tells("ineffective"), reopened=tells("reopened")
    )
    monkeypatch.setitem(subjects._subjects, subject.kind, subject)
    about = measures.asked(handler, company.service, subject=SubjectRef("test_subject", 41, "CMP-2026-0041 异响"))
    for effective in (False, True):
        measures.running(about, manager, owner, expert)
        measures.carried_out(about, owner, handler)
        measures.verified(about, panellist, expert, effective=effective)
    actions.reopen(action_id=about.pk, reason="再次发生", actor=actor_of(handler), at=timezone.now())

    assert told == [("ineffective", 41), ("effective", 41), ("reopened", 41)]
