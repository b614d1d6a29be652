"""`market-information`, `transfer-slips`, `market-feedback` (MKT-01 to MKT-04, GEN-17)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers

from core.actors import Actor
from core.api import Creates, DocumentOut, Input, ReasonIn, Resource, VersionedInput, move
from core.api.fields import IdField, PlainDecimalField
from core.api.filters import IdFilter
from core.errors import InvalidInput
from feedback.choices import (
    ArchiveClass,
    Importance,
    InfoKind,
    InfoState,
    Origin,
    Reliability,
    SheetState,
    SlipState,
)
from feedback.models import FeedbackSheet, MarketInfo, Reward, TransferSlip
from feedback.policies import SCREEN
from feedback.selectors.market import infos_visible_to, sheets_visible_to, slips_visible_to
from feedback.services import market, sheets, slips
from feedback.services.inputs import InfoInput, RewardInput, ScreenInput, SheetInput, SlipInput
from feedback.services.slips import MOST_DAYS


class RewardOut(serializers.Serializer[Reward]):
    """What the reporter got."""

    amount = PlainDecimalField(max_digits=18, decimal_places=2, read_only=True)
    reason = serializers.CharField(read_only=True)
    decided_by = serializers.IntegerField(source="decided_by_id", read_only=True)
    decided_at = serializers.DateTimeField(read_only=True)


class MarketInfoRow(DocumentOut):
    """A piece of market information."""

    title = serializers.CharField(read_only=True)
    content = serializers.CharField(read_only=True)
    info_kind = serializers.CharField(read_only=True)
    origin = serializers.CharField(read_only=True)
    source = serializers.CharField(read_only=True)  # type: ignore[assignment]
    reliability = serializers.CharField(read_only=True)
    importance = serializers.IntegerField(read_only=True, allow_null=True)
    department = serializers.IntegerField(source="department_id", read_only=True)
    customer = serializers.IntegerField(source="customer_id", read_only=True, allow_null=True)
    complaint_number = serializers.CharField(read_only=True)
    screen_note = serializers.CharField(read_only=True)
    archive_class = serializers.CharField(read_only=True)


class MarketInfoOut(MarketInfoRow):
    """One with its reward."""

    reward = serializers.SerializerMethodField()

    def get_reward(self, info: MarketInfo) -> dict[str, Any] | None:
        """None where there is none."""
        found = Reward.objects.filter(information=info).first()
        return dict(RewardOut(found).data) if found is not None else None


class MarketInfoIn(Input):
    """A piece of information as it is reported."""

    title = serializers.CharField(max_length=120)
    content = serializers.CharField(max_length=4000)
    info_kind = serializers.ChoiceField(choices=InfoKind.choices)
    origin = serializers.ChoiceField(choices=Origin.choices, required=False, default=Origin.OUTSIDE)
    source = serializers.CharField(max_length=200)  # type: ignore[assignment]
    reliability = serializers.ChoiceField(choices=Reliability.choices)
    customer = IdField(required=False, allow_null=True, default=None)
    complaint_number = serializers.CharField(max_length=32, required=False, allow_blank=True, default="")


class ScreenIn(VersionedInput):
    """Kind, reliability and importance as the information manager sees them."""

    info_kind = serializers.ChoiceField(choices=InfoKind.choices)
    reliability = serializers.ChoiceField(choices=Reliability.choices)
    importance = serializers.ChoiceField(choices=Importance.choices)
    note = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class RewardIn(VersionedInput):
    """What the reporter gets and why."""

    amount = PlainDecimalField(max_digits=18, decimal_places=2)
    reason = serializers.CharField(max_length=500)


class MarketInfoFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By state, kind, reliability, importance and department."""

    state = django_filters.ChoiceFilter(choices=InfoState.choices)
    info_kind = django_filters.ChoiceFilter(choices=InfoKind.choices)
    reliability = django_filters.ChoiceFilter(choices=Reliability.choices)
    importance = django_filters.ChoiceFilter(choices=Importance.choices)
    department = IdFilter(field_name="department_id")


class MarketInfoResource(Creates[MarketInfo], Resource[MarketInfo]):
    """Anybody reports; the information manager screens."""

    serializer_class = MarketInfoOut
    list_serializer_class = MarketInfoRow
    input_serializers = {"create": MarketInfoIn}
    permissions = {"screen": SCREEN, "set_aside": SCREEN}
    filterset_class = MarketInfoFilter
    ordering_fields = {"number": "number", "importance": "importance", "created_at": "created_at"}
    search_kind = MarketInfo.kind

    def visible(self, actor: Actor) -> QuerySet[MarketInfo]:
        return infos_visible_to(actor)

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> MarketInfo:
        draft = InfoInput(
            title=data["title"], content=data["content"], info_kind=data["info_kind"], origin=data["origin"],
            source=data["source"], reliability=data["reliability"], customer_id=data["customer"],
            complaint_number=data["complaint_number"],
        )  # fmt: skip
        return market.report(draft=draft, actor=actor, at=at)

    @move(input=ScreenIn)
    def screen(self, document: MarketInfo, *, data: dict[str, Any], actor: Actor, at: datetime) -> Any:
        """Keep it, classified and graded."""
        verdict = ScreenInput(data["info_kind"], data["reliability"], int(data["importance"]), data["note"])
        return market.screen(info_id=document.pk, verdict=verdict, actor=actor, at=at, version=data.get("version"))

    @move(input=ReasonIn)
    def set_aside(self, document: MarketInfo, *, data: dict[str, Any], actor: Actor, at: datetime) -> Any:
        """Not of use."""
        return market.set_aside(
            info_id=document.pk, reason=data["reason"], actor=actor, at=at, version=data.get("version")
        )

    @move(input=ReasonIn)
    def withdraw(self, document: MarketInfo, *, data: dict[str, Any], actor: Actor, at: datetime) -> Any:
        """Its reporter takes it back."""
        return market.withdraw(
            info_id=document.pk, reason=data["reason"], actor=actor, at=at, version=data.get("version")
        )

    @move(input=RewardIn)
    def reward(self, document: MarketInfo, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Record what it earned its reporter."""
        given = RewardInput(data["amount"], data["reason"])
        market.reward(info_id=document.pk, given=given, actor=actor, at=at, version=data.get("version"))


class TransferSlipOut(DocumentOut):
    """A transfer slip with the departments it goes to."""

    information = serializers.IntegerField(source="information_id", read_only=True)
    grade = serializers.CharField(read_only=True)
    importance = serializers.IntegerField(read_only=True)
    summary = serializers.CharField(read_only=True)
    request = serializers.CharField(read_only=True)
    answer_days = serializers.IntegerField(read_only=True)
    dispatched_at = serializers.DateTimeField(read_only=True, allow_null=True)
    due_date = serializers.DateField(read_only=True, allow_null=True)
    is_publishable = serializers.BooleanField(read_only=True)
    conclusion = serializers.CharField(read_only=True)
    departments = serializers.SerializerMethodField()

    def get_departments(self, slip: TransferSlip) -> list[int]:
        """Their ids."""
        return [one.department_id for one in slip.addressees.all()]


class SlipChangeIn(VersionedInput):
    """A returned slip as it is sent again."""

    summary = serializers.CharField(max_length=4000)
    request = serializers.CharField(max_length=2000)
    departments = serializers.ListField(child=IdField(), min_length=1, max_length=200)
    answer_days = serializers.IntegerField(
        min_value=1, max_value=MOST_DAYS, required=False, allow_null=True, default=None
    )


class SlipIn(SlipChangeIn):
    """A new slip; `version` is the information's. `answer_days` left out is the usual number."""

    information = IdField()


class MarkIn(VersionedInput):
    """Whether the slip may be published."""

    publish = serializers.BooleanField()


class ArchiveIn(VersionedInput):
    """How the slip is sorted, and what came of it."""

    archive_class = serializers.ChoiceField(choices=ArchiveClass.choices)
    conclusion = serializers.CharField(max_length=2000)


class SlipFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By state, importance, information and mark."""

    state = django_filters.ChoiceFilter(choices=SlipState.choices)
    importance = django_filters.ChoiceFilter(choices=Importance.choices)
    information = IdFilter(field_name="information_id")
    is_publishable = django_filters.BooleanFilter()


class TransferSlipResource(Creates[TransferSlip], Resource[TransferSlip]):
    """Written by reporter or information manager, reviewed through the approval tasks."""

    serializer_class = TransferSlipOut
    input_serializers = {"create": SlipIn}
    permissions = {"mark": SCREEN, "archive": SCREEN}
    filterset_class = SlipFilter
    ordering_fields = {"number": "number", "due_date": "due_date", "created_at": "created_at"}
    search_kind = TransferSlip.kind

    def visible(self, actor: Actor) -> QuerySet[TransferSlip]:
        return slips_visible_to(actor)

    def for_list(self, rows: QuerySet[TransferSlip]) -> QuerySet[TransferSlip]:
        return rows.prefetch_related("addressees")

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> TransferSlip:
        info_id = data["information"]
        if not infos_visible_to(actor).filter(pk=info_id).exists():
            raise InvalidInput(problem=_("There is no such information."))
        return slips.write(info_id=info_id, draft=_slip(data), actor=actor, at=at, version=data.get("version"))

    @move(input=SlipChangeIn)
    def resubmit(self, document: TransferSlip, *, data: dict[str, Any], actor: Actor, at: datetime) -> Any:
        """Change a returned slip and send it again."""
        return slips.resubmit(slip_id=document.pk, draft=_slip(data), actor=actor, at=at, version=data.get("version"))

    @move(input=ReasonIn)
    def withdraw(self, document: TransferSlip, *, data: dict[str, Any], actor: Actor, at: datetime) -> Any:
        """Take a slip back."""
        return slips.withdraw(
            slip_id=document.pk, reason=data["reason"], actor=actor, at=at, version=data.get("version")
        )

    @move(input=MarkIn)
    def mark(self, document: TransferSlip, *, data: dict[str, Any], actor: Actor, at: datetime) -> Any:
        """Mark it for publication, or take the mark off."""
        return slips.mark(slip_id=document.pk, publish=data["publish"], actor=actor, at=at, version=data.get("version"))

    @move(input=ArchiveIn)
    def archive(self, document: TransferSlip, *, data: dict[str, Any], actor: Actor, at: datetime) -> Any:
        """Sort and archive it with its feedback."""
        return slips.archive(
            slip_id=document.pk, archive_class=data["archive_class"], conclusion=data["conclusion"], actor=actor,
            at=at, version=data.get("version"),
        )  # fmt: skip


class FeedbackSheetOut(DocumentOut):
    """A department's feedback."""

    slip = serializers.IntegerField(source="slip_id", read_only=True)
    department = serializers.IntegerField(source="department_id", read_only=True)
    due_date = serializers.DateField(read_only=True)
    answer = serializers.CharField(read_only=True)
    measures = serializers.CharField(read_only=True)
    given_by = serializers.IntegerField(source="given_by_id", read_only=True, allow_null=True)
    given_at = serializers.DateTimeField(read_only=True, allow_null=True)


class FeedbackSheetIn(VersionedInput):
    """What a department says."""

    answer = serializers.CharField(max_length=4000)
    measures = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")


class FeedbackSheetFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By state, department and slip."""

    state = django_filters.ChoiceFilter(choices=SheetState.choices)
    department = IdFilter(field_name="department_id")
    slip = IdFilter(field_name="slip_id")


class FeedbackSheetResource(Resource[FeedbackSheet]):
    """What departments are asked and say."""

    serializer_class = FeedbackSheetOut
    permissions = {"ask_again": SCREEN, "cancel": SCREEN}
    filterset_class = FeedbackSheetFilter
    ordering_fields = {"number": "number", "due_date": "due_date", "created_at": "created_at"}
    search_kind = FeedbackSheet.kind

    def visible(self, actor: Actor) -> QuerySet[FeedbackSheet]:
        return sheets_visible_to(actor)

    @move(input=FeedbackSheetIn)
    def give(self, document: FeedbackSheet, *, data: dict[str, Any], actor: Actor, at: datetime) -> Any:
        """Give the department's feedback."""
        given = SheetInput(data["answer"], data["measures"])
        return sheets.give(sheet_id=document.pk, given=given, actor=actor, at=at, version=data.get("version"))

    @move(input=ReasonIn)
    def ask_again(self, document: FeedbackSheet, *, data: dict[str, Any], actor: Actor, at: datetime) -> Any:
        """Ask for it again."""
        return sheets.ask_again(
            sheet_id=document.pk, reason=data["reason"], actor=actor, at=at, version=data.get("version")
        )

    @move(input=ReasonIn)
    def cancel(self, document: FeedbackSheet, *, data: dict[str, Any], actor: Actor, at: datetime) -> Any:
        """Not needed any more."""
        return sheets.cancel(
            sheet_id=document.pk, reason=data["reason"], actor=actor, at=at, version=data.get("version")
        )


def _slip(data: dict[str, Any]) -> SlipInput:
    return SlipInput(data["summary"], data["request"], data["departments"], data["answer_days"])
