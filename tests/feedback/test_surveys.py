"""Surveys by link and telephone, follow-ups, figures (CMP-20)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from core import public_door
from core.calendar import months_between, twelve_months
from core.errors import InvalidInput, NotAllowed, ReasonMissing, WrongState
from core.letters import compose
from core.models import AuditEvent, Mail, Notification
from customers import panels, referrers
from feedback.choices import SurveyState
from feedback.errors import FollowUpOpen, LinkGone
from feedback.models import Survey
from feedback.selectors.surveys import FiguresQuestion, figures_of, surveys_visible_to
from feedback.services import clock, surveys
from feedback.services.inputs import AnswerInput
from tests.factories import customers as serving
from tests.factories import feedback as asking
from tests.factories.organization import actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.rule("CMP-20")]


@pytest.fixture
def customer(manager):
    """Of service, looked after by its manager."""
    return serving.customer(manager, "青岛海工重机厂")


@pytest.fixture
def survey(clerk, customer):
    return asking.sent(clerk, customer, address="buyer@example.com", contact="孙经理")


def again(row):
    return type(row).objects.get(pk=row.pk)


def token_of(survey):
    return surveys.link_of(survey).rstrip("/").rpartition("/")[2]


def page(survey_or_token, **data):
    token = survey_or_token if isinstance(survey_or_token, str) else token_of(survey_or_token)
    client, path = Client(headers={"accept-language": "en"}), f"/public/surveys/{token}/"
    return client.post(path, data) if data else client.get(path)


def test_only_customer_service_asks_and_the_division_is_kept(company, survey, clerk, customer, manager):
    assert (survey.division, survey.department) == (company.division, company.service)
    with pytest.raises(NotAllowed):
        asking.sent(manager, customer)
    with pytest.raises(InvalidInput):
        asking.sent(clerk, customer, address="not an address")


def test_the_letter_brings_the_link(survey):
    mail = Mail.objects.get(kind="OUTSIDE")
    letter = compose(mail)

    assert mail.address == "buyer@example.com"
    assert surveys.link_of(survey).partition(":1")[0] in letter.text
    assert "孙经理" in letter.text


def test_a_customer_answers_by_the_link_once_without_signing_in(survey):
    token = token_of(survey)
    first = page(survey)
    assert (first.status_code, first["Cache-Control"], first["X-Robots-Tag"]) == (200, "no-store", "noindex")
    wrong = page(token, score="9")
    assert wrong.status_code == 422

    thanks = page(token, score="5", recommend="10", comment="很及时")

    assert "Thank you" in thanks.text
    found = again(survey)
    assert (found.state, found.score, found.recommend, found.way) == (SurveyState.ANSWERED, 5, 10, "LINK")
    assert found.follow_owner is None
    event = AuditEvent.objects.get(code="survey.answer")
    assert (event.actor_id, event.actor_name) == (None, "孙经理")
    second = page(token, score="1")
    assert (second.status_code, "answered already" in second.text) == (410, True)
    assert again(survey).score == 5


def test_old_replaced_cancelled_and_forged_links_say_so_kindly(survey, clerk):
    first = token_of(survey)
    renewed = surveys.renew(survey_id=survey.pk, address="", actor=actor_of(clerk), at=timezone.now())
    assert "expired" in page(first).text
    second = token_of(renewed)
    assert page(second).status_code == 200
    forged = page(second[:-2] + ("aa" if second[-2:] != "aa" else "bb"))
    assert (forged.status_code, "does not work" in forged.text) == (410, True)
    Survey.objects.filter(pk=survey.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert page(second).status_code == 410
    Survey.objects.filter(pk=survey.pk).update(expires_at=timezone.now() + timedelta(days=1))
    surveys.cancel(survey_id=survey.pk, reason="误发", actor=actor_of(clerk), at=timezone.now())
    assert page(second).status_code == 410


def test_a_link_holds_to_the_second(survey):
    token = token_of(survey)
    last = survey.expires_at - timedelta(microseconds=1)

    assert surveys.read_link(token, at=last).pk == survey.pk
    with pytest.raises(LinkGone):
        surveys.read_link(token, at=survey.expires_at)
    with pytest.raises(LinkGone):
        surveys.answer_by_link(token=token, given=AnswerInput(5), at=survey.expires_at)


def test_the_public_door_shuts_after_so_many_knocks_of_one_address(rf, settings):
    settings.PROXY_COUNT = 0
    cache.clear()
    near, far = rf.get("/", REMOTE_ADDR="192.0.2.1"), rf.get("/", REMOTE_ADDR="192.0.2.2")

    knocks = [public_door.limited(near, name="test", per_hour=3) for _ in range(4)]

    assert knocks == [False, False, False, True]
    assert not public_door.limited(far, name="test", per_hour=3)
    assert not public_door.limited(near, name="other", per_hour=3)


def test_an_answer_by_telephone_is_entered_by_staff(survey, clerk, manager):
    with pytest.raises(NotAllowed):
        asking.answered(survey, manager, 5)
    for broken in ((0, None), (6, None), (5, 11), (5, -1)):
        with pytest.raises(InvalidInput):
            asking.answered(survey, clerk, *broken)

    asking.answered(survey, clerk, 4, 8)

    assert (again(survey).way, again(survey).entered_by) == ("PHONE", clerk)
    with pytest.raises(WrongState):
        asking.answered(survey, clerk, 5)


def test_a_bad_answer_opens_a_follow_up_for_who_looks_after_the_customer(survey, clerk, manager, owner):
    asking.answered(survey, clerk, 2)

    found = again(survey)
    assert (found.follow_owner, found.waits_for_follow_up) == (manager, True)
    assert Notification.objects.get(code="survey.follow_up").person == manager

    def call(person, note="已致电道歉，下周免费复检"):
        return surveys.follow_up(survey_id=survey.pk, note=note, actor=actor_of(person), at=timezone.now())

    with pytest.raises(NotAllowed):
        call(owner)
    with pytest.raises(ReasonMissing):
        call(manager, " ")
    call(manager)
    assert again(survey).followed_by == manager
    with pytest.raises(FollowUpOpen):
        call(clerk)


def test_a_call_that_is_late_is_told_once_in_working_days(clerk, customer, manager):
    """Answered on Wednesday 30 September 2026; two working days later is Friday 9 October."""
    sent = asking.sent(clerk, customer, at=at(date(2026, 9, 28)))
    asking.answered(sent, clerk, 1, at=at(date(2026, 9, 30)))
    assert again(sent).follow_due == date(2026, 10, 9)

    def told(day):
        clock.mind_days(at=at(day))
        clock.follow_up_late(survey_id=sent.pk, at=at(day))
        return Notification.objects.filter(code="survey.follow_up_late").count()

    assert told(date(2026, 10, 9)) == 0
    assert told(date(2026, 10, 10)) == 2
    assert told(date(2026, 10, 12)) == 2


def test_figures_by_month_division_and_kind(company, clerk, customer):
    for day, kind, score, recommend in (
        (date(2026, 8, 31), "SERVICE", 5, 10),
        (date(2026, 9, 1), "SERVICE", 4, 9),
        (date(2026, 9, 30), "PARTS", 3, 6),
    ):
        asking.answered(asking.sent(clerk, customer, survey_kind=kind, at=at(day)), clerk, score, recommend, at=at(day))
    asked = FiguresQuestion(date(2026, 8, 1), date(2026, 9, 30))

    page = figures_of(actor_of(clerk), asked)

    assert [(row.label, row.figures.csat, row.figures.nps) for row in page.months] == [
        ("2026-08", Decimal("100.0"), Decimal("100.0")), ("2026-09", Decimal("50.0"), Decimal("0.0")),
    ]  # fmt: skip
    assert [row.figures.answers for row in page.divisions] == [3]
    assert [(row.figures.answers, row.figures.csat) for row in page.kinds] == [
        (2, Decimal("100.0")), (1, Decimal("0.0")),
    ]  # fmt: skip
    assert (page.whole.csat, page.whole.nps, page.sent) == (Decimal("66.7"), Decimal("33.3"), 3)
    only = figures_of(actor_of(clerk), FiguresQuestion(date(2026, 9, 1), date(2026, 9, 29)))
    assert only.whole.answers == 1


def test_the_last_twelve_months_over_a_new_year():
    assert twelve_months(date(2027, 1, 15)) == (date(2026, 2, 1), date(2027, 1, 15))
    assert months_between(date(2026, 12, 31), date(2027, 1, 1)) == ["2026-12", "2027-01"]


def test_the_customer_page_shows_surveys_and_a_merge_takes_them_along(survey, customer, manager, outsider):
    cards = {card.code: card for card in panels.cards(customer, actor_of(manager))}
    assert cards["surveys"].shown.count == 1
    assert list(surveys_visible_to(actor_of(outsider))) == []
    other = serving.customer(manager)
    (mover,) = [one for one in referrers.registered() if one.code == "survey"]

    assert mover.move(customer.pk, other.pk) == [survey.pk]
    assert again(survey).customer == other


def at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9)))
