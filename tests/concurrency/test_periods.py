"""Closing a month waits for the postings under way and refuses those that come later (LED-04)."""

import threading
from functools import partial

import pytest
from django.utils import timezone

from budgets import locks
from budgets.errors import PeriodClosed
from budgets.models import LedgerEntry
from budgets.services import writing, years
from core.actors import SYSTEM
from core.errors import WrongState
from tests.concurrency.race import outcomes_of, race
from tests.factories import budgets as make

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services, pytest.mark.rule("LED-04")]


@pytest.fixture
def service(company):
    make.open_year()
    return company.service


def slow_posting(service, monkeypatch, *, patience):
    """A posting that waits for the month to be closed just before it writes, and the closing that comes meanwhile."""
    category = make.leaf_category(action="RECORD")
    line = make.posting(service, category, 9, "1.00")
    about_to_write, closed = threading.Event(), threading.Event()
    write = writing.write

    def late_write(*given, **more):
        about_to_write.set()
        closed.wait(patience)
        return write(*given, **more)

    monkeypatch.setattr(writing, "write", late_write)

    def close():
        about_to_write.wait(20)
        period = years.close_period(period_id=line.period_id, actor=SYSTEM, at=timezone.now())
        seen = LedgerEntry.objects.filter(period=period).count()
        closed.set()
        return seen

    return lambda: make.post(line), close, line


def test_closing_waits_for_the_posting_under_way(service, monkeypatch):
    post, close, _line = slow_posting(service, monkeypatch, patience=0.5)

    posted, seen_after_closing = race(post, close)

    assert posted.posted == 1
    assert seen_after_closing == 1


def test_control_without_the_hold_on_the_month_a_posting_slips_in(service, monkeypatch):
    post, close, line = slow_posting(service, monkeypatch, patience=20)
    monkeypatch.setattr(locks, "hold_places", partial(locks.hold_places, lock=False))

    posted, seen_after_closing = race(post, close)

    assert seen_after_closing == 0
    assert posted.posted == 1
    assert LedgerEntry.objects.filter(period=line.period_id).count() == 1  # in a closed month: the rival is real


def test_rivals_of_a_closing_post_before_it_or_not_at_all(service):
    category = make.leaf_category(action="RECORD")
    line = make.posting(service, category, 9, "1.00")
    period = make.period(9)

    def close():
        years.close_period(period_id=period.pk, actor=SYSTEM, at=timezone.now())
        return LedgerEntry.objects.filter(period=period).count()

    *posted, seen = race(*[lambda: make.post(line)] * 6, close)

    refused = outcomes_of(PeriodClosed, posted)
    assert seen == 6 - refused == LedgerEntry.objects.filter(period=period).count()


def test_a_month_closed_by_two_at_once_is_closed_once(service):
    period = make.period(9)

    outcomes = race(*[lambda: years.close_period(period_id=period.pk, actor=SYSTEM, at=timezone.now())] * 2)

    assert outcomes_of(WrongState, outcomes) == 1
