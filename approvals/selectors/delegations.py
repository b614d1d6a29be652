"""Who stands in for whom: delegations in force, and who may be one's delegate (APR-07, APR-07b, ORG-06)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils import timezone

from approvals import policies, registry
from approvals.models import Decision, Delegation
from approvals.selectors.deciders import people_who_decide
from core.actors import Actor
from core.ordering import ordered
from organization import rules as duties
from organization import selectors as organization
from organization.models import Person

LONGEST_CHAIN = 20
SORTS = {
    "who": "delegate__sort_key",
    "first": "start_date",
    "back": "end_date",
    "most": "amount_cap",
}


@dataclass(frozen=True, slots=True)
class Call:
    """What somebody is asked to decide on, as far as standing in for them goes. `asked` are the others of the step:
    nobody speaks twice at one step.
    """

    kind: str
    amount: Decimal | None
    makers: Collection[int]
    asked: Collection[int] = ()


def running(*, on: date) -> QuerySet[Delegation]:
    """Delegations that hold on a day."""
    return Delegation.objects.filter(ended_at__isnull=True, start_date__lte=on, end_date__gt=on)


def unended(*, on: date) -> QuerySet[Delegation]:
    """Delegations that hold on a day or will later."""
    return Delegation.objects.filter(ended_at__isnull=True, end_date__gt=on)


def delegations_of(actor: Actor) -> QuerySet[Delegation]:
    """Those a person gave or got: both see it (APR-07)."""
    me = actor.person_id or 0
    return _joined(Delegation.objects.filter(Q(delegator=me) | Q(delegate=me)))


def delegations_visible_to(actor: Actor) -> QuerySet[Delegation]:
    """One's own, given or got; all for who sees how everything is approved."""
    if policies.can_see_routes(actor):
        return _joined(Delegation.objects.all())
    return delegations_of(actor)


def delegation_list(
    *, actor: Actor, on: date, status: str = "", everybody: bool = False, words: str = "", sort: str = ""
) -> QuerySet[Delegation]:
    """What the page lists: one's own or all one may see, those that hold, come, or ended; with how many decisions were
    made by each.
    """
    rows = delegations_visible_to(actor) if everybody else delegations_of(actor)
    over = Q(ended_at__isnull=False) | Q(end_date__lte=on)
    if status == "ENDED":
        rows = rows.filter(over)
    elif status in {"HOLDS", "COMING"}:
        rows = rows.exclude(over).filter(**{"start_date__gt" if status == "COMING" else "start_date__lte": on})
    for word in words.split()[:6]:
        rows = rows.filter(
            Q(delegator__name_zh__icontains=word)
            | Q(delegator__name_en__icontains=word)
            | Q(delegate__name_zh__icontains=word)
            | Q(delegate__name_en__icontains=word)
            | Q(reason__icontains=word)
        )
    return ordered(rows, sort, SORTS, usual=("-start_date", "-pk"))


def decisions_by_delegation(rows: Iterable[Delegation]) -> dict[int, int]:
    """How many decisions were made under each delegation, in one statement."""
    given = list(rows)
    made = Decision.objects.filter(on_behalf_of__in={row.delegator_id for row in given}, decided_at__isnull=False)
    counts: dict[int, int] = {row.pk: 0 for row in given}
    for whom, who, at, kind in made.values_list("on_behalf_of_id", "decided_by_id", "decided_at", "case__subject_kind"):
        for row in given:
            if (row.delegator_id, row.delegate_id) == (whom, who) and _was_under(row, at, kind):
                counts[row.pk] += 1
    return counts


def _was_under(row: Delegation, at: datetime, kind: str) -> bool:
    on = timezone.localdate(at)
    ended = row.ended_at is not None and at > row.ended_at
    return row.start_date <= on < row.end_date and not ended and (not row.document_kinds or kind in row.document_kinds)


def concerning(actor: Actor, *, on: date) -> list[Delegation]:
    """Those that hold today for the actor: who decides for them, and for whom they decide."""
    return list(delegations_of(actor).filter(ended_at__isnull=True, start_date__lte=on, end_date__gt=on))


def _joined(rows: QuerySet[Delegation]) -> QuerySet[Delegation]:
    return rows.select_related("delegator__department", "delegate__department", "ended_by")


def stand_in(*, person_id: int, call: Call, on: date) -> int | None:
    """Who decides in a person's place on a day; None where they decide themselves.

    Where the delegate is away too and has a delegate of their own, that one does. Nobody who made the document, speaks
    at the step already, has no right to decide, or may not hold what they would do here stands in (ORG-06, APR-07b):
    then the task stays where it is.
    """
    at, seen = person_id, {person_id}
    while len(seen) <= LONGEST_CHAIN:
        links = running(on=on).filter(delegator=at).order_by("-pk")
        link = next((each for each in links if each.reaches(call.kind, call.amount)), None)
        if link is None or link.delegate_id in seen:
            break
        at = link.delegate_id
        seen.add(at)
    fits = at != person_id and at not in call.makers and at not in call.asked
    if not fits or not people_who_decide(on=on).filter(pk=at).exists():
        return None
    return at if pair_broken(delegator_id=person_id, delegate_id=at, start=on) is None else None


def standing_in(*, people: Iterable[Person], call: Call, on: date) -> dict[int, Person]:
    """Who stands in for each of these people on a day, by their ids; whoever decides themselves is left out."""
    ids = {person.pk for person in people}
    away = running(on=on).filter(delegator__in=ids).values_list("delegator_id", flat=True)
    found = {pk: other for pk in set(away) if (other := stand_in(person_id=pk, call=call, on=on)) is not None}
    known = Person.objects.in_bulk(found.values()) if found else {}
    return {pk: known[other] for pk, other in found.items()}


def pair_broken(*, delegator_id: int, delegate_id: int, start: date, end: date | None = None) -> tuple[str, str] | None:
    """The pair of permissions a delegate would hold both of: what they hold, and what they would decide with in the
    delegator's place (ORG-05, APR-07b). None: there is none. On one day where no end is given.
    """
    given = {code for code in _held(delegator_id, start, end) if registry.has_a_word([code])}
    own = _held(delegate_id, start, end)
    for first, second in organization.incompatible_pairs():
        if (first in given and second in own) or (second in given and first in own):
            return first, second
    return None


def _held(person_id: int, start: date, end: date | None) -> set[str]:
    """What somebody may do on some day from `start` until before `end`, leading a department and break-glass rights
    included.
    """
    rows = organization.assignments_of(person_id=person_id, since=start)
    given = organization.running_break_glass(on=start).filter(person=person_id).select_related("role")
    spans = [(row.start_date, row.end_date, row.role.permissions) for row in rows]
    spans += [(right.start_date, right.end_date, right.role.permissions) for right in given]
    held = {
        code
        for first, last, permissions in spans
        if (first < end if end else first <= start) and (last is None or last > start)
        for code in permissions
    }
    return held | (duties.LEADING if organization.leads_somewhere(person_id=person_id) else frozenset())


def overlapping(*, delegator_id: int, start: date, end: date, kinds: Collection[str], on: date) -> Delegation | None:
    """A delegation the person gave for one of these kinds and days already; None without one."""
    rows = unended(on=on).filter(delegator=delegator_id, start_date__lt=end, end_date__gt=start)
    return next((row for row in rows.select_related("delegate") if _share(row.document_kinds, kinds) is not None), None)


def circle(
    *, delegator_id: int, delegate_id: int, start: date, end: date, kinds: Collection[str], on: date
) -> list[Person]:
    """The people of the circle a new delegation would close: days and kinds of all its links meet. Empty: there is
    none (APR-07b).
    """
    rows = list(unended(on=on).filter(start_date__lt=end, end_date__gt=start))
    path = _way_back(rows, at=delegate_id, to=delegator_id, start=start, end=end, kinds=tuple(kinds), seen=())
    people = Person.objects.in_bulk(path)
    return [people[pk] for pk in path]


def _way_back(
    rows: Sequence[Delegation],
    *,
    at: int,
    to: int,
    start: date,
    end: date,
    kinds: tuple[str, ...],
    seen: tuple[int, ...],
) -> tuple[int, ...]:
    if at == to:
        return (*seen, at)
    if at in seen:
        return ()
    for row in rows:
        shared = _share(row.document_kinds, kinds)
        begins, ends = max(start, row.start_date), min(end, row.end_date)
        if row.delegator_id != at or shared is None or begins >= ends:
            continue
        found = _way_back(rows, at=row.delegate_id, to=to, start=begins, end=ends, kinds=shared, seen=(*seen, at))
        if found:
            return found
    return ()


def _share(one: Collection[str], other: Collection[str]) -> tuple[str, ...] | None:
    """The kinds two delegations have in common; none named means every kind. None: nothing in common."""
    if not one or not other:
        return tuple(one or other)
    return tuple(sorted(set(one) & set(other))) or None


def people_to_delegate_to(actor: Actor, *, on: date) -> list[Person]:
    """Whom the list of delegates offers: who decides on something and holds today no right to prepare what the actor
    decides on (APR-07b), oneself left out. The conditions are asked again when one is chosen.
    """
    me = actor.person_id or 0
    people = people_who_decide(on=on).exclude(pk=me).select_related("department").order_by("sort_key", "pk")
    given = {code for code in _held(me, on, None) if registry.has_a_word([code])}
    barred = {pair[1 - side] for pair in organization.incompatible_pairs() for side in (0, 1) if pair[side] in given}
    unfit = _holding_any(barred, on=on)
    return [person for person in people if person.pk not in unfit]


def _holding_any(permissions: Collection[str], *, on: date) -> set[int]:
    """Who holds one of these permissions on a day, in as many statements whoever they are."""
    held = organization.assignments_in_force(on=on).order_by().values_list("person_id", "role__permissions")
    lent = organization.running_break_glass(on=on).order_by().values_list("person_id", "permissions")
    found = {pk for pk, codes in [*held, *lent] if not set(permissions).isdisjoint(codes)}
    if not duties.LEADING.isdisjoint(permissions):
        found |= organization.leaders()
    return found
