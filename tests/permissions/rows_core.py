"""Rows of the ground: palette, preferences, notices, attachments, comments, jobs, the API's description."""

from __future__ import annotations

from typing import Any

ROWS: dict[str, dict[str, Any]] = {
    "core:palette": {"*": 200},
    "core:preferences": {"*": 302, "anonymous": 302},
    "core:menu": {"*": 200},
    "core:keys": {"*": 200},
    "set_language": {"*": 302, "anonymous": 302},
}
