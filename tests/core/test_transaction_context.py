"""Telling the database who works takes nothing away from the transaction it begins (GEN-05)."""

import json

import pytest
from django.db import connection, transaction

from core import context
from core.context import set_request_id


@pytest.fixture
def in_a_request():
    """As while a request is answered."""
    before = context.current_request_id()
    set_request_id("it's a \\ request")
    yield
    set_request_id(before)


@pytest.mark.django_db(transaction=True)
def test_a_transaction_of_a_request_may_still_choose_its_isolation(in_a_request):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SHOW transaction_isolation")

        assert cursor.fetchone() == ("repeatable read",)


@pytest.mark.django_db(transaction=True)
def test_what_the_database_is_told_is_kept_as_written_and_only_for_the_transaction(in_a_request):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('pghistory.context_metadata', true)")
        told = json.loads(cursor.fetchone()[0])
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('pghistory.context_metadata', true)")
        after = cursor.fetchone()[0]

    assert "it's a \\ request" in told.values()
    assert not after
