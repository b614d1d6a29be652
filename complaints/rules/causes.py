"""When two causes are the same (CMP-08b, CMP-09)."""

from __future__ import annotations

import unicodedata


def key_of(cause: str) -> str:
    """A cause as it is compared: width, case, spaces and signs do not count.

    | typed | compared as |
    | --- | --- |
    | 轴承 缺油 | 轴承缺油 |
    | Bearing, dry | bearingdry |
    """
    plain = unicodedata.normalize("NFKC", cause).casefold()
    return "".join(char for char in plain if char.isalnum())[:80]
