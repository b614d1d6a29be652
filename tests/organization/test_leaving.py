"""What somebody who leaves leaves behind: handed to the department's manager, or listed and told (ORG-02)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from agreements.models import Agreement, Lead
from agreements.services import leads as selling
from agreements.services.inputs import LeadInput
from approvals.errands import Seat
from approvals.models import Asked
from approvals.services import questions
from core.models import AuditEvent, Notification
from corrective import errands as corrective_errands
from customers.models import Customer
from expenses.models import Claim, SpendRequest
from organization import selectors, services
from tests.factories import agreements as making
from tests.factories import budgets as money
from tests.factories import corrective as fixing
from tests.factories import customers as serving
from tests.factories import expenses as spending
from tests.factories import organization as cast
from tests.factories.approvals import task_for
from tests.factories.organization import actor_of, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.rule("ORG-02")]
LAST_DAY = date(2026, 9, 22)


@pytest.fixture
def travel(company: Any, ledger_partitions: Any):
    money.open_year(2026)
    made = money.leaf_category("出差费用")
    money.appropriate(company.service, made, per_month="1000.00")
    return made


@pytest.fixture
def leave(finance_supervisor, monkeypatch):
    """Has somebody leave on the day they are told to."""
    at = spending.later(days=1)
    monkeypatch.setattr(timezone, "now", lambda: at)

    def act(person) -> None:
        services.leave(
            person_id=person.pk, left_date=LAST_DAY, reason="离职", actor=actor_of(finance_supervisor), at=at
        )

    return act


def notices(person):
    return Notification.objects.filter(person=person, code="leaver.left")


def test_customers_go_to_the_manager_with_an_event(company, manager, leave):
    clerk = cast.member(company.service, "service_clerk", name_zh="李敏")
    mine, other = serving.customer(clerk), serving.customer(manager)

    leave(clerk)

    assert Customer.objects.get(pk=mine.pk).owner == manager
    assert Customer.objects.get(pk=mine.pk).version == mine.version + 1
    assert Customer.objects.get(pk=other.pk).version == other.version
    event = AuditEvent.objects.get(subject_kind="customer", subject_id=mine.pk, code="customer.change")
    assert event.facts["changes"] == {"owner": ["李敏", "马国强"]}
    assert notices(manager).get().facts["handed"] == "1"


def test_nobody_is_handed_a_question_of_their_own(company, manager, division_manager, travel, leave):
    claim = spending.submitted_claim(manager, spending.claim_line(travel, "120.00"))
    asked = questions.ask(
        task_id=task_for(spending.case_of(claim), division_manager).pk, person_ids=[manager.pk],
        text="为什么住两晚？", actor=actor_of(division_manager), at=spending.AT,
    ).asked.get()  # fmt: skip

    leave(manager)

    assert Asked.objects.get(pk=asked.pk).person == manager


def test_a_question_to_a_leaver_is_the_managers(company, owner, manager, finance_officer, travel, leave, run_jobs):
    claim = spending.submitted_claim(owner, spending.claim_line(travel, "120.00"))
    spending.decide(claim, "APPROVE")
    asked = questions.ask(
        task_id=task_for(spending.case_of(claim), finance_officer).pk, person_ids=[owner.pk], text="发票在哪？",
        actor=actor_of(finance_officer), at=spending.AT,
    ).asked.get()  # fmt: skip

    leave(owner)
    run_jobs()

    handed = Asked.objects.get(pk=asked.pk)
    assert handed.person == manager
    assert Notification.objects.filter(person=manager, code="approvals.asked").exists()
    questions.answer(asked_id=handed.pk, text="已补", actor=actor_of(manager), at=spending.later(days=2))
    assert Asked.objects.get(pk=asked.pk).answered_at is not None


def test_what_stays_is_listed_for_the_manager_and_told(client, owner, manager, finance_officer, gm, travel, leave):
    draft = spending.draft_claim(owner, spending.claim_line(travel, "10.00"), title="未提交")
    back = spending.submitted_claim(owner, spending.claim_line(travel, "20.00"), title="退回的")
    spending.decide(back, "RETURN")
    held = spending.approved_request(owner, spending.request_line(travel, "300.00"), title="占用中")
    done = spending.approved_claim(owner, spending.claim_line(travel, "30.00"), title="已入账")
    address = reverse("organization:person_left", args=[owner.pk])
    assert signed_in(client, owner).get(address).status_code == 404

    leave(owner)

    page = signed_in(client, manager).get(address).content.decode()
    for title in ("退回的", "占用中"):
        assert title in page
    assert done.title not in page
    left = {row.title for row in selectors.left_open_by(person_id=owner.pk, actor=actor_of(gm))}
    assert {back.title, held.title} <= left
    assert left <= {draft.title, back.title, held.title}
    notice = notices(manager).get()
    assert (notice.subject_kind, notice.subject_id) == ("leaver", owner.pk)
    assert (Claim.objects.get(pk=back.pk).created_by, SpendRequest.objects.get(pk=held.pk).state) == (owner, "APPROVED")


def test_who_leaves_nothing_is_no_notice(owner, manager, leave):
    leave(owner)

    assert not notices(manager).exists()


def test_without_anybody_above_nothing_is_handed(company, leave):
    clerk = cast.member(company.service, "service_clerk")
    mine = serving.customer(clerk)

    leave(clerk)

    assert Customer.objects.get(pk=mine.pk).owner == clerk


def test_leads_and_agreements_go_to_the_manager(company, manager, leave):
    clerk = cast.member(company.service, "service_clerk", name_zh="唐宁")
    customer = serving.customer(manager)
    lead = selling.record(lead=LeadInput("华东重机", "年度维保"), actor=actor_of(clerk), at=timezone.now())
    kept, running = making.drafted(clerk, customer), making.signed(clerk, customer)

    leave(clerk)

    assert Lead.objects.get(pk=lead.pk).owner == manager
    assert Agreement.objects.get(pk=running.pk).owner == manager
    assert Agreement.objects.get(pk=kept.pk).owner == clerk
    event = AuditEvent.objects.get(subject_kind="lead", subject_id=lead.pk, code="lead.edit")
    assert event.facts["changes"] == {"owner": ["唐宁", "马国强"]}
    assert notices(manager).get().facts["handed"] == "2"


@pytest.mark.rule("APR-05")
def test_measures_and_deliveries_of_a_leaver_wait_for_who_answers_for_them(company, manager, owner, leave):
    handler = cast.member(company.service, "customer_service", name_zh="林静")
    expert = cast.member(company.other, "expert", company_wide=True, name_zh="谢东")
    seat = Seat(actor_of(manager), LAST_DAY)
    action = fixing.running(fixing.asked(handler, company.service), manager, owner, expert)
    before = set(corrective_errands.actions(seat).values_list("pk", flat=True))

    leave(owner)

    assert action.pk not in before
    assert set(corrective_errands.actions(seat).values_list("pk", flat=True)) == {action.pk}
    assert corrective_errands.told(action, seat).what.startswith("实施")
