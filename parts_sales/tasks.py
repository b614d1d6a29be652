"""The clock's side of parts sales: the queue's message is a nudge, the row is the truth (QLT-30)."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from parts_sales.services import credit, deductions, dispatch, result_postings, results_made_up, statements


@shared_task(name="parts_sales.mind_credit")
def mind_credit(**_later: object) -> None:
    """Safe to run twice and to run late: suspends terms whose evaluation is late, reminds of those to come (PSL-22)."""
    credit.mind_reviews(at=timezone.now())


@shared_task(name="parts_sales.tell_of_late_notes")
def tell_of_late_notes(**_later: object) -> None:
    """Tell of goods that have not arrived (PSL-34). Safe to run twice: each note is told of once a day."""
    dispatch.tell_of_late(at=timezone.now())


@shared_task(name="parts_sales.mind_guarantees")
def mind_guarantees(**_later: object) -> None:
    """Tell of guarantees whose money is overdue, propose deductions after the days of grace (PSL-23). Safe to run twice
    and late: each is told of once, proposed once."""
    deductions.mind(at=timezone.now())


@shared_task(name="parts_sales.make_statements")
def make_statements(**_later: object) -> None:
    """Draw up last month's statements of credit customers (PSL-25). Safe to run twice and late: one a month each."""
    statements.make_monthly(at=timezone.now())


@shared_task(name="parts_sales.mind_results")
def mind_results(**_later: object) -> None:
    """Count what left before results were counted, post what waited for a month, a year or a budget (PSL-52). Safe to
    run twice and to run late."""
    results_made_up.make_up(at=timezone.now())
    result_postings.mind_waiting(at=timezone.now())
