"""Figures that finance sets and that hold from a day on: tolerances, checks, alerts (decision 0091).

    thresholds.register(thresholds.Group("claims", _("Checks of claims"), (
        Threshold("late_claim", _("Late"), _("…"), (Figure("days", _("Days"), DAYS, Decimal(60)),)),
    ), sees=policies.can_see_checks))

    in_force = thresholds.in_force("late_claim", "round_amount", on=today)      # one statement
    in_force.of("late_claim").figure("days")

What was in force on a past day is never changed: a value begins today at the earliest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core import audit, formats
from core.actors import Actor
from core.errors import InvalidInput, NotAllowed, StaleDocument
from core.models import ThresholdValue

KEEP = "core.keep_thresholds"
KIND = "threshold"
AMOUNT, SHARE, COUNT, FACTOR, SHARES = "amount", "share", "count", "factor", "shares"
"""What a figure is: base currency, a fraction (typed in per cent), a whole number, a number, several fractions."""
LAST_YEAR = 2100
MOST_SHARES = 12
Text = str | Promise


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a threshold. `default` holds until somebody enters another; both bounds are allowed."""

    name: str
    label: Text
    kind: str
    default: Decimal
    least: Decimal = Decimal(0)
    most: Decimal = Decimal(1_000_000)
    several: tuple[Decimal, ...] = ()
    """The default of a figure of kind SHARES."""

    @property
    def usual(self) -> tuple[Decimal, ...]:
        """The default, as it is kept."""
        return self.several or (self.default,)

    def worded(self, values: Sequence[Decimal]) -> str:
        """The figure as people read it."""
        return _(", ").join(self._one(value) for value in values)

    def _one(self, value: Decimal) -> str:
        if self.kind in {SHARE, SHARES}:
            return f"{(value * 100).normalize():f}%"
        return formats.amount(value) if self.kind == AMOUNT else formats.plain(value)


@dataclass(frozen=True, slots=True)
class Threshold:
    """Something measured against figures. `is_on` is how it stands before anybody set it; `can_switch` is False for
    what always holds. `subjects` gives the groups of rows each of which can have figures of its own.
    """

    code: str
    label: Text
    text: Text
    figures: tuple[Figure, ...] = ()
    is_on: bool = True
    can_switch: bool = True
    subjects: Callable[[], list[tuple[str, list[tuple[int, str]]]]] | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Thresholds that stand together on the page; `sees` says who reads them besides whoever keeps them."""

    code: str
    label: Text
    thresholds: tuple[Threshold, ...]
    sees: Callable[[Actor], bool]
    icon: str = "adjustments"


@dataclass(frozen=True, slots=True)
class Standing:
    """A threshold as it stands on a day. `since` is None while nobody has set it."""

    threshold: Threshold
    is_on: bool
    figures: Mapping[str, tuple[Decimal, ...]]
    subject: int = 0
    since: date | None = None
    row: ThresholdValue | None = None

    def figure(self, name: str) -> Decimal:
        """One figure."""
        return self.figures[name][0]

    def several(self, name: str) -> tuple[Decimal, ...]:
        """A figure of several values, in order."""
        return self.figures[name]

    def words(self) -> Iterator[tuple[str, str]]:
        """Label and value of each figure."""
        for one in self.threshold.figures:
            yield str(one.label), one.worded(self.figures[one.name])


@dataclass(frozen=True, slots=True)
class InForce:
    """All that is asked for, as it stands on a day."""

    on: date
    rows: Mapping[tuple[str, int], ThresholdValue] = field(default_factory=dict)

    def of(self, code: str, subject: int = 0) -> Standing:
        """How a threshold stands; one nobody set for this subject stands as it is shipped."""
        threshold = get(code)
        row = self.rows.get((code, subject))
        return shipped(code, subject) if row is None else _standing(threshold, row)

    def subjects(self, code: str) -> list[Standing]:
        """Each subject that has figures of its own and for which the threshold holds."""
        found = [_standing(get(code), row) for (own, subject), row in self.rows.items() if own == code and subject]
        return [one for one in found if one.is_on]


_groups: dict[str, Group] = {}


def register(group: Group) -> None:
    """Make thresholds known; called in the `ready` of the app that measures against them."""
    _groups[group.code] = group


def groups_seen_by(actor: Actor) -> list[Group]:
    """The groups whose figures one may read."""
    return [group for group in _groups.values() if can_keep(actor) or group.sees(actor)]


def get(code: str) -> Threshold:
    """The threshold with this code; KeyError for one nobody registered."""
    return {one.code: one for group in _groups.values() for one in group.thresholds}[code]


def is_known(code: str) -> bool:
    """Whether somebody registered a threshold with this code."""
    return any(one.code == code for group in _groups.values() for one in group.thresholds)


def can_keep(actor: Actor) -> bool:
    """Who sets them: finance."""
    return actor.can(KEEP)


def can_see(actor: Actor) -> bool:
    """Who opens their page."""
    return bool(groups_seen_by(actor))


def in_force(*codes: str, on: date) -> InForce:
    """What holds on a day, in one statement."""
    rows = ThresholdValue.objects.filter(code__in=codes, since__lte=on)
    latest = rows.order_by("code", "subject", "-since").distinct("code", "subject")
    return InForce(on, {(row.code, row.subject): row for row in latest})


def shipped(code: str, subject: int = 0) -> Standing:
    """How a threshold stands before anybody set it."""
    threshold = get(code)
    return Standing(threshold, threshold.is_on, {one.name: one.usual for one in threshold.figures}, subject)


def values_of(code: str, subject: int = 0) -> list[Standing]:
    """All values somebody entered for a threshold, the latest first."""
    rows = ThresholdValue.objects.filter(code=code, subject=subject).select_related("entered_by").order_by("-since")
    return [_standing(get(code), row) for row in rows]


def values_seen_by(actor: Actor) -> QuerySet[ThresholdValue]:
    """The entered values one may read (GEN-10)."""
    codes = [one.code for group in groups_seen_by(actor) for one in group.thresholds]
    return ThresholdValue.objects.filter(code__in=codes)


@transaction.atomic
def set_value(
    *,
    code: str,
    since: date,
    is_on: bool,
    figures: Mapping[str, Sequence[Decimal]],
    actor: Actor,
    at: datetime,
    subject: int = 0,
    version: int | None = None,
) -> ThresholdValue:
    """Say what a threshold is from a day on, today at the earliest; said again for that day, it is changed.

    Raises NotAllowed, InvalidInput for what does not fit, StaleDocument where somebody changed that day's meanwhile.
    """
    threshold = _require(code, subject, actor)
    if not timezone.localdate(at) <= since or since.year > LAST_YEAR:
        raise InvalidInput(problem=_("A value begins today or later: what held on past days stays as it was."))
    kept = {
        one.name: [formats.plain(value) for value in _checked(one, figures.get(one.name, one.usual))]
        for one in threshold.figures
    }
    row, is_new = ThresholdValue.objects.select_for_update(of=("self",), no_key=True).get_or_create(
        code=code, subject=subject, since=since,
        defaults={"is_on": is_on, "figures": kept, "entered_by_id": actor.person_id, "entered_at": at},
    )  # fmt: skip
    before = None if is_new else _standing(threshold, row)
    if not is_new:
        if version is not None and version != row.version:
            raise StaleDocument(document=str(threshold.label))
        row.is_on, row.figures, row.version = is_on, kept, row.version + 1
        row.entered_by_id, row.entered_at = actor.person_id, at
        row.save()
    _record(row, "set", _changes(before, _standing(threshold, row)), actor=actor, at=at)
    return row


@transaction.atomic
def take_back(*, value_id: int, actor: Actor, at: datetime) -> ThresholdValue:
    """Take away a value whose day has not come. Raises NotAllowed, InvalidInput for one in force."""
    row = ThresholdValue.objects.select_for_update(of=("self",), no_key=True).get(pk=value_id)
    threshold = _require(row.code, row.subject, actor)
    if row.since <= timezone.localdate(at):
        raise InvalidInput(problem=_("This value is in force already: enter another one from a later day on."))
    _record(row, "take_back", _changes(_standing(threshold, row), None), actor=actor, at=at)
    row.delete()
    return row


def subject_names(threshold: Threshold) -> dict[int, str]:
    """What the rows are called each of which can have figures of its own."""
    groups = threshold.subjects() if threshold.subjects is not None else []
    return {pk: name for _label, options in groups for pk, name in options}


def _require(code: str, subject: int, actor: Actor) -> Threshold:
    if not can_keep(actor):
        raise NotAllowed(document=code)
    try:
        threshold = get(code)
    except KeyError as unknown:
        raise InvalidInput(problem=_("There is no such threshold.")) from unknown
    if (threshold.subjects is None) != (subject == 0) or (subject and subject not in subject_names(threshold)):
        raise InvalidInput(problem=_("There is no such threshold."))
    return threshold


def _checked(figure: Figure, values: Sequence[Decimal]) -> Sequence[Decimal]:
    """Figures within their bounds; several of them in order and each once. Raises InvalidInput."""
    most = MOST_SHARES if figure.kind == SHARES else 1
    good = 1 <= len(values) <= most and all(value.is_finite() for value in values)
    good = good and all(figure.least <= value <= figure.most for value in values)
    if figure.kind == COUNT:
        good = good and all(value == value.to_integral_value() for value in values)
    if figure.kind in {SHARE, SHARES, FACTOR, AMOUNT}:
        places = 2 if figure.kind in {AMOUNT, FACTOR} else 4
        good = good and all(value == round(value, places) for value in values)
    if not good or any(low >= high for low, high in pairwise(values)):
        raise InvalidInput(
            problem=_("%(figure)s: from %(least)s to %(most)s.")
            % {"figure": figure.label, "least": figure.worded([figure.least]), "most": figure.worded([figure.most])}
        )
    return values


def _standing(threshold: Threshold, row: ThresholdValue) -> Standing:
    figures = {one.name: _read(row.figures.get(one.name)) or one.usual for one in threshold.figures}
    return Standing(threshold, row.is_on or not threshold.can_switch, figures, row.subject, row.since, row)


def _read(kept: Any) -> tuple[Decimal, ...]:
    try:
        return tuple(Decimal(value) for value in kept or ())
    except InvalidOperation:  # written past the application
        return ()


def _changes(before: Standing | None, after: Standing | None) -> dict[str, list[str | None]]:
    def told(standing: Standing | None) -> str | None:
        if standing is None or standing.row is None:
            return None
        holds = [] if standing.is_on else ["off"]
        return " ".join((*holds, *(",".join(map(str, values)) for values in standing.figures.values()))) or "on"

    return {"figures": [told(before), told(after)]}


def _record(row: ThresholdValue, what: str, changes: dict[str, Any], *, actor: Actor, at: datetime) -> None:
    audit.record(
        kind=KIND, document_id=row.pk, label=str(row), code=f"{KIND}.{what}",
        actor=actor, at=at, facts={"changes": changes},
    )  # fmt: skip
