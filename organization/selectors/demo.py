"""The log-ins of the demo, for its sign-in page alone (QLT-55)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from organization.models import Person


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """One log-in: user name, and the position in the active language."""

    username: str
    position: str


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
    names = [person["username"] for person in known["people"]]
    positions = {person.username: person.position_name for person in Person.objects.filter(username__in=names)}
    people = (
        DemoLogin(username=person["username"], position=positions.get(person["username"], ""))
        for person in known["people"]
    )
    return DemoLogins(password=known["password"], people=tuple(people))
