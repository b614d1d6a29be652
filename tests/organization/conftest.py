"""Rights are counted one by one here."""

from __future__ import annotations

import pytest

from tests.factories import organization as cast


@pytest.fixture(autouse=True)
def _one_role_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who leads service does not hold the role that goes with selling parts as well."""
    monkeypatch.setattr(cast, "LEADERS", ())
