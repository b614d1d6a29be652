"""What is wrong with a row of a file (GEN-16)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing about a row, as a code with its facts; words are found when it is shown."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
