"""What a budget begins from, who sees it, and a walk through its life."""

from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from approvals import selectors as cases
from approvals.models import Task
from budgets.draft_errors import (
    NothingToStartFrom,
)
from budgets.models import Budget, BudgetLine, BudgetVersion, LedgerEntry
from budgets.selectors.budgets import budgets_visible_to, lines_of
from budgets.services import budgets
from budgets.services.starts import Start, start_budget
from core.errors import DomainError
from core.models import AuditEvent
from core.pages import timeline
from tests.budgets.lives import fresh
from tests.factories import drafts
from tests.factories.budgets import appropriate, close, leaf_category, open_year, post, posting

pytestmark = pytest.mark.django_db


# --- Starts ---------------------------------------------------------------------------------------------------------


@pytest.mark.rule("BUD-22")
def test_an_empty_start_brings_the_categories(company, manager):
    budget = drafts.draft(company.service, manager, start=Start())

    lines_now = lines_of(budget)
    assert {line.category.kind for line in lines_now} >= {"COST", "CONTINGENCY"}
    assert all(not any(line.amounts) for line in lines_now)
    assert all(not line.category.children.exists() for line in lines_now)


@pytest.mark.rule("BUD-22", "GEN-01")
def test_starting_from_last_years_actuals_raises_to_the_cent(company, manager):
    open_year(2026)
    category = leaf_category("备件")
    appropriate(company.service, category, per_month="1000.00")
    post(posting(company.service, category, 1, "333.33", "ACTUAL"))
    close(1)

    budget = drafts.draft(company.service, manager, start=Start(source="actuals", change=Decimal("0.05")))

    row = budget.lines.get(category=category)
    # January closed with 333.33 spent, the open months count what is budgeted: 11 333.33 × 1.05
    assert sum(row.amounts) == Decimal("11900.00")
    assert BudgetVersion.objects.get(budget=budget).number == 0


@pytest.mark.rule("BUD-22", "GEN-11")
@pytest.mark.parametrize(
    ("start", "zh", "en"),
    [
        (Start(), "空白", "empty"),
        (Start(source="actuals"), "上年实际", "last year's actuals"),
        (Start(source="actuals", change=Decimal("-0.05")), "上年实际 −5.0%", "last year's actuals −5.0%"),
    ],
)
def test_the_timeline_says_where_a_draft_began(company, manager, start, zh, en):
    open_year(2026)
    appropriate(company.service, leaf_category("备件"), per_month="1000.00")

    drafts.draft(company.service, manager, start=start)

    assert AuditEvent.objects.get(code="budget.start").facts["started_from"] == {"zh": zh, "en": en}


@pytest.mark.rule("BUD-22")
def test_single_categories_change_by_their_own_percentage(company, manager):
    open_year(2026)
    parts, travel = leaf_category("备件"), leaf_category("差旅")
    for category in (parts, travel):
        appropriate(company.service, category, per_month="100.00")

    budget = drafts.draft(
        company.service,
        manager,
        start=Start(source="actuals", change=Decimal("0.10"), changes={travel.pk: Decimal("-0.5")}),
    )

    (entry,) = (one for one in timeline(kind=budget.kind, document=budget) if "上年" in str(one.detail))
    assert "编制起点 上年实际" in str(entry.detail)
    assert "10.0%" in str(entry.detail)
    assert "actuals" not in str(entry.detail)
    assert budget.lines.get(category=parts).total == Decimal("1320.00")
    assert budget.lines.get(category=travel).total == Decimal("600.00")


@pytest.mark.rule("BUD-16", "BUD-22")
def test_the_contingency_begins_as_it_was_approved_not_as_releases_left_it(company, manager, deciders):
    from tests.factories.budgets import planned_year

    first = drafts.in_force(drafts.whole_draft(company.service, manager), manager, *deciders)
    reserve = drafts.contingency_category()
    open_year(2027)
    post(posting(company.service, reserve, 2, "-150", "APPROPRIATION", year=2027))

    second = start_budget(
        department_id=company.service.pk, fiscal_year_id=planned_year(2028).pk,
        start=Start(source="actuals"), actor=drafts.actor_of(manager), at=drafts.AT,
    )  # fmt: skip

    assert second.lines.get(category=reserve).amounts == first.lines.get(category=reserve).amounts


@pytest.mark.rule("BUD-22")
def test_starting_from_last_years_budget_keeps_reasons_and_methods(company, manager, deciders):
    first = drafts.whole_draft(company.service, manager)
    drafts.in_force(first, manager, *deciders)
    from tests.factories.budgets import planned_year

    year = planned_year(2028)
    second = start_budget(
        department_id=company.service.pk, fiscal_year_id=year.pk, start=Start(source="budget"),
        actor=drafts.actor_of(manager), at=drafts.AT,
    )  # fmt: skip

    assert [(line.rationale, line.amounts) for line in lines_of(second)] == [
        (line.rationale, line.amounts) for line in lines_of(first)
    ]


@pytest.mark.rule("BUD-22")
@pytest.mark.parametrize("source", ["budget", "actuals"])
def test_with_no_past_there_is_nothing_to_start_from(company, manager, source):
    with pytest.raises(NothingToStartFrom):
        drafts.draft(company.service, manager, start=Start(source=source))

    assert not Budget.objects.exists()


# --- Seeing ---------------------------------------------------------------------------------------------------------


@pytest.mark.rule("GEN-10")
def test_who_sees_a_budget(company, manager, owner, outsider, division_manager, finance_officer, gm, auditor):
    budget = drafts.draft(company.service, manager)

    seen = {
        person.name_zh: budgets_visible_to(drafts.actor_of(person)).filter(pk=budget.pk).exists()
        for person in (manager, owner, outsider, division_manager, finance_officer, gm, auditor)
    }

    assert [name for name, sees in seen.items() if not sees] == [outsider.name_zh]


# --- A walk through the life of a budget ----------------------------------------------------------------------------

MOVES = st.sampled_from(["submit", "withdraw", "return", "approve", "reject", "edit", "cancel"])


@pytest.mark.rule("BUD-30", "BUD-31", "GEN-04")
@given(moves=st.lists(MOVES, min_size=3, max_size=9))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_tried_in_whatever_order_the_rules_hold(company, manager, deciders, moves):
    with transaction.atomic():
        budget = drafts.whole_draft(company.service, manager)
        for step, move in enumerate(moves):
            before = fresh(budget)
            try:
                with transaction.atomic():
                    _try(budget, move, manager, step)
            except (DomainError, Task.DoesNotExist):
                assert fresh(budget).state == before.state
            _hold(fresh(budget), before)
        transaction.set_rollback(True)


def _try(budget, move, manager, step):
    actor = drafts.actor_of(manager)
    if move == "submit":
        drafts.submit(budget, manager)
    elif move == "withdraw":
        budgets.withdraw_budget(budget_id=budget.pk, actor=actor, at=drafts.AT)
    elif move == "cancel":
        budgets.cancel_budget(budget_id=budget.pk, reason="重做", actor=actor, at=drafts.AT)
    elif move == "edit":
        row = BudgetLine.objects.filter(budget=budget, category__name_zh="备件").get()
        drafts.write(budget, manager, (row, 1, str(row.amounts[0]), f"{1000 + step}.00"))
    else:
        case = cases.case_of("budget", budget.pk)
        task = Task.objects.filter(case=case, state="WAITING").select_related("person").first()
        if task is None:
            raise Task.DoesNotExist
        drafts.decide(budget, task.person, {"approve": "APPROVE", "return": "RETURN", "reject": "REJECT"}[move])


def _hold(now, before):
    posted = LedgerEntry.objects.filter(source_kind="budget", source_id=now.pk)
    total = sum(posted.values_list("amount", flat=True))
    if now.state == "IN_FORCE":
        assert total == sum(line.total for line in lines_of(now))
    else:
        assert total == 0
    if before.state in {"IN_FORCE", "REJECTED", "CANCELLED"}:
        assert now.state == before.state
    if now.state not in {"DRAFT", "CANCELLED"}:
        assert now.number == "BUD-2027-0001"
    assert now.version_number - before.version_number == (now.state == "RETURNED" != before.state)
