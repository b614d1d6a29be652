"""What the frame offers: sections by task, badges, foot, quick actions and search, registered by the apps in `ready`.

Each entry carries the predicate its page asks, so that nobody is shown a door that is locked for them (GEN-10).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from core.actors import Actor

Text = str | Promise
Can = Callable[[Actor], bool]


def everyone(actor: Actor) -> bool:
    """The predicate of what every signed-in person may open."""
    return actor.person_id is not None


@dataclass(frozen=True, slots=True)
class Item:
    """One page in the navigation. `match` lists beginnings of URL names that also belong to it (`budgets:budget_`).

    A name ending in `_list` (`expenses:claim_list`) claims its siblings (`expenses:claim_detail`) by itself.
    `keys` is shown and works as a shortcut ("g v"). `keywords` help the palette find it.
    """

    label: Text
    url_name: str
    can: Can = everyone
    icon: str = ""
    match: tuple[str, ...] = ()
    keys: str = ""
    keywords: Text = ""

    def url(self) -> str:
        """The page's address; empty while no app answers to its name."""
        try:
            return reverse(self.url_name)
        except NoReverseMatch:
            return ""

    def fits(self, view_name: str) -> int:
        """How well a URL name belongs to this item: the length of what matched, 0 for not at all."""
        if view_name == self.url_name:
            return 1_000
        if self.url_name.endswith("_list") and view_name.startswith(self.url_name[:-4]):
            return len(self.url_name) - 4
        return max((len(start) for start in self.match if view_name.startswith(start)), default=0)


@dataclass(frozen=True, slots=True)
class Section:
    """A group of pages by task. Several apps may add items to the same code."""

    code: str
    label: Text
    icon: str
    order: int
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Tab:
    """One of the four tabs at the foot of a phone."""

    label: Text
    url_name: str
    icon: str
    order: int
    can: Can = everyone
    badge: str = ""
    match: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Foot:
    """Two lines below the navigation: the fiscal year with its state, and which period is open."""

    title: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class QuickAction:
    """Something one can start from the palette."""

    label: Text
    url: Callable[[], str]
    keywords: Text = ""
    can: Can = everyone
    icon: str = "plus"


@dataclass(frozen=True, slots=True)
class Hit:
    """A document (or person, category …) the palette found, within the actor's scope."""

    label: str
    url: str
    note: str = ""
    icon: str = "file-text"


@dataclass(slots=True)
class _Registry:
    sections: dict[str, Section] = field(default_factory=dict)
    badges: dict[str, Callable[[Actor], int]] = field(default_factory=dict)
    foot: Callable[[Actor], Foot | None] | None = None
    tabs: dict[str, Tab] = field(default_factory=dict)
    actions: dict[str, QuickAction] = field(default_factory=dict)
    searches: list[Callable[[Actor, str], Sequence[Hit]]] = field(default_factory=list)


_registry = _Registry()


def register_section(code: str, label: Text, icon: str, order: int, items: Sequence[Item] = ()) -> None:
    """Add a section, or further items to one that another app has added already."""
    known = _registry.sections.get(code)
    if known is None:
        _registry.sections[code] = Section(code=code, label=label, icon=icon, order=order, items=tuple(items))
        return
    names = {item.url_name for item in known.items}
    fresh = tuple(item for item in items if item.url_name not in names)
    _registry.sections[code] = replace(known, items=known.items + fresh)


def register_badge(code: str, count: Callable[[Actor], int]) -> None:
    """Give a section a number: what waits for the actor there. One quick query."""
    _registry.badges[code] = count


def register_foot(foot: Callable[[Actor], Foot | None]) -> None:
    """Give the navigation its foot: fiscal year and open period."""
    _registry.foot = foot


def register_tab(label: Text, url_name: str, icon: str, order: int, **more: object) -> None:
    """Add one of the tabs at the foot of a phone."""
    _registry.tabs[url_name] = Tab(label=label, url_name=url_name, icon=icon, order=order, **more)  # type: ignore[arg-type]


def register_quick_action(
    label: Text, url: str | Callable[[], str], *, keywords: Text = "", can: Can = everyone, icon: str = "plus"
) -> None:
    """Offer an action in the palette. `url` is a URL name or a function giving an address."""
    address = url if callable(url) else _reversed(url)
    _registry.actions[str(url)] = QuickAction(label=label, url=address, keywords=keywords, can=can, icon=icon)


def register_search(search: Callable[[Actor, str], Sequence[Hit]]) -> None:
    """Let the palette find an app's documents: at most a handful, only what the actor may see (GEN-12)."""
    _registry.searches.append(search)


def sections() -> list[Section]:
    """All sections in order."""
    return sorted(_registry.sections.values(), key=lambda section: section.order)


def tabs() -> list[Tab]:
    """All tabs of the phone in order."""
    return sorted(_registry.tabs.values(), key=lambda tab: tab.order)


def badge_counts() -> dict[str, Callable[[Actor], int]]:
    """What counts the numbers beside the sections."""
    return dict(_registry.badges)


def foot_of(actor: Actor) -> Foot | None:
    """The foot as registered; None without a provider."""
    return _registry.foot(actor) if _registry.foot else None


def quick_actions() -> list[QuickAction]:
    """All actions of the palette, in order of registration."""
    return list(_registry.actions.values())


def searches() -> list[Callable[[Actor, str], Sequence[Hit]]]:
    """All searches of the palette, in order of registration."""
    return list(_registry.searches)


def _reversed(url_name: str) -> Callable[[], str]:
    return lambda: reverse(url_name)
