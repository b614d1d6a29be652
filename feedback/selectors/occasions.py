"""Whom the clock asks how content they are, and about what (CMP-20): what was closed, delivered, arrived, or is long
ago.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from agreements.models import PlanItem
from customers import endings
from customers.models import Contact, Customer
from feedback.choices import SurveyKind, SurveyState
from feedback.models import Survey, SurveyWish
from feedback.thresholds import EVERY, interval
from parts_sales.choices_delivery import NoteState
from parts_sales.models import DeliveryNote

LOOK_BACK = timedelta(days=30)
"""What was delivered longer ago is not asked about any more, so that a clock that stood still makes up for what its
customers still remember."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """One customer to be asked about one thing; `last` is the survey before, 0 where there was none."""

    customer_id: int
    survey_kind: str
    about: str
    last: int

    @property
    def key(self) -> str:
        """What the clock asks for: once for each survey that went before."""
        return f"{self.survey_kind}:{self.customer_id}:{self.last}"


def occasions(*, at: datetime, customer_id: int | None = None) -> list[Occasion]:
    """Whom to ask now, each customer once: a closed complaint goes before what was delivered, that before what is
    long ago, and who waits longest goes first. With an id only that customer.
    """
    found: dict[int, Occasion] = {}
    for kind in EVERY:
        days = interval(kind, timezone.localdate(at))
        if days is None:
            continue
        rows = _askable(customer_id).filter(base__lt=at - timedelta(days=days))
        for one in _FINDS[kind](rows, timezone.localdate(at)):
            found.setdefault(one.customer_id, one)
    return list(found.values())


def is_left_out(customer_id: int) -> SurveyWish | None:
    """The wish by which the clock does not ask this customer; None where it asks."""
    latest = SurveyWish.objects.filter(customer=customer_id).select_related("by").order_by("-at", "-pk").first()
    return latest if latest is not None and latest.is_left_out else None


def recipient_of(customer_id: int) -> tuple[str, str]:
    """Name and address of whom to write to: the main contact first, of those that have an address; else only a name."""
    contacts = Contact.objects.filter(customer=customer_id, retired_at__isnull=True).order_by("-is_main", "pk")
    chosen = contacts.exclude(email="").first() or contacts.first()
    return (chosen.name, chosen.email) if chosen is not None else ("", "")


def _askable(customer_id: int | None) -> QuerySet[Any]:
    """Customers in use that are not left out, with the survey asked last (`last`) and since when they were asked
    nothing (`base`). A cancelled survey was sent by mistake and asked nobody.
    """
    surveys = Survey.objects.filter(customer=OuterRef("pk")).exclude(state=SurveyState.CANCELLED)
    latest = surveys.order_by("-created_at", "-pk")
    wishes = SurveyWish.objects.filter(customer=OuterRef("pk")).order_by("-at", "-pk")
    rows = Customer.objects.filter(archived_at__isnull=True, merged_into__isnull=True)
    if customer_id is not None:
        rows = rows.filter(pk=customer_id)
    rows = rows.annotate(
        last=Coalesce(Subquery(latest.values("pk")[:1]), 0),
        asked_at=Subquery(latest.values("created_at")[:1]),
        left_out=Coalesce(Subquery(wishes.values("is_left_out")[:1]), False),
    )
    return rows.filter(left_out=False).annotate(base=Coalesce("asked_at", "created_at"))


def _complained(rows: QuerySet[Any], on: date) -> list[Occasion]:
    """Complaints that were closed; the app that has them says so (customers/endings.py)."""
    ending = endings.of(SurveyKind.COMPLAINT.value)
    if ending is None:
        return []
    closed = ending.things(on - LOOK_BACK, on).filter(customer=OuterRef("pk"))
    return _about(rows, closed.order_by(f"-{ending.day}", "-pk"), ending.day, ending.words, SurveyKind.COMPLAINT)


def _served(rows: QuerySet[Any], on: date) -> list[Occasion]:
    done = PlanItem.objects.filter(agreement__customer=OuterRef("pk"), done_on__gt=on - LOOK_BACK, done_on__lte=on)
    return _about(rows, done.order_by("-done_on", "-pk"), "done_on", "text", SurveyKind.SERVICE)


def _supplied(rows: QuerySet[Any], on: date) -> list[Occasion]:
    notes = DeliveryNote.objects.filter(
        customer=OuterRef("pk"), state=NoteState.ARRIVED, arrived_date__gt=on - LOOK_BACK, arrived_date__lte=on,
        free_of__isnull=True,
    )  # fmt: skip
    return _about(rows, notes.order_by("-arrived_date", "-pk"), "arrived_date", "number", SurveyKind.PARTS)


def _about(rows: QuerySet[Any], things: QuerySet[Any], day: str, words: str, kind: str) -> list[Occasion]:
    """The latest thing delivered to each customer since it was asked last."""
    told = rows.annotate(day=Subquery(things.values(day)[:1]), thing=Subquery(things.values(words)[:1]))
    told = told.filter(day__isnull=False).filter(Q(asked_at__isnull=True) | Q(day__gt=TruncDate("asked_at")))
    found: Iterable[tuple[int, int, str]] = told.order_by("base", "pk").values_list("pk", "last", "thing")
    return [Occasion(pk, kind, thing[:200], last) for pk, last, thing in found]


def _long_ago(rows: QuerySet[Any], _on: date) -> list[Occasion]:
    found = rows.order_by("base", "pk").values_list("pk", "last")
    return [Occasion(pk, SurveyKind.PERIODIC, "", last) for pk, last in found]


_FINDS: dict[str, Callable[[QuerySet[Any], date], list[Occasion]]] = {
    SurveyKind.COMPLAINT: _complained, SurveyKind.SERVICE: _served, SurveyKind.PARTS: _supplied,
    SurveyKind.PERIODIC: _long_ago,
}  # fmt: skip
