"""The list of annual budgets: what it counts and adds up, and how a draft begins (BUD-10, GEN-13)."""

from decimal import Decimal

import pytest
from django.urls import reverse

from budgets.models import Budget
from budgets.selectors import budget_lists
from tests.factories import drafts
from tests.factories.organization import actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.rule("BUD-10", "GEN-13")]


def rows():
    return budget_lists.rows_of(list(Budget.objects.select_related("department", "fiscal_year")))


def test_a_department_counts_once_and_the_list_says_what_it_left_out(company, manager):
    drafts.whole_draft(company.service, manager)
    other = drafts.draft(company.service, manager, scenario="OPTIMISTIC")

    found = budget_lists.sum_of(rows())

    assert (found.counted, found.others, found.rejected) == (1, 1, 0)
    assert found.totals.costs == Decimal("26400.00")
    assert budget_lists.standing([other]) == set()
    assert budget_lists.standing([other], scenario="OPTIMISTIC") == {other.pk}


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        (["DRAFT", "IN_FORCE"], "IN_FORCE"),
        (["RETURNED", "IN_REVIEW"], "IN_REVIEW"),
        (["REJECTED", "CANCELLED"], None),
        (["REJECTED", "DRAFT"], "DRAFT"),
    ],
)
def test_what_is_in_force_counts_before_what_is_in_review_before_a_draft(states, expected):
    budgets = [Budget(pk=number, department_id=1, state=state) for number, state in enumerate(states, 1)]

    counted = budget_lists.standing(budgets)

    assert [budget.state for budget in budgets if budget.pk in counted] == ([expected] if expected else [])


def test_a_rejected_budget_was_begun_and_is_not_sent(company, manager, gm):
    budget = drafts.whole_draft(company.service, manager)
    Budget.objects.filter(pk=budget.pk).update(state="REJECTED", number="BUD-2027-0009", submitted_at=drafts.AT)

    progress = budget_lists.progress_of(actor_of(gm), budget.fiscal_year)

    assert (progress.sent, progress.begun) == (0, 1)


@pytest.mark.rule("QLT-53")
def test_a_named_scenario_without_a_name_is_told_beside_its_field(company, manager, client, signed_in):
    signed_in(client, manager)
    sent = {
        "source": "empty",
        "department": company.service.pk,
        "fiscal_year": drafts.year_2027().pk,
        "scenario": "NAMED",
    }

    answer = client.post(reverse("budgets:budget_start"), sent)

    assert answer.status_code == 422
    assert answer.context["form"].errors["scenario_name"]
    assert not Budget.objects.exists()
