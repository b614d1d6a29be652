"""Filters in the address of a list that cannot be used: a word where a day is due, a state that is none. Each is left
out, and the page says so above its rows, so that nobody takes a list for narrowed that is not (GEN-13, QLT-53).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _

LONGEST_SHOWN = 40
Known = Mapping[str, tuple[str | Promise, Collection[str] | Callable[[str], bool]]]
"""The filters a list reads from its address itself: what each is called, and which values it takes."""
ON = ("1",)
"""The one value of a filter that is on or off."""


@dataclass(frozen=True, slots=True)
class Unusable:
    """A filter that was left out: its parameter, its name, what was sent, and what is wrong with it."""

    name: str
    label: str
    value: str
    why: str = ""


_noted: ContextVar[list[Unusable] | None] = ContextVar("unusable_filters", default=None)


@contextmanager
def noting() -> Iterator[list[Unusable]]:
    """While a list page is drawn: what of its address it could not use."""
    found: list[Unusable] = []
    token = _noted.set(found)
    try:
        yield found
    finally:
        _noted.reset(token)


def unusable() -> list[Unusable]:
    """What the list that is being drawn could not use."""
    return _noted.get() or []


def check(asked: Mapping[str, str], known: Known) -> None:
    """Note what of an address is none of the values a list knows."""
    for name, (label, values) in known.items():
        value = asked.get(name, "")
        if value and not (values(value) if callable(values) else value in values):
            note(name, str(label), value)


def is_id(text: str) -> bool:
    """Whether it can be the id of something."""
    return text.isascii() and text.isdigit() and len(text) <= 18


def is_day(text: str) -> bool:
    """Whether it is a day as addresses write it."""
    try:
        return len(text) == 10 and bool(date.fromisoformat(text))
    except ValueError:
        return False


class FilterForm(forms.Form):
    """The filters of a list. What a field refuses is left out, and the page says so above the list."""

    def full_clean(self) -> None:
        super().full_clean()
        for name, errors in self.errors.items() if self.is_bound else ():
            label = str(self[name].label or "") if name in self.fields else ""
            value = str(self.data.get(self.add_prefix(name), "")) if name in self.fields else ""
            note(name, label, value, str(errors[0]))


def note(name: str, label: str, value: str, why: str = "") -> None:
    """Note a filter that is left out, of a list that finds out for itself."""
    found = _noted.get()
    if found is not None and all(one.name != name for one in found):
        shown = f"{value[:LONGEST_SHOWN]}…" if len(value) > LONGEST_SHOWN else value
        why = why or _("There is no such choice here.")
        found.append(Unusable(name, label or name, shown.replace("\x00", ""), why))
