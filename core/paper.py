"""Where a page's report is asked for, without knowing who makes it: that app registers its address (RPT-41)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

Address = Callable[[str, str, Mapping[str, str]], str]
_addresses: list[Address] = []


def register(address: Address) -> None:
    """Say where a report is asked for: by its code, its form (pdf, xlsx) and its parameters. Called in `ready`."""
    _addresses[:] = [address]


def address(code: str, form: str, parameters: Mapping[str, str]) -> str:
    """Where a form is posted to ask for a report; empty where no app makes any."""
    return _addresses[0](code, form, parameters) if _addresses else ""
