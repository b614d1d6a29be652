"""From a reported piece of information to an archived one with a reward (MKT-01 to MKT-04)."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from django.utils import timezone

from core.errors import InvalidInput, NotAllowed, ReasonMissing, StaleDocument, WrongState
from core.models import Job, Notification
from core.search import ids_fitting
from feedback.choices import InfoState, SheetState, SlipState
from feedback.errors import FeedbackOpen, OwnReward, RewardGiven, SlipExists
from feedback.models import FeedbackSheet, MarketInfo, Reward, TransferSlip
from feedback.selectors.market import infos_visible_to, sheets_visible_to
from feedback.services import clock, market, sheets, slips
from feedback.services.inputs import RewardInput, SlipInput
from tests.factories import feedback as making
from tests.factories import organization as cast
from tests.factories.approvals import decide, waiting
from tests.factories.expenses import case_of
from tests.factories.organization import actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.rule("MKT-01")]


def again(row):
    return type(row).objects.get(pk=row.pk)


def told(code):
    rows = Notification.objects.filter(code=code).select_related("person").order_by("pk")
    return [row.person.name_zh for row in rows]


def test_anybody_reports_and_the_information_manager_is_told(info, screener, owner):
    assert (info.state, info.number[:3], info.department_id) == (InfoState.REPORTED, "MI-", owner.department_id)
    assert told("market_information.reported") == ["罗佳"]


@pytest.mark.parametrize(
    "broken", [{"title": " "}, {"source": ""}, {"info_kind": "GOSSIP"}, {"reliability": "F"}, {"customer_id": 999}]
)
def test_what_is_incomplete_or_unknown_is_refused(owner, broken):
    with pytest.raises(InvalidInput):
        making.reported(owner, **broken)
    assert not MarketInfo.objects.exists()


def test_only_the_information_manager_screens_once_and_on_the_latest_version(info, screener, owner, manager):
    for person in (owner, manager):
        with pytest.raises(NotAllowed):
            making.kept(info, person)
    making.kept(info, screener, importance=2, reliability="A")

    with pytest.raises(WrongState):
        making.kept(info, screener)
    with pytest.raises(StaleDocument):
        market.set_aside(info_id=info.pk, reason="重复", actor=actor_of(screener), at=timezone.now(), version=1)

    found = again(info)
    assert (found.state, found.reliability, found.importance) == (InfoState.KEPT, "A", 2)
    assert found.screened_by == screener


def test_information_of_no_use_is_set_aside_with_a_reason(info, screener):
    with pytest.raises(ReasonMissing):
        market.set_aside(info_id=info.pk, reason=" ", actor=actor_of(screener), at=timezone.now())

    market.set_aside(info_id=info.pk, reason="与已有信息重复", actor=actor_of(screener), at=timezone.now())

    assert again(info).state == InfoState.SET_ASIDE
    assert told("market_information.set_aside") == ["陈志强"]


@pytest.mark.rule("MKT-02")
def test_an_ordinary_slip_ends_with_the_information_manager(company, info, screener, owner, manager):
    making.kept(info, screener)
    slip = making.written(info, owner, [company.service])
    assert slip.number.startswith("IT-B3-")
    assert waiting(case_of(slip)) == [screener]

    decide(case_of(slip), screener)

    assert again(slip).state == SlipState.DISPATCHED


@pytest.mark.rule("MKT-02")
def test_an_important_slip_goes_on_to_the_vice_general_manager(company, info, screener, vice, owner, manager):
    making.kept(info, screener, importance=2)
    slip = making.written(info, owner, [company.service])
    decide(case_of(slip), screener)
    assert again(slip).state == SlipState.IN_REVIEW
    assert waiting(case_of(slip)) == [vice]

    decide(case_of(slip), vice)

    assert again(slip).state == SlipState.DISPATCHED


@pytest.mark.rule("MKT-02", "ORG-06")
def test_the_information_manager_never_reviews_their_own_slip(company, info, screener, vice, manager):
    making.kept(info, screener)

    slip = making.written(info, screener, [company.service])

    assert waiting(case_of(slip)) == [vice]


@pytest.mark.rule("MKT-02")
def test_one_slip_at_a_time_and_a_refused_one_makes_room(company, info, screener, owner, manager, outsider):
    with pytest.raises(WrongState):
        making.written(info, owner, [company.service])
    making.kept(info, screener)
    with pytest.raises(NotAllowed):
        making.written(info, outsider, [company.service])
    for nobody in ([], [company.company]):
        with pytest.raises(InvalidInput):
            making.written(info, owner, nobody)
    slip = making.written(info, owner, [company.service])
    with pytest.raises(SlipExists):
        making.written(info, owner, [company.other])
    decide(case_of(slip), screener, "REJECT", reason="已有处理")
    assert again(info).state == InfoState.KEPT

    second = making.written(info, owner, [company.other])

    assert second.number != slip.number
    assert TransferSlip.objects.filter(information=info).count() == 2


@pytest.mark.rule("MKT-02")
def test_a_returned_slip_is_changed_and_keeps_its_number(company, info, screener, owner, manager):
    making.kept(info, screener)
    slip = making.written(info, owner, [company.service])
    decide(case_of(slip), screener, "RETURN", reason="请增加销售部")
    draft = SlipInput("已补充", "请回复", [company.service.pk, company.other.pk], 3)

    slips.resubmit(slip_id=slip.pk, draft=draft, actor=actor_of(owner), at=timezone.now())
    decide(case_of(slip), screener)

    assert again(slip).number == slip.number
    assert FeedbackSheet.objects.filter(slip=slip).count() == 2


@pytest.mark.rule("MKT-02")
def test_a_slip_is_taken_back_before_anybody_decided(company, info, screener, owner, manager):
    making.kept(info, screener)
    slip = making.written(info, owner, [company.service])

    slips.withdraw(slip_id=slip.pk, reason="信息有误", actor=actor_of(owner), at=timezone.now())

    assert (again(slip).state, again(info).state) == (SlipState.WITHDRAWN, InfoState.KEPT)


@pytest.fixture
def slip(company, info, screener, owner, manager, other_manager):
    """Dispatched to service and sales."""
    making.kept(info, screener)
    return making.dispatched(info, owner, [company.service, company.other], screener)


@pytest.mark.rule("MKT-03")
def test_each_department_gets_a_sheet_and_gives_its_own_feedback(
    slip, company, manager, other_manager, owner, outsider
):
    mine, theirs = FeedbackSheet.objects.filter(slip=slip).order_by("department__pk")
    assert {mine.department_id, theirs.department_id} == {company.service.pk, company.other.pk}
    assert told("market_feedback.asked") == ["马国强", "何平"]
    for person in (owner, other_manager):
        with pytest.raises(NotAllowed):
            making.given(mine, person)

    making.given(mine, manager)

    assert again(mine).state == SheetState.GIVEN
    assert told("transfer_slip.answered") == []
    making.given(theirs, other_manager)
    assert told("transfer_slip.answered") == ["陈志强"]
    assert set(sheets_visible_to(actor_of(outsider))) == {theirs}


@pytest.mark.rule("MKT-03")
def test_feedback_that_says_too_little_is_asked_for_again(slip, manager, screener):
    sheet = FeedbackSheet.objects.get(slip=slip, department=manager.department)
    making.given(sheet, manager, "收到")

    sheets.ask_again(sheet_id=sheet.pk, reason="请说明对策", actor=actor_of(screener), at=timezone.now())

    assert again(sheet).state == SheetState.ASKED
    assert again(sheet).answer == "收到"


@pytest.mark.rule("MKT-03")
def test_reminders_count_working_days_over_the_national_day(company, info, screener, owner, manager, division_manager):
    """Dispatched on Thursday 24 September 2026 with four days; 25 to 27 September is the mid-autumn holiday, 1 to 7 October the
    national one."""
    making.kept(info, screener)
    slip = making.dispatched(info, owner, [company.service], screener, at=at(date(2026, 9, 23)), answer_days=4)
    due = slip.due_date
    assert due == date(2026, 9, 30)

    def run(day):
        clock.mind_days(at=at(day))
        for job in Job.objects.filter(name=clock.REMIND):
            clock.remind(sheet_id=job.arguments["sheet_id"], at=at(day))

    run(date(2026, 9, 28))
    assert told("market_feedback.due") == []
    run(date(2026, 9, 29))
    run(date(2026, 9, 30))
    assert told("market_feedback.due") == ["马国强"]
    assert told("market_feedback.late") == []
    run(date(2026, 10, 7))
    assert told("market_feedback.late") == []
    run(date(2026, 10, 8))
    assert sorted(told("market_feedback.late")) == ["陈志强", "马国强"]
    run(date(2026, 10, 10))
    assert told("market_feedback.late").count("李敏") == 1
    run(date(2026, 10, 14))
    assert len(told("market_feedback.late")) == 3


def at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9)))


@pytest.mark.rule("MKT-03")
def test_slips_are_marked_for_publication_by_the_information_manager_alone(slip, screener, owner):
    with pytest.raises(NotAllowed):
        slips.mark(slip_id=slip.pk, publish=True, actor=actor_of(owner), at=timezone.now())

    slips.mark(slip_id=slip.pk, publish=True, actor=actor_of(screener), at=timezone.now())

    assert again(slip).is_publishable
    with pytest.raises(WrongState):
        slips.mark(slip_id=slip.pk, publish=True, actor=actor_of(screener), at=timezone.now())


@pytest.mark.rule("MKT-04")
def test_a_slip_is_archived_with_all_feedback_and_found(slip, info, manager, other_manager, screener):
    def archive():
        return slips.archive(
            slip_id=slip.pk, archive_class="ACTED", conclusion="推出同类延保", actor=actor_of(screener),
            at=timezone.now(),
        )  # fmt: skip

    mine, theirs = FeedbackSheet.objects.filter(slip=slip).order_by("department__pk")
    making.given(mine, manager)
    with pytest.raises(FeedbackOpen):
        archive()
    sheets.cancel(sheet_id=theirs.pk, reason="已口头答复", actor=actor_of(screener), at=timezone.now())

    archive()

    assert (again(slip).state, again(info).state) == (SlipState.ARCHIVED, InfoState.ARCHIVED)
    assert again(info).archive_class == "ACTED"
    assert list(ids_fitting("transfer_slip", "同类延保")) == [slip.pk]
    assert list(ids_fitting("market_feedback", "下月提出方案")) == [mine.pk]
    with pytest.raises(WrongState):
        making.given(again(theirs), other_manager)


@pytest.mark.rule("MKT-04", "ORG-06")
def test_a_reward_is_recorded_once_and_never_by_the_reporter(company, info, screener, vice, owner, manager):
    given = RewardInput(Decimal(500), "情报及时准确")

    def reward(person, one=info):
        return market.reward(info_id=one.pk, given=given, actor=actor_of(person), at=timezone.now())

    with pytest.raises(WrongState):
        reward(vice)
    making.kept(info, screener)
    with pytest.raises(NotAllowed):
        reward(manager)
    own = making.kept(making.reported(screener), screener)
    with pytest.raises(OwnReward):
        reward(screener, own)

    made = reward(vice)

    assert (made.person, made.decided_by, made.amount) == (owner, vice, Decimal("500.00"))
    with pytest.raises(RewardGiven):
        reward(screener)
    assert Reward.objects.count() == 1


@pytest.mark.rule("GEN-10")
def test_who_sees_information(company, slip, info, owner, manager, other_manager, outsider, screener):
    stranger = cast.member(company.team, "employee", name_zh="外组")
    assert list(infos_visible_to(actor_of(owner))) == [info]
    assert list(infos_visible_to(actor_of(manager))) == [info]
    assert list(infos_visible_to(actor_of(outsider))) == [info]  # sales was asked
    assert list(infos_visible_to(actor_of(screener))) == [info]
    assert list(infos_visible_to(actor_of(stranger))) == []
