"""Pure rules: pairs of rights one person never holds together, the levels of the tree, keys of tokens."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from organization.choices import DepartmentKind

Pair = tuple[str, str]

LONGEST_TOKEN = timedelta(days=366)
KEY_PREFIX_LENGTH = 8

STANDS_BELOW: dict[str, frozenset[str]] = {
    DepartmentKind.DIVISION: frozenset({DepartmentKind.COMPANY}),
    DepartmentKind.DEPARTMENT: frozenset({DepartmentKind.COMPANY, DepartmentKind.DIVISION}),
    DepartmentKind.TEAM: frozenset({DepartmentKind.DEPARTMENT}),
}
"""What each kind of department may stand below; offices of the company itself stand directly below it (ORG-01)."""


LONGEST_BREAK_GLASS = timedelta(days=7)
"""For so long a break-glass right holds at most (ORG-06b)."""
REVIEW_WITHIN = 3
"""Working days within which a break-glass right that ended is reviewed (ORG-06b)."""

NEAR_DAYS = 90
"""For so long after one side of a pair ended, holding the other stands on the report (ORG-07)."""

LEADING = frozenset({"budgets.review", "expenses.review"})
"""What whoever leads a department decides on, without a role for it: pairs bind them as if they held it (ORG-05)."""


@dataclass(frozen=True, slots=True)
class Holding:
    """A role in somebody's hands from `start` until the day before `end` (None: open)."""

    role: str
    permissions: frozenset[str]
    start: date
    end: date | None = None

    def meets(self, other: Holding) -> bool:
        """Whether there is a day on which both are held."""
        return (self.end is None or other.start < self.end) and (other.end is None or self.start < other.end)

    @property
    def is_empty(self) -> bool:
        """Whether it ended on the day it began, so that it never held."""
        return self.end is not None and self.end <= self.start


@dataclass(frozen=True, slots=True)
class BrokenPair:
    """Two permissions that must not meet, and the roles they would come from."""

    first: str
    second: str
    first_role: str
    second_role: str


def ordered(first: str, second: str) -> Pair:
    """A pair as it is stored: the lesser code first, so that it is stored once."""
    return (first, second) if first < second else (second, first)


def first_broken_pair(holdings: Sequence[Holding], pairs: Iterable[Pair]) -> BrokenPair | None:
    """The first pair that one person's roles would break on some day; None when all is well (ORG-05).

    Where a role holds matters not: whoever makes here does not approve there either.
    """
    by_permission: dict[str, list[Holding]] = {}
    for holding in holdings:
        if not holding.is_empty:
            for permission in holding.permissions:
                by_permission.setdefault(permission, []).append(holding)
    for first, second in pairs:
        for one in by_permission.get(first, ()):
            for other in by_permission.get(second, ()):
                if one.meets(other):
                    return BrokenPair(first=first, second=second, first_role=one.role, second_role=other.role)
    return None


@dataclass(frozen=True, slots=True)
class Crossing:
    """A pair a break-glass right goes past: what the holder has by a role of their own, and what the right gives."""

    own: str
    own_role: str
    given: str


def crossings(holdings: Iterable[Holding], given: Holding, pairs: Iterable[Pair]) -> list[Crossing]:
    """The pairs between what somebody holds on a day of the right and what the right gives (ORG-06b)."""
    own = {
        permission: holding.role
        for holding in holdings
        if not holding.is_empty and holding.meets(given)
        for permission in holding.permissions
    }
    return [
        Crossing(own=one, own_role=own[one], given=other)
        for first, second in pairs
        for one, other in ((first, second), (second, first))
        if one in own and other in given.permissions and other not in own
    ]


def how_near(one: Holding, other: Holding, *, on: date) -> tuple[str, date] | None:
    """How close two sides of a pair in one hand come, and since or on which day (ORG-07).

    BROKEN: on some day from now on both are held. LATER: one begins after the other has ended. BEFORE: one ended up to
    NEAR_DAYS ago, the other is held. None: neither.
    """
    if one.meets(other):
        ends = [end for end in (one.end, other.end) if end is not None]
        return ("BROKEN", max(one.start, other.start)) if not ends or min(ends) > on else None
    earlier, later = (one, other) if one.start < other.start else (other, one)
    if earlier.end is None or (later.end is not None and later.end <= on):
        return None
    if later.start > on:
        return "LATER", later.start
    return ("BEFORE", earlier.end) if (on - earlier.end).days < NEAR_DAYS else None


def may_stand_below(kind: str, parent_kind: str) -> bool:
    """Whether a department of this kind may stand below one of that kind (ORG-01)."""
    return parent_kind in STANDS_BELOW.get(kind, frozenset())


def fits_after_move(scope_department_id: int, *, chain_of_new: Iterable[int]) -> bool:
    """Whether a right over a department still fits somebody who moves: it must cover the new place (ORG-05).

    `chain_of_new` are the new department and those above it.
    """
    return scope_department_id in set(chain_of_new)


def new_key() -> str:
    """A fresh token key: 43 characters from 32 random bytes."""
    return secrets.token_urlsafe(32)


def digest_of(key: str) -> str:
    """What is stored of a key. A random key of this length needs no slow hash."""
    return hashlib.sha256(key.encode()).hexdigest()
