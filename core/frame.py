"""What `base.html` needs on every page, computed only when a page has the frame."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from core import formats, navigation, notifications, tour
from core.actors import Actor
from core.navigation import Foot, Item, Section

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "theme"
RAIL_COOKIE = "rail"
SHORTCUTS_COOKIE = "shortcuts"
NOBODY = Actor(person_id=None, name="")


@dataclass(frozen=True, slots=True)
class NavItem:
    """An item as drawn: address, whether it is the page one is on."""

    label: str
    url: str
    current: bool
    keys: str = ""
    icon: str = ""

    @property
    def caps(self) -> list[str]:
        """The keys one by one, as caps to draw."""
        return self.keys.split()


@dataclass(frozen=True, slots=True)
class NavSection:
    """A section as drawn. Its own link leads to its first page; the pages show when it is open."""

    code: str
    label: str
    icon: str
    url: str
    open: bool
    current: bool
    count: int
    items: tuple[NavItem, ...]
    keys: str = ""

    @property
    def caps(self) -> list[str]:
        """The keys of a section's only page, as caps to draw."""
        return self.keys.split()


class Frame:
    """The frame of one request. Every property asks the database at most once, and only when drawn."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self.actor: Actor = getattr(request, "actor", None) or NOBODY
        match = request.resolver_match
        self.view_name = match.view_name if match else ""
        self._user = getattr(request, "user", None)

    @property
    def theme(self) -> str:
        """light, dark, or auto: what was chosen on this device, else what the person's profile says."""
        profile = str(getattr(self._user, "theme", "")).lower()
        chosen = self._request.COOKIES.get(THEME_COOKIE, profile)
        return chosen if chosen in THEMES else "auto"

    @property
    def themes(self) -> tuple[str, ...]:
        return THEMES

    @property
    def is_rail(self) -> bool:
        """Whether the person keeps the navigation narrow."""
        return self._request.COOKIES.get(RAIL_COOKIE) == "1"

    @property
    def has_shortcuts(self) -> bool:
        """Whether single letters act as keys; they can be switched off (WCAG 2.1.4)."""
        profile = "on" if getattr(self._user, "single_keys", True) else "off"
        return self._request.COOKIES.get(SHORTCUTS_COOKIE, profile) != "off"

    @property
    def is_demo(self) -> bool:
        return bool(getattr(settings, "DEMO", False))

    @property
    def initials(self) -> str:
        return formats.initials(self.actor.name)

    @cached_property
    def sections(self) -> tuple[NavSection, ...]:
        """The sections with at least one page the actor may open."""
        best = self._best_match()
        return tuple(drawn for section in navigation.sections() if (drawn := self._drawn(section, best)) is not None)

    @cached_property
    def tabs(self) -> tuple[NavItem, ...]:
        """At most four tabs for the phone."""
        shown = [
            NavItem(
                label=str(tab.label),
                url=url,
                current=item.fits(self.view_name) > 0,
                keys=str(self.counts.get(tab.badge) or ""),
                icon=tab.icon,
            )
            for tab in navigation.tabs()
            if tab.can(self.actor)
            and (item := Item(label=tab.label, url_name=tab.url_name, match=tab.match))
            and (url := item.url())
        ]
        return tuple(shown[:4])

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """What waits for the actor, per section."""
        if self.actor.person_id is None:
            return {}
        return {code: count(self.actor) for code, count in navigation.badge_counts().items()}

    @cached_property
    def foot(self) -> Foot | None:
        return navigation.foot_of(self.actor) if self.actor.person_id is not None else None

    @cached_property
    def notices(self) -> int:
        """How many notices the actor has not read."""
        return notifications.unread_count(self.actor) if self.actor.person_id is not None else 0

    @cached_property
    def tour(self) -> list[tour.Step]:
        """The first steps of somebody new, on the page they land on (QLT-54)."""
        return tour.steps_on(self.actor, self.view_name)

    def _best_match(self) -> str:
        fits = [(item.fits(self.view_name), item.url_name) for s in navigation.sections() for item in s.items]
        best = max(fits, default=(0, ""))
        return best[1] if best[0] else ""

    def _drawn(self, section: Section, best: str) -> NavSection | None:
        items = tuple(
            NavItem(label=str(i.label), url=url, current=i.url_name == best, keys=i.keys, icon=i.icon)
            for i in section.items
            if i.can(self.actor) and (url := i.url())
        )
        if not items:
            return None
        current = any(item.current for item in items)
        return NavSection(
            code=section.code,
            label=str(section.label),
            icon=section.icon,
            url=items[0].url,
            open=current,
            current=current and len(items) == 1,
            count=self.counts.get(section.code, 0),
            items=items if len(items) > 1 else (),
            keys=items[0].keys if len(items) == 1 else "",
        )


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `frame` in every template; nothing is computed until it is drawn."""
    return {"frame": Frame(request)}
