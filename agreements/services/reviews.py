"""Reviews of agreements and amendments: asked for, started, answered in parallel, concluded (CUS-10, CUS-11).

The agreement is locked before the review in each move, so of two answers and a conclusion at the same moment one comes
after the other, and what the later one reads is so.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements import locks, policies, thresholds
from agreements.choices import Answer, Ground, Part, ReviewState
from agreements.errors import AgreementIncomplete, AnotherPart, AnswersMissing, FinanceRefused, OwnReview
from agreements.models import Agreement, AgreementReview, AgreementVersion, Amendment, ReviewAnswer
from agreements.rules.reviews import missing_parts
from agreements.selectors.people import able_to_answer, holders, makers, reviewers
from agreements.services import agreements, telling
from agreements.services.answering import write_answer
from agreements.services.inputs import AnswerInput, RequirementInput, TellingInput
from core import audit, documents, notifications, numbers
from core.actors import SYSTEM, Actor
from core.errors import InvalidInput, NotAllowed, WrongState, require_reason, visible_text

PREFIX = "AR"


@transaction.atomic
def ask(
    *, agreement_id: int, form: RequirementInput, actor: Actor, at: datetime, version: int | None = None
) -> AgreementReview:
    """Hand in an agreement with its requirement form (产品要求评审表); the division manager is told. It is
    needed, or asked for by hand.

    Raises AgreementIncomplete, AgreementRateMissing, StaleDocument, WrongState, NotAllowed.
    """
    row = locks.lock_agreement(agreement_id)
    documents.require_version(row, version)
    documents.require(row, "submit", actor=actor)
    today = timezone.localdate(at)
    first = agreements.prepare(row, on=today)
    grounds = agreements.grounds_of(first, on=today) or [Ground.HAND.value]
    agreements.give_number(row, at=at)
    documents.perform(row, "submit", actor=actor, at=at)
    return open_review(row, first, form, grounds=grounds, actor=actor, at=at)


def open_review(
    row: Agreement,
    version: AgreementVersion,
    form: RequirementInput,
    *,
    grounds: Sequence[str],
    actor: Actor,
    at: datetime,
) -> AgreementReview:
    """A review of a version, to be started. Raises AgreementIncomplete."""
    texts = [visible_text(one).strip() for one in (form.product, form.quantities, form.dates)]
    if not all(texts):
        raise AgreementIncomplete(document=str(row), missing=_("product, quantities and dates on the requirement form"))
    review = AgreementReview.objects.create(
        agreement=row, of=version, grounds=list(grounds), product=texts[0][:300], quantities=texts[1][:300],
        dates=texts[2][:300], technical_requirements=visible_text(form.technical_requirements).strip()[:4000],
        special_terms=visible_text(form.special_terms).strip()[:4000],
        number=numbers.take(PREFIX, timezone.localdate(at).year), created_by_id=actor.known_id, created_at=at,
        submitted_at=at,
    )  # fmt: skip
    _record(review, "ask", actor, at, {"grounds": audit.in_both(_words_of_grounds, review.grounds)})
    _tell(review, reviewers(row.department_id, on=timezone.localdate(at)), "agreement_review.to_start", at=at)
    return review


@transaction.atomic
def start(*, review_id: int, actor: Actor, at: datetime, version: int | None = None) -> AgreementReview:
    """The division manager starts the review: every part is asked at once; price and required margin are those of
    today. Raises OwnReview, StaleDocument, WrongState, NotAllowed.
    """
    review = _locked(review_id, version)
    documents.require(review, "start", actor=actor)
    _require_foreign(review, actor)
    today = timezone.localdate(at)
    review.net_price, review.required_margin = review.of.net_amount, thresholds.required_margin(today)
    documents.perform(review, "start", actor=actor, at=at, by=actor.known_id)
    for part in parts_of(review):
        ReviewAnswer.objects.create(review=review, part=part)
        _tell(review, able_to_answer(part, review, on=today), "agreement_review.to_answer", at=at, what=part)
    return review


@transaction.atomic
def answer(
    *, review_id: int, part: str, given: AnswerInput, actor: Actor, at: datetime, version: int | None = None
) -> ReviewAnswer:
    """Answer for a part, or change what it answered while the review is not concluded (CUS-10). A changed answer of
    finance takes back what the general manager overruled.

    Raises ReasonMissing, InvalidInput, MarginTooLow, AnotherPart, OwnReview, StaleDocument, WrongState, NotAllowed.
    """
    review = _locked(review_id, version)
    row = review.answers.filter(part=part).first()
    if review.state != ReviewState.RUNNING or row is None:
        raise WrongState(document=str(review), state=review.get_state_display())
    if not policies.can_answer(review, part, actor):
        raise NotAllowed(document=str(review))
    _require_foreign(review, actor)
    if review.answers.filter(answered_by=actor.known_id).exclude(pk=row.pk).exists():
        raise AnotherPart(document=str(review))
    write_answer(review, row, given, actor=actor, at=at)
    fields: tuple[str, ...] = ("risk",)
    if part == Part.FINANCE and review.overruled_at is not None:
        review.overruled_by, review.overruled_at, review.overruling = None, None, ""
        fields = (*fields, "overruled_by", "overruled_at", "overruling")
    documents.touch(review, fields=fields)
    facts = {
        "part": audit.in_both(lambda code: Part(code).label, part),
        "answer": audit.in_both(lambda code: Answer(code).label, row.answer),
        "answer_reason": row.reason[:500],
    }
    _record(review, "answer", actor, at, facts)
    _tell_of_answer(review, row, at=at)
    return row


@transaction.atomic
def overrule(*, review_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None) -> AgreementReview:
    """The general manager goes over finance's no, with a reason; the division manager still concludes (CUS-10).

    Raises ReasonMissing, OwnReview, StaleDocument, WrongState, NotAllowed.
    """
    reason = require_reason(reason)
    review = _locked(review_id, version)
    if not policies.can_overrule(review, actor):
        raise NotAllowed(document=str(review))
    _require_foreign(review, actor)
    if review.state != ReviewState.RUNNING or not finance_refuses(review):
        raise WrongState(document=str(review), state=review.get_state_display())
    if review.answers.filter(answered_by=actor.known_id).exists():
        raise OwnReview(document=str(review))
    review.overruled_by_id, review.overruled_at, review.overruling = actor.known_id, at, reason[:2000]
    documents.touch(review, fields=("overruled_by", "overruled_at", "overruling"))
    audit.record(
        kind=review.kind, document_id=review.pk, label=str(review), code="agreement_review.overrule", actor=actor,
        at=at, reason=reason[:500],
    )  # fmt: skip
    people = reviewers(review.agreement.department_id, on=timezone.localdate(at))
    _tell(review, people, "agreement_review.overruled", at=at, facts={"reason": reason[:300]})
    return review


@transaction.atomic
def conclude_sign(
    *, review_id: int, conclusion: str, actor: Actor, at: datetime, version: int | None = None
) -> AgreementReview:
    """The division manager concludes: sign. Every answer is there, and finance's no was overruled (CUS-10).

    Raises AnswersMissing, FinanceRefused, OwnReview, StaleDocument, WrongState, NotAllowed, ReasonMissing.
    """
    review = _to_conclude(review_id, "conclude_sign", version, actor)
    if finance_refuses(review) and review.overruled_at is None:
        raise FinanceRefused(review=str(review))
    conclusion = require_reason(conclusion)[:4000]
    documents.perform(
        review, "conclude_sign", actor=actor, at=at, facts={"conclusion": conclusion[:500]}, by=actor.known_id,
        conclusion=conclusion,
    )  # fmt: skip
    subject = subject_of(review)
    documents.perform(subject, "grant", actor=SYSTEM, at=at, facts={"review": str(review)})
    _tell_makers(review, "agreement_review.sign", at=at)
    return review


@transaction.atomic
def conclude_decline(
    *, review_id: int, conclusion: str, told: TellingInput, actor: Actor, at: datetime, version: int | None = None
) -> AgreementReview:
    """The division manager concludes: decline. The customer gets the explanation, and an alternative is proposed; the
    old agreement goes on where it was an amendment (CUS-10, CUS-21).

    Raises AnswersMissing, CustomerUntold, InvalidInput, OwnReview, StaleDocument, WrongState, NotAllowed,
    ReasonMissing.
    """
    review = _to_conclude(review_id, "conclude_decline", version, actor)
    conclusion = require_reason(conclusion)[:4000]
    review.explanation, review.alternative = (
        visible_text(one).strip()[:4000] for one in (told.explanation, told.alternative)
    )
    if not review.explanation or not review.alternative:
        raise InvalidInput(problem=_("Write the explanation to the customer and the alternative you propose."))
    review.told_how = telling.how_told(told)
    documents.perform(
        review, "conclude_decline", actor=actor, at=at, facts={"conclusion": conclusion[:500]}, by=actor.known_id,
        conclusion=conclusion,
    )  # fmt: skip
    subject = subject_of(review)
    if isinstance(subject, Amendment):
        documents.perform(
            subject, "decline", actor=SYSTEM, at=at, facts={"review": str(review)}, refusal=review.explanation,
            told_how=review.told_how,
        )  # fmt: skip
    else:
        documents.perform(subject, "decline", actor=SYSTEM, at=at, facts={"review": str(review)})
    telling.write_letter(review, told, actor=actor, at=at)
    _tell_makers(review, "agreement_review.decline", at=at)
    return review


@transaction.atomic
def send_back(
    *, review_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None
) -> AgreementReview:
    """The division manager returns the form to be changed; what was answered stays readable. Raises ReasonMissing,
    OwnReview, StaleDocument, WrongState, NotAllowed.
    """
    reason = require_reason(reason)
    review = _locked(review_id, version)
    documents.require(review, "send_back", actor=actor)
    _require_foreign(review, actor)
    documents.perform(review, "send_back", actor=actor, at=at, reason=reason)
    documents.perform(subject_of(review), "send_back", actor=SYSTEM, at=at, reason=reason)
    _tell_makers(review, "agreement_review.returned", at=at, facts={"reason": reason[:300]})
    return review


def withdraw_of(version: AgreementVersion, *, actor: Actor, at: datetime, reason: str) -> None:
    """End the running review of a version whose amendment is taken back."""
    review = version.reviews.filter(state__in=(ReviewState.ASKED, ReviewState.RUNNING)).first()
    if review is not None:
        documents.perform(review, "withdraw", actor=actor, at=at, reason=reason)


def parts_of(review: AgreementReview) -> list[str]:
    """The parts that answer: all, or those an amendment touches (CUS-20)."""
    subject = subject_of(review)
    return list(subject.parts) if isinstance(subject, Amendment) else list(Part.values)


def subject_of(review: AgreementReview) -> Agreement | Amendment:
    """What the review decides about; locked already, with the agreement."""
    amendment = Amendment.objects.select_related("agreement").filter(proposed=review.of_id).first()
    if amendment is not None:
        return amendment
    return Agreement.objects.get(pk=review.agreement_id)


def finance_refuses(review: AgreementReview) -> bool:
    """Whether finance says no."""
    return review.answers.filter(part=Part.FINANCE, answer=Answer.NO).exists()


def is_own(review: AgreementReview, actor: Actor) -> bool:
    """Whether the reader made or looks after what is reviewed."""
    return actor.person_id in makers(review)


def _to_conclude(review_id: int, move: str, version: int | None, actor: Actor) -> AgreementReview:
    review = _locked(review_id, version)
    documents.require(review, move, actor=actor)
    _require_foreign(review, actor)
    rows = list(review.answers.values_list("part", "answer", "answered_by"))
    missing = missing_parts([(part, answer) for part, answer, _by in rows])
    if missing or not rows:
        raise AnswersMissing(review=str(review), parts=", ".join(str(Part(one).label) for one in missing))
    if actor.person_id in {by for _part, _answer, by in rows}:
        raise OwnReview(document=str(review))
    return review


def _locked(review_id: int, version: int | None) -> AgreementReview:
    review = locks.lock_review(review_id)
    documents.require_version(review, version)
    return review


def _require_foreign(review: AgreementReview, actor: Actor) -> None:
    if is_own(review, actor):
        raise OwnReview(document=str(review))


def _tell_of_answer(review: AgreementReview, row: ReviewAnswer, *, at: datetime) -> None:
    today = timezone.localdate(at)
    department = review.agreement.department_id
    if row.part == Part.FINANCE and row.answer == Answer.NO:
        _tell(review, holders(policies.OVERRULE, department, on=today), "agreement_review.finance_no", at=at)
    if not review.answers.filter(answer="").exists():
        _tell(review, reviewers(department, on=today), "agreement_review.to_conclude", at=at)


def _tell_makers(review: AgreementReview, code: str, *, at: datetime, facts: dict[str, str] | None = None) -> None:
    _tell(review, makers(review), code, at=at, facts=facts)


def _tell(
    review: AgreementReview,
    people: set[int],
    code: str,
    *,
    at: datetime,
    what: str = "",
    facts: dict[str, str] | None = None,
) -> None:
    """Tell people once per occasion of a review."""
    notifications.notify(
        people, code=code, kind=review.kind, document_id=review.pk, label=f"{review} {review.of.subject}",
        key=f"{code}:{review.pk}:{review.version}:{what}", at=at,
        facts={"customer": review.agreement.customer.name} | (facts or {}),
    )  # fmt: skip


def _words_of_grounds(grounds: Sequence[str]) -> str:
    return _(", ").join(str(Ground(one).label) for one in grounds)


def _record(review: AgreementReview, what: str, actor: Actor, at: datetime, facts: dict[str, Any]) -> None:
    audit.record(
        kind=review.kind, document_id=review.pk, label=str(review), code=f"agreement_review.{what}", actor=actor,
        at=at, after=review.state, facts=facts,
    )  # fmt: skip
