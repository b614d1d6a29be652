"""What happens when spending would exceed the budget, by policy and override (LED-05, LED-09)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from budgets.choices import EntryKind
from budgets.errors import InsufficientBudget, OverrideEnded, OverrideNotNeeded, RevenueHasNoControl
from budgets.models import Category
from budgets.services import ledger, policies
from budgets.services.policies import Control
from core.actors import SYSTEM
from core.errors import NotAllowed, ReasonMissing
from core.models import AuditEvent
from tests.factories import budgets as make

pytestmark = [pytest.mark.django_db, pytest.mark.rule("LED-05")]


@pytest.fixture
def service(company):
    make.open_year()
    return company.service


def outcome(result):
    (one,) = result.outcomes
    return one


def spend(department, category, month, amount, **more):
    return make.post(make.posting(department, category, month, amount), **more)


@pytest.mark.parametrize("action", ["WARN", "ESCALATE", "RECORD"])
def test_the_milder_actions_let_it_through_and_say_so(service, action):
    category = make.leaf_category(action=action)
    make.appropriate(service, category, {3: "100.00"})

    one = outcome(spend(service, category, 3, "130.00"))

    assert (one.outcome, one.available, one.left, one.short) == (action, 100, -30, 30)
    assert make.key_of(service, category).guard_amount is None


def test_stop_refuses_with_everything_one_needs_to_know(service):
    category = make.leaf_category("备件")
    make.appropriate(service, category, {1: "100.00", 3: "50.00"})
    spend(service, category, 1, "70.00", by=make.source("REQ-2026-0007 主轴"))
    spend(service, category, 2, "20.00", by=make.source("REQ-2026-0008 轴承"))

    with pytest.raises(InsufficientBudget) as refused:
        spend(service, category, 2, "25.00")

    facts = refused.value.params
    assert refused.value.code == "insufficient_budget"
    assert (facts["category"], facts["period"], facts["through"]) == ("备件", "2026-02", "2026-02")
    assert (facts["asked"], facts["available"], facts["short"]) == ("25.00", "10.00", "15.00")
    assert [(one["label"], one["amount"]) for one in facts["held_by"]] == [
        ("REQ-2026-0007 主轴", "70.00"),
        ("REQ-2026-0008 轴承", "20.00"),
    ]
    assert "10.00" in str(refused.value)
    assert "holders" not in refused.value.api_params()


def test_a_key_without_appropriation_has_nothing(service):
    with pytest.raises(InsufficientBudget) as refused:
        spend(service, make.leaf_category(), 2, "0.01")

    assert refused.value.params["available"] == "0.00"


def test_a_check_tells_the_same_without_holding(service):
    category = make.leaf_category()
    make.appropriate(service, category, {1: "100.00"})
    line = make.posting(service, category, 2, "130.00")

    (one,) = ledger.check(postings=[line], actor=SYSTEM)

    assert (one.outcome, one.available, one.short) == ("STOP", 100, 30)
    assert make.key_of(service, category).committed == 0
    (unknown,) = ledger.check(postings=[make.posting(service, make.leaf_category(), 2, "1.00")], actor=SYSTEM)
    assert (unknown.outcome, unknown.available) == ("STOP", 0)


@pytest.mark.parametrize(
    ("scope", "month", "available"),
    [
        ("MONTH", 5, "10.00"),
        ("QUARTER_TO_DATE", 5, "20.00"),
        ("YEAR_TO_DATE", 5, "50.00"),
        ("YEAR", 5, "120.00"),
    ],
)
def test_the_scope_says_which_months_count(service, scope, month, available):
    category = make.leaf_category(scope=scope)
    make.appropriate(service, category, per_month="10.00")

    (one,) = ledger.check(postings=[make.posting(service, category, month, "1000.00")], actor=SYSTEM)

    assert one.available == Decimal(available)


@pytest.mark.rule("LED-06")
def test_a_later_hold_is_never_overdrawn_by_an_earlier_posting(service):
    category = make.leaf_category()
    make.appropriate(service, category, per_month="10.00")
    spend(service, category, 12, "115.00")

    (one,) = ledger.check(postings=[make.posting(service, category, 5, "6.00")], actor=SYSTEM)

    assert (one.available, one.through_label, one.short) == (5, "2026-12", 1)


def test_only_the_net_increase_is_checked(service):
    category = make.leaf_category()
    make.appropriate(service, category, {1: "100.00"})
    by = make.source()
    spend(service, category, 1, "100.00", by=by)

    result = make.post(
        make.posting(service, category, 1, "-100.00", EntryKind.RELEASE),
        make.posting(service, category, 1, "90.00", EntryKind.ACTUAL),
        by=by,
        occasion="approve:1",
    )

    assert outcome(result).outcome == "WITHIN"
    key = make.key_of(service, category)
    assert (key.committed, key.actual) == (0, 90)


def test_tolerance_is_amount_plus_share(service):
    category = make.leaf_category(tolerance_amount=Decimal("5.00"), tolerance_share=Decimal("0.05"))
    make.appropriate(service, category, {1: "100.00"})

    assert outcome(spend(service, category, 1, "110.00")).outcome == "WITHIN"
    with pytest.raises(InsufficientBudget) as refused:
        spend(service, category, 1, "0.01")
    assert refused.value.params["short"] == "0.01"


def test_a_department_has_its_own_control(service, company):
    category = make.leaf_category()
    policies.set_department_policy(
        category_id=category.pk,
        department_id=service.pk,
        to=Control(action="WARN"),
        reason="返修",
        actor=SYSTEM,
        at=make.AT,
    )

    assert outcome(spend(service, category, 1, "10.00")).outcome == "WARN"
    with pytest.raises(InsufficientBudget):
        spend(company.other, category, 1, "10.00")


def test_a_changed_policy_reaches_open_keys_at_once(service, company):
    category = make.leaf_category()
    for department in (service, company.other):
        make.appropriate(department, category, {1: "100.00"})
    own = policies.set_department_policy(
        category_id=category.pk,
        department_id=company.other.pk,
        to=Control(scope="MONTH"),
        reason="试点",
        actor=SYSTEM,
        at=make.AT,
    )

    policies.change_category_policy(
        category_id=category.pk, to=Control(action="WARN"), reason="年中放宽", version=1, actor=SYSTEM, at=make.AT
    )

    assert make.key_of(service, category).action == "WARN"
    assert (make.key_of(company.other, category).scope, make.key_of(company.other, category).action) == (
        "MONTH",
        "STOP",
    )
    policies.remove_department_policy(policy_id=own.pk, reason="试点结束", actor=SYSTEM, at=make.AT)
    assert make.key_of(company.other, category).action == "WARN"
    event = AuditEvent.objects.get(code="category.policy")
    assert event.facts["changes"]["action"] == ["STOP", "WARN"]


def test_a_key_that_was_over_when_stop_came_goes_down_but_never_further_up(service):
    category = make.leaf_category(action="WARN")
    make.appropriate(service, category, {1: "100.00"})
    by = make.source()
    spend(service, category, 1, "150.00", by=by)
    policies.change_category_policy(
        category_id=category.pk, to=Control(), reason="收紧", version=1, actor=SYSTEM, at=make.AT
    )
    assert make.key_of(service, category).guard_amount == 50

    with pytest.raises(InsufficientBudget):
        spend(service, category, 1, "0.01")
    make.post(make.posting(service, category, 1, "-30.00", EntryKind.RELEASE), by=by)

    assert make.key_of(service, category).guard_amount == 20


def test_income_is_recorded_never_stopped(service):
    income = Category.objects.get(code="R01")
    make.appropriate(service, income, {1: "100.00"})

    result = make.post(make.posting(service, income, 1, "500.00", EntryKind.ACTUAL))

    assert outcome(result).outcome == "RECORD"
    with pytest.raises(RevenueHasNoControl):
        policies.change_category_policy(
            category_id=income.pk, to=Control(), reason="x", version=None, actor=SYSTEM, at=make.AT
        )


# --- Overrides ----------------------------------------------------------------------------------------------------


@pytest.fixture
def full(service):
    """A key whose budget of 100 is used up."""
    category = make.leaf_category("备件")
    make.appropriate(service, category, {1: "100.00"})
    spend(service, category, 1, "100.00")
    return category


def override(service, category, actor, amount="50.00", days=30, **more):
    return policies.grant_override(
        key_id=make.key_of(service, category).pk,
        month=1,
        amount=Decimal(amount),
        reason=more.pop("reason", "停机抢修"),
        expires_at=make.AT + timedelta(days=days),
        actor=actor,
        at=make.AT,
    )


def test_an_override_opens_the_key_by_its_amount_and_later_approvers_see_it(service, full, finance_manager, actor_of):
    override(service, full, actor_of(finance_manager))

    one = outcome(spend(service, full, 2, "50.00"))

    assert (one.outcome, one.left, one.allowance) == ("WITHIN", -50, 50)
    (granted,) = one.overrides
    assert (granted.amount, granted.granted_by, granted.reason) == (50, "赵文", "停机抢修")
    with pytest.raises(InsufficientBudget) as refused:
        spend(service, full, 2, "0.01")
    assert refused.value.params["available"] == "0.00"


def test_an_expired_override_opens_nothing_more(service, full, finance_manager, actor_of):
    override(service, full, actor_of(finance_manager), days=2)
    spend(service, full, 2, "30.00")

    with pytest.raises(InsufficientBudget):
        spend(service, full, 2, "1.00", at=make.AT + timedelta(days=3))

    assert make.key_of(service, full).committed == 130


def test_an_ended_override_opens_nothing_more(service, full, finance_manager, actor_of):
    granted = override(service, full, actor_of(finance_manager))
    policies.end_override(override_id=granted.pk, reason="机器已修好", actor=actor_of(finance_manager), at=make.AT)

    with pytest.raises(InsufficientBudget):
        spend(service, full, 2, "1.00")
    assert make.key_of(service, full).guard_amount == 0
    with pytest.raises(OverrideEnded):
        policies.end_override(override_id=granted.pk, reason="再次", actor=SYSTEM, at=make.AT)


def test_an_override_opens_its_own_window_only(service, finance_manager, actor_of):
    category = make.leaf_category(scope="MONTH")
    make.appropriate(service, category, per_month="10.00")
    override(service, category, actor_of(finance_manager), amount="5.00")

    assert outcome(spend(service, category, 1, "15.00")).outcome == "WITHIN"
    with pytest.raises(InsufficientBudget):
        spend(service, category, 2, "10.01")


@pytest.mark.rule("GEN-06")
def test_an_override_needs_a_role_a_reason_and_a_key_that_stops(service, full, owner, finance_manager, actor_of):
    with pytest.raises(NotAllowed):
        override(service, full, actor_of(owner))
    with pytest.raises(ReasonMissing):
        override(service, full, actor_of(finance_manager), reason="  ")
    lenient = make.leaf_category(action="WARN")
    make.appropriate(service, lenient, {1: "1.00"})
    with pytest.raises(OverrideNotNeeded):
        override(service, lenient, actor_of(finance_manager))
    assert make.key_of(service, full).guard_amount == 0


def test_only_finance_changes_policies(service, full, owner, actor_of):
    with pytest.raises(NotAllowed):
        policies.change_category_policy(
            category_id=full.pk, to=Control(action="WARN"), reason="x", version=None, actor=actor_of(owner), at=make.AT
        )
    assert make.key_of(service, full).action == "STOP"
