"""What everybody gets from everything: one line per URL and method, one column per seat (QLT-40).

`matrix.txt` is that table as it was last reviewed; the test asks again whom it keeps out, and compares.

    python -m tests.permissions.matrix --check    ask the whole table again
    python -m tests.permissions.matrix --write    rewrite it: read the difference line by line before it is kept
    python -m tests.permissions.matrix --write feedback parts_money    only these parts of it, such as those with a new URL
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.permissions.seats import Seat

TABLE = Path(__file__).with_name("matrix.txt")
WRITE = "WRITE_PERMISSION_MATRIX"
WHOLE = "WHOLE_PERMISSION_MATRIX"
KEPT_OUT = "-.s"

LETTERS = {
    "o": "opened, or done",
    "b": "let in; refused for what was sent or for the state the document is in",
    "-": "refused",
    ".": "there is no such thing for them",
    "s": "asked to sign in",
    "m": "no such method",
    "X": "broken",
}
_BY_STATUS = {
    403: "-",
    404: ".",
    401: "s",
    405: "m",
    400: "b",
    406: "b",
    409: "b",
    413: "b",
    415: "b",
    422: "b",
    429: "b",
}


def letter(status: int) -> str:
    """The letter of an answer."""
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    return "o" if 200 <= status < 400 else "X"


def heading() -> str:
    """What the columns and letters mean."""
    from tests.permissions.seats import GROUPS

    lines = ["Letters", *(f"  {sign}  {meaning}" for sign, meaning in LETTERS.items()), "", "Columns"]
    for name, seats in GROUPS:
        people = (f"{seat.code} ({seat.role})" if seat.role else seat.code for seat in seats)
        lines.append(f"  {name}: {', '.join(people)}")
    return "\n".join([*lines, "  the last one: nobody signed in", ""])


def row_text(name: str, letters: str) -> str:
    """One line; the letters in the groups of the columns."""
    from tests.permissions.seats import GROUPS

    groups, start = [], 0
    for _name, seats in GROUPS:
        groups.append(letters[start : start + len(seats)])
        start += len(seats)
    return f"{' '.join([*groups, letters[start:]])}  {name}"


@cache
def kept() -> dict[str, str]:
    """The reviewed table: line by URL and method."""
    return dict(_lines(TABLE.read_text(encoding="utf-8"))) if TABLE.exists() else {}


@cache
def let_in(name: str) -> Seat | None:
    """Somebody who gets past the door of a URL and method: first who it is opened for; None where nobody does."""
    from tests.permissions.seats import SEATS

    letters = kept().get(name, "").partition("  ")[0].replace(" ", "")
    for wanted in "ob":
        for seat, letter_of_seat in zip(SEATS, letters, strict=False):
            if letter_of_seat == wanted:
                return seat
    return None


def _lines(text: str) -> Iterator[tuple[str, str]]:
    from tests.permissions.seats import SEATS

    for line in text.splitlines():
        letters, gap, name = line.partition("  ")
        if gap and letters and len(letters.replace(" ", "")) == len(SEATS) + 1 and not line.startswith(" "):
            yield name, line


def write(area: str, lines: dict[str, str]) -> None:
    """Put an area's lines in place of those it had."""
    draft = Path(os.environ[WRITE])
    found = json.loads(draft.read_text(encoding="utf-8")) if draft.exists() else {}
    found[area] = lines
    draft.write_text(json.dumps(found), encoding="utf-8")


def bound(areas: dict[str, dict[str, str]]) -> str:
    """The whole table as text."""
    parts = [heading()]
    for area, lines in sorted(areas.items()):
        parts += [f"# {area.removeprefix('rows_').replace('_', ' ')}", *lines.values(), ""]
    return "\n".join(parts)


def parts() -> dict[str, dict[str, str]]:
    """The reviewed table: its lines by area."""
    found: dict[str, dict[str, str]] = {}
    for part in TABLE.read_text(encoding="utf-8").split("\n# ")[1:]:
        name, _end, lines = part.partition("\n")
        found[f"rows_{name.replace(' ', '_')}"] = dict(_lines(lines))
    return found


def main() -> int:
    """Ask the table again, and compare or rewrite it."""
    asked, areas = sys.argv[1:2], [f"rows_{name}" for name in sys.argv[2:]]
    if asked not in (["--write"], ["--check"]):
        print(__doc__)  # noqa: T201
        return 2
    command = [sys.executable, "-m", "pytest", "tests/permissions/test_matrix.py", "-q", "-p", "no:cacheprovider"]
    if asked == ["--check"]:
        return subprocess.run(command, env={**os.environ, WHOLE: "1"}, check=False).returncode
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder) / "matrix.json"
        command += ["-k", " or ".join(f"test_the_matrix[{area}]" for area in areas) or "test_the_matrix"]
        done = subprocess.run(command, env={**os.environ, WRITE: str(draft)}, check=False)
        if done.returncode == 0:
            _know_the_models()
            before = parts() if areas else {}
            TABLE.write_text(bound(before | json.loads(draft.read_text(encoding="utf-8"))), encoding="utf-8")
    return done.returncode


def _know_the_models() -> None:
    """Seats name roles by the models' own choices; nothing is asked of a database."""
    import django

    nowhere = {"DATABASE_URL": "postgresql://x@/x?host=/nonexistent", "REDIS_URL": "redis://127.0.0.1:1/0"}
    os.environ.update(nowhere | {"DJANGO_SETTINGS_MODULE": "config.settings.test"})
    django.setup()


def rewriting() -> bool:
    """Whether the answers go into the table."""
    return WRITE in os.environ


def whole() -> bool:
    """Whether those who are let in are asked too."""
    return rewriting() or WHOLE in os.environ


def any_of(value: Any, *args: Any) -> Any:
    """A row's part, which may have to be asked for."""
    return value(*args) if callable(value) else value


if __name__ == "__main__":
    sys.exit(main())
