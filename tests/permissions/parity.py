"""Which call of the API does what each page does, or why none does (GEN-17): `parity.txt`, one page a line. Its URL
name, then the calls, or after a dash the reason.
"""

from __future__ import annotations

from pathlib import Path

TABLE = Path(__file__).with_suffix(".txt")


def rows() -> dict[str, tuple[list[str], str]]:
    """By page: its calls of the API, and the reason where there are none."""
    found: dict[str, tuple[list[str], str]] = {}
    for line in filter(None, map(str.strip, TABLE.read_text(encoding="utf-8").splitlines())):
        page, _space, rest = line.partition(" ")
        assert page not in found, f"{page} stands twice"
        found[page] = ([], rest[2:].strip()) if rest.startswith("- ") else (rest.split(), "")
    return found
