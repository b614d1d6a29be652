"""What else waits for somebody: whose turn it is at each step of complaints, measures, reviews, leads and slips, shown
in the inbox, on the start page, beside the navigation and by the API (APR-05).
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from redis.exceptions import RedisError

from agreements.choices import Part
from agreements.services import leads, reviews
from agreements.services import plans as service_plans
from agreements.services.inputs import LeadInput, PlanInput, StageInput
from approvals import selectors
from approvals.errands import Seat, registered
from approvals.selectors import errands
from complaints.services import closing, complaints, nonconformance, settling
from core import kinds
from core.actors import Actor
from corrective.selectors.actions import actions_about
from corrective.services import following
from corrective.services.inputs import CheckInput
from feedback.models import FeedbackSheet, TransferSlip
from feedback.services import surveys
from feedback.services.inputs import AnswerInput
from tests.factories import agreements as agreeing
from tests.factories import complaints as grievances
from tests.factories import corrective as measures
from tests.factories import customers as serving
from tests.factories import feedback as asking
from tests.factories import organization as cast
from tests.factories.approvals import decide
from tests.factories.expenses import case_of
from tests.factories.organization import actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.rule("APR-05")]
now = timezone.now


def waits(person, kind: str = "") -> list[str]:
    """What waits for somebody, by what is to be done."""
    found = selectors.errands_of(actor_of(person), on=timezone.localdate())
    return [one.what for one in found if kind in {"", one.kind}]


@pytest.fixture
def handler(company):
    return cast.member(company.other, "customer_service", company_wide=True, name_zh="林晓")


@pytest.fixture
def expert(company):
    return cast.member(company.company, "expert", company_wide=True, name_zh="郑工")


@pytest.fixture
def panellist(company):
    return cast.member(company.company, "planning_centre", company_wide=True, name_zh="沈浩")


@pytest.fixture
def complaint(company, handler, expert, manager, division_manager, owner):
    return grievances.recorded(handler, serving.customer(manager), company.service, salesperson=owner)


class TestComplaints:
    pytestmark = pytest.mark.rule("CMP-01", "CMP-03")

    def test_the_handler_answers_then_the_nearest_leader_judges(
        self, complaint, handler, manager, division_manager, owner, company
    ):
        colleague = cast.member(company.other, "customer_service", company_wide=True)
        assert waits(handler) == ["答复客户"]
        assert waits(manager) == ["撰写质量责任认定报告"]
        assert waits(division_manager) == [], "the nearest leader writes it, not the whole line"
        assert waits(owner) == waits(colleague) == []

        complaints.talk(complaint_id=complaint.pk, text="已联系", actor=actor_of(handler), at=now())
        assert waits(handler) == ["撰写质量责任认定报告"]

        grievances.judged(complaint, manager, company.service)
        assert waits(handler) == waits(manager) == []

    def test_the_customer_waits_for_an_answer_wherever_the_complaint_has_gone(
        self, complaint, handler, manager, company
    ):
        grievances.judged(complaint, manager, company.service)

        assert waits(handler) == ["答复客户"]

        complaints.talk(complaint_id=complaint.pk, text="已联系", actor=actor_of(handler), at=now())
        assert waits(handler) == []

    def test_what_a_leaver_followed_falls_to_their_colleagues(self, complaint, handler, company):
        colleague = cast.member(company.other, "customer_service", company_wide=True)
        type(handler).objects.filter(pk=handler.pk).update(is_active=False)

        assert waits(colleague) == ["答复客户"]

    def test_an_escalated_one_waits_for_whom_it_went_to(
        self, complaint, handler, manager, division_manager, expert, owner
    ):
        grievances.confirmed(complaint, manager, expert, None)
        assert waits(owner) == ["向客户解释"]
        act = {"actor": actor_of(owner), "at": now()}
        settling.explain(complaint_id=complaint.pk, text="未润滑", understood=False, answer="不同意", **act)
        assert waits(owner) == ["与客户协商"]
        settling.negotiate(complaint_id=complaint.pk, text="要求免费", outcome=settling.ESCALATED, **act)

        assert (waits(owner), waits(manager), waits(division_manager)) == ([], ["决定如何继续处理"], [])

        settling.decide(
            complaint_id=complaint.pk, text="可免材料费", settle_by=timezone.localdate() + timedelta(days=7),
            actor=actor_of(manager), at=now(),
        )  # fmt: skip
        assert (waits(owner), waits(manager)) == (["与客户协商"], [])
        (waiting,) = selectors.errands_of(actor_of(owner), on=timezone.localdate())
        assert waiting.due_date == timezone.localdate() + timedelta(days=7)

    @pytest.mark.rule("CMP-04", "CMP-05", "CMP-06")
    def test_our_fault_step_by_step(self, complaint, handler, manager, expert, panellist, owner, company):
        complaints.talk(complaint_id=complaint.pk, text="已联系", actor=actor_of(handler), at=now())
        ours = grievances.confirmed(complaint, manager, expert, company.service)
        assert waits(handler) == ["撰写不合格品鉴定报告"]
        made = grievances.reported(ours, handler, expert)
        assert (waits(handler), waits(expert)) == ([], ["同意不合格品鉴定结论"])
        nonconformance.agree(report_id=made.pk, actor=actor_of(expert), at=now())
        action = actions_about("complaint", ours.pk).get()
        assert (waits(expert), waits(manager)) == ([], ["分析原因并制定措施"])

        measures.running(action, manager, owner, expert)
        assert (waits(manager), waits(owner), waits(handler)) == ([], ["实施：更换轴承并补充润滑"], [])
        for measure in measures.current_round(measures.again(action)).measures.all():
            following.finish_measure(
                action_id=action.pk, measure_id=measure.pk, result="已完成", actor=actor_of(owner), at=now()
            )
        assert (waits(owner), waits(handler)) == ([], ["检查措施并提交评审小组"])
        following.record_check(
            action_id=action.pk, check=CheckInput("已落实", in_order=True), actor=actor_of(handler), at=now()
        )
        following.finish_round(action_id=action.pk, actor=actor_of(handler), at=now())
        assert (waits(handler), waits(panellist)) == ([], ["撰写效果鉴定报告"])
        barred = cast.member(company.service, "expert", company_wide=True)
        assert waits(barred) == [], "nobody of the responsible department verifies"

        decide(case_of(measures.reported(measures.again(action), panellist)), expert)
        assert (waits(panellist), waits(handler)) == ([], ["告知客户并关闭"])
        closing.tell_and_close(complaint_id=ours.pk, text="已解决", actor=actor_of(handler), at=now())
        assert waits(handler) == []

        measures.CorrectiveAction.objects.filter(pk=action.pk).update(next_check=timezone.localdate())
        assert waits(handler) == ["检查措施是否持续有效"]

    def test_what_came_by_the_public_form_waits_for_customer_service(self, handler, manager):
        grievances.received()

        assert (waits(handler), waits(manager)) == (["查看并处理"], [])


@pytest.mark.rule("CUS-10")
class TestReviews:
    def test_each_part_waits_for_who_answers_it_until_it_is_concluded(self, company, division_manager):
        clerk = cast.member(company.service, "service_clerk", name_zh="唐宁")
        gm = cast.member(company.company, "general_manager", company_wide=True)
        people = agreeing.panel(company, division_manager, gm)
        review = agreeing.asked(agreeing.large(clerk, serving.customer(clerk)), clerk)
        assert (waits(division_manager), waits(people.answers[Part.FINANCE])) == (["启动评审"], [])

        reviews.start(review_id=review.pk, actor=actor_of(division_manager), at=now())
        assert waits(division_manager, review.kind) == []
        assert waits(people.answers[Part.FINANCE]) == ["答复：财务"]
        agreeing.answer(review, Part.FINANCE, people.answers[Part.FINANCE], "NO")
        assert waits(people.answers[Part.FINANCE]) == []
        assert waits(gm, review.kind) == [], "overruling is a choice, not a duty"
        for part in (Part.TECHNICAL, Part.RESOURCES, Part.CONDITIONS, Part.INSPECTION):
            assert waits(division_manager, review.kind) == []
            agreeing.answer(review, part, people.answers[part])

        assert waits(division_manager) == ["作出评审结论"]
        agreeing.concluded(agreeing.again(review), people, sign=False)
        assert waits(division_manager) == []

    def test_whose_matter_it_is_is_not_asked(self, company, division_manager):
        """The division manager looks after the agreement: the review of it never waits for them."""
        clerk = cast.member(company.service, "service_clerk", name_zh="唐宁")
        review = agreeing.asked(agreeing.large(clerk, serving.customer(clerk)), clerk)
        type(review.agreement).objects.filter(pk=review.agreement_id).update(owner=division_manager)

        assert waits(division_manager, review.kind) == []


@pytest.mark.rule("CUS-02", "CUS-03")
def test_leads_and_plans_wait_for_who_confirms_and_delivers(company, manager, finance_officer, owner):
    clerk = cast.member(company.service, "service_clerk", name_zh="唐宁")
    customer, today = serving.customer(clerk), timezone.localdate()
    lead = leads.record(lead=LeadInput("东方机床厂", "年度维保"), actor=actor_of(clerk), at=now())
    for move, given in (
        ("qualify", {}), ("intend", {}), ("choose", {"product": "维保"}), ("agree", {"customer_id": customer.pk}),
    ):  # fmt: skip
        leads.advance(lead_id=lead.pk, move=move, given=StageInput(**given), actor=actor_of(clerk), at=now())
    assert (waits(finance_officer), waits(manager), waits(clerk)) == (["确认到款"], [], [])
    given = StageInput(on=today)
    leads.advance(lead_id=lead.pk, move="confirm_payment", given=given, actor=actor_of(finance_officer), at=now())
    assert (waits(finance_officer), waits(manager)) == ([], ["确认服务开始日期"])
    leads.advance(lead_id=lead.pk, move="confirm_start", given=given, actor=actor_of(manager), at=now())
    assert (waits(manager), waits(clerk)) == ([], ["签订协议并告知客户"])

    made = agreeing.signed(clerk, customer)
    for start, shown in ((today + timedelta(days=1), []), (today, ["交付并登记"])):
        line = PlanInput("首次保养", company.service.pk, start, start, owner.pk)
        service_plans.add(agreement_id=made.pk, line=line, actor=actor_of(clerk), at=now())
        assert waits(owner) == shown


@pytest.mark.rule("MKT-03", "CMP-20")
def test_feedback_and_calls_wait_for_the_department_and_the_owner(company, manager, division_manager):
    reporter = cast.member(company.service, "employee")
    screener = cast.member(company.company, "information_manager", company_wide=True)
    asker = cast.member(company.company, "customer_service", company_wide=True)
    info = asking.reported(reporter)
    assert waits(screener) == ["筛选并评级"]
    asking.dispatched(asking.kept(info, screener), reporter, [company.service], screener)
    sheet = FeedbackSheet.objects.get(slip=TransferSlip.objects.get(information=info))
    assert (waits(manager, sheet.kind), waits(division_manager, sheet.kind)) == (["填写售后服务部的反馈"], [])

    sent = asking.sent(asker, serving.customer(manager))
    surveys.enter(survey_id=sent.pk, given=AnswerInput(1, 2, "等了三天"), actor=actor_of(asker), at=now())
    assert waits(manager, sent.kind) == ["回访客户"]


class TestShown:
    def test_inbox_start_page_badge_and_api_say_the_same(self, client, signed_in, complaint, handler):
        desk = signed_in(client, handler)
        inbox = desk.get(reverse("approvals:inbox")).content.decode()
        home = desk.get(reverse("reports:own")).content.decode()
        told = desk.post("/api/v1/approval-tasks/errands/", content_type="application/json").json()

        page = reverse("complaints:complaint_detail", args=[complaint.pk])
        assert "需要您办理" in inbox
        assert all(f'href="{page}"' in one for one in (inbox, home))
        assert 'id="count-inbox">1' in inbox
        assert (told["count"], told["errands"][0]["number"]) == (1, complaint.number)
        assert told["errands"][0]["what"] == "答复客户"
        assert selectors.all_waiting(actor_of(handler)) == 1

    def test_filters_reach_them_and_the_workbook_has_them(self, client, signed_in, complaint, handler):
        desk = signed_in(client, handler)
        page = reverse("complaints:complaint_detail", args=[complaint.pk])

        def shows(query: str) -> bool:
            return f'href="{page}"' in desk.get(reverse("approvals:inbox") + query).content.decode()

        assert shows("?kind=complaint")
        assert shows(f"?q={complaint.number}")
        assert not any(shows(query) for query in ("?kind=expense_claim", "?flagged=1", "?q=没有这个", "?overdue=1"))
        type(complaint).objects.filter(pk=complaint.pk).update(first_due=now() - timedelta(days=9))
        assert shows("?overdue=1")

    @pytest.mark.rule("QLT-05")
    def test_the_number_is_counted_once_a_minute_or_after_the_reader_did_something(
        self, client, signed_in, complaint, handler, django_assert_max_num_queries
    ):
        actor = actor_of(handler)
        with django_assert_max_num_queries(4):
            assert selectors.all_waiting(actor) == 1
        with django_assert_max_num_queries(1):
            assert selectors.all_waiting(actor) == 1
        grievances.recorded(handler, complaint.customer, complaint.department, salesperson=complaint.salesperson)
        assert selectors.all_waiting(actor) == 1

        signed_in(client, handler).post(reverse("core:notices_read"))

        assert selectors.all_waiting(actor) == 2

    def test_without_a_cache_it_is_counted_each_time(self, complaint, handler, monkeypatch):
        def away(*_args: object, **_kwargs: object) -> None:
            raise RedisError("away")

        for name in ("get", "set", "delete"):
            monkeypatch.setattr(cache, name, away)

        assert selectors.all_waiting(actor_of(handler)) == 1
        errands.forget(handler.pk)

    def test_nobody_has_nothing(self):
        nobody = Actor(person_id=None, name="")

        assert selectors.errands_of(nobody, on=timezone.localdate()) == []
        assert selectors.all_waiting(nobody) == 0


def test_every_source_of_a_kind_shows_what_its_reader_may_open(complaint, handler, manager, owner, company):
    """An errand whose document the reader cannot see would lead to a 404."""
    people = (handler, manager, owner)
    for person in people:
        actor = actor_of(person)
        seat = Seat(actor, timezone.localdate())
        for source in registered():
            known = {kind.code: kind for kind in kinds.registered()}
            rows = source.rows(seat)
            if rows is None or source.kind not in known:
                continue
            seen = known[source.kind].visible_to(actor).filter(pk__in=rows.values("pk")).count()
            assert seen == rows.count(), source.kind
