"""What an answer has to say, and the margin of finance's (CUS-10, CUS-11)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from agreements.choices import Answer, CostKind, Part, Risk
from agreements.errors import MarginTooLow
from agreements.models import AgreementReview, ReviewAnswer, ReviewCost
from agreements.rules.reviews import POINTS, margin
from agreements.services.inputs import AnswerInput, CostInput
from core.actors import Actor
from core.errors import InvalidInput, require_reason, visible_text

MOST_COSTS = 50


def write_answer(review: AgreementReview, row: ReviewAnswer, given: AnswerInput, *, actor: Actor, at: datetime) -> None:
    """Keep what a part answers on a locked review; the caller saves its `risk`. Raises ReasonMissing, InvalidInput,
    MarginTooLow.
    """
    if given.answer not in Answer.values:
        raise InvalidInput(problem=_("Answer yes, no, or yes with conditions."))
    row.reason = require_reason(given.reason)[:2000]
    row.condition = visible_text(given.condition).strip()[:2000] if given.answer == Answer.YES_IF else ""
    if given.answer == Answer.YES_IF and not row.condition:
        raise InvalidInput(problem=_("Say under which conditions."))
    row.points = {code: visible_text(given.points.get(code, "")).strip()[:500] for code in POINTS[row.part]}
    if not all(row.points.values()):
        raise InvalidInput(problem=_("Say something on each of the points."))
    if row.part == Part.FINANCE:
        _weigh(review, given)
    row.answer, row.answered_by_id, row.answered_at = given.answer, actor.known_id, at
    row.save()


def margin_of(review: AgreementReview) -> tuple[Decimal, Decimal | None]:
    """What is left of the net price after the cost lines, and its share."""
    return margin(review.net_price, review.costs.values_list("amount", flat=True))


def _weigh(review: AgreementReview, given: AnswerInput) -> None:
    """Cost lines and risk; yes without conditions needs the required margin (CUS-11)."""
    if given.risk not in Risk.values:
        raise InvalidInput(problem=_("Grade the risk of the order."))
    if not given.costs or len(given.costs) > MOST_COSTS:
        raise InvalidInput(problem=_("Enter the cost lines of the order, at most %(most)s.") % {"most": MOST_COSTS})
    lines = [_cost(one, position, review) for position, one in enumerate(given.costs, start=1)]
    _left, share = margin(review.net_price, (one.amount for one in lines))
    if given.answer == Answer.YES and (share is None or share < review.required_margin):
        raise MarginTooLow(margin=share if share is not None else Decimal(0), required=review.required_margin)
    review.costs.all().delete()
    ReviewCost.objects.bulk_create(lines)
    review.risk = given.risk


def _cost(one: CostInput, position: int, review: AgreementReview) -> ReviewCost:
    if one.cost_kind not in CostKind.values or one.amount < 0:
        raise InvalidInput(problem=_("Choose one of the values offered."))
    return ReviewCost(
        review=review, position=position, cost_kind=one.cost_kind, amount=one.amount,
        text=visible_text(one.text).strip()[:200],
    )  # fmt: skip
