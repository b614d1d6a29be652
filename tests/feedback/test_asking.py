"""Surveys the clock sends after service and at intervals; customers it leaves out (CMP-20)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from agreements.models import PlanItem
from complaints.models import Complaint
from complaints.services import settling
from core import calendar, thresholds
from core.errors import InvalidInput, NotAllowed, ReasonMissing
from core.letters import compose
from core.models import Job, Mail, Notification, ThresholdValue
from customers import panels, referrers
from customers.models import Contact
from feedback.models import Survey, SurveyWish
from feedback.selectors.occasions import is_left_out, occasions
from feedback.services import asking, surveys
from feedback.thresholds import EVERY, interval
from organization.models import Person
from tests.factories import agreements as agreeing
from tests.factories import complaints as grievances
from tests.factories import customers as serving
from tests.factories import feedback as making
from tests.factories import organization as cast
from tests.factories.organization import actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.rule("CMP-20")]


def working_moment(on: date) -> datetime:
    """Half past nine of that day, or of the next on which somebody works."""
    while not calendar.is_usually_worked(on):
        on += timedelta(days=1)
    return timezone.make_aware(datetime.combine(on, time(9, 30)))


NOW = working_moment(timezone.localdate())


def switch_on(kind: str, days: int) -> None:
    """As finance does it, from the first day of all."""
    ThresholdValue.objects.create(
        code=EVERY[kind], since=date(2000, 1, 1), is_on=True, figures={"days": [str(days)]}, entered_at=timezone.now()
    )


@pytest.fixture
def customer(manager):
    made = serving.customer(manager, "青岛海工重机厂")
    Contact.objects.create(customer=made, name="孙经理", email="buyer@example.com", is_main=True)
    type(made).objects.filter(pk=made.pk).update(created_at=NOW - timedelta(days=900))
    return made


def asked(at=NOW) -> list[Survey]:
    """What one run of the clock leads to."""
    before = set(Survey.objects.values_list("pk", flat=True))
    asking.mind_occasions(at=at)
    for job in Job.objects.filter(name=asking.ASK, state="QUEUED"):
        asking.ask_customer(**job.arguments, at=at)
        job.delete()
    return list(Survey.objects.exclude(pk__in=before).order_by("pk"))


def test_nobody_is_asked_until_somebody_wants_it(customer):
    assert [interval(kind, timezone.localdate()) for kind in EVERY] == [None, None, None, None]
    assert asked() == []


@pytest.mark.parametrize(("days_ago", "is_asked"), [(180, False), (181, True), (400, True)])
def test_a_customer_is_asked_when_the_interval_is_over(customer, clerk, days_ago, is_asked):
    switch_on("PERIODIC", 180)
    making.sent(clerk, customer, at=NOW - timedelta(days=days_ago))

    found = asked()

    assert [one.survey_kind for one in found] == (["PERIODIC"] if is_asked else [])


def test_a_survey_of_any_kind_counts_and_a_cancelled_one_does_not(customer, clerk):
    switch_on("PERIODIC", 180)
    sent = making.sent(clerk, customer, survey_kind="COMPLAINT", at=NOW - timedelta(days=3))
    assert asked() == []

    surveys.cancel(survey_id=sent.pk, reason="误发", actor=actor_of(clerk), at=NOW)

    assert len(asked()) == 1


def test_missed_runs_are_made_up_once_and_nobody_is_asked_twice(customer):
    switch_on("PERIODIC", 180)

    assert len(asked()) == 1
    assert asked(NOW) == []
    assert asked(NOW + timedelta(days=1)) == []
    late = working_moment(timezone.localdate(NOW) + timedelta(days=600))
    assert len(asked(late)) == 1, "a clock that stood still for three intervals asks once"


def test_the_same_occasion_cannot_be_asked_about_twice(customer, clerk):
    """The last guard, below the lock on the customer."""
    switch_on("PERIODIC", 180)
    (first,) = asked()
    again = making.sent(clerk, customer)

    with pytest.raises(IntegrityError), transaction.atomic():
        Survey.objects.filter(pk=again.pk).update(occasion=first.occasion)


def test_a_job_that_runs_late_asks_nobody_who_was_asked_meanwhile(customer, clerk):
    switch_on("PERIODIC", 180)
    assert asking.mind_occasions(at=NOW) == 1
    making.sent(clerk, customer)

    asking.ask_customer(customer_id=customer.pk, at=NOW)

    assert Survey.objects.filter(occasion__isnull=False).count() == 0


def test_on_days_nobody_works_nobody_is_asked(customer):
    switch_on("PERIODIC", 180)
    day = timezone.localdate()
    while calendar.is_usually_worked(day):
        day += timedelta(days=1)

    assert asked(timezone.make_aware(datetime.combine(day, time(9, 30)))) == []


def test_the_letter_is_in_the_customers_language_and_comes_in_its_keepers_name(customer, manager):
    switch_on("PERIODIC", 180)
    foreign = serving.customer(manager, name_zh="", name_en="Hansen GmbH", region="FOREIGN")
    Contact.objects.create(customer=foreign, name="Klaus Hansen", email="k@example.com", is_main=True)
    type(foreign).objects.filter(pk=foreign.pk).update(created_at=NOW - timedelta(days=900))

    asked()

    letters = {mail.address: compose(mail) for mail in Mail.objects.filter(kind="OUTSIDE")}
    assert "孙经理" in letters["buyer@example.com"].text
    assert "Dear Klaus Hansen" in letters["k@example.com"].text
    assert "At intervals" not in letters["k@example.com"].text
    assert Survey.objects.get(customer=customer).created_by == manager


def test_without_an_address_customer_service_is_told_to_call(customer, clerk):
    switch_on("PERIODIC", 180)
    Contact.objects.filter(customer=customer).update(email="")

    (survey,) = asked()

    assert (survey.contact, survey.address) == ("孙经理", "")
    assert Notification.objects.get(code="survey.to_phone").person == clerk
    assert not Mail.objects.filter(kind="OUTSIDE").exists()


def test_after_service_the_customer_is_asked_about_what_was_delivered(customer, manager, clerk):
    switch_on("SERVICE", 60)
    switch_on("PERIODIC", 180)
    today = timezone.localdate(NOW)
    agreement = agreeing.signed(manager, customer)

    def delivered(text, on):
        return PlanItem.objects.create(
            agreement=agreement, text=text, department=agreement.department, start_date=on, due_date=on, done_on=on,
            done_by=manager, created_by=manager, created_at=NOW,
        )  # fmt: skip

    delivered("去年的保养", today - timedelta(days=31))
    making.sent(clerk, customer, at=NOW - timedelta(days=61))
    assert asked() == [], "what is long ago is not asked about"
    delivered("主轴精度检测", today - timedelta(days=1))

    (survey,) = asked()

    assert (survey.survey_kind, survey.about) == ("SERVICE", "主轴精度检测")
    delivered("换油", today)
    assert asked() == [], "the customer was asked within the interval"


def test_a_customer_that_is_left_out_is_not_asked_until_it_is_asked_again(customer, clerk, manager):
    switch_on("PERIODIC", 180)

    def say(person, left_out, reason="客户要求不再打扰"):
        return asking.wish(customer_id=customer.pk, left_out=left_out, reason=reason, actor=actor_of(person), at=NOW)

    with pytest.raises(NotAllowed):
        say(manager, True)
    with pytest.raises(ReasonMissing):
        say(clerk, True, " ")
    say(clerk, True)
    with pytest.raises(InvalidInput):
        say(clerk, True)
    assert asked() == []
    assert making.sent(clerk, customer).pk, "customer service can still ask"
    Survey.objects.all()._raw_delete("default")

    say(clerk, False, "客户同意")

    assert is_left_out(customer.pk) is None
    assert len(asked()) == 1


def test_a_merge_takes_the_wish_along(customer, clerk, manager):
    other = serving.customer(manager, "青岛海工重机有限公司")
    asking.wish(customer_id=customer.pk, left_out=True, reason="客户要求", actor=actor_of(clerk), at=NOW)
    (mover,) = [one for one in referrers.registered() if one.code == "survey_wish"]

    mover.move(customer.pk, other.pk)

    assert is_left_out(other.pk).reason == "客户要求"
    assert SurveyWish.objects.filter(customer=customer).count() == 0


def test_an_archived_customer_is_not_asked_and_a_leavers_customers_are(customer, clerk, manager):
    switch_on("PERIODIC", 180)
    Person.objects.filter(pk=manager.pk).update(is_active=False)
    (survey,) = asked()
    assert survey.created_by == clerk
    Survey.objects.all()._raw_delete("default")

    type(customer).objects.filter(pk=customer.pk).update(archived_at=NOW)

    assert asked() == []


def test_so_many_a_day_who_waits_longest_first(customer, manager, monkeypatch):
    switch_on("PERIODIC", 180)
    newer = serving.customer(manager, "大连远航")
    type(newer).objects.filter(pk=newer.pk).update(created_at=NOW - timedelta(days=200))
    monkeypatch.setattr(asking, "MOST_A_DAY", 1)

    assert [one.customer for one in asked()] == [customer]
    assert [one.customer for one in asked(working_moment(timezone.localdate(NOW) + timedelta(days=1)))] == [newer]


def test_the_figures_are_thresholds_of_surveys(customer):
    switch_on("PARTS", 90)
    today = timezone.localdate()

    assert interval("PARTS", today) == 90
    assert thresholds.in_force(EVERY["SERVICE"], on=today).of(EVERY["SERVICE"]).figure("days") == Decimal(60)
    assert occasions(at=NOW) == []


def test_the_customers_page_says_that_it_is_left_out(customer, clerk, client):
    asking.wish(
        customer_id=customer.pk, left_out=True, reason="客户要求", actor=actor_of(clerk), at=NOW - timedelta(days=1)
    )
    (card,) = [one for one in panels.cards(customer, actor_of(clerk)) if one.code == "surveys"]
    assert card.shown.context["left_out"].reason == "客户要求"

    client.force_login(clerk)
    path = f"/surveys/customers/{customer.pk}/"
    assert "客户要求" in client.get(path).text
    client.post(path, {"left_out": "False", "reason": "客户同意", "request_key": "a" * 32})

    assert is_left_out(customer.pk) is None


@pytest.fixture
def closed(customer, company, manager):
    """A complaint of the customer, explained and settled yesterday."""
    handler = cast.member(company.other, "customer_service", company_wide=True)
    expert = cast.member(company.company, "expert", company_wide=True)
    made = grievances.recorded(handler, customer, company.service, salesperson=manager)
    grievances.confirmed(made, handler, expert, None)
    settling.explain(
        complaint_id=made.pk, text="已说明", understood=True, answer="同意", actor=actor_of(handler), at=timezone.now()
    )
    Complaint.objects.filter(pk=made.pk).update(closed_at=NOW - timedelta(days=1))
    return Complaint.objects.get(pk=made.pk)


@pytest.mark.parametrize(("days_ago", "is_asked"), [(30, False), (31, True)])
def test_who_complained_is_asked_when_the_complaint_is_closed(customer, closed, clerk, days_ago, is_asked):
    switch_on("COMPLAINT", 30)
    making.sent(clerk, customer, at=NOW - timedelta(days=days_ago))

    found = asked()

    assert [(one.survey_kind, one.about) for one in found] == ([("COMPLAINT", closed.number)] if is_asked else [])
    assert asked() == [], "once about each"


def test_a_closed_complaint_goes_before_what_is_long_ago_and_an_old_one_is_let_go(customer, closed):
    switch_on("COMPLAINT", 30)
    switch_on("PERIODIC", 180)
    assert [one.survey_kind for one in occasions(at=NOW)] == ["COMPLAINT"]
    Complaint.objects.filter(pk=closed.pk).update(closed_at=NOW - timedelta(days=31))
    assert [one.survey_kind for one in occasions(at=NOW)] == ["PERIODIC"]
    Complaint.objects.filter(pk=closed.pk).update(closed_at=NOW, state="EXPLAINING")
    assert [one.survey_kind for one in occasions(at=NOW)] == ["PERIODIC"], "an open one is not asked about"
