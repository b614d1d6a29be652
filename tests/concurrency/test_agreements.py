"""Answers and conclusions of a review at the same moment (CUS-10, GEN-04)."""

from __future__ import annotations

import threading
from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone

from agreements.choices import Part, ReviewState
from agreements.errors import FinanceRefused
from agreements.models import Agreement, AgreementReview, AgreementVersion
from agreements.services import reviews
from core.errors import WrongState
from core.models import Notification
from tests.agreements.conftest import clerk, customer, gm, panel
from tests.concurrency.race import outcomes_of, race
from tests.factories import agreements as making
from tests.factories.organization import actor_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services, pytest.mark.rule("CUS-10")]
__all__ = ["clerk", "customer", "gm", "panel"]


def answering(review, part, person, answer="YES"):
    return partial(
        reviews.answer, review_id=review.pk, part=part, given=making.given(part, answer), actor=actor_of(person),
        at=timezone.now(),
    )  # fmt: skip


def test_two_answers_at_once_are_both_kept(clerk, customer, panel):
    review = making.started(making.large(clerk, customer), clerk, panel.division_manager)
    people = panel.answers

    race(
        answering(review, Part.TECHNICAL, people[Part.TECHNICAL]),
        answering(review, Part.FINANCE, people[Part.FINANCE], "NO"),
    )

    kept = dict(review.answers.exclude(answer="").values_list("part", "answer"))
    assert kept == {Part.TECHNICAL.value: "YES", Part.FINANCE.value: "NO"}


def unlocked(review_id):
    """The review as it is read without the lock."""
    return AgreementReview.objects.select_related("agreement", "of").get(pk=review_id)


def test_the_last_two_answers_at_once_call_for_the_conclusion_once(clerk, customer, panel):
    """Each could think the other's part still open: the later one sees the earlier one's answer."""
    review, last = all_but(clerk, customer, panel)

    assert race(*last) != [None, None]

    kept = AgreementReview.objects.get(pk=review.pk)
    assert not kept.answers.filter(answer="").exists()
    assert kept.version == review.version + 2
    assert Notification.objects.filter(code="agreement_review.to_conclude").count() == 1


def test_control_without_the_lock_the_last_two_run_into_each_other(clerk, customer, panel, monkeypatch):
    """Both have written before either looks who is missing: each waits for what the other holds, and one is lost."""
    review, last = all_but(clerk, customer, panel)
    both_wrote, write = threading.Barrier(2), reviews.write_answer

    def written(*given, **more):
        write(*given, **more)
        both_wrote.wait(10)

    monkeypatch.setattr(reviews.locks, "lock_review", unlocked)
    monkeypatch.setattr(reviews, "write_answer", written)

    outcomes = race(*last)

    assert outcomes_of(OperationalError, outcomes) == 1
    assert AgreementReview.objects.get(pk=review.pk).answers.filter(answer="").count() == 1


def all_but(clerk, customer, panel):
    """A review with two parts open, and their answers to be given."""
    review = making.started(making.large(clerk, customer), clerk, panel.division_manager)
    people, last = panel.answers, (Part.TECHNICAL, Part.FINANCE)
    for part in (Part.RESOURCES, Part.CONDITIONS, Part.INSPECTION):
        making.answer(review, part, people[part])
    return making.again(review), [answering(review, part, people[part]) for part in last]


def test_control_without_the_lock_only_the_database_keeps_the_no(clerk, customer, panel, monkeypatch):
    """Both have read before either writes: no refusal of ours, the trigger is the last guard."""
    review = making.answered(making.started(making.large(clerk, customer), clerk, panel.division_manager), panel)
    both_read, refuses, write = threading.Barrier(2), reviews.finance_refuses, reviews.write_answer

    def read(one):
        found = refuses(one)
        both_read.wait(10)
        return found

    def written(*given, **more):
        both_read.wait(10)
        write(*given, **more)

    monkeypatch.setattr(reviews.locks, "lock_review", unlocked)
    monkeypatch.setattr(reviews, "finance_refuses", read)
    monkeypatch.setattr(reviews, "write_answer", written)
    concluding = partial(
        reviews.conclude_sign, review_id=review.pk, conclusion="同意", actor=actor_of(panel.division_manager),
        at=timezone.now(),
    )  # fmt: skip

    outcomes = race(answering(review, Part.FINANCE, panel.answers[Part.FINANCE], "NO"), concluding)

    assert outcomes_of(FinanceRefused, outcomes) + outcomes_of(WrongState, outcomes) == 0
    assert outcomes_of(IntegrityError, outcomes) + outcomes_of(OperationalError, outcomes) == 1


def test_a_conclusion_never_goes_over_a_no_given_meanwhile(clerk, customer, panel):
    """Whichever comes first: no conclusion, or no new answer; never both."""
    review = making.answered(making.started(making.large(clerk, customer), clerk, panel.division_manager), panel)
    concluding = partial(
        reviews.conclude_sign, review_id=review.pk, conclusion="同意", actor=actor_of(panel.division_manager),
        at=timezone.now(),
    )  # fmt: skip

    outcomes = race(answering(review, Part.FINANCE, panel.answers[Part.FINANCE], "NO"), concluding)

    refused = outcomes_of(FinanceRefused, outcomes) + outcomes_of(WrongState, outcomes)
    assert refused == 1
    kept = AgreementReview.objects.get(pk=review.pk)
    said_no = kept.answers.filter(part=Part.FINANCE, answer="NO").exists()
    assert (kept.state == ReviewState.SIGN) != said_no


@pytest.mark.rule("CUS-20")
def test_two_transactions_past_the_services_leave_no_day_with_none_or_two(clerk, customer):
    """Raw rows, no service, no lock of ours: one signs the agreement, the other adds a signed version outside its days.
    Each alone sees nothing wrong; the trigger's lock makes the later one see the earlier.
    """
    made = making.drafted(clerk, customer)
    first = made.versions.get()
    today = timezone.localdate()
    signed = {"signed_on": today, "signed_for_us": "李敏", "signed_for_customer": "王总"}

    def sign():
        with transaction.atomic():
            AgreementVersion.objects.filter(pk=first.pk).update(**signed)
            Agreement.objects.filter(pk=made.pk).update(
                state="SIGNED", signed_on=today, number="AG-2026-9001", submitted_at=timezone.now()
            )

    def add():
        start = made.end_date + timedelta(days=10)
        with transaction.atomic():
            AgreementVersion.objects.create(
                agreement=made, number=2, subject="越界", start_date=start, end_date=start + timedelta(days=5),
                created_by=clerk, created_at=timezone.now(), **signed,
            )  # fmt: skip

    outcomes = race(sign, add)

    assert outcomes_of(IntegrityError, outcomes) == 1
    kept = Agreement.objects.get(pk=made.pk)
    assert (kept.state == "SIGNED") != kept.versions.filter(number=2).exists()


def test_a_raw_answer_never_slips_under_a_raw_conclusion(clerk, customer, panel):
    """The database itself: no conclusion to sign stands beside a no of finance that came at the same moment."""
    review = making.answered(making.started(making.large(clerk, customer), clerk, panel.division_manager), panel)
    now = timezone.now()

    def conclude():
        with transaction.atomic():
            AgreementReview.objects.filter(pk=review.pk).update(
                state=ReviewState.SIGN, concluded_by=panel.division_manager, concluded_at=now, conclusion="同意"
            )

    def refuse():
        with transaction.atomic():
            review.answers.filter(part=Part.FINANCE).update(answer="NO")

    outcomes = race(conclude, refuse)

    assert outcomes_of(IntegrityError, outcomes) == 1
    kept = AgreementReview.objects.get(pk=review.pk)
    said_no = kept.answers.filter(part=Part.FINANCE, answer="NO").exists()
    assert (kept.state == ReviewState.SIGN) != said_no
