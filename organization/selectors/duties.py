"""The report on segregation of duties: pairs broken or near it, and what changed (ORG-07)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.translation import gettext as _

from core.models import AuditEvent
from organization.models import Department, Person, Role, RoleAssignment
from organization.rules import LEADING, NEAR_DAYS, Holding, Pair, how_near
from organization.selectors.roles import incompatible_pairs

KINDS = ("role_assignment", "role", "incompatible_pair", "break_glass")
LEADERS = ("department.create", "department.change")


@dataclass(frozen=True, slots=True)
class NearPair:
    """One person and one pair: `nearness` BROKEN (both on one day), LATER (the second begins after the first ends) or
    BEFORE (the first ended a short while ago)."""

    person: Person
    nearness: str
    first: str
    first_role: str
    second: str
    second_role: str
    on: date
    """The day both are held from (BROKEN), the later begins (LATER), or the former ended (BEFORE)."""


@dataclass(frozen=True, slots=True)
class LoneHolder:
    """A side of a pair in the hands of one person alone: their absence presses somebody to hold both."""

    permission: str
    person: Person


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role held today: by how many assignments, and the first of them."""

    role: Role
    count: int
    first: tuple[RoleAssignment, ...]

    @property
    def others(self) -> int:
        """How many more hold it than are named."""
        return self.count - len(self.first)


def held_by_role(held: QuerySet[RoleAssignment], *, named: int) -> list[HeldRole]:
    """Who holds what, by role: of each the first `named` holders by name (ORG-07). Two statements, however many."""
    counts = dict(held.order_by().values_list("role").annotate(Count("pk")))
    place = Window(RowNumber(), partition_by=F("role"), order_by=("person__sort_key", "pk"))
    found: dict[Role, list[RoleAssignment]] = defaultdict(list)
    for row in held.annotate(place=place).filter(place__lte=named).order_by("role__position", "person__sort_key", "pk"):
        found[row.role].append(row)
    return [HeldRole(role, counts[role.pk], tuple(rows)) for role, rows in found.items()]


def near_pairs(*, on: date) -> list[NearPair]:
    """Which pairs are broken or close to it, by whom, the gravest first."""
    pairs, people, held = incompatible_pairs(), {}, defaultdict[int, list[Holding]](list)
    for row in _recent(on=on):
        people[row.person_id] = row.person
        held[row.person_id].append(_holding(row))
    for department in Department.objects.exclude(manager=None, deputy=None).select_related("manager", "deputy"):
        for person in (department.manager, department.deputy):
            if person is not None and person.is_active:
                people[person.pk] = person
                held[person.pk].append(Holding(role=_("head of a department"), permissions=LEADING, start=on))
    found = [near for pk, holdings in held.items() for near in _of_person(people[pk], holdings, pairs, on)]
    order = {"BROKEN": 0, "LATER": 1, "BEFORE": 2}
    return sorted(found, key=lambda near: (order[near.nearness], near.on, near.person.sort_key, near.first))


def lone_holders(*, on: date) -> list[LoneHolder]:
    """Sides of pairs that one person alone holds on a day."""
    sides = {side for pair in incompatible_pairs() for side in pair}
    holders: dict[str, dict[int, Person]] = defaultdict(dict)
    for row in _recent(on=on).filter(start_date__lte=on).exclude(end_date__lte=on):
        for permission in sides.intersection(row.role.permissions):
            holders[permission][row.person_id] = row.person
    return [
        LoneHolder(permission=permission, person=next(iter(people.values())))
        for permission, people in sorted(holders.items())
        if len(people) == 1
    ]


def changes_since(*, since: date) -> QuerySet[AuditEvent]:
    """Events that changed who may do what from a day on, newest first: roles, assignments, pairs, leaders."""
    begin = timezone.make_aware(datetime.combine(since, time.min))
    leads = Q(subject_kind="department", code__in=LEADERS) & (
        Q(facts__changes__has_any_keys=["manager_id", "deputy_id"]) | Q(facts__manager__gt=0) | Q(facts__deputy__gt=0)
    )
    return AuditEvent.objects.filter(Q(subject_kind__in=KINDS) | leads, at__gte=begin).order_by("-at", "-pk")


def _recent(*, on: date) -> QuerySet[RoleAssignment]:
    """Assignments held now, later, or until a short while ago, of people who work here."""
    since = on - timedelta(days=NEAR_DAYS)
    rows = RoleAssignment.objects.filter(Q(end_date__isnull=True) | Q(end_date__gt=since), person__is_active=True)
    return rows.select_related("person__department", "role")


def _of_person(person: Person, holdings: list[Holding], pairs: list[Pair], on: date) -> Iterator[NearPair]:
    by_permission: dict[str, list[Holding]] = defaultdict(list)
    for holding in holdings:
        if not holding.is_empty:
            for permission in holding.permissions:
                by_permission[permission].append(holding)
    for first, second in pairs:
        worst: NearPair | None = None
        for one in by_permission.get(first, ()):
            for other in by_permission.get(second, ()):
                near = how_near(one, other, on=on)
                if near is not None and (worst is None or near[0] == "BROKEN"):
                    worst = NearPair(person, near[0], first, one.role, second, other.role, near[1])
        if worst is not None:
            yield worst


def _holding(row: RoleAssignment) -> Holding:
    return Holding(
        role=row.role.name, permissions=frozenset(row.role.permissions), start=row.start_date, end=row.end_date
    )
