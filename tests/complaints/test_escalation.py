"""A negotiation that came to nothing: to whom it goes, what they decide, what the clock minds (CMP-03)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from complaints.choices import ComplaintState
from complaints.services import clock, settling
from core.errors import InvalidInput, NotAllowed, ReasonMissing, WrongState
from core.models import AuditEvent, Notification
from tests.factories import complaints as grievances
from tests.factories import organization as cast
from tests.factories.approvals import decide as decide_on
from tests.factories.expenses import case_of
from tests.factories.organization import actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.rule("CMP-03")]
now = timezone.now


@pytest.fixture
def escalated(complaint, manager, division_manager, expert, owner):
    """Not our fault, not understood, no agreement."""
    grievances.confirmed(complaint, manager, expert, None)
    act = {"complaint_id": complaint.pk, "actor": actor_of(owner), "at": now()}
    settling.explain(text="未按说明书润滑", understood=False, answer="不同意", **act)
    settling.negotiate(text="客户要求免费", outcome=settling.ESCALATED, **act)
    return grievances.again(complaint)


def decide(complaint, person, **more):
    given = {"text": "材料免费，人工自付", "actor": actor_of(person), "at": now()} | more
    return settling.decide(complaint_id=complaint.pk, **given)


def test_it_goes_to_the_manager_of_the_division_concerned(escalated, manager):
    assert (escalated.state, escalated.escalated_to) == (ComplaintState.ESCALATED, manager)


def test_the_decision_stands_on_the_timeline_and_the_negotiation_goes_on(escalated, manager, owner, company):
    other, by = cast.member(company.service, "employee", name_zh="赵磊"), timezone.localdate() + timedelta(days=5)
    target = escalated.resolve_due

    done = decide(escalated, manager, salesperson_id=other.pk, settle_by=by)

    assert (done.state, done.salesperson, done.settle_by, done.resolve_due) == ("NEGOTIATING", other, by, target)
    event = AuditEvent.objects.get(code="complaint.decide")
    assert event.facts["decision"] == "材料免费，人工自付"
    assert event.facts["changes"] == {"salesperson": [owner.name, "赵磊"]}
    assert Notification.objects.filter(person=other, code="complaint.decided").exists()
    with pytest.raises(NotAllowed):
        settling.negotiate(complaint_id=done.pk, text="同意", outcome=settling.SETTLED, actor=actor_of(owner), at=now())


def test_the_second_time_it_goes_to_the_manager_above(escalated, manager, division_manager, owner):
    decide(escalated, manager)

    settling.negotiate(
        complaint_id=escalated.pk, text="仍不接受", outcome=settling.ESCALATED, actor=actor_of(owner), at=now()
    )

    assert grievances.again(escalated).escalated_to == division_manager


def test_a_manager_who_negotiated_does_not_decide(complaint, manager, division_manager, expert, handler, company):
    type(complaint).objects.filter(pk=complaint.pk).update(salesperson=manager)
    grievances.confirmed(complaint, division_manager, expert, None)
    act = {"complaint_id": complaint.pk, "actor": actor_of(manager), "at": now()}
    settling.explain(text="说明", understood=False, answer="不同意", **act)
    settling.negotiate(text="客户要求免费", outcome=settling.ESCALATED, **act)

    with pytest.raises(NotAllowed):
        decide(complaint, manager)
    assert grievances.again(complaint).escalated_to == division_manager


@pytest.mark.parametrize(("more", "error"), [
    ({"text": " "}, ReasonMissing),
    ({"settle_by": timezone.localdate() - timedelta(days=1)}, InvalidInput),
    ({"salesperson_id": 999_999}, InvalidInput),
])  # fmt: skip
def test_a_decision_that_makes_no_sense_changes_nothing(escalated, manager, more, error):
    with pytest.raises(error):
        decide(escalated, manager, **more)
    assert grievances.again(escalated).version == escalated.version


def test_only_to_whom_it_went_decides_and_once(escalated, manager, owner, handler, expert):
    for person in (owner, handler, expert):
        with pytest.raises(NotAllowed):
            decide(escalated, person)
    decide(escalated, manager)
    with pytest.raises(WrongState):
        decide(escalated, manager)


def test_the_clock_tells_once_when_the_day_of_the_decision_is_over(escalated, manager, owner, handler, run_jobs):
    by = timezone.localdate() + timedelta(days=1)
    decide(escalated, manager, settle_by=by)
    for days, told in ((1, 0), (2, 1), (3, 1)):
        clock.tell_late(complaint_id=escalated.pk, at=now() + timedelta(days=days))
        assert Notification.objects.filter(person=handler, code="complaint.late_decided").count() == told
    assert clock.mind_targets(at=now() + timedelta(days=2)) == 1


def test_the_page_has_the_form_and_one_who_comes_late_is_led_back(client, signed_in, escalated, manager, owner):
    page = reverse("complaints:complaint_decide", args=[escalated.pk])
    detail = reverse("complaints:complaint_detail", args=[escalated.pk])
    desk = signed_in(client, manager)
    assert page in desk.get(detail).content.decode()
    given = {"text": "材料免费", "salesperson": owner.pk, "version": escalated.version}

    assert desk.post(page, given).status_code == 302

    late = desk.get(page)
    assert (late.status_code, detail in late.content.decode()) == (409, True)
    assert signed_in(client, owner).get(page).status_code == 403


@pytest.mark.rule("CMP-02")
def test_a_report_of_somebody_who_left_is_changed_by_who_could_write_it(
    complaint, manager, division_manager, expert, company
):
    report = grievances.judged(complaint, manager, company.service)
    decide_on(case_of(report), expert, verdict="RETURN", reason="证据不足")
    with pytest.raises(NotAllowed):
        grievances.judged(grievances.again(complaint), division_manager, company.service)
    type(manager).objects.filter(pk=manager.pk).update(is_active=False)

    again = grievances.judged(grievances.again(complaint), division_manager, company.service)

    assert (again.pk, again.state) == (report.pk, "IN_REVIEW")
