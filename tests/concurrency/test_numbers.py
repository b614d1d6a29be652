"""Numbers are gap-free and unique under concurrency, also when transactions are rolled back (GEN-03)."""

import threading

import pytest
from django.db import connection, transaction

from core import numbers
from tests.concurrency.race import race

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services, pytest.mark.rule("GEN-03")]

RIVALS, ROUNDS = 8, 12


class _TakenBack(Exception):
    pass


def taking(place, take):
    """Take numbers, every third in a transaction that is rolled back; those that were kept."""

    def run():
        kept = []
        for turn in range(ROUNDS):
            try:
                with transaction.atomic():
                    number = take()
                    if (turn + place) % 3 == 0:
                        raise _TakenBack
            except _TakenBack:
                continue
            kept.append(number)
        return kept

    return run


def test_no_number_is_missing_or_given_twice():
    outcomes = race(*(taking(place, lambda: numbers.take("TST", 2026)) for place in range(RIVALS)))

    given = sorted(number for kept in outcomes for number in kept)
    assert given == [f"TST-2026-{n:04d}" for n in range(1, RIVALS * ROUNDS * 2 // 3 + 1)]


def test_two_series_do_not_share_numbers():
    assert numbers.take("TSA", 2026) == "TSA-2026-0001"
    assert numbers.take("TSA", 2027) == "TSA-2027-0001"
    assert numbers.take("TSB", 2026) == "TSB-2026-0001"


@pytest.fixture
def scratch():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE scratch_numbers (number int)")
        yield
        cursor.execute("DROP TABLE scratch_numbers")


def test_control_the_largest_number_plus_one_is_given_twice(scratch):
    barrier = threading.Barrier(2)

    def largest_plus_one():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT coalesce(max(number), 0) + 1 FROM scratch_numbers")
            (number,) = cursor.fetchone()
            barrier.wait(20)
            cursor.execute("INSERT INTO scratch_numbers VALUES (%s)", [number])
        return number

    assert race(largest_plus_one, largest_plus_one) == [1, 1]  # the rival is real
