"""People for those who must find them without knowing this app: mentions (GEN-08) and the palette (GEN-12)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Length
from django.urls import reverse
from django.utils import timezone

from core.actors import Actor
from core.directory import Entry
from core.navigation import Hit
from core.pinyin import fits
from organization import policies, selectors
from organization.models import Department, Person

MOST_HITS = 6
MOST_NAMED = 200


class People:
    """The directory of those who work here."""

    def find(self, *, words: str, limit: int) -> Sequence[Entry]:
        """People whose name, pinyin or user name fits the words."""
        return _entries(selectors.matching(_here(), words=words)[:limit])

    def called(self, *, text: str) -> Sequence[Entry]:
        """People whose name or user name stands at the very beginning of the text, the longest name first."""
        beginning = text[:100]
        stands = Q(text__istartswith=F("name_zh")) | Q(text__istartswith=F("username"))
        stands |= Q(text__istartswith=F("name_en")) & ~Q(name_en="")
        rows = _here().annotate(text=Value(beginning)).filter(stands)
        return _entries(rows.order_by(Length("name_zh").desc(), Length("name_en").desc(), "pk"))

    def actors(self, *, person_ids: Iterable[int]) -> dict[int, Actor]:
        """The actors of several people, with the rights of today."""
        return selectors.actors_for(people=_here().filter(pk__in=list(person_ids)), on=timezone.localdate())

    def holding(self, *, permission: str) -> Sequence[int]:
        """The ids of those who hold a permission today, wherever it reaches."""
        people = _here().filter(assignments__role__permissions__contains=[permission]).distinct()
        actors = selectors.actors_for(people=people, on=timezone.localdate())
        return [pk for pk, actor in actors.items() if actor.can_somewhere(permission)]


def people_called(word: str) -> list[int]:
    """The ids of people, also of those who left, who fit a word: documents are found by their makers (GEN-12)."""
    return list(selectors.matching(Person.objects.all(), words=word).values_list("pk", flat=True)[:MOST_NAMED])


def departments_called(word: str) -> list[int]:
    """The ids of departments whose name or code fits a word, also by pinyin."""
    return [row.pk for row in Department.objects.all() if fits(word, row.name_zh, row.name_en, row.code)]


def palette_departments(actor: Actor, words: str) -> Sequence[Hit]:
    """Departments for the palette, for those who may open their pages."""
    if not policies.can_view(actor) or not words.strip():
        return []
    rows = Department.objects.filter(pk__in=departments_called(words)) if words else Department.objects.none()
    return [
        Hit(
            label=row.name,
            url=reverse("organization:department_detail", kwargs={"department_id": row.pk}),
            note=row.code,
            icon="sitemap",
        )
        for row in rows.order_by("position", "code")[:MOST_HITS]
    ]


def palette_hits(actor: Actor, words: str) -> Sequence[Hit]:
    """People for the palette, for those who may open their pages."""
    if not policies.can_view(actor) or not words.strip():
        return []
    rows = selectors.matching(selectors.people_visible_to(actor).filter(is_active=True), words=words)
    return [
        Hit(
            label=person.name,
            url=reverse("organization:person_detail", kwargs={"person_id": person.pk}),
            note=" · ".join(part for part in (str(person.department or ""), person.position_name) if part),
            icon="user",
        )
        for person in rows.select_related("department")[:MOST_HITS]
    ]


def _here() -> QuerySet[Person]:
    return Person.objects.filter(is_active=True).select_related("department")


def _entries(people: Iterable[Person]) -> list[Entry]:
    return [
        Entry(
            person_id=person.pk,
            name=person.name,
            username=person.username,
            department=str(person.department or ""),
        )
        for person in people
    ]
