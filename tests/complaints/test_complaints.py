"""From recording a complaint to its end (CMP-01 to CMP-07)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from approvals.errors import CannotDecide
from approvals.selectors.deciders import has_authority
from approvals.services import moves
from complaints.choices import ComplaintState, Ending, LiabilityState, Severity
from complaints.errors import AddressMissing, ComplaintOpen, MachineUnknown, OrderUnknown
from complaints.models import Complaint
from complaints.services import closing, complaints, liability, settling
from core import letters
from core.calendar import midnight
from core.errors import InvalidInput, NotAllowed, ReasonMissing, StaleDocument, WrongState
from core.models import Mail, Notification
from corrective.choices import ActionState
from corrective.selectors.actions import actions_about
from corrective.services import actions as corrective
from corrective.services.inputs import ActionInput, SubjectRef
from customers.models import Machine
from parts_sales.services import returns
from parts_sales.services.inputs_delivery import ReturnInput
from tests.factories import complaints as grievances
from tests.factories import corrective as measures
from tests.factories import sales
from tests.factories.approvals import decide, waiting
from tests.factories.expenses import case_of
from tests.factories.organization import actor_of
from tests.parts_sales import delivering

pytestmark = pytest.mark.django_db


def now():
    return timezone.now()


def told(person, complaint):
    rows = Notification.objects.filter(person=person, subject_kind=complaint.kind, subject_id=complaint.pk)
    return set(rows.values_list("code", flat=True))


@pytest.mark.rule("CMP-01")
class TestRecording:
    def test_the_customer_is_told_and_the_clocks_start(self, complaint, owner, handler, manager):
        mail = Mail.objects.get(facts__kind="complaint")

        assert complaint.number.startswith("CP-")
        assert complaint.created_at < complaint.first_due < complaint.resolve_due
        assert mail.address == "zhao@example.com"
        letter = letters.compose(mail)
        assert complaint.number in letter.subject
        assert "赵厂长" in letter.text
        assert "complaint.recorded" in told(owner, complaint)

    def test_without_an_address_nobody_is_written_to(self, company, handler, buyer):
        made = grievances.recorded(handler, buyer, company.service, email="")

        assert made.salesperson_id == buyer.owner_id
        assert not Mail.objects.filter(facts__document=made.pk).exists()

    def test_machine_and_order_are_the_customers(self, company, handler, buyer):
        Machine.objects.create(customer=buyer, model="CK6150", serial_number="SN-77001")

        made = grievances.recorded(handler, buyer, company.service, machine_serial="sn-77001")
        assert made.machine.model == "CK6150"
        with pytest.raises(MachineUnknown):
            grievances.recorded(handler, buyer, company.service, machine_serial="SN-1")
        with pytest.raises(OrderUnknown):
            grievances.recorded(handler, buyer, company.service, order_number="SO-2026-9999")
        with pytest.raises(InvalidInput):
            grievances.recorded(handler, buyer, company.service, part_number="NO-SUCH")
        with pytest.raises(ReasonMissing):
            grievances.recorded(handler, buyer, company.service, happened=" ")

    def test_only_customer_service_records(self, company, manager, buyer):
        with pytest.raises(NotAllowed):
            grievances.recorded(manager, buyer, company.service)
        assert not Complaint.objects.exists()

    def test_another_severity_has_other_targets(self, complaint, handler, buyer, company):
        draft = grievances.draft(buyer, severity=Severity.CRITICAL, department_id=company.service.pk)

        changed = complaints.change(
            complaint_id=complaint.pk, draft=draft, actor=actor_of(handler), at=now(), version=1
        )

        assert changed.resolve_due < complaint.resolve_due
        with pytest.raises(StaleDocument):
            complaints.change(complaint_id=complaint.pk, draft=draft, actor=actor_of(handler), at=now(), version=1)

    def test_the_first_words_stop_the_first_clock(self, complaint, owner, outsider):
        with pytest.raises(NotAllowed):
            complaints.talk(complaint_id=complaint.pk, text="已联系", actor=actor_of(outsider), at=now())

        complaints.talk(complaint_id=complaint.pk, text="明天到", by_letter=True, actor=actor_of(owner), at=now())
        first = grievances.again(complaint).responded_at
        complaints.talk(complaint_id=complaint.pk, text="已出发", actor=actor_of(owner), at=now())

        assert first is not None
        assert grievances.again(complaint).responded_at == first
        assert [one.talk_kind for one in complaint.talks.all()] == ["RESPONSE", "CONTACT"]
        assert "明天到" in letters.compose(Mail.objects.get(facts__what="said")).text

    def test_a_letter_needs_an_address(self, company, handler, buyer):
        made = grievances.recorded(handler, buyer, company.service, email="")

        with pytest.raises(AddressMissing):
            complaints.talk(complaint_id=made.pk, text="你好", by_letter=True, actor=actor_of(handler), at=now())

    def test_a_mistake_is_cancelled_while_nobody_judged(self, complaint, handler, manager, company):
        with pytest.raises(ReasonMissing):
            complaints.cancel(complaint_id=complaint.pk, reason="", actor=actor_of(handler), at=now())
        complaints.cancel(complaint_id=complaint.pk, reason="重复登记", actor=actor_of(handler), at=now())

        assert grievances.again(complaint).state == ComplaintState.CANCELLED
        with pytest.raises(WrongState):
            grievances.judged(complaint, manager, company.service)


@pytest.mark.rule("CMP-02")
class TestLiability:
    def test_the_panel_decides_and_neither_writer_nor_recorder(self, complaint, manager, company, expert, handler):
        report = grievances.judged(complaint, manager, company.service)

        assert waiting(case_of(report)) == [expert]
        assert grievances.again(complaint).state == ComplaintState.JUDGING

    def test_an_expert_who_wrote_nothing_but_leads_may_not_write(self, complaint, expert, company, owner):
        for person in (expert, owner):
            with pytest.raises(NotAllowed):
                grievances.judged(complaint, person, company.service)

    def test_what_is_sent_back_is_written_again_by_its_writer(self, complaint, manager, company, expert, handler):
        report = grievances.judged(complaint, manager, company.service)
        decide(case_of(report), expert, "RETURN", reason="缺少检测数据")
        report = liability.LiabilityReport.objects.get(pk=report.pk)
        assert (report.state, grievances.again(complaint).state) == (LiabilityState.RETURNED, ComplaintState.OPEN)
        assert "complaint.sent_back" in told(manager, complaint)

        with pytest.raises(NotAllowed):
            grievances.judged(complaint, handler, company.service)
        again = grievances.judged(complaint, manager, company.service, analysis="已补充检测数据")

        assert again.number == report.number
        decide(case_of(again), expert)
        assert grievances.again(complaint).state == ComplaintState.NONCONFORMING

    def test_an_expert_hands_it_to_the_planning_centre_and_to_nobody_without_a_word(
        self, complaint, manager, company, expert, panellist, outsider
    ):
        report = grievances.judged(complaint, manager, company.service)
        task = case_of(report).steps.get().tasks.get()
        given = {"task_id": task.pk, "reason": "出差", "actor": actor_of(expert), "at": now()}
        with pytest.raises(CannotDecide):
            moves.hand_over(person_id=outsider.pk, **given)

        moves.hand_over(person_id=panellist.pk, **given)

        assert waiting(case_of(report)) == [panellist]
        decide(case_of(report), panellist)
        assert grievances.again(complaint).state == ComplaintState.NONCONFORMING

    def test_who_decides_as_the_panel_has_no_authority_over_amounts(self, company, expert):
        on = now().date()

        assert has_authority(people=[expert], department_id=company.service.pk, amount=1, on=on) is False

    def test_our_fault_names_a_department(self, complaint, manager):
        with pytest.raises(InvalidInput):
            grievances.judged(complaint, manager, None, liable="SUPPLIER")
        assert not liability.LiabilityReport.objects.exists()


@pytest.mark.rule("CMP-03")
class TestNotOurFault:
    @pytest.fixture
    def theirs(self, complaint, manager, expert):
        return grievances.confirmed(complaint, manager, expert, None)

    def test_understood_is_settled(self, theirs, owner):
        assert "complaint.to_explain" in told(owner, theirs)

        settling.explain(
            complaint_id=theirs.pk, text="未按说明书润滑", understood=True, actor=actor_of(owner), at=now()
        )

        done = grievances.again(theirs)
        assert (done.state, done.ending) == (ComplaintState.CLOSED, Ending.UNDERSTOOD)
        assert done.responded_at is not None
        assert done.closed_at is not None

    def test_not_understood_is_negotiated_escalated_and_settled(self, theirs, owner, manager, division_manager):
        act = {"actor": actor_of(owner), "at": now()}
        settling.explain(complaint_id=theirs.pk, text="未按说明书润滑", understood=False, answer="不同意", **act)
        settling.negotiate(complaint_id=theirs.pk, text="提出半价维修", outcome=settling.GOES_ON, **act)
        assert grievances.again(theirs).state == ComplaintState.NEGOTIATING
        settling.negotiate(complaint_id=theirs.pk, text="客户要求免费", outcome=settling.ESCALATED, **act)
        assert grievances.again(theirs).state == ComplaintState.ESCALATED
        assert {"complaint.escalated"} <= told(manager, theirs) & told(division_manager, theirs)
        with pytest.raises(WrongState):
            settling.negotiate(complaint_id=theirs.pk, text="再次升级", outcome=settling.ESCALATED, **act)

        settling.negotiate(complaint_id=theirs.pk, text="材料免费、人工自付", outcome=settling.SETTLED, **act)

        done = grievances.again(theirs)
        assert (done.state, done.ending, done.outcome) == (
            ComplaintState.CLOSED,
            Ending.NEGOTIATED,
            "材料免费、人工自付",
        )

    def test_only_who_explains_explains(self, theirs, expert):
        with pytest.raises(NotAllowed):
            settling.explain(complaint_id=theirs.pk, text="说明", understood=True, actor=actor_of(expert), at=now())
        assert theirs.talks.count() == 0


@pytest.mark.rule("CMP-04", "CMP-06", "CMP-07")
class TestOurFault:
    @pytest.fixture
    def ours(self, complaint, manager, expert, company):
        return grievances.confirmed(complaint, manager, expert, company.service)

    @pytest.fixture
    def action(self, ours, handler, expert):
        grievances.issued(ours, handler, expert)
        return actions_about("complaint", ours.pk).get()

    def test_the_report_asks_the_responsible_department(self, ours, action, company, manager):
        assert grievances.again(ours).state == ComplaintState.MEASURES
        assert action.department == company.service
        assert action.subject_label.startswith(ours.number)
        assert ours.nonconformance.number.startswith("NCR-")

    def test_two_rounds_then_told_and_closed(self, ours, action, handler, expert, panellist, manager, owner):
        other = measures.running(action, manager, owner, expert)
        measures.carried_out(other, owner, handler)
        measures.verified(action, panellist, expert, effective=False)
        assert (measures.again(action).round_number, grievances.again(ours).state) == (2, ComplaintState.MEASURES)
        with pytest.raises(WrongState):
            closing.tell_and_close(complaint_id=ours.pk, text="已解决", actor=actor_of(handler), at=now())

        measures.running(measures.again(action), manager, owner, expert)
        measures.carried_out(measures.again(action), owner, handler)
        measures.verified(action, panellist, expert)
        assert grievances.again(ours).state == ComplaintState.TELLING
        assert "complaint.to_tell" in told(handler, ours)
        closing.tell_and_close(
            complaint_id=ours.pk, text="已更换并培训", by_letter=True, actor=actor_of(handler), at=now()
        )

        done = grievances.again(ours)
        assert (done.state, done.ending) == (ComplaintState.CLOSED, Ending.EFFECTIVE)
        assert measures.again(action).state == ActionState.KEPT

    def test_measures_taken_back_are_asked_for_again(self, ours, action, handler):
        with pytest.raises(WrongState):
            closing.ask_again(complaint_id=ours.pk, problem="缺油", actor=actor_of(handler), at=now())
        corrective.cancel(action_id=action.pk, reason="部门选错", actor=actor_of(handler), at=now())
        assert "complaint.ask_again" in told(handler, ours)

        closing.ask_again(complaint_id=ours.pk, problem="缺油", actor=actor_of(handler), at=now())

        assert actions_about("complaint", ours.pk).count() == 2

    def test_an_open_step_keeps_it_open(self, ours, action, handler, expert, panellist, manager, owner):
        measures.running(action, manager, owner, expert)
        measures.carried_out(action, owner, handler)
        measures.verified(action, panellist, expert)
        ours = grievances.again(ours)
        corrective.begin(
            draft=ActionInput(
                manager.department_id, "另一措施", "另一原因",
                subject=SubjectRef("complaint", ours.pk, str(ours)),
            ),
            actor=actor_of(handler), at=now(),
        )  # fmt: skip

        with pytest.raises(ComplaintOpen):
            closing.tell_and_close(complaint_id=ours.pk, text="已解决", actor=actor_of(handler), at=now())
        assert grievances.again(ours).state == ComplaintState.TELLING


@pytest.mark.rule("CMP-07")
class TestOpenSteps:
    def test_nothing_closes_before_its_time(self, complaint, handler, manager, expert, company, owner):
        """Whatever step is open, closing is refused and nothing changes."""

        def refused():
            before = Complaint.objects.filter(pk=complaint.pk).values().get()
            by_service, by_seller = ({"actor": actor_of(one), "at": now()} for one in (handler, owner))
            for close in (
                lambda: closing.tell_and_close(complaint_id=complaint.pk, text="已解决", **by_service),
                lambda: settling.negotiate(
                    complaint_id=complaint.pk, text="同意", outcome=settling.SETTLED, **by_seller
                ),
                lambda: settling.explain(complaint_id=complaint.pk, text="说明", understood=True, **by_seller),
            ):
                with pytest.raises(WrongState):
                    close()
            assert Complaint.objects.filter(pk=complaint.pk).values().get() == before
            return before["state"]

        seen = [refused()]
        report = grievances.judged(complaint, manager, company.service)
        seen.append(refused())
        decide(case_of(report), expert)
        seen.append(refused())
        grievances.issued(grievances.again(complaint), handler, expert)
        seen.append(refused())

        assert seen == ["OPEN", "JUDGING", "NONCONFORMING", "MEASURES"]

    def test_goods_on_their_way_back_keep_it_open(self, company, complaint, manager, expert, owner):
        theirs = grievances.confirmed(complaint, manager, expert, None)
        hands = delivering.hands(company)
        part = delivering.stocked(hands.clerk)
        order = delivering.paid_order(hands, sales.Piece(part, "4", "25.50"), customer=complaint.customer)
        note = delivering.go(hands, delivering.note_of(hands, order))
        wanted = ReturnInput("异响", "REPLACEMENT", {note.lines.get().pk: Decimal(1)}, complaint.number)
        at, keeper, clerk = now(), actor_of(hands.keeper), actor_of(hands.clerk)
        made = returns.ask_return(note_id=note.pk, wanted=wanted, actor=clerk, at=at)
        told = {"complaint_id": theirs.pk, "text": "已说明", "understood": True, "actor": actor_of(owner), "at": at}
        with pytest.raises(ComplaintOpen) as open_return:
            settling.explain(**told)
        line = made.lines.get().pk
        returns.receive(return_id=made.pk, quantities={line: Decimal(1)}, actor=keeper, at=at)
        returns.inspect(return_id=made.pk, good={line: Decimal(0)}, finding="损坏", actor=keeper, at=at)
        free = returns.replace(return_id=made.pk, actor=clerk, at=at)
        with pytest.raises(ComplaintOpen) as open_note:
            settling.explain(**told)

        delivering.go(hands, free)
        settling.explain(**told)

        assert str(made) in str(open_return.value)
        assert str(free) in str(open_note.value)
        assert grievances.again(theirs).state == ComplaintState.CLOSED


@pytest.mark.rule("CMP-08b")
class TestAgain:
    @pytest.fixture
    def done(self, complaint, manager, expert, company, handler, panellist, owner):
        """Closed, its measures kept up."""
        ours = grievances.confirmed(complaint, manager, expert, company.service)
        grievances.issued(ours, handler, expert)
        action = actions_about("complaint", ours.pk).get()
        measures.running(action, manager, owner, expert)
        measures.carried_out(action, owner, handler)
        measures.verified(action, panellist, expert)
        closing.tell_and_close(complaint_id=ours.pk, text="已解决", actor=actor_of(handler), at=now())
        return grievances.again(ours)

    def test_the_ninetieth_day_counts_and_the_next_does_not(
        self, done, handler, buyer, company, manager, expert, run_jobs
    ):
        """By calendar days, whatever the hour."""
        for days, state in ((91, ActionState.KEPT), (90, ActionState.IMPLEMENTED)):
            day = midnight(timezone.localdate() - timedelta(days=days))
            closed = day + (timedelta(hours=23, minutes=59) if days == 91 else timedelta())
            Complaint.objects.filter(pk=done.pk).update(closed_at=closed)
            later = grievances.recorded(handler, buyer, company.service)
            grievances.confirmed(later, manager, expert, company.service)
            run_jobs()

            assert actions_about("complaint", done.pk).get().state == state

    @pytest.mark.parametrize(("cause", "days", "state"), [
        ("轴承 缺油", 0, ActionState.IMPLEMENTED),
        ("电路板受潮", 0, ActionState.KEPT),
        ("轴承缺油", 91, ActionState.KEPT),
    ])  # fmt: skip
    def test_the_same_cause_verifies_again(
        self, done, cause, days, state, handler, buyer, company, manager, expert, run_jobs
    ):
        Complaint.objects.filter(pk=done.pk).update(closed_at=done.closed_at - timedelta(days=days))
        later = grievances.recorded(handler, buyer, company.service)

        grievances.confirmed(later, manager, expert, company.service, cause=cause)
        run_jobs()

        assert actions_about("complaint", done.pk).get().state == state
        assert grievances.again(done).state == ComplaintState.CLOSED
