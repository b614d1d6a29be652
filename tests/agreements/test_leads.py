"""From lead to service, stage by stage; service plans kept or late (CUS-02, CUS-03)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from agreements.choices import LeadState
from agreements.errors import StageOpen
from agreements.models import LeadContact
from agreements.selectors.leads import PlanQuestion, leads_visible_to, plan_found
from agreements.services import leads, plans
from agreements.services.inputs import ContactInput, LeadInput, PlanInput, StageInput
from core.errors import InvalidInput, NotAllowed, ReasonMissing, WrongState
from core.models import Notification
from tests.factories import agreements as making
from tests.factories.organization import actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.rule("CUS-02")]


def now():
    return timezone.now()


@pytest.fixture
def lead(clerk):
    return leads.record(lead=LeadInput("东方机床厂", "年度维保"), actor=actor_of(clerk), at=now())


def step(lead, move, person, **given):
    return leads.advance(lead_id=lead.pk, move=move, given=StageInput(**given), actor=actor_of(person), at=now())


def test_each_stage_needs_what_it_needs(lead, clerk, manager, finance_officer, customer):
    today = timezone.localdate()
    step(lead, "qualify", clerk)
    step(lead, "intend", clerk)
    with pytest.raises(StageOpen):
        step(lead, "choose", clerk)
    step(lead, "choose", clerk, product="年度维保")
    with pytest.raises(StageOpen):
        step(lead, "agree", clerk)
    step(lead, "agree", clerk, customer_id=customer.pk)
    assert Notification.objects.filter(code="lead.to_confirm_payment", person=finance_officer).exists()
    with pytest.raises(NotAllowed):
        step(lead, "confirm_payment", clerk, on=today)
    with pytest.raises(StageOpen):
        step(lead, "confirm_payment", finance_officer)
    step(lead, "confirm_payment", finance_officer, on=today, text="银行回单 88")
    with pytest.raises(NotAllowed):
        step(lead, "confirm_start", clerk, on=today)
    step(lead, "confirm_start", manager, on=today + timedelta(days=7))
    with pytest.raises(StageOpen):
        step(lead, "tell", clerk)
    agreement = making.signed(clerk, customer)
    step(lead, "tell", clerk, agreement_id=agreement.pk)
    with pytest.raises(InvalidInput):
        step(lead, "begin", clerk)
    leads.advance(
        lead_id=lead.pk, move="begin", given=StageInput(), actor=actor_of(clerk), at=now() + timedelta(days=7)
    )
    with pytest.raises(InvalidInput):
        step(lead, "record_survey", clerk, text="满意度 5 分")

    kept = making.again(lead)
    assert (kept.state, kept.paid_by, kept.agreement) == (LeadState.IN_SERVICE, finance_officer, agreement)


def test_a_stage_is_not_skipped_and_a_paid_lead_is_not_lost(lead, clerk):
    with pytest.raises(WrongState):
        step(lead, "choose", clerk, product="年度维保")
    with pytest.raises(ReasonMissing):
        leads.lose(lead_id=lead.pk, reason=" ", actor=actor_of(clerk), at=now())
    leads.lose(lead_id=lead.pk, reason="价格太高", actor=actor_of(clerk), at=now())
    with pytest.raises(WrongState):
        step(lead, "qualify", clerk)


def test_the_sales_log_only_grows(lead, clerk):
    today = timezone.localdate()
    entry = ContactInput(today, "VISIT", "客户有三台机床", "王总", "报价", today + timedelta(days=3))
    leads.log(lead_id=lead.pk, contact=entry, actor=actor_of(clerk), at=now())

    assert making.again(lead).next_step == "报价"
    future = ContactInput(today + timedelta(days=1), "VISIT", "明天")
    with pytest.raises(InvalidInput):
        leads.log(lead_id=lead.pk, contact=future, actor=actor_of(clerk), at=now())
    with pytest.raises(DatabaseError), transaction.atomic():
        LeadContact.objects.filter(lead=lead).update(text="改过")


def test_a_stranger_sees_no_lead(lead, outsider, clerk):
    assert not leads_visible_to(actor_of(outsider)).exists()
    assert leads_visible_to(actor_of(clerk)).get() == lead


@pytest.mark.rule("CUS-03")
def test_a_service_plan_is_kept_or_late(clerk, customer, owner, outsider):
    today = timezone.localdate()
    agreement = making.signed(clerk, customer, start=today - timedelta(days=30))
    actor, house = actor_of(clerk), agreement.department_id

    def planned(text, due):
        line = PlanInput(text, house, today - timedelta(days=20), due, owner.pk)
        return plans.add(agreement_id=agreement.pk, line=line, actor=actor, at=now())

    kept, late = planned("首次保养", today), planned("培训", today - timedelta(days=1))
    assert Notification.objects.filter(code="agreement.to_deliver", person=owner).count() == 2

    def deliver(item, person, note=""):
        plans.deliver(agreement_id=agreement.pk, item_id=item.pk, on=today, note=note, actor=actor_of(person), at=now())

    assert [one.text for one in plan_found(actor, PlanQuestion(only="late"), on=today)] == ["培训"]
    with pytest.raises(NotAllowed):
        deliver(kept, outsider)
    deliver(kept, owner)
    with pytest.raises(ReasonMissing):
        deliver(late, owner)
    deliver(late, owner, "客户停产")
    assert [making.again(one).is_late(today) for one in (kept, late)] == [False, True]
    with pytest.raises(WrongState):
        deliver(kept, owner)
