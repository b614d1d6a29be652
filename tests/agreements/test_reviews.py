"""Reviews of large agreements: every answer, finance's no, the conclusion, the margin (CUS-10, CUS-11)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from agreements.choices import AgreementState, Part, ReviewState
from agreements.errors import (
    AnotherPart,
    AnswersMissing,
    CustomerUntold,
    FinanceRefused,
    MarginTooLow,
    OwnReview,
    ReviewNeeded,
)
from agreements.models import AgreementReview, ReviewAnswer
from agreements.rules.reviews import grounds, margin
from agreements.selectors.reviews import review_page
from agreements.services import agreements, reviews
from agreements.services.inputs import TellingInput
from core import letters
from core.errors import InvalidInput, NotAllowed, ReasonMissing, StaleDocument, WrongState
from core.models import Mail, Notification
from tests.factories import agreements as making
from tests.factories import organization as cast
from tests.factories.organization import actor_of, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.rule("CUS-10")]


def now():
    return timezone.now()


@pytest.mark.parametrize(
    ("amount", "technical", "contract", "expected"),
    [
        ("499999.99", "", "", []),
        ("500000.00", "", "", ["AMOUNT"]),
        ("120000.00", "主轴 0.005", "", ["TECHNICAL"]),
        ("120000.00", "", "违约金 20%", ["CONTRACT"]),
        ("600000.00", "主轴 0.005", "违约金 20%", ["AMOUNT", "TECHNICAL", "CONTRACT"]),
    ],
)
def test_why_a_review_is_needed(amount, technical, contract, expected):
    found = grounds(amount=Decimal(amount), least=Decimal(500_000), technical=technical, contract=contract)

    assert found == expected


@pytest.mark.rule("CUS-11")
@pytest.mark.parametrize(
    ("price", "costs", "left", "share"),
    [("566037.74", ["500000.00"], "66037.74", "0.1167"), ("100.00", ["95.00"], "5.00", "0.0500"), ("0", [], "0", None)],
)
def test_the_margin_is_computed(price, costs, left, share):
    found = margin(Decimal(price), [Decimal(one) for one in costs])

    assert found == (Decimal(left), Decimal(share) if share else None)


def test_a_large_agreement_is_not_signed_without_a_review(clerk, customer):
    made = making.large(clerk, customer)

    with pytest.raises(ReviewNeeded):
        agreements.make_ready(agreement_id=made.pk, actor=actor_of(clerk), at=now())

    assert making.again(made).state == AgreementState.DRAFT


def test_all_parts_are_asked_at_once_and_told(clerk, customer, panel):
    review = making.started(making.large(clerk, customer), clerk, panel.division_manager)

    assert review.state == ReviewState.RUNNING
    assert set(review.answers.values_list("part", flat=True)) == set(Part.values)
    told = Notification.objects.filter(code="agreement_review.to_answer").values_list("person", flat=True)
    assert {one.pk for one in panel.answers.values()} <= set(told)
    assert (review.net_price, review.required_margin) == (Decimal("566037.74"), Decimal("0.0800"))


def test_every_answer_is_needed(clerk, customer, panel):
    review = making.started(making.large(clerk, customer), clerk, panel.division_manager)
    making.answer(review, Part.TECHNICAL, panel.answers[Part.TECHNICAL])

    with pytest.raises(AnswersMissing):
        making.concluded(review, panel)
    with pytest.raises(AnswersMissing):
        making.concluded(review, panel, sign=False)

    assert making.again(review).state == ReviewState.RUNNING


def test_all_yes_is_signed(clerk, customer, panel):
    made = making.large(clerk, customer)
    review = making.answered(making.started(made, clerk, panel.division_manager), panel)

    making.concluded(review, panel)

    assert making.again(made).state == AgreementState.READY
    agreements.sign(agreement_id=made.pk, signature=making.signature(), actor=actor_of(clerk), at=now())
    assert making.again(made).state == AgreementState.SIGNED


def test_only_the_general_manager_overrules_finance(clerk, customer, panel):
    made = making.large(clerk, customer)
    review = making.answered(making.started(made, clerk, panel.division_manager), panel, finance="NO")

    with pytest.raises(FinanceRefused):
        making.concluded(review, panel)
    for person in (panel.division_manager, clerk, panel.answers[Part.FINANCE]):
        with pytest.raises(NotAllowed):
            reviews.overrule(review_id=review.pk, reason="战略客户", actor=actor_of(person), at=now())
    with pytest.raises(ReasonMissing):
        reviews.overrule(review_id=review.pk, reason=" ", actor=actor_of(panel.gm), at=now())
    reviews.overrule(review_id=review.pk, reason="战略客户", actor=actor_of(panel.gm), at=now())
    making.concluded(review, panel)

    kept = making.again(review)
    assert (kept.state, kept.overruling, kept.overruled_by) == (ReviewState.SIGN, "战略客户", panel.gm)
    assert making.again(made).state == AgreementState.READY


def test_a_new_answer_of_finance_takes_the_overruling_back(clerk, customer, panel):
    review = making.answered(
        making.started(making.large(clerk, customer), clerk, panel.division_manager), panel, finance="NO"
    )
    reviews.overrule(review_id=review.pk, reason="战略客户", actor=actor_of(panel.gm), at=now())

    making.answer(review, Part.FINANCE, panel.answers[Part.FINANCE], "NO", reason="客户已破产")

    with pytest.raises(FinanceRefused):
        making.concluded(review, panel)


def test_a_decline_tells_the_customer_and_proposes_something_else(clerk, customer, panel, run_jobs):
    made = making.large(clerk, customer)
    review = making.answered(making.started(made, clerk, panel.division_manager), panel, finance="NO")
    actor = actor_of(panel.division_manager)
    untold = TellingInput("产能不足", "分两期")
    with pytest.raises(CustomerUntold):
        reviews.conclude_decline(review_id=review.pk, conclusion="不签", told=untold, actor=actor, at=now())
    with pytest.raises(InvalidInput):
        reviews.conclude_decline(
            review_id=review.pk, conclusion="不签", told=TellingInput("产能不足", "", how="电话"), actor=actor, at=now()
        )

    told = TellingInput("产能不足", "分两期执行", address="wang@example.com")
    reviews.conclude_decline(review_id=review.pk, conclusion="不签", told=told, actor=actor, at=now())

    assert making.again(made).state == AgreementState.DECLINED
    mail = Mail.objects.get(address="wang@example.com")
    letter = letters.compose(mail)
    assert "产能不足" in letter.text
    assert "分两期执行" in letter.text
    assert making.again(review).told_how == "wang@example.com"


@pytest.mark.rule("CUS-11")
def test_finance_says_yes_without_conditions_only_with_the_margin(clerk, customer, panel):
    review = making.started(making.large(clerk, customer), clerk, panel.division_manager)
    finance = panel.answers[Part.FINANCE]

    with pytest.raises(MarginTooLow):
        making.answer(review, Part.FINANCE, finance, cost="530000.00")
    assert not review.costs.exists()
    making.answer(review, Part.FINANCE, finance, "YES_IF", cost="530000.00")

    assert [one.amount for one in review.costs.all()] == [Decimal("530000.00")]


def test_makers_and_answerers_keep_apart(clerk, customer, panel, company):
    made = making.large(clerk, customer)
    making.started(made, clerk, panel.division_manager)
    review = AgreementReview.objects.get()
    cast.give(clerk, "rd_lead")
    with pytest.raises(OwnReview):
        making.answer(review, Part.TECHNICAL, clerk)
    both = panel.answers[Part.RESOURCES]
    cast.give(both, "rd_lead")
    making.answer(review, Part.RESOURCES, both)
    with pytest.raises(AnotherPart):
        making.answer(review, Part.TECHNICAL, both)
    cast.give(panel.division_manager, "rd_lead")
    making.answer(review, Part.TECHNICAL, panel.division_manager)
    for part in (Part.CONDITIONS, Part.INSPECTION, Part.FINANCE):
        making.answer(review, part, panel.answers[part])
    with pytest.raises(OwnReview):
        making.concluded(review, panel)


def test_answers_say_why_and_if_says_what(clerk, customer, panel):
    review = making.started(making.large(clerk, customer), clerk, panel.division_manager)
    person = panel.answers[Part.TECHNICAL]

    with pytest.raises(ReasonMissing):
        making.answer(review, Part.TECHNICAL, person, reason=" ")
    with pytest.raises(InvalidInput):
        reviews.answer(
            review_id=review.pk, part=Part.TECHNICAL, at=now(), actor=actor_of(person),
            given=making.AnswerInput("YES_IF", "可以", "", {"ability": "有", "development_time": "一月"}),
        )  # fmt: skip
    with pytest.raises(InvalidInput):
        reviews.answer(
            review_id=review.pk, part=Part.TECHNICAL, at=now(), actor=actor_of(person),
            given=making.AnswerInput("YES", "可以", "", {"ability": "有"}),
        )  # fmt: skip


def test_a_form_returned_is_handed_in_again(clerk, customer, panel):
    made = making.large(clerk, customer)
    review = making.asked(made, clerk)

    reviews.send_back(review_id=review.pk, reason="缺技术要求", actor=actor_of(panel.division_manager), at=now())

    assert making.again(made).state == AgreementState.DRAFT
    second = making.asked(making.again(made), clerk)
    assert second.number != review.number
    assert making.again(made).number == made.number or making.again(made).number


def test_a_stale_page_and_a_concluded_review_are_refused(clerk, customer, panel):
    review = making.answered(making.started(making.large(clerk, customer), clerk, panel.division_manager), panel)
    with pytest.raises(StaleDocument):
        reviews.conclude_sign(
            review_id=review.pk, conclusion="同意", actor=actor_of(panel.division_manager), at=now(), version=1
        )
    making.concluded(review, panel)
    with pytest.raises(WrongState):
        making.answer(review, Part.TECHNICAL, panel.answers[Part.TECHNICAL], "NO")


def test_the_database_keeps_answers_and_conclusions(clerk, customer, panel):
    """The last guard: past the services."""
    review = making.started(making.large(clerk, customer), clerk, panel.division_manager)
    with pytest.raises(IntegrityError), transaction.atomic():
        AgreementReview.objects.filter(pk=review.pk).update(state="SIGN", concluded_at=now())
    making.answered(review, panel, finance="NO")
    with pytest.raises(IntegrityError), transaction.atomic():
        AgreementReview.objects.filter(pk=review.pk).update(state="SIGN", concluded_at=now())
    making.concluded(review, panel, sign=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewAnswer.objects.filter(review=review).update(answer="YES")


def test_a_stranger_sees_nothing(clerk, customer, panel, outsider):
    from agreements.selectors.agreements import agreements_visible_to, reviews_visible_to

    review = making.asked(making.large(clerk, customer), clerk)

    assert not agreements_visible_to(actor_of(outsider)).exists()
    assert not reviews_visible_to(actor_of(outsider)).exists()
    assert reviews_visible_to(actor_of(panel.answers[Part.TECHNICAL])).get() == review


def test_the_api_refuses_with_the_name_of_the_kind(clerk, customer, outsider):
    made = making.asked(making.large(clerk, customer), clerk)
    client = signed_in(APIClient(headers={"accept-language": "zh-hans"}), outsider)

    answer = client.post(f"/api/v1/agreement-reviews/{made.pk}/start/", {}, format="json")

    assert answer.status_code == 403
    assert "协议评审" in answer.content.decode()
    assert "agreement-reviews" not in answer.content.decode()


def test_a_part_nobody_can_answer_is_named_before_the_start(client, company, clerk, customer, division_manager, gm):
    """Every answer is needed: without one the review could never end (CUS-10)."""
    cast.member(company.company, "finance", company_wide=True, name_zh="王静")
    made = making.asked(making.large(clerk, customer), clerk)
    signed_in(client, division_manager)

    before = client.get(reverse("agreements:review_start", args=[made.pk])).content.decode()
    making.reviews.start(review_id=made.pk, actor=actor_of(division_manager), at=timezone.now())
    rows = review_page(making.again(made), actor_of(division_manager)).answers

    open_parts = {one.row.part: list(one.waits_for) for one in rows}
    assert open_parts[Part.FINANCE] == ["王静"]
    assert open_parts[Part.TECHNICAL] == []
    assert str(Part.TECHNICAL.label) in before.split("无人")[1]
    assert str(Part.FINANCE.label) not in before.split("无人")[1]
