"""Reviews as lists and pages show them (CUS-10, CUS-11)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from agreements import policies
from agreements.choices import Answer, Ground, Part, ReviewState
from agreements.models import AgreementReview, Amendment, ReviewAnswer, ReviewCost
from agreements.rules.reviews import POINTS, margin
from agreements.selectors.agreements import reviews_visible_to
from agreements.selectors.people import able_to_answer, names_of
from agreements.words_of_points import WORDS
from core import search
from core.actors import Actor
from core.ordering import ordered

SORTS = {
    "number": "number", "subject": "of__subject", "customer": "agreement__customer__name_zh", "state": "state",
    "open": "open_answers", "created": "created_at",
}  # fmt: skip
OPENED, TO_ANSWER, MINE = "open", "to_answer", "mine"
RUNNING = (ReviewState.ASKED, ReviewState.RUNNING)


@dataclass(frozen=True, slots=True)
class ReviewQuestion:
    """What of the reviews is asked for."""

    words: str = ""
    state: str = ""
    only: str = ""
    sort: str = ""


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One part with what it says, and whether the reader answers for it."""

    row: ReviewAnswer
    points: Sequence[tuple[object, str]]
    can_answer: bool
    waits_for: Sequence[str] = ()
    """Who can answer, by name, while the part is open."""

    @property
    def tone(self) -> str:
        """How the answer looks."""
        return {Answer.YES: "ok", Answer.YES_IF: "warn", Answer.NO: "danger"}.get(Answer(self.row.answer), "mute")

    @property
    def icon(self) -> str:
        """The sign beside the answer."""
        return {Answer.YES: "check", Answer.YES_IF: "alert-triangle", Answer.NO: "x"}[Answer(self.row.answer)]


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """A review with its answers, what is left of the price, and what the reader may do."""

    answers: Sequence[AnswerRow]
    costs: Sequence[ReviewCost]
    grounds: Sequence[object]
    amendment: Amendment | None
    left: Decimal
    share: Decimal | None
    is_enough: bool
    finance_refuses: bool
    missing: Sequence[object]
    can_start: bool
    can_conclude: bool
    can_overrule: bool
    can_send_back: bool


def reviews_found(actor: Actor, asked: ReviewQuestion) -> QuerySet[AgreementReview]:
    """The reviews of a list, the newest first unless sorted otherwise."""
    rows = reviews_visible_to(actor).select_related("agreement__customer", "of", "created_by", "concluded_by")
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.only == OPENED:
        rows = rows.filter(state__in=RUNNING)
    elif asked.only == TO_ANSWER:
        rows = rows.filter(waits_for(actor))
    elif asked.only == MINE:
        rows = rows.filter(Q(created_by=actor.person_id or 0) | Q(agreement__owner=actor.person_id or 0))
    if asked.words:
        rows = search.fitting(rows, AgreementReview.kind, asked.words)
    rows = rows.annotate(open_answers=Count("answers", filter=Q(answers__answer="")))
    return ordered(rows, asked.sort, SORTS, usual=("-created_at", "-pk"))


def waits_for(actor: Actor) -> Q:
    """Reviews in which this reader starts, answers, overrules or concludes next."""
    own = Q(created_by=actor.person_id or 0) | Q(agreement__owner=actor.person_id or 0)
    wanted = Q(pk__in=[])
    unanswered = ReviewAnswer.objects.filter(review=OuterRef("pk"), answer="")
    for part, permission in policies.ANSWERS.items():
        scope = actor.scope_of(permission)
        here = Q() if scope.company else Q(agreement__department__in=scope.departments)
        if scope.company or scope.departments:
            wanted |= here & Q(state=ReviewState.RUNNING) & Q(Exists(unanswered.filter(part=part)))
    scope = actor.scope_of(policies.REVIEW)
    if scope.company or scope.departments:
        here = Q() if scope.company else Q(agreement__department__in=scope.departments)
        wanted |= here & (Q(state=ReviewState.ASKED) | (Q(state=ReviewState.RUNNING) & ~Q(Exists(unanswered))))
    return wanted & ~own


def review_page(review: AgreementReview, actor: Actor) -> ReviewPage:
    """Everything on one page, in a fixed number of statements."""
    rows = list(review.answers.select_related("answered_by"))
    costs = list(review.costs.all())
    left, share = margin(review.net_price, (one.amount for one in costs))
    own = actor.person_id in {review.created_by_id, review.agreement.created_by_id, review.agreement.owner_id}
    answered = {one.answered_by_id: one.part for one in rows if one.answered_by_id}
    running = review.state == ReviewState.RUNNING
    refuses = any(one.part == Part.FINANCE and one.answer == Answer.NO for one in rows)
    missing = [Part(one.part).label for one in rows if not one.answer]
    leads = policies.can_review(review, actor) and not own
    return ReviewPage(
        answers=[
            AnswerRow(
                one,
                [(WORDS[code], one.points[code]) for code in POINTS[one.part] if one.points.get(code)],
                running
                and not own
                and policies.can_answer(review, one.part, actor)
                and answered.get(actor.person_id or 0, one.part) == one.part,
                _waits_for(one, review, answered) if running and not one.answer else (),
            )
            for one in rows
        ],
        costs=costs,
        grounds=[Ground(one).label for one in review.grounds],
        amendment=Amendment.objects.filter(proposed=review.of_id).first(),
        left=left,
        share=share if costs else None,
        is_enough=share is not None and share >= review.required_margin,
        finance_refuses=refuses,
        missing=missing,
        can_start=leads and review.state == ReviewState.ASKED,
        can_conclude=leads and running and not missing and actor.person_id not in answered,
        can_overrule=running
        and refuses
        and review.overruled_at is None
        and not own
        and actor.person_id not in answered
        and policies.can_overrule(review, actor),
        can_send_back=leads and review.state in RUNNING,
    )


def parts_without_anybody(review: AgreementReview, parts: Iterable[str], *, on: date) -> list[str]:
    """The parts nobody could answer: the review could never be concluded (CUS-10)."""
    return [str(Part(one).label) for one in parts if not names_of(able_to_answer(one, review, on=on))]


def _waits_for(row: ReviewAnswer, review: AgreementReview, answered: Mapping[int, str]) -> list[str]:
    """Who can still answer an open part: not who answered another one."""
    return names_of(able_to_answer(row.part, review, on=timezone.localdate()) - set(answered))
