"""A resource over the plainest table there is, to test what all resources share; and its addresses."""

from __future__ import annotations

from typing import Any

from django.urls import include, path
from rest_framework import serializers

from config.urls import urlpatterns as application
from core.api import AmountSerializerField, Changes, Creates, Input, Resource, Router, VersionedInput, move
from core.errors import InvalidInput, StaleDocument
from core.models import NumberSeries


class SeriesOut(serializers.ModelSerializer[NumberSeries]):
    class Meta:
        model = NumberSeries
        fields = ("id", "prefix", "year", "last")


class Line(Input):
    amount = AmountSerializerField()
    note = serializers.CharField(max_length=20, required=False)


class SeriesIn(Input):
    prefix = serializers.CharField(max_length=8)
    year = serializers.IntegerField(min_value=0, max_value=9999)
    lines = Line(many=True, required=False)


class SeriesChange(VersionedInput):
    last = serializers.IntegerField()


class Sums(Input):
    total = AmountSerializerField()
    currency = serializers.CharField()


class SeriesResource(Creates[NumberSeries], Changes[NumberSeries], Resource[NumberSeries]):
    serializer_class = SeriesOut
    input_serializers = {"create": SeriesIn, "partial_update": SeriesChange}
    filterset_fields = ("year",)
    ordering_fields = {"prefix": "prefix", "year": "year"}
    ordering = "pk"
    search_fields = ("prefix",)
    calls: list[str] = []

    def visible(self, actor: Any) -> Any:
        return NumberSeries.objects.exclude(prefix="HIDDEN")

    def make(self, *, data: Any, actor: Any, at: Any) -> NumberSeries:
        self.calls.append("make")
        return NumberSeries.objects.create(prefix=data["prefix"], year=data["year"])

    def change(self, document: Any, *, data: Any, actor: Any, at: Any) -> None:
        if data.get("version", 1) != 1:
            raise StaleDocument(document=str(document))
        NumberSeries.objects.filter(pk=document.pk).update(last=data["last"])

    @move()
    def close(self, document: Any, *, data: Any, actor: Any, at: Any) -> None:
        NumberSeries.objects.filter(pk=document.pk).update(last=99)
        if document.prefix == "SHUT":
            raise InvalidInput(problem="It is shut.")

    @move(scope="decide")
    def decide(self, document: Any, *, data: Any, actor: Any, at: Any) -> None:
        self.calls.append("decide")

    @move(on_list=True, input=SeriesIn, output=Sums, writes=False)
    def check(self, *, data: Any, actor: Any, at: Any) -> dict[str, Any]:
        return {"total": sum(line["amount"] for line in data.get("lines", [])), "currency": "CNY"}


router = Router()
router.register("series", SeriesResource, basename="series")
urlpatterns = [path("api/test/", include((router.urls, "series"), namespace="test")), *application]
