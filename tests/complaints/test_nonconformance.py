"""The non-conformance report is issued by customer service with an expert, who agrees to it (CMP-04)."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from complaints.choices import ComplaintState, NonConformanceState
from complaints.services import nonconformance
from core.errors import InvalidInput, NotAllowed, ReasonMissing, StaleDocument, WrongState
from core.models import Notification
from corrective.selectors.actions import actions_about
from tests.factories import complaints as grievances
from tests.factories import organization as cast
from tests.factories.organization import actor_of
from tests.reports.test_papers import content_of, pages_of, solid

pytestmark = [pytest.mark.django_db, pytest.mark.rule("CMP-04")]
now = timezone.now


@pytest.fixture
def ours(complaint, manager, expert, company):
    return grievances.confirmed(complaint, manager, expert, company.service)


@pytest.fixture
def report(ours, handler, expert):
    return grievances.reported(ours, handler, expert)


def agree(report, person, **more):
    return nonconformance.agree(report_id=report.pk, actor=actor_of(person), at=now(), **more)


def test_nothing_is_issued_and_no_measures_asked_before_the_expert_agrees(ours, report, expert):
    assert report.state == NonConformanceState.WAITING
    assert grievances.again(ours).state == ComplaintState.NONCONFORMING
    assert not actions_about("complaint", ours.pk).exists()
    assert Notification.objects.filter(person=expert, code="nonconformance_report.to_agree").exists()


def test_agreed_to_it_is_issued_and_customer_service_follows_the_measures_up(ours, report, handler, expert, company):
    done = agree(report, expert)

    action = actions_about("complaint", ours.pk).get()
    assert (done.state, done.issued_at is not None) == (NonConformanceState.ISSUED, True)
    assert grievances.again(ours).state == ComplaintState.MEASURES
    assert (action.created_by, action.department) == (handler, company.service)


def test_only_the_expert_named_agrees(report, handler, manager, company):
    other = cast.member(company.company, "expert", company_wide=True)
    for person in (handler, manager, other):
        with pytest.raises(NotAllowed):
            agree(report, person)


def test_sent_back_it_is_changed_under_its_number_and_agreed_to(ours, report, handler, expert):
    with pytest.raises(ReasonMissing):
        nonconformance.send_back(report_id=report.pk, reason="", actor=actor_of(expert), at=now())
    nonconformance.send_back(report_id=report.pk, reason="数量不符", actor=actor_of(expert), at=now())
    assert Notification.objects.filter(person=handler, code="nonconformance_report.sent_back").exists()
    with pytest.raises(WrongState):
        agree(report, expert)

    again = grievances.reported(grievances.again(ours), handler, expert, quantity=2)

    assert (again.pk, again.number, again.quantity) == (report.pk, report.number, 2)
    assert agree(again, expert).state == NonConformanceState.ISSUED


def test_another_expert_can_be_asked_while_it_waits(ours, report, handler, expert, company):
    other = cast.member(company.company, "expert", company_wide=True)

    again = grievances.reported(grievances.again(ours), handler, other)

    with pytest.raises(NotAllowed):
        agree(again, expert)
    assert agree(again, other).expert == other


def test_an_agreement_to_an_older_reading_is_refused(ours, report, handler, expert):
    grievances.reported(grievances.again(ours), handler, expert, quantity=9)

    with pytest.raises(StaleDocument):
        agree(report, expert, version=report.version)


def test_nobody_agrees_to_what_they_wrote(ours, company):
    both = cast.member(company.other, "customer_service", company_wide=True)
    cast.give(both, "expert")
    with pytest.raises(InvalidInput):
        grievances.reported(ours, both, both)


def test_the_database_keeps_the_day_of_agreement_with_what_is_issued(report):
    with pytest.raises(IntegrityError), transaction.atomic():
        type(report).objects.filter(pk=report.pk).update(issued_at=now())


def test_the_paper_bears_the_name_of_who_agreed_alone(report, handler, expert):
    def printed() -> str:
        return solid("".join(pages_of(content_of(handler, "nonconformance_report", id=report.pk))))

    assert "尚未同意" in printed()
    assert printed().count(solid("郑工")) == 1

    agree(report, expert)

    assert "尚未同意" not in printed()
    assert printed().count(solid("郑工")) == 2


def test_pages_of_the_expert(client, signed_in, report, handler, expert):
    detail = reverse("complaints:nonconformance_detail", args=[report.pk])
    page = reverse("complaints:nonconformance_agree", args=[report.pk])
    desk = signed_in(client, expert)
    assert page in desk.get(detail).content.decode()
    assert desk.get(reverse("complaints:nonconformance_send_back", args=[report.pk])).status_code == 200

    assert desk.post(page, {"version": report.version}).status_code == 302

    late = desk.get(page)
    assert (late.status_code, detail in late.content.decode()) == (409, True)
    assert signed_in(client, handler).get(page).status_code == 403
