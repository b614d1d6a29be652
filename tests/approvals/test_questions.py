"""Asking before deciding: who can be asked, what it shows, and that it gives nobody a right (APR-05)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from approvals import pages, selectors, services
from approvals.models import Asked, Case, Question
from core.comments import CommentEmpty
from core.errors import AlreadyDone, InvalidInput, NotAllowed, StaleDocument
from core.models import Comment, Job, Notification
from core.pages import timeline
from expenses.models import Claim
from tests.factories import budgets as money
from tests.factories import expenses as spending
from tests.factories import organization as cast
from tests.factories.approvals import task_for
from tests.factories.organization import actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.rule("APR-05")]
AT = datetime(2026, 9, 21, 1, 0, tzinfo=UTC)
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def claim(company, owner, manager, finance_officer, gm, ledger_partitions) -> Claim:
    """A claim of the owner that waits for the manager."""
    today = timezone.localdate()
    money.open_year(today.year)
    category = money.leaf_category("出差费用")
    money.appropriate(company.service, category, per_month="5000", year=today.year)
    line = spending.claim_line(category, "120.00", expense_date=today)
    return spending.submitted_claim(owner, line, at=timezone.now(), title="沈阳差旅")


@pytest.fixture
def case(claim) -> Case:
    return Case.objects.get(subject_kind=Claim.kind, subject_id=claim.pk)


def ask(case: Case, person, *people, text: str = "为什么住两晚？", version: int | None = None) -> Question:
    return services.ask(
        task_id=task_for(case, person).pk,
        person_ids=[each.pk for each in people],
        text=text,
        actor=actor_of(person),
        at=timezone.now(),
        document_version=version,
    )


def refused(error, act, *args, **kwargs) -> BaseException:
    before = (Question.objects.count(), Comment.objects.count(), Job.objects.count(), Asked.objects.count())
    with pytest.raises(error) as caught:
        act(*args, **kwargs)
    now = (Question.objects.count(), Comment.objects.count(), Job.objects.count(), Asked.objects.count())
    assert now == before
    return caught.value


def shown(case: Case, person) -> pages.ApprovalPage:
    page = pages.approval_context(actor=actor_of(person), kind=Claim.kind, document_id=case.subject_id)["approval"]
    assert isinstance(page, pages.ApprovalPage)
    return page


def codes(person) -> list[str]:
    return list(Notification.objects.filter(person=person).order_by("pk").values_list("code", flat=True))


def test_the_asked_are_told_answer_and_whoever_asked_is_told(case, claim, owner, manager, finance_officer, run_jobs):
    run_jobs()
    question = ask(case, manager, owner, finance_officer)
    run_jobs()

    assert codes(owner) == ["approvals.asked"]
    assert codes(finance_officer) == ["approvals.asked"]
    assert shown(case, manager).turn.says.startswith("已征询陈志强、王静，尚未答复。")
    assert "已征询陈志强、王静，尚未答复" in str(shown(case, owner).steps[1].note)
    (item,) = selectors.inbox(actor=actor_of(manager), on=timezone.localdate())
    assert item.marks == ("已征询陈志强、王静，尚未答复",)
    to_answer = shown(case, owner).to_answer
    assert (to_answer.who, to_answer.text) == ("马国强", "为什么住两晚？")
    services.answer(asked_id=to_answer.asked_id, text="第二天返厂", actor=actor_of(owner), at=timezone.now())
    run_jobs()

    assert codes(manager) == ["approvals.waiting", "approvals.answered"]
    assert shown(case, owner).to_answer is None
    assert [reply.text for reply in shown(case, manager).questions[0].replies] == ["第二天返厂", ""]
    entries = [(str(entry.action), str(entry.detail)) for entry in timeline(kind=Claim.kind, document=claim)]
    assert entries[-2:] == [("征询陈志强、王静", "为什么住两晚？"), ("答复马国强", "第二天返厂")]
    assert question.asked.filter(answered_at__isnull=True).get().person == finance_officer


def test_asking_holds_nothing_up(case, owner, manager):
    ask(case, manager, owner)

    spending.decide(Claim.objects.get(pk=case.subject_id), "APPROVE")

    assert not case.tasks.filter(person=manager, state="WAITING").exists()


@pytest.mark.rule("GEN-10")
def test_who_may_not_see_the_document_is_not_asked(case, owner, manager, outsider):
    error = refused(services.CannotBeAsked, ask, case, manager, owner, outsider)

    assert error.params["people"] == ["林晓"]
    assert "林晓" in str(error)
    refused(services.CannotBeAsked, ask, case, manager, manager)


@pytest.mark.rule("GEN-10")
def test_being_asked_gives_no_sight_later(case, company, manager):
    clerk = cast.member(company.other, "finance", company_wide=True, name_zh="钱伟")
    ask(case, manager, clerk)
    asked = Asked.objects.get()
    assert selectors.open_questions(actor_of(clerk)) == [asked]

    clerk.assignments.all().update(end_date=timezone.localdate())

    assert selectors.open_questions(actor_of(clerk)) == []
    refused(Http404, services.answer, asked_id=asked.pk, text="好", actor=actor_of(clerk), at=AT)


@pytest.mark.rule("GEN-04")
def test_sent_twice_it_asks_once_and_answers_once(case, owner, manager):
    ask(case, manager, owner)
    refused(AlreadyDone, ask, case, manager, owner)
    asked = Asked.objects.get()
    answer = {"asked_id": asked.pk, "text": "第二天返厂", "actor": actor_of(owner), "at": timezone.now()}

    services.answer(**answer)

    refused(services.AlreadyAnswered, services.answer, **answer)
    ask(case, manager, owner)  # the same words again, once they are answered, are a question


def test_only_who_is_asked_answers_and_only_who_decides_asks(case, owner, manager, finance_officer):
    ask(case, manager, owner)
    asked, task = Asked.objects.get(), task_for(case, manager)

    refused(NotAllowed, services.answer, asked_id=asked.pk, text="我来答", actor=actor_of(finance_officer), at=AT)
    refused(
        NotAllowed,
        services.ask,
        task_id=task.pk,
        person_ids=[owner.pk],
        text="谁去的？",
        actor=actor_of(finance_officer),
        at=AT,
    )
    refused(CommentEmpty, services.answer, asked_id=asked.pk, text="  ", actor=actor_of(owner), at=AT)
    refused(CommentEmpty, ask, case, manager, owner, text="  ")
    refused(InvalidInput, ask, case, manager)
    refused(StaleDocument, ask, case, manager, owner, version=999)


# --- On the pages


def test_the_panel_offers_those_who_see_the_document(client, signed_in, case, manager, outsider):
    desk = signed_in(client, manager)
    url = reverse("approvals:ask", args=[task_for(case, manager).pk])

    panel = desk.get(url, **HTMX).content.decode()

    assert "陈志强" in panel
    assert "林晓" not in panel


def test_asked_and_answered_on_the_documents_page(client, signed_in, case, claim, owner, manager):
    page = reverse("expenses:claim_detail", args=[claim.pk])
    url = reverse("approvals:ask", args=[task_for(case, manager).pk])
    given = {"people": [owner.pk], "text": "为什么住两晚？", "version": claim.version}

    bare = signed_in(client, manager).post(url, {**given, "text": ""}, **HTMX)
    asked = client.post(url, given, **HTMX)

    assert bare.status_code == 422
    assert asked.headers["HX-Redirect"] == page  # it still waits for the manager
    signed_in(client, owner)
    assert "马国强征询" in client.get(reverse("approvals:inbox")).content.decode()
    assert 'data-key="w"' in client.get(page).content.decode()
    answer = reverse("approvals:answer", args=[Asked.objects.get().pk])
    empty = client.post(answer, {"text": " "}, **HTMX)
    plain = client.post(answer, {"text": ""})
    done = client.post(answer, {"text": "第二天返厂"}, **HTMX)
    again = client.post(answer, {"text": "第二天返厂"}, **HTMX)
    assert [empty.status_code, plain.status_code, again.status_code] == [422, 302, 409]
    assert done.headers["HX-Redirect"] == page
    assert "第二天返厂" in client.get(page).content.decode()
    assert Asked.objects.get().answer.text == "第二天返厂"
    assert signed_in(client, manager).post(answer, {"text": "我来答"}).status_code == 404


# --- In the API


@pytest.mark.rule("GEN-17")
def test_asked_and_answered_in_the_api(case, owner, manager, outsider, finance_officer, signed_in):
    tasks, cases = "/api/v1/approval-tasks/", f"/api/v1/approval-cases/{case.pk}/"
    url = f"{tasks}{task_for(case, manager).pk}/ask/"
    api = signed_in(APIClient(), manager)

    blind = api.post(url, {"people": [outsider.pk], "text": "谁去的？"}, format="json")
    nobody = api.post(url, {"people": [], "text": "谁去的？"}, format="json")
    asked = api.post(url, {"people": [owner.pk], "text": "谁去的？"}, format="json")

    assert (blind.status_code, blind.json()["code"]) == (409, "cannot_be_asked")
    assert (nobody.status_code, asked.status_code, asked.json()["state"]) == (400, 200, "WAITING")
    theirs = signed_in(APIClient(), owner)
    (question,) = theirs.get(cases).json()["questions"]
    assert (question["text"], question["asked"][0]["answer"]) == ("谁去的？", None)
    body = {"question": question["id"], "text": "陈志强"}
    assert signed_in(APIClient(), finance_officer).post(f"{cases}answer/", body, format="json").status_code == 403
    answered = theirs.post(f"{cases}answer/", body, format="json")
    assert answered.json()["questions"][0]["asked"][0]["answer"] == "陈志强"
    assert theirs.post(f"{cases}answer/", body, format="json").json()["code"] == "already_answered"
