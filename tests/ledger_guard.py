"""After every test that posts, the ledger must verify: balances, totals and chains (LED-02, LED-08).

Imported by tests/conftest.py. A test that breaks the ledger on purpose is marked `@pytest.mark.broken_ledger`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

YEARS = range(2024, 2029)
"""Fiscal years whose partitions stand before the tests, so that each test need not make its own."""

DATABASE = {"db", "transactional_db"}
GUARDED = ("tests/budgets", "tests/expenses", "tests/concurrency", "tests/reports")


@pytest.fixture(scope="session")
def ledger_partitions(django_db_setup: None, django_db_blocker: Any) -> None:
    """The partitions of the usual years, made once."""
    from budgets.services import partitions

    with django_db_blocker.unblock():
        for year in YEARS:
            partitions.make_partition(year)


@pytest.fixture(autouse=True)
def _ledger_holds(request: pytest.FixtureRequest) -> Iterator[None]:
    """Verify the ledger before the test's changes are taken back."""
    uses_database = request.node.get_closest_marker("django_db") or DATABASE & set(request.fixturenames)
    if not uses_database or not any(part in request.node.nodeid for part in GUARDED):
        yield
        return
    request.getfixturevalue("ledger_partitions")
    request.getfixturevalue("db")
    yield
    if request.node.get_closest_marker("broken_ledger"):
        return
    from budgets.selectors import verification

    found = verification.verify()
    assert found.holds, "\n".join(str(difference) for difference in found.differences)
