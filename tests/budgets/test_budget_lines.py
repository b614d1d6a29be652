from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from budgets.choices import FiscalYearState
from budgets.draft_errors import AmountRefused, DraftFrozen, LineGone, LineNotRemoved, NoSeasonsKnown
from budgets.errors import CategoryRetired, NotALeaf
from budgets.models import BudgetLine, CellChange, FiscalYear
from budgets.selectors.remarks import remarks_on
from budgets.services import lines, spreading
from core.errors import NotAllowed, StaleDocument
from tests.factories import drafts
from tests.factories.budgets import appropriate, close, leaf_category, open_year, post, posting

pytestmark = pytest.mark.django_db


@pytest.fixture
def budget(company, manager):
    return drafts.draft(company.service, manager)


@pytest.fixture
def row(budget, manager):
    return drafts.line(budget, manager, leaf_category("备件"), "100.00")


def fresh(row):
    return BudgetLine.objects.get(pk=row.pk)


@pytest.mark.rule("BUD-11")
def test_a_cell_is_saved_when_it_still_holds_what_its_writer_saw(budget, row, manager):
    written = drafts.write(budget, manager, (row, 3, "100.00", "250.50"))

    assert (len(written.saved), written.conflicts) == (1, ())
    assert fresh(row).amounts[2] == Decimal("250.50")
    change = CellChange.objects.filter(budget=budget, month=3).get()
    assert (change.old, change.new, change.changed_by) == ("100.00", "250.50", manager)
    assert change.sequence == written.sequence == 2


@pytest.mark.rule("BUD-11", "GEN-04")
def test_a_cell_changed_meanwhile_is_left_and_told_with_value_and_name(budget, row, manager, division_manager):
    drafts.write(budget, division_manager, (row, 3, "100.00", "300.00"))

    written = drafts.write(budget, manager, (row, 3, "100.00", "250.00"), (row, 4, "100.00", "90.00"))

    assert [(cell.month, cell.new) for cell in written.saved] == [(4, Decimal("90.00"))]
    (conflict,) = written.conflicts
    assert (conflict.theirs, conflict.by, conflict.month) == (Decimal("300.00"), division_manager.name, 3)
    assert fresh(row).amounts[2:4] == [Decimal("300.00"), Decimal("90.00")]


@pytest.mark.rule("GEN-04")
def test_the_same_batch_sent_twice_acts_once(budget, row, manager):
    drafts.write(budget, manager, (row, 1, "100.00", "7.00"))

    again = drafts.write(budget, manager, (row, 1, "100.00", "7.00"))

    assert again.conflicts == ()
    assert CellChange.objects.filter(budget=budget, month=1).count() == 1


@pytest.mark.rule("BUD-11")
def test_changes_are_numbered_without_a_gap(budget, row, manager):
    drafts.write(budget, manager, *((row, month, "100.00", "1.00") for month in range(1, 13)))

    sequences = list(CellChange.objects.filter(budget=budget).order_by("sequence").values_list("sequence", flat=True))
    assert sequences == list(range(1, 14))


@pytest.mark.rule("BUD-11")
@pytest.mark.parametrize("amount", ["-0.01", "10000000000.00"])
def test_an_amount_no_cell_can_hold_is_refused_and_nothing_is_saved(budget, row, manager, amount):
    with pytest.raises(AmountRefused):
        drafts.write(budget, manager, (row, 1, "100.00", "5.00"), (row, 2, "100.00", amount))

    assert fresh(row).amounts == [Decimal("100.00")] * 12


@pytest.mark.rule("BUD-11")
def test_a_line_that_is_gone_is_a_conflict_without_a_value(budget, row, manager, division_manager):
    lines.remove_line(budget_id=budget.pk, line_id=row.pk, actor=drafts.actor_of(division_manager), at=drafts.AT)

    written = drafts.write(budget, manager, (row, 1, "100.00", "5.00"))

    (conflict,) = written.conflicts
    assert (conflict.theirs, conflict.by) == (None, division_manager.name)


@pytest.mark.rule("BUD-11")
def test_a_removed_line_comes_back_as_it_was_under_its_id(budget, row, manager):
    actor = drafts.actor_of(manager)
    lines.remove_line(budget_id=budget.pk, line_id=row.pk, actor=actor, at=drafts.AT)

    back = lines.restore_line(budget_id=budget.pk, line_id=row.pk, actor=actor, at=drafts.AT)

    assert (back.pk, back.amounts, back.category) == (row.pk, row.amounts, row.category)
    with pytest.raises(LineNotRemoved):
        lines.restore_line(budget_id=budget.pk, line_id=row.pk, actor=actor, at=drafts.AT)


@pytest.mark.rule("BUD-10", "BUD-11")
def test_words_of_a_line_change_only_from_the_reading_they_were_made_on(budget, row, manager):
    given = {"category_id": row.category_id, "project_id": None, "description": "常用易损件", "rationale": "保有量"}
    actor = drafts.actor_of(manager)
    lines.change_line(budget_id=budget.pk, line_id=row.pk, version=1, actor=actor, at=drafts.AT, **given)

    with pytest.raises(StaleDocument):
        lines.change_line(
            budget_id=budget.pk, line_id=row.pk, version=1, actor=actor, at=drafts.AT, **given | {"rationale": "别的"}
        )

    assert (fresh(row).description, fresh(row).rationale, fresh(row).version) == ("常用易损件", "保有量", 2)


@pytest.mark.rule("BUD-03", "BUD-10")
def test_lines_stand_on_leaves_in_use(budget, manager):
    group = leaf_category("组")
    leaf_category("叶", parent=group)
    retired = leaf_category("旧", retired_at=drafts.AT)

    with pytest.raises(NotALeaf):
        drafts.line(budget, manager, group)
    with pytest.raises(CategoryRetired):
        drafts.line(budget, manager, retired)


@pytest.mark.rule("BUD-31", "GEN-04")
def test_a_frozen_budget_takes_no_edit(company, manager):
    budget = drafts.whole_draft(company.service, manager)
    row = budget.lines.first()
    drafts.submit(budget, manager)

    with pytest.raises(DraftFrozen):
        drafts.write(budget, manager, (row, 1, str(row.amounts[0]), "1.00"))

    assert fresh(row).amounts == row.amounts


@pytest.mark.rule("GEN-10")
def test_only_who_makes_the_departments_budgets_edits_them(budget, row, owner, finance_manager):
    for person in (owner, finance_manager):
        with pytest.raises(NotAllowed):
            drafts.write(budget, person, (row, 1, "100.00", "1.00"))


@pytest.mark.rule("BUD-14")
def test_spreading_a_line_by_the_seasons_of_past_years(company, manager, budget):
    open_year(2026)
    category = leaf_category("易损件")
    appropriate(company.service, category, per_month="1000")
    post(
        posting(company.service, category, 1, "100", "ACTUAL"),
        posting(company.service, category, 7, "300", "ACTUAL", line=2),
    )
    FiscalYear.objects.filter(year=2026).update(state=FiscalYearState.CLOSED)
    row = drafts.line(budget, manager, category)

    spread = spreading.spread_line(
        budget_id=budget.pk, line_id=row.pk, total=Decimal("1000.01"), method="seasons", years=[2026],
        actor=drafts.actor_of(manager), at=drafts.AT,
    )  # fmt: skip

    assert (spread.amounts[0], spread.amounts[6], sum(spread.amounts)) == (
        Decimal("250.00"), Decimal("750.01"), Decimal("1000.01"),
    )  # fmt: skip


@pytest.mark.rule("BUD-14")
def test_the_open_months_of_a_running_year_count_as_they_will_probably_come_to(company, manager, budget):
    open_year(2026)
    category = leaf_category("易损件")
    appropriate(company.service, category, per_month="100")
    post(
        posting(company.service, category, 1, "100", "ACTUAL"), posting(company.service, category, 12, "300", "ACTUAL")
    )
    for month in range(1, 11):
        close(month)
    row = drafts.line(budget, manager, category)

    spread = spreading.spread_line(
        budget_id=budget.pk, line_id=row.pk, total=Decimal(500), method="seasons", years=[2026],
        actor=drafts.actor_of(manager), at=drafts.AT,
    )  # fmt: skip

    assert (spread.amounts[0], spread.amounts[10], spread.amounts[11]) == (100, 100, 300)


@pytest.mark.rule("BUD-14")
def test_without_a_past_there_are_no_seasons(budget, row, manager):
    with pytest.raises(NoSeasonsKnown):
        spreading.spread_line(
            budget_id=budget.pk, line_id=row.pk, total=Decimal(1000), method="seasons", years=[2025],
            actor=drafts.actor_of(manager), at=drafts.AT,
        )  # fmt: skip

    assert fresh(row).amounts == [Decimal("100.00")] * 12


def test_a_line_of_another_budget_is_gone_here(company, budget, manager, division_manager):
    elsewhere = drafts.draft(company.other, division_manager)
    row = drafts.line(elsewhere, division_manager)

    written = drafts.write(budget, manager, (row, 1, "0.00", "5.00"))

    assert written.saved == ()
    with pytest.raises(LineGone):
        lines.remove_line(budget_id=budget.pk, line_id=row.pk, actor=drafts.actor_of(manager), at=drafts.AT)


cents = st.decimals(min_value=0, max_value=Decimal("99999.99"), places=2)


@pytest.mark.rule("BUD-11")
@given(edits=st.lists(st.tuples(st.integers(1, 12), cents, st.booleans()), max_size=12))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_history_replays_to_what_the_cells_hold(company, manager, edits):
    budget = drafts.draft(company.service, manager, scenario="NAMED", scenario_name=str(id(edits)))
    row = drafts.line(budget, manager)
    for month, amount, honest in edits:
        seen = fresh(row).amounts[month - 1] if honest else Decimal("77777.77")
        drafts.write(budget, manager, (row, month, str(seen), str(amount)))

    replayed = {month: Decimal("0.00") for month in range(1, 13)}
    for change in CellChange.objects.filter(budget=budget, month__gt=0).order_by("sequence"):
        assert replayed[change.month] == Decimal(change.old)
        replayed[change.month] = Decimal(change.new)
    assert list(replayed.values()) == fresh(row).amounts


@pytest.mark.rule("BUD-11", "GEN-08")
def test_a_line_has_its_own_comments_which_its_budget_shows_too(company, manager, client, signed_in):
    budget = drafts.whole_draft(company.service, manager)
    first, second = budget.lines.all()[:2]
    signed_in(client, manager)

    said = client.post(reverse("budgets:line_comment", args=[budget.pk, first.pk]), {"text": "按三季度的价格"})
    empty = client.post(reverse("budgets:line_comment", args=[budget.pk, first.pk]), {"text": "  "})

    assert (said.status_code, empty.status_code) == (302, 422)
    assert [remark.text for remark in remarks_on(budget, first.pk)] == ["按三季度的价格"]
    assert remarks_on(budget, second.pk) == []
    page = client.get(reverse("budgets:budget_detail", args=[budget.pk])).content.decode()
    assert "按三季度的价格" in page
    assert f"[#{first.pk}" not in page
    assert f'<a href="{reverse("budgets:line_detail", args=[budget.pk, first.pk])}">{first}</a>' in page
    assert "sh-grid-said-of" in client.get(reverse("budgets:budget_grid", args=[budget.pk])).content.decode()
