"""Which category a workbook means by a name or code, and what it may have meant when it means none (BUD-22)."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from budgets.rules.sheet_layout import without_numbering
from budgets.rules.sheet_synonyms import same_thing
from core.sheets.headings import squeezed

_CODE_BEFORE = re.compile(r"^(?P<code>[A-Za-z0-9.\-]{2,20})[\s:：_-]+(?P<name>\D.*)$")
_PARTS = re.compile(r"\s*(?:[-–—/\\>→|:：]|——)\s*")

SAME_THING = same_thing()


@dataclass(frozen=True, slots=True)
class KnownCategory:
    """A category as the reader of a workbook needs it. `is_leaf`: lines may stand on it."""

    id: int
    code: str
    name_zh: str
    name_en: str
    parent_id: int | None
    is_leaf: bool
    kind: str

    @property
    def names(self) -> tuple[str, ...]:
        """What it may be called."""
        return tuple(name for name in (self.name_zh, self.name_en) if name)


class Names:
    """Finds categories by what a sheet calls them."""

    def __init__(self, categories: Iterable[KnownCategory], learned: Mapping[str, int] | None = None) -> None:
        self.learned = learned or {}
        self.by_id = {category.id: category for category in categories}
        self._codes: dict[str, KnownCategory] = {}
        self._names: dict[str, list[KnownCategory]] = defaultdict(list)
        for category in self.by_id.values():
            self._codes[squeezed(category.code)] = category
            for name in category.names:
                self._names[squeezed(name)].append(category)

    def find(self, *, name: str, code: str = "", under: int | None = None) -> KnownCategory | None:
        """The category meant: by code, name (numbering let go) or “parent - child”; `under` tells namesakes apart."""
        if found := self._codes.get(squeezed(code)) if code else None:
            return found
        for text in dict.fromkeys((name.strip(), without_numbering(name))):
            if text and (found := self._named(text, under) or self._codes.get(squeezed(text))):
                return found
        return self._by_parts(name) or self._in_other_words(name)

    def _in_other_words(self, name: str) -> KnownCategory | None:
        """By what was chosen for this name before, else by an everyday synonym that only one leaf bears."""
        for text in dict.fromkeys((squeezed(name), squeezed(without_numbering(name)))):
            if found := self.by_id.get(self.learned.get(text, 0)):
                return found
            leaves = {
                category.id: category
                for word in SAME_THING.get(text, ())
                for category in self._names.get(word, [])
                if category.is_leaf
            }
            if len(leaves) == 1:
                return next(iter(leaves.values()))
        return None

    def _named(self, text: str, under: int | None) -> KnownCategory | None:
        found = self._names.get(squeezed(text), [])
        if len(found) > 1 and under is not None:
            found = [category for category in found if category.parent_id == under] or found
        leaves = [category for category in found if category.is_leaf]
        return (leaves or found)[0] if found else None

    def _by_parts(self, name: str) -> KnownCategory | None:
        if match := _CODE_BEFORE.match(name.strip()):
            if found := self._codes.get(squeezed(match["code"])):
                return found
            if found := self._named(match["name"], None):
                return found
        parts = [part for part in _PARTS.split(without_numbering(name)) if part]
        if len(parts) < 2:
            return None
        parent = self._named(parts[0], None)
        child = self._named(parts[-1], parent.id if parent else None)
        return child if child and (parent is None or child.parent_id == parent.id) else None

    def children(self, parent_id: int) -> list[KnownCategory]:
        """The leaves below a category."""
        return [c for c in self.by_id.values() if c.is_leaf and self.is_below(c.id, parent_id)]

    def is_below(self, category_id: int, ancestor_id: int) -> bool:
        """Whether a category stands below another in the tree."""
        parent = self.by_id[category_id].parent_id if category_id in self.by_id else None
        while parent is not None:
            if parent == ancestor_id:
                return True
            parent = self.by_id[parent].parent_id if parent in self.by_id else None
        return False

    def suggestions(self, name: str, *, limit: int = 3) -> Sequence[KnownCategory]:
        """The leaves whose names come closest, best first."""
        wanted = squeezed(without_numbering(name))
        if not wanted:
            return ()
        scored: list[tuple[float, int]] = []
        for category in self.by_id.values():
            if not category.is_leaf:
                continue
            best = max((_likeness(wanted, squeezed(own)) for own in category.names), default=0.0)
            if best >= 0.34:
                scored.append((-best, category.id))
        return [self.by_id[pk] for _score, pk in sorted(scored)[:limit]]


def _likeness(wanted: str, own: str) -> float:
    if wanted in own or own in wanted:
        return 0.7 + 0.3 * min(len(wanted), len(own)) / max(len(wanted), len(own))
    return difflib.SequenceMatcher(None, wanted, own).ratio()
