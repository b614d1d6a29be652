"""`agreement-reviews`: started, answered, overruled, concluded (CUS-10, CUS-11, GEN-17)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from rest_framework import serializers

from agreements.choices import Answer, CostKind, Part, ReviewState, Risk
from agreements.models import AgreementReview, ReviewAnswer, ReviewCost
from agreements.policies import OVERRULE, REVIEW
from agreements.selectors.agreements import reviews_visible_to
from agreements.selectors.reviews import waits_for
from agreements.services import reviews
from agreements.services.answering import MOST_COSTS, margin_of
from agreements.services.inputs import AnswerInput, CostInput, TellingInput
from core.actors import Actor
from core.api import AmountSerializerField, DocumentOut, Input, ReasonIn, Resource, VersionedInput, move
from core.api.fields import LinesField, RateSerializerField
from core.api.filters import IdFilter


class ReviewAnswerOut(serializers.Serializer[ReviewAnswer]):
    """What one part answers; `answer` is empty until it does."""

    part = serializers.CharField(read_only=True)
    answer = serializers.CharField(read_only=True)
    reason = serializers.CharField(read_only=True)
    condition = serializers.CharField(read_only=True)
    points = serializers.DictField(child=serializers.CharField(), read_only=True)
    answered_by = serializers.IntegerField(source="answered_by_id", read_only=True, allow_null=True)
    answered_at = serializers.DateTimeField(read_only=True, allow_null=True)


class ReviewCostOut(serializers.Serializer[ReviewCost]):
    """One cost of the order, without tax."""

    cost_kind = serializers.CharField(read_only=True)
    text = serializers.CharField(read_only=True)
    amount = AmountSerializerField(read_only=True)


class AgreementReviewRow(DocumentOut):
    """A review in a list."""

    agreement = serializers.IntegerField(source="agreement_id", read_only=True)
    version_reviewed = serializers.IntegerField(source="of_id", read_only=True)
    grounds = serializers.ListField(child=serializers.CharField(), read_only=True)
    product = serializers.CharField(read_only=True)
    quantities = serializers.CharField(read_only=True)
    dates = serializers.CharField(read_only=True)
    technical_requirements = serializers.CharField(read_only=True)
    special_terms = serializers.CharField(read_only=True)
    net_price = AmountSerializerField(read_only=True)
    required_margin = RateSerializerField(read_only=True)
    risk = serializers.CharField(read_only=True)
    overruled_by = serializers.IntegerField(source="overruled_by_id", read_only=True, allow_null=True)
    overruling = serializers.CharField(read_only=True)
    concluded_by = serializers.IntegerField(source="concluded_by_id", read_only=True, allow_null=True)
    concluded_at = serializers.DateTimeField(read_only=True, allow_null=True)
    conclusion = serializers.CharField(read_only=True)
    explanation = serializers.CharField(read_only=True)
    alternative = serializers.CharField(read_only=True)
    told_how = serializers.CharField(read_only=True)


class AgreementReviewOut(AgreementReviewRow):
    """One review with answers, costs and the margin computed from them."""

    answers = ReviewAnswerOut(many=True, read_only=True)
    costs = ReviewCostOut(many=True, read_only=True)
    margin = serializers.SerializerMethodField()
    margin_share = serializers.SerializerMethodField()

    def get_margin(self, review: AgreementReview) -> str:
        """What is left of the net price."""
        return f"{margin_of(review)[0]:.2f}"

    def get_margin_share(self, review: AgreementReview) -> str | None:
        """Its share of the net price."""
        share = margin_of(review)[1]
        return None if share is None else f"{share:f}"


class ReviewCostIn(Input):
    """One cost of the order, without tax."""

    cost_kind = serializers.ChoiceField(choices=CostKind.choices)
    text = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    amount = AmountSerializerField()


class GivenAnswerIn(VersionedInput):
    """What a part answers: `points` by code on each thing it is asked about; `risk` and `costs` are finance's."""

    part = serializers.ChoiceField(choices=Part.choices)
    answer = serializers.ChoiceField(choices=Answer.choices)
    reason = serializers.CharField(max_length=2000)
    condition = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")
    points = serializers.DictField(child=serializers.CharField(max_length=500))
    risk = serializers.ChoiceField(choices=Risk.choices, required=False, allow_blank=True, default="")
    costs = LinesField(child=ReviewCostIn(), max_length=MOST_COSTS, allow_empty=True, required=False)


class ReviewSignIn(VersionedInput):
    """Sign."""

    conclusion = serializers.CharField(max_length=4000)


class ReviewDeclineIn(ReviewSignIn):
    """Decline: the customer is told by a letter to `address`, or as `told_how` says."""

    explanation = serializers.CharField(max_length=4000)
    alternative = serializers.CharField(max_length=4000)
    address = serializers.EmailField(max_length=160, required=False, allow_blank=True, default="")
    language = serializers.ChoiceField(choices=("zh", "en"), required=False, default="zh")
    told_how = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class ReviewFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By state, agreement, and whether it waits for the caller."""

    state = django_filters.ChoiceFilter(choices=ReviewState.choices)
    agreement = IdFilter(field_name="agreement_id")
    waits_for_me = django_filters.BooleanFilter(method="only_mine")

    def only_mine(self, rows: QuerySet[AgreementReview], _name: str, value: bool) -> QuerySet[AgreementReview]:
        """Those the caller starts, answers or concludes next."""
        mine = waits_for(self.request.actor)
        return rows.filter(mine) if value else rows.exclude(mine)


class AgreementReviewResource(Resource[AgreementReview]):
    """Asked for by agreements and amendments; every part answers, the division manager concludes."""

    serializer_class = AgreementReviewOut
    list_serializer_class = AgreementReviewRow
    permissions = {
        "start": REVIEW, "send_back": REVIEW, "conclude_sign": REVIEW, "conclude_decline": REVIEW,
        "overrule": OVERRULE,
    }  # fmt: skip
    filterset_class = ReviewFilter
    ordering_fields = {"number": "number", "created_at": "created_at"}
    search_kind = AgreementReview.kind

    def visible(self, actor: Actor) -> QuerySet[AgreementReview]:
        return reviews_visible_to(actor)

    @move(input=VersionedInput, scope="decide")
    def start(self, document: AgreementReview, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Ask every part at once."""
        reviews.start(review_id=document.pk, actor=actor, at=at, version=data.get("version"))

    @move(input=GivenAnswerIn, scope="decide")
    def answer(self, document: AgreementReview, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Answer for a part, or change what it answered."""
        costs = [CostInput(one["cost_kind"], one["amount"], one["text"]) for one in data.get("costs", ())]
        given = AnswerInput(data["answer"], data["reason"], data["condition"], data["points"], data["risk"], costs)
        reviews.answer(
            review_id=document.pk, part=data["part"], given=given, actor=actor, at=at, version=data.get("version")
        )

    @move(input=ReasonIn, scope="decide")
    def overrule(self, document: AgreementReview, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Go over the no of finance: the general manager."""
        reviews.overrule(review_id=document.pk, reason=data["reason"], actor=actor, at=at, version=data.get("version"))

    @move(input=ReviewSignIn, scope="decide")
    def conclude_sign(self, document: AgreementReview, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Conclude: sign."""
        reviews.conclude_sign(
            review_id=document.pk, conclusion=data["conclusion"], actor=actor, at=at, version=data.get("version")
        )

    @move(input=ReviewDeclineIn, scope="decide")
    def conclude_decline(self, document: AgreementReview, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Conclude: decline, and tell the customer."""
        told = TellingInput(
            data["explanation"], data["alternative"], data["address"], data["language"], data["told_how"]
        )
        reviews.conclude_decline(
            review_id=document.pk, conclusion=data["conclusion"], told=told, actor=actor, at=at,
            version=data.get("version"),
        )  # fmt: skip

    @move(input=ReasonIn, scope="decide")
    def send_back(self, document: AgreementReview, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Return the requirement form."""
        reviews.send_back(review_id=document.pk, reason=data["reason"], actor=actor, at=at, version=data.get("version"))
