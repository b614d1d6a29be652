"""What all tests share. PostgreSQL and Valkey are up before this is read: see devstack/pytest_plugin.py."""

import pytest
from django.core.cache import cache

DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "client"}


@pytest.fixture(autouse=True)
def _empty_cache(request: pytest.FixtureRequest) -> None:
    """Nothing one test cached is seen by the next; parallel workers have a keyspace each (settings/test.py)."""
    if DATABASE_FIXTURES & set(request.fixturenames):
        cache.clear()
