"""A lead ends with a survey the customer answered (CUS-02, CMP-20)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agreements.choices import LeadState
from agreements.models import Lead
from agreements.services import leads
from agreements.services.inputs import LeadInput, StageInput
from core.models import AuditEvent
from feedback.services import surveys
from feedback.services.inputs import AnswerInput
from tests.factories import agreements as agreeing
from tests.factories import customers as serving
from tests.factories import feedback as making
from tests.factories import organization as cast
from tests.factories.organization import actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.rule("CUS-02", "CMP-20")]
now = timezone.now


@pytest.fixture
def clerk(company):
    return cast.member(company.service, "service_clerk", name_zh="唐宁")


@pytest.fixture
def asker(company):
    return cast.member(company.company, "customer_service", company_wide=True, name_zh="丁宁")


@pytest.fixture
def customer(clerk):
    return serving.customer(clerk, "青岛海工重机厂")


@pytest.fixture
def served(clerk, customer, manager, finance_officer):
    """A lead whose service began today."""
    lead = leads.record(lead=LeadInput("海工", "年度维保", customer.pk), actor=actor_of(clerk), at=now())
    agreement, today = agreeing.signed(clerk, customer), timezone.localdate()
    for move, person, given in (
        ("qualify", clerk, {}), ("intend", clerk, {}), ("choose", clerk, {"product": "维保"}), ("agree", clerk, {}),
        ("confirm_payment", finance_officer, {"on": today}), ("confirm_start", manager, {"on": today}),
        ("tell", clerk, {"agreement_id": agreement.pk}), ("begin", clerk, {}),
    ):  # fmt: skip
        leads.advance(lead_id=lead.pk, move=move, given=StageInput(**given), actor=actor_of(person), at=now())
    return Lead.objects.get(pk=lead.pk)


def answered(survey, asker, score=5):
    surveys.enter(survey_id=survey.pk, given=AnswerInput(score, 9, "好"), actor=actor_of(asker), at=now())


def test_the_answer_ends_it_and_says_what_it_was(served, asker, customer):
    sent = making.sent(asker, customer)
    assert Lead.objects.get(pk=served.pk).state == LeadState.IN_SERVICE, "asking is not yet an answer"

    answered(sent, asker)

    kept = Lead.objects.get(pk=served.pk)
    assert kept.state == LeadState.SURVEYED
    assert "5" in kept.survey
    event = AuditEvent.objects.get(code="lead.record_survey")
    assert event.actor_id is None, "nobody types it"


@pytest.mark.parametrize(("kind", "state"), [
    ("SERVICE", LeadState.SURVEYED), ("PERIODIC", LeadState.SURVEYED),
    ("PARTS", LeadState.IN_SERVICE), ("COMPLAINT", LeadState.IN_SERVICE),
])  # fmt: skip
def test_only_surveys_about_service_count(served, asker, customer, kind, state):
    answered(making.sent(asker, customer, survey_kind=kind), asker)

    assert Lead.objects.get(pk=served.pk).state == state


def test_one_asked_before_the_service_began_or_of_another_customer_does_not(served, asker, customer, clerk):
    early = making.sent(asker, customer, at=now() - timedelta(days=3))
    other = making.sent(asker, serving.customer(clerk, "别家机械厂"))

    answered(early, asker)
    answered(other, asker)

    assert Lead.objects.get(pk=served.pk).state == LeadState.IN_SERVICE


def test_nobody_types_it_any_more_and_the_page_leads_to_a_survey(client, signed_in, served, clerk):
    page = reverse("agreements:lead_advance", args=[served.pk, "record_survey"])
    desk = signed_in(client, clerk)
    assert desk.get(page).status_code == 404
    assert "客服" in desk.get(reverse("agreements:lead_detail", args=[served.pk])).content.decode()
