"""Surveys as lists and pages find them, and their figures (CMP-20, GEN-10)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Q, QuerySet
from django.utils import timezone

from core import search
from core.actors import Actor
from core.calendar import DAY, midnight, months_between
from core.ordering import ordered
from customers.selectors.customers import customers_visible_to
from feedback import policies
from feedback.choices import SurveyKind, SurveyState
from feedback.models import Survey
from feedback.rules.satisfaction import Answer, Figures, figures
from organization.models import Department

SORTS = {
    "customer": "customer__name_zh", "kind": "survey_kind", "department": "department__name_zh", "score": "score",
    "recommend": "recommend", "state": "state", "created": "created_at", "answered": "answered_at",
}  # fmt: skip
FOLLOW, MINE, EXPIRED = "follow", "mine", "expired"


@dataclass(frozen=True, slots=True)
class SurveyQuestion:
    """What of the surveys is asked for."""

    words: str = ""
    state: str = ""
    only: str = ""
    survey_kind: str = ""
    division: int | None = None
    sort: str = ""


@dataclass(frozen=True, slots=True)
class FiguresQuestion:
    """Which answers count: those given from a day until another, of a division, of a kind."""

    since: date
    until: date
    division: int | None = None
    survey_kind: str = ""


@dataclass(frozen=True, slots=True)
class FiguresRow:
    """The figures of one month, division or kind."""

    label: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class FiguresPage:
    """All figures of the page: the whole, and by month, division and kind. `sent` counts the surveys asked in those
    days.
    """

    whole: Figures
    months: Sequence[FiguresRow]
    divisions: Sequence[FiguresRow]
    kinds: Sequence[FiguresRow]
    sent: int


def surveys_visible_to(actor: Actor) -> QuerySet[Survey]:
    """All for customer service and whoever reads the company's complaints; else those one sent or follows up, and those
    of the customers one sees.
    """
    rows = Survey.objects.all()
    if actor.is_system or policies.sees_all_surveys(actor):
        return rows
    if actor.person_id is None:
        return rows.none()
    seen = customers_visible_to(actor).order_by().values("pk")
    me = actor.person_id
    return rows.filter(Q(created_by=me) | Q(follow_owner=me) | Q(customer__in=seen))


def surveys_found(actor: Actor, asked: SurveyQuestion) -> QuerySet[Survey]:
    """The surveys of a list, the newest first unless sorted otherwise."""
    rows = surveys_visible_to(actor).select_related("customer", "department", "division", "follow_owner")
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.survey_kind:
        rows = rows.filter(survey_kind=asked.survey_kind)
    if asked.division:
        rows = rows.filter(division=asked.division)
    if asked.only == FOLLOW:
        rows = rows.filter(follow_owner__isnull=False, followed_at__isnull=True)
    elif asked.only == MINE:
        rows = rows.filter(follow_owner=actor.person_id or 0, followed_at__isnull=True)
    elif asked.only == EXPIRED:
        rows = rows.filter(state=SurveyState.OPEN, expires_at__lt=timezone.now())
    if asked.words:
        rows = search.fitting(rows, Survey.kind, asked.words)
    return ordered(rows, asked.sort, SORTS, usual=("-created_at", "-pk"))


def late_follow_ups(*, on: date) -> QuerySet[Survey]:
    """Whom nobody called back in time."""
    return Survey.objects.filter(follow_owner__isnull=False, followed_at__isnull=True, follow_due__lt=on)


def figures_of(actor: Actor, asked: FiguresQuestion) -> FiguresPage:
    """The figures of the answers the actor sees, in four statements whatever their number."""
    begin, end = midnight(asked.since), midnight(asked.until + DAY)
    seen = surveys_visible_to(actor)
    if asked.division:
        seen = seen.filter(division=asked.division)
    if asked.survey_kind:
        seen = seen.filter(survey_kind=asked.survey_kind)
    rows = seen.filter(state=SurveyState.ANSWERED, answered_at__gte=begin, answered_at__lt=end)
    answers = [
        (timezone.localdate(at).strftime("%Y-%m"), division, kind, Answer(score or 0, recommend))
        for at, division, kind, score, recommend in rows.order_by().values_list(
            "answered_at", "division", "survey_kind", "score", "recommend"
        )
    ]
    names = {one.pk: one for one in Department.objects.filter(pk__in={division for _m, division, _k, _a in answers})}
    by_division = _grouped(answers, lambda one: one[1])
    order = sorted(by_division, key=lambda pk: (names[pk].position, names[pk].code))
    by_kind, by_month = _grouped(answers, lambda one: one[2]), _grouped(answers, lambda one: one[0])
    return FiguresPage(
        whole=figures(answer for *_where, answer in answers),
        months=[
            FiguresRow(month, figures(by_month.get(month, ()))) for month in months_between(asked.since, asked.until)
        ],
        divisions=[FiguresRow(names[pk].name, figures(by_division[pk])) for pk in order],
        kinds=[FiguresRow(str(label), figures(by_kind[code])) for code, label in SurveyKind.choices if code in by_kind],
        sent=seen.filter(created_at__gte=begin, created_at__lt=end).exclude(state=SurveyState.CANCELLED).count(),
    )


Told = tuple[str, int, str, Answer]
Key = TypeVar("Key", int, str)


def _grouped(answers: Iterable[Told], key: Callable[[Told], Key]) -> dict[Key, list[Answer]]:
    found: dict[Key, list[Answer]] = defaultdict(list)
    for one in answers:
        found[key(one)].append(one[3])
    return found
