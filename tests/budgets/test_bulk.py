"""Many lines at once go by the same rule as one after the other (EXP-09, LED-05, LED-06)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from budgets.rules import control, sifting
from budgets.rules.control import Figures, Policy
from budgets.rules.sifting import Asked
from budgets.services import bulk
from budgets.services.bulk import BulkLine
from core.actors import SYSTEM
from tests.factories import budgets as make

AMOUNTS = st.integers(1, 9_000).map(lambda cents: Decimal(cents) / 100)
LINES = st.lists(st.tuples(st.integers(1, 12), AMOUNTS), min_size=1, max_size=12)
MONTHS = st.lists(AMOUNTS, min_size=12, max_size=12)
SCOPES = st.sampled_from(["MONTH", "QUARTER_TO_DATE", "YEAR_TO_DATE", "YEAR"])
SHARES = st.sampled_from([Decimal(0), Decimal("0.05")])


@pytest.mark.rule("EXP-09", "LED-05")
@given(lines=LINES, granted=MONTHS, spent=MONTHS, scope=SCOPES, share=SHARES, leave=AMOUNTS, month=st.integers(1, 12))
def test_sifting_says_of_each_line_what_judging_it_alone_says(lines, granted, spent, scope, share, leave, month):
    policy = Policy(scope, "STOP", Decimal(1), share)
    before = Figures(appropriated=granted, actual=[amount / 2 for amount in map(round2, spent)])
    before.actual = [round2(amount) for amount in before.actual]
    overrides = {month: leave}
    asked = [Asked(number, at, amount) for number, (at, amount) in enumerate(lines)]

    short = {one.line_id: one for one in sifting.sift(policy, before, asked, overrides)}

    taken = Figures(list(before.appropriated), list(before.committed), list(before.actual))
    for line in asked:
        change = Figures()
        change.actual[line.month - 1] = line.amount
        (verdict,) = control.judge(policy, taken, change, overrides)
        assert (verdict.outcome == "STOP") == (line.line_id in short)
        if verdict.outcome == "STOP":
            assert short[line.line_id].available == verdict.available + verdict.allowance
        else:
            taken = taken.plus(change)


def round2(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"))


@pytest.mark.rule("EXP-09")
def test_what_gives_money_back_makes_room_whatever_its_place():
    before = Figures(appropriated=[Decimal(100)] + [Decimal(0)] * 11)
    lines = [Asked(1, 3, Decimal(120)), Asked(2, 4, Decimal(-30))]

    assert sifting.sift(Policy("YEAR", "STOP"), before, lines) == []


class Listed:
    """Lines held in memory, all of one key."""

    def __init__(self, lines):
        self.lines = lines

    def sums(self):
        return {self.lines[0].place: sum((line.amount for line in self.lines), Decimal(0))}

    def of_key(self, department_id, category_id, period_ids):
        return self.lines

    def refuse(self, short):
        gone = {one.line_id for one, _action in short}
        self.lines = [line for line in self.lines if line.line_id not in gone]

    def batches(self):
        yield self.lines


@pytest.mark.django_db
@pytest.mark.rule("QLT-07", "LED-02")
def test_the_number_of_statements_does_not_follow_the_lines(company, ledger_partitions):
    make.open_year(2026)
    counts = []
    for number in (10, 2_000):
        category = make.leaf_category(f"运费{number}")
        make.appropriate(company.service, category, {3: "5000.00"})
        place = (company.service.pk, category.pk, make.period(3).pk)
        lines = Listed([BulkLine(line, *place, Decimal("1.01")) for line in range(1, number + 1)])
        with CaptureQueriesContext(connection) as statements, transaction.atomic():
            source = make.source(f"导入 {number}")
            done = bulk.post(source=lambda one=source: one, lines=lines, occasion="post", actor=SYSTEM, at=make.AT)
        counts.append(len(statements))
        assert (done.posted, done.total, done.refused) == (number, number * Decimal("1.01"), 0)
        assert make.key_of(company.service, category).actual == number * Decimal("1.01")

    assert counts[0] == counts[1]
