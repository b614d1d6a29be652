"""How a remark says which part of its document it is about, such as a line of a budget (GEN-08). Pure."""

from __future__ import annotations

import re

LONGEST_LABEL = 80
_PLACE = re.compile(r"\[#(\d{1,18}) (.*?)\] ", re.DOTALL)


def opening(place_id: int) -> str:
    """How such a remark begins; the id stays when the part is renamed."""
    return f"[#{place_id} "


def on_place(*, place_id: int, label: str, text: str) -> str:
    """The text of a remark on a part of a document, as it is kept."""
    return f"{opening(place_id)}{label[:LONGEST_LABEL]}] {text}"


def parted(text: str) -> tuple[int | None, str, str]:
    """A kept remark as people read it: the part it is about by id and name, if any, and the words."""
    found = _PLACE.match(text)
    return (int(found[1]), found[2], text[found.end() :]) if found else (None, "", text)
