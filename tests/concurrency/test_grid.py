"""Two people in one draft at the same moment (BUD-11, GEN-04)."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

import pytest

from budgets.draft_errors import DraftFrozen
from budgets.models import BudgetLine, CellChange
from budgets.services import lines
from core.errors import StaleDocument
from tests.concurrency.race import race
from tests.factories import drafts

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]


@pytest.fixture
def budget(company, manager):
    return drafts.draft(company.service, manager)


@pytest.fixture
def row(budget, manager):
    return drafts.line(budget, manager, amounts="100.00")


def months(row):
    return BudgetLine.objects.get(pk=row.pk).amounts


@pytest.mark.rule("BUD-11", "GEN-04")
def test_of_two_writers_of_one_cell_one_is_told_what_the_other_wrote(budget, row, manager, division_manager):
    first, second = drafts.actor_of(manager), drafts.actor_of(division_manager)

    outcomes = race(
        partial(drafts.write, budget, first, (row, 1, "100.00", "110.00")),
        partial(drafts.write, budget, second, (row, 1, "100.00", "120.00")),
    )

    saved = [outcome for outcome in outcomes if outcome.saved]
    refused = [outcome for outcome in outcomes if outcome.conflicts]
    assert (len(saved), len(refused)) == (1, 1)
    assert months(row)[0] == saved[0].saved[0].new == refused[0].conflicts[0].theirs


@pytest.mark.rule("BUD-11")
def test_writers_of_different_cells_of_one_line_lose_nothing(budget, row, manager, division_manager):
    actors = [drafts.actor_of(manager), drafts.actor_of(division_manager)]

    race(
        *(
            partial(drafts.write, budget, actors[month % 2], (row, month, "100.00", f"{month}.00"))
            for month in range(1, 9)
        )
    )

    assert months(row) == [Decimal(month) for month in range(1, 9)] + [Decimal(100)] * 4
    sequences = CellChange.objects.filter(budget=budget).order_by("sequence").values_list("sequence", flat=True)
    assert list(sequences) == list(range(1, 10))


def test_without_the_lock_one_of_them_would_be_lost(budget, row, manager, division_manager, monkeypatch):
    """The control: the same rivals, each reading before either writes, overwrite the other's month."""
    from threading import Barrier

    together, save = Barrier(2), lines.save_lines
    monkeypatch.setattr(lines, "lock_draft", lambda budget_id, _actor: type(budget).objects.get(pk=budget_id))

    def slow_save(rows):
        together.wait(20)
        save(rows)

    monkeypatch.setattr(lines, "save_lines", slow_save)
    monkeypatch.setattr(lines, "log_changes", lambda *_changes, **_facts: None)
    actors = [drafts.actor_of(manager), drafts.actor_of(division_manager)]

    race(
        partial(drafts.write, budget, actors[0], (row, 1, "100.00", "1.00")),
        partial(drafts.write, budget, actors[1], (row, 2, "100.00", "2.00")),
    )

    assert months(row)[:2] in ([Decimal(1), Decimal(100)], [Decimal(100), Decimal(2)])


@pytest.mark.rule("BUD-30", "BUD-31")
def test_an_edit_that_races_with_submitting_is_in_the_version_or_refused(company, manager, division_manager):
    budget = drafts.whole_draft(company.service, manager)
    row = budget.lines.first()
    before = str(row.amounts[0])

    written, submitted = race(
        partial(drafts.write, budget, drafts.actor_of(division_manager), (row, 1, before, "999.00")),
        partial(drafts.submit, budget, manager),
    )

    assert not isinstance(submitted, Exception) or isinstance(submitted, StaleDocument)
    frozen = budget.versions.get(number=1).lines
    kept = next(line["amounts"][0] for line in frozen if line["id"] == row.pk)
    assert kept == ("1000.00" if isinstance(written, DraftFrozen) else "999.00")
    assert str(months(row)[0]) == kept
