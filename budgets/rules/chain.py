"""The hash chain of a control key: each entry is sealed with its content and its predecessor (LED-08)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

SEALED = (
    "year", "key_id", "sequence", "fiscal_year_id", "period_id", "month", "department_id", "category_id",
    "project_id", "kind",
    "amount", "source_kind", "source_id", "source_line", "occasion", "source_label", "reason", "posted_by_id",
    "posted_at",
)  # fmt: skip
"""The columns of an entry that its hash covers, in this order. The order is part of the chain: append only."""

_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def seal(previous: str, content: Sequence[Any]) -> str:
    """The hash of an entry: SHA-256 over its predecessor's hash and its content in the order of `SEALED`."""
    return sha256(_ENCODE([previous, *map(_told, content)]).encode()).hexdigest()


def _told(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value
