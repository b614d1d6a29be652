"""People as the ground's mentions look them up (GEN-08)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import CharField, F, Q, QuerySet, Value
from django.utils import timezone

from core.actors import Actor
from core.directory import Entry
from organization import selectors
from organization.models import Person


class People:
    """Answers `core.directory.Directory`."""

    def find(self, *, words: str, limit: int) -> Sequence[Entry]:
        """People who work here and fit the words: name, pinyin, initials, user name."""
        return [_entry(person) for person in selectors.matching(_working(), words=words)[:limit]]

    def called(self, *, text: str) -> Sequence[Entry]:
        """People whose Chinese name, English name or user name begins the text, the longest first."""
        begins = Q(text__startswith=F("name_zh")) | Q(text__istartswith=F("username"))
        begins |= Q(text__istartswith=F("name_en")) & ~Q(name_en="")
        found = _working().annotate(text=Value(text, CharField())).filter(begins)
        return [_entry(person) for person in sorted(found, key=lambda person: -_length(person, text))]

    def actors(self, *, person_ids: Iterable[int]) -> dict[int, Actor]:
        """Several actors in a constant number of statements."""
        return selectors.actors_for(people=list(_working().filter(pk__in=person_ids)), on=timezone.localdate())


def _working() -> QuerySet[Person]:
    return Person.objects.filter(is_active=True).select_related("department").order_by("sort_key", "username")


def _entry(person: Person) -> Entry:
    department = person.department.name if person.department else ""
    return Entry(person_id=person.pk, name=person.name, username=person.username, department=department)


def _length(person: Person, text: str) -> int:
    names = (person.name_zh, person.name_en, person.username)
    return max((len(name) for name in names if name and text.lower().startswith(name.lower())), default=0)
