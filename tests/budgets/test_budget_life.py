from decimal import Decimal

import pytest
from django.urls import reverse

from approvals import selectors as cases
from approvals.models import Case, Task
from approvals.selectors.rounds import changes_of
from budgets.draft_errors import (
    BudgetExists,
    ContingencyNeedsReason,
    MethodsMissing,
    NoLines,
)
from budgets.handlers import BudgetHandler
from budgets.models import BudgetVersion
from budgets.rules.contingency import judge
from budgets.selectors import versions
from budgets.selectors.budgets import baseline_of, contingency_of, lines_of, totals_of
from budgets.selectors.checks import checks_of
from budgets.services import budgets, lines
from core.errors import DomainError, NotAllowed, ReasonMissing, StaleDocument, WrongState
from tests.budgets.lives import codes, fresh
from tests.factories import drafts
from tests.factories.budgets import leaf_category

pytestmark = pytest.mark.django_db


# --- Submitting -----------------------------------------------------------------------------------------------------


@pytest.mark.rule("BUD-30", "GEN-03")
def test_submitting_numbers_freezes_keeps_a_version_and_asks_the_first_decider(company, manager, deciders):
    budget = drafts.whole_draft(company.service, manager)

    drafts.submit(budget, manager)

    sent = fresh(budget)
    assert (sent.state, sent.number, sent.submitted_by) == ("IN_REVIEW", "BUD-2027-0001", manager)
    version = BudgetVersion.objects.get(budget=budget, number=1)
    assert (version.cost_total, version.revenue_total) == (Decimal("26400.00"), Decimal("36000.00"))
    case = cases.case_of("budget", budget.pk)
    assert [task.person for task in Task.objects.filter(case=case, state="WAITING")] == [deciders[0]]
    assert case.amount == Decimal("26400.00")


@pytest.mark.rule("BUD-30")
def test_an_empty_draft_is_not_submitted(company, manager):
    budget = drafts.draft(company.service, manager)

    with pytest.raises(NoLines):
        drafts.submit(budget, manager)

    assert (fresh(budget).state, fresh(budget).number) == ("DRAFT", None)
    assert not BudgetVersion.objects.filter(budget=budget).exists()
    assert codes(budget) == ["budget.start"]


@pytest.mark.rule("BUD-04")
def test_an_expense_without_its_control_method_is_not_submitted(company, manager, client, signed_in):
    budget = drafts.whole_draft(company.service, manager)
    budget.control_methods.filter(category__name_zh="差旅").delete()
    drafts.line(budget, manager, leaf_category("无金额"), "0")

    with pytest.raises(MethodsMissing) as refused:
        drafts.submit(budget, manager)

    assert refused.value.params["categories"] == ["差旅"]
    assert (fresh(budget).state, fresh(budget).number) == ("DRAFT", None)
    assert {check.code: check.tone for check in checks_of(fresh(budget))}["methods"] == "stop"
    page = signed_in(client, manager).post(reverse("budgets:budget_submit", args=[budget.pk]))
    assert page.status_code == 422
    assert reverse("budgets:budget_methods", args=[budget.pk]) in page.content.decode()


@pytest.mark.rule("GEN-04")
def test_a_stale_page_does_not_submit(company, manager, division_manager):
    budget = drafts.whole_draft(company.service, manager)
    seen = fresh(budget)
    row = budget.lines.first()
    drafts.write(budget, division_manager, (row, 1, str(row.amounts[0]), "900.00"))

    with pytest.raises(StaleDocument):
        budgets.submit_budget(
            budget_id=budget.pk, actor=drafts.actor_of(manager), at=drafts.AT, sequence=seen.change_sequence
        )
    budgets.change_budget(
        budget_id=budget.pk, note="补充", contingency_reason="", actor=drafts.actor_of(manager), at=drafts.AT
    )
    with pytest.raises(StaleDocument):
        budgets.submit_budget(budget_id=budget.pk, actor=drafts.actor_of(manager), at=drafts.AT, version=seen.version)

    assert fresh(budget).state == "DRAFT"


@pytest.mark.rule("GEN-04")
def test_submitting_twice_acts_once(company, manager, deciders):
    budget = drafts.whole_draft(company.service, manager)
    drafts.submit(budget, manager)

    with pytest.raises(WrongState):
        drafts.submit(budget, manager)

    assert BudgetVersion.objects.filter(budget=budget).count() == 1


@pytest.mark.rule("GEN-10")
def test_only_who_makes_the_departments_budgets_submits_them(company, manager, owner):
    budget = drafts.whole_draft(company.service, manager)

    with pytest.raises(NotAllowed):
        drafts.submit(budget, owner)


# --- Contingency ----------------------------------------------------------------------------------------------------


@pytest.mark.rule("BUD-16")
def test_outside_the_bounds_a_reason_is_needed_and_every_approver_sees_a_flag(company, manager, deciders):
    budget = drafts.whole_draft(company.service, manager)
    reserve = budget.lines.get(category__kind="CONTINGENCY")
    drafts.write(budget, manager, (reserve, 1, "200.00", "199.99"))

    with pytest.raises(ContingencyNeedsReason) as refused:
        drafts.submit(budget, manager)
    assert "10.00%" in str(refused.value)
    assert "10%–15%" in str(refused.value)
    budgets.change_budget(
        budget_id=budget.pk, note="", contingency_reason="风险已转保险", actor=drafts.actor_of(manager), at=drafts.AT
    )
    drafts.submit(budget, manager)

    facts = BudgetHandler().facts(budget.pk)
    assert facts.flags == {"contingency_out_of_bounds"}
    assert facts.summary["contingency_reason"] == "风险已转保险"
    assert cases.case_of("budget", budget.pk).facts["flags"] == ["contingency_out_of_bounds"]


@pytest.mark.rule("BUD-16")
def test_finance_sets_the_bounds_of_a_year(company, manager, finance_manager):
    budget = drafts.whole_draft(company.service, manager)
    year = budget.fiscal_year
    given = {"least": Decimal("0.0300"), "most": Decimal("0.0900"), "version": year.version, "at": drafts.AT}

    with pytest.raises(NotAllowed):
        budgets.set_contingency_bounds(fiscal_year_id=year.pk, actor=drafts.actor_of(manager), **given)
    budgets.set_contingency_bounds(fiscal_year_id=year.pk, actor=drafts.actor_of(finance_manager), **given)

    judged = contingency_of(fresh(budget), totals_of([budget.pk])[budget.pk])
    assert judged == judge(
        amount=Decimal("2400.00"), other_costs=Decimal("24000.00"), least=Decimal("0.03"), most=Decimal("0.09")
    )
    assert judged.verdict == "above"


# --- Return, new version, what changed ------------------------------------------------------------------------------


@pytest.mark.rule("BUD-30", "APR-05")
def test_a_budget_that_came_again_is_not_said_to_be_as_it_was(company, manager, deciders):
    budget = drafts.whole_draft(company.service, manager)
    parts = budget.lines.get(category__name_zh="备件")
    drafts.submit(budget, manager)
    drafts.decide(budget, deciders[0], "RETURN")
    drafts.write(budget, manager, (parts, 5, "1000.00", "999.99"))
    drafts.submit(budget, manager)

    case = Case.objects.get(subject_kind=budget.kind, subject_id=budget.pk, round=2)

    assert changes_of([case]) == {}  # its own page tells it, line by line
    assert BudgetHandler().facts(budget.pk).summary["changed_lines"] == 1


@pytest.mark.rule("BUD-30")
def test_a_returned_budget_is_a_new_version_that_shows_what_changed(company, manager, deciders):
    budget = drafts.whole_draft(company.service, manager)
    parts = budget.lines.get(category__name_zh="备件")
    travel = budget.lines.get(category__name_zh="差旅")
    drafts.submit(budget, manager)
    drafts.decide(budget, deciders[0], "RETURN")

    returned = fresh(budget)
    assert (returned.state, returned.version_number) == ("RETURNED", 2)
    drafts.write(budget, manager, (parts, 5, "1000.00", "1500.00"))
    lines.remove_line(budget_id=budget.pk, line_id=travel.pk, actor=drafts.actor_of(manager), at=drafts.AT)
    added = drafts.line(budget, manager, leaf_category("外训"), "10")

    changes = {change.label: change for change in versions.changes_since(baseline_of(returned), lines_of(returned))}
    assert {label: change.what for label, change in changes.items()} == {
        "备件": "changed", str(added.category): "added", "差旅": "removed",
    }  # fmt: skip
    assert changes["备件"].months == ((5, Decimal("1000.00"), Decimal("1500.00")),)
    assert changes["差旅"].difference == Decimal("-12000.00")

    budgets.change_budget(
        budget_id=budget.pk, note="", contingency_reason="按新规模", actor=drafts.actor_of(manager), at=drafts.AT
    )
    drafts.methods_for(budget, manager)
    drafts.submit(budget, manager)
    assert fresh(budget).number == "BUD-2027-0001"
    assert list(BudgetVersion.objects.filter(budget=budget).order_by("number").values_list("number", flat=True)) == [
        1,
        2,
    ]


@pytest.mark.rule("APR-09")
def test_the_submitter_withdraws_until_the_first_decision(company, manager, deciders):
    budget = drafts.whole_draft(company.service, manager)
    drafts.submit(budget, manager)

    with pytest.raises(NotAllowed):
        budgets.withdraw_budget(budget_id=budget.pk, actor=drafts.actor_of(deciders[0]), at=drafts.AT)
    budgets.withdraw_budget(budget_id=budget.pk, actor=drafts.actor_of(manager), at=drafts.AT)

    assert (fresh(budget).state, fresh(budget).version_number) == ("DRAFT", 1)
    drafts.submit(budget, manager)
    drafts.decide(budget, deciders[0])
    with pytest.raises(DomainError):
        budgets.withdraw_budget(budget_id=budget.pk, actor=drafts.actor_of(manager), at=drafts.AT)
    assert fresh(budget).state == "IN_REVIEW"


@pytest.mark.rule("BUD-30", "GEN-06", "GEN-14")
def test_a_draft_is_given_up_with_a_reason_and_makes_room_for_another(company, manager):
    budget = drafts.draft(company.service, manager)
    with pytest.raises(BudgetExists):
        drafts.draft(company.service, manager)
    with pytest.raises(ReasonMissing):
        budgets.cancel_budget(budget_id=budget.pk, reason=" ", actor=drafts.actor_of(manager), at=drafts.AT)

    budgets.cancel_budget(budget_id=budget.pk, reason="重做", actor=drafts.actor_of(manager), at=drafts.AT)

    assert fresh(budget).state == "CANCELLED"
    assert drafts.draft(company.service, manager).pk != budget.pk
