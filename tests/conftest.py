"""What all tests share. PostgreSQL and Valkey are up before this is read: see devstack/pytest_plugin.py."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import translation

from approvals.selectors import cases
from core import jobs
from core.actors import Actor
from core.context import set_request_id
from organization.models import Person
from tests import flushing
from tests.factories import organization as cast
from tests.ledger_guard import _ledger_holds, ledger_partitions  # noqa: F401  fixtures

DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "client"}


def pytest_collection_finish() -> None:
    """What was imported is never collected: looking through half a million objects again and again costs each test."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _empty_cache(request: pytest.FixtureRequest) -> None:
    """Nothing one test cached is seen by the next; parallel workers have a keyspace each (settings/test.py)."""
    if DATABASE_FIXTURES & set(request.fixturenames):
        cache.clear()
    cases._acts_much.cache_clear()


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """Each test begins in the installation's language; one that switches does not switch the next."""
    with translation.override("zh-hans"):
        yield


@pytest.fixture(autouse=True)
def _own_work() -> Iterator[None]:
    """Who worked in one test is not told of the next, whose transaction begins before its first line."""
    yield
    set_request_id("")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The tests' database may be emptied between tests: its append-only tables refuse UPDATE and DELETE, not TRUNCATE."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        flushing.install()
        cursor.execute(
            "SELECT format('ALTER TABLE %%s DISABLE TRIGGER %%I', tgrelid::regclass, tgname) FROM pg_trigger"
            " WHERE tgname LIKE %s AND tgparentid = 0",
            ["pgtrigger_no_truncate%"],
        )
        for (statement,) in cursor.fetchall():
            cursor.execute(statement)


@pytest.fixture
def run_jobs() -> Callable[[], int]:
    """Runs everything that waits to be done after a commit; how many jobs ran."""
    return jobs.run_all_waiting


@pytest.fixture
def actor_of() -> Callable[..., Actor]:
    return cast.actor_of


@pytest.fixture
def signed_in() -> Callable[[Client, Person], Client]:
    return cast.signed_in


# --- The cast: who is who in the tests -----------------------------------------------------------------------------


@pytest.fixture
def company(db: None) -> cast.Tree:
    """company → division → service → team, and beside service the department other."""
    return cast.tree()


@pytest.fixture
def owner(company: cast.Tree) -> Person:
    """Makes requests and claims in service."""
    return cast.member(company.service, "employee", name_zh="陈志强", name_en="Chen Zhiqiang")


@pytest.fixture
def manager(company: cast.Tree) -> Person:
    """Manages service."""
    made = cast.member(company.service, "department_manager", name_zh="马国强", name_en="Ma Guoqiang")
    cast.put_in_charge(company.service, made)
    return made


@pytest.fixture
def division_manager(company: cast.Tree) -> Person:
    """Manages the division above service."""
    made = cast.member(company.division, "division_manager", name_zh="李敏", name_en="Li Min")
    cast.put_in_charge(company.division, made)
    return made


@pytest.fixture
def finance_officer(company: cast.Tree) -> Person:
    return cast.member(company.company, "finance", company_wide=True, name_zh="王静", name_en="Wang Jing")


@pytest.fixture
def finance_manager(company: cast.Tree) -> Person:
    return cast.member(company.company, "finance_manager", company_wide=True, name_zh="赵文", name_en="Zhao Wen")


@pytest.fixture
def finance_supervisor(company: cast.Tree) -> Person:
    """Grants roles, and transacts nothing."""
    return cast.member(company.company, "finance_supervisor", company_wide=True, name_zh="孙丽", name_en="Sun Li")


@pytest.fixture
def cashier(company: cast.Tree) -> Person:
    return cast.member(company.company, "cashier", company_wide=True, name_zh="周燕", name_en="Zhou Yan")


@pytest.fixture
def gm(company: cast.Tree) -> Person:
    """The general manager, in charge of the company."""
    made = cast.member(company.company, "general_manager", company_wide=True, name_zh="陈立新", name_en="Chen Lixin")
    cast.put_in_charge(company.company, made)
    return made


@pytest.fixture
def auditor(company: cast.Tree) -> Person:
    return cast.member(company.company, "auditor", company_wide=True, name_zh="吴涛", name_en="Wu Tao")


@pytest.fixture
def outsider(company: cast.Tree) -> Person:
    """An employee of another department."""
    return cast.member(company.other, "employee", name_zh="林晓", name_en="Lin Xiao")
