"""Numbers without gaps, also when somebody gives up or two come at once (GEN-03)."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from core import numbers

pytestmark = pytest.mark.rule("GEN-03")


@pytest.mark.django_db
def test_each_kind_and_year_counts_for_itself():
    taken = [numbers.take("BUD", 2026), numbers.take("BUD", 2026), numbers.take("BUD", 2027), numbers.take("REQ", 2026)]

    assert taken == ["BUD-2026-0001", "BUD-2026-0002", "BUD-2027-0001", "REQ-2026-0001"]


@pytest.mark.django_db
def test_a_rollback_gives_its_number_back():
    with transaction.atomic():
        numbers.take("BUD", 2026)
        transaction.set_rollback(True)

    assert numbers.take("BUD", 2026) == "BUD-2026-0001"


@pytest.mark.django_db
def test_after_9999_it_goes_on():
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO core_numberseries (prefix, year, last) VALUES ('BUD', 2026, 9999)")

    assert numbers.take("BUD", 2026) == "BUD-2026-10000"


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_every_number_once():
    taken: list[str] = []
    barrier = threading.Barrier(4)

    def work() -> None:
        barrier.wait()
        try:
            for turn in range(10):
                with transaction.atomic():
                    number = numbers.take("BUD", 2026)
                    if turn % 3 == 2:
                        transaction.set_rollback(True)
                    else:
                        taken.append(number)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(taken) == [f"BUD-2026-{n:04d}" for n in range(1, 29)]
