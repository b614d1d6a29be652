"""The log-ins of the demo, for its sign-in page alone (QLT-55)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from organization.selectors.actors import assignments_in_force


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """One log-in: user name, and whose place it is."""

    username: str
    role: str


@dataclass(frozen=True, slots=True)
class DemoLogins:
    """All shown log-ins and the one password."""

    password: str
    people: tuple[DemoLogin, ...]


def demo_logins() -> DemoLogins | None:
    """What the demo's seed wrote down; None anywhere but in the demo."""
    if not settings.DEMO or not settings.DEMO_LOGINS_FILE:
        return None
    path = Path(settings.DEMO_LOGINS_FILE)
    if not path.exists():
        return None
    known = json.loads(path.read_text(encoding="utf-8"))
    roles = _roles([person["username"] for person in known["people"]], on=timezone.localdate())
    people = (
        DemoLogin(username=person["username"], role=roles.get(person["username"], person["role"]))
        for person in known["people"]
    )
    return DemoLogins(password=known["password"], people=tuple(people))


def _roles(usernames: list[str], *, on: date) -> Mapping[str, str]:
    """The first role of each, in the active language."""
    rows = assignments_in_force(on=on).filter(person__username__in=usernames).select_related("person", "role")
    found: dict[str, str] = {}
    for row in rows.order_by("person_id", "-role__position"):
        found[row.person.username] = row.role.name
    return found
