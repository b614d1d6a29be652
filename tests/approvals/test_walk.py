"""How a case walks through its steps: who is asked, when it passes, when it stops."""

from __future__ import annotations

from decimal import Decimal

import pytest

from approvals import registry, selectors, services
from approvals.choices import CaseState, StepMode, StepState, TaskState, WhoKind
from approvals.models import Case, Decision, Task
from core import kinds
from core.errors import AlreadyDone
from core.models import Notification
from tests.approvals.conftest import AT, KIND, changed
from tests.factories import organization as cast
from tests.factories.approvals import by_manager, by_person, by_role, decide, route, task_for, waiting
from tests.factories.organization import actor_of

pytestmark = pytest.mark.django_db


@pytest.mark.rule("APR-01")
def test_one_engine_serves_every_kind_that_registered(slips):
    """The kinds of the apps above and the one that exists only here stand in one register, with handlers of one shape."""
    assert {"budget", "spend_request", "expense_claim", KIND} <= set(registry.kinds())
    for kind in registry.kinds():
        handler = registry.get(kind)
        assert handler.kind == kind
        assert kinds.get(kind).label
        for call in ("lock", "facts", "approved", "returned", "rejected", "impacts", "consequence"):
            assert callable(getattr(handler, call))


@pytest.mark.rule("APR-02")
def test_each_step_asks_its_people_and_the_last_approves(start, slip, manager, finance_officer):
    route(KIND, by_manager(), by_role("finance"))

    case = start()
    assert waiting(case) == [manager]
    decide(case, manager)
    assert waiting(case) == [finance_officer]
    decide(case, finance_officer)

    case.refresh_from_db()
    assert case.state == CaseState.APPROVED
    assert slip.told == ["approved"]
    assert [step.state for step in case.steps.all()] == [StepState.PASSED, StepState.PASSED]


@pytest.mark.rule("APR-02")
def test_a_decision_keeps_who_what_when_why_and_the_version(start, slip, manager):
    route(KIND, by_manager())
    case = start()

    decide(case, manager, "REJECT", "不属于公司费用", at=AT)

    decision = Decision.objects.get(case=case)
    assert (decision.decided_by, decision.verdict, decision.reason) == (manager, "REJECT", "不属于公司费用")
    assert (decision.decided_at, decision.document_version, decision.sequence) == (AT, 1, 1)


@pytest.mark.rule("APR-03")
def test_steps_apply_by_amount_category_and_flag(
    slip, slips, company, owner, manager, division_manager, gm, finance_officer
):
    route(
        KIND,
        by_manager(),
        {"who": WhoKind.MANAGER_ABOVE, "amount_from": Decimal(50_000)},
        by_role("finance", category_codes=["6601"]),
        by_role("general_manager", needs_flag="escalated"),
    )
    large = slips.add(
        department_id=company.service.pk, makers=slip.makers, amount=Decimal(50_000), flags=frozenset({"escalated"})
    )

    small_steps = services.start(kind=KIND, document_id=slip.id, actor=actor_of(owner), at=AT).steps
    large_steps = services.start(kind=KIND, document_id=large.id, actor=actor_of(owner), at=AT).steps

    needed = ["manager", "above", "role:general_manager"]
    assert [step.code for step in small_steps.exclude(state=StepState.SKIPPED)] == ["manager"]
    assert [step.code for step in large_steps.exclude(state=StepState.SKIPPED)] == needed


@pytest.mark.rule("APR-03")
def test_the_nearest_departments_route_wins(slips, company, owner, manager, finance_officer, gm):
    team = slips.add(department_id=company.team.pk, makers=frozenset({owner.pk}))
    other = slips.add(department_id=company.other.pk, makers=frozenset({owner.pk}))
    route(KIND, by_role("general_manager"))
    route(KIND, by_role("finance"), department=company.service)

    team_case = services.start(kind=KIND, document_id=team.id, actor=actor_of(owner), at=AT)
    other_case = services.start(kind=KIND, document_id=other.id, actor=actor_of(owner), at=AT)

    assert waiting(team_case) == [finance_officer]
    assert waiting(other_case) == [gm]


@pytest.mark.rule("APR-03")
def test_a_changed_route_leaves_running_cases_alone(start, manager, finance_officer):
    old = route(KIND, by_manager(), by_role("finance"))
    case = start()
    old.steps.all().delete()

    decide(case, manager)

    assert waiting(case) == [finance_officer]


@pytest.mark.rule("APR-05")
def test_without_a_route_nothing_is_submitted(start):
    with pytest.raises(services.NoRoute):
        start()

    assert not Case.objects.exists()


@pytest.mark.rule("APR-05")
def test_a_route_of_which_no_step_applies_refuses(start, manager):
    route(KIND, by_manager(amount_from=Decimal(5_000)))

    with pytest.raises(services.NoRoute):
        start()

    assert not Case.objects.exists()


def test_a_document_has_one_running_round(start, manager):
    route(KIND, by_manager())
    start()

    with pytest.raises(AlreadyDone):
        start()

    assert Case.objects.get().state == CaseState.RUNNING


# --- Kinds of step ------------------------------------------------------------------------------------------------


@pytest.fixture
def two_clerks(company):
    return [
        cast.member(company.company, "finance", company_wide=True, name_zh=name, sort_key=name) for name in ("a", "b")
    ]


@pytest.mark.rule("APR-05")
def test_any_one_of_a_step_is_enough(start, two_clerks):
    route(KIND, by_role("finance", mode=StepMode.ANY))
    case = start()
    assert set(waiting(case)) == set(two_clerks)

    decide(case, two_clerks[1])

    case.refresh_from_db()
    assert case.state == CaseState.APPROVED
    assert Task.objects.get(case=case, person=two_clerks[0]).state == TaskState.RELEASED


@pytest.mark.rule("APR-05")
def test_all_of_a_step_must_agree(start, slip, two_clerks):
    route(KIND, by_role("finance", mode=StepMode.ALL))
    case = start()

    decide(case, two_clerks[1])
    assert slip.told == []
    decide(case, two_clerks[0])

    assert slip.told == ["approved"]


@pytest.mark.rule("APR-05")
def test_in_order_asks_one_after_another(start, slip, two_clerks, run_jobs):
    route(KIND, by_role("finance", mode=StepMode.IN_ORDER))
    case = start()
    run_jobs()
    first, second = Task.objects.filter(case=case).order_by("position")
    assert waiting(case) == [first.person]

    with pytest.raises(services.NotYourTurn):
        services.decide(task_id=second.pk, verdict="APPROVE", reason="", actor=actor_of(second.person), at=AT)
    told_before = set(Notification.objects.values_list("person_id", flat=True))
    decide(case, first.person)
    run_jobs()
    decide(case, second.person)

    assert told_before == {first.person_id}
    assert slip.told == ["approved"]


@pytest.mark.rule("APR-05")
@pytest.mark.parametrize("mode", [StepMode.ALL, StepMode.ANY, StepMode.IN_ORDER])
def test_one_refusal_ends_the_round_whatever_the_step_asks_of_others(mode, start, slip, two_clerks, manager):
    route(KIND, by_role("finance", mode=mode), by_manager())
    case = start()

    decide(case, waiting(case)[0], "REJECT", "重复报销")

    case.refresh_from_db()
    assert case.state == CaseState.REJECTED
    assert slip.told == ["rejected: 重复报销"]
    assert not Task.objects.filter(case=case, state__in=[TaskState.WAITING, TaskState.AHEAD]).exists()


@pytest.mark.rule("APR-05")
def test_the_same_person_in_consecutive_steps_decides_once(start, slip, manager, finance_officer):
    route(KIND, by_manager(), by_person(manager), by_role("finance"))
    case = start()

    decide(case, manager)

    assert waiting(case) == [finance_officer]
    assert Decision.objects.filter(case=case).count() == 1


@pytest.mark.rule("APR-05")
def test_but_not_across_a_gap(start, manager, finance_officer):
    route(KIND, by_manager(), by_role("finance"), by_person(manager))
    case = start()

    decide(case, manager)
    decide(case, finance_officer)

    assert waiting(case) == [manager]


@pytest.mark.rule("APR-05")
def test_of_an_all_sign_step_only_the_others_are_still_asked(start, slip, two_clerks):
    route(KIND, by_person(two_clerks[0]), by_role("finance", mode=StepMode.ALL))
    case = start()

    decide(case, two_clerks[0])
    assert waiting(case) == [two_clerks[1]]
    decide(case, two_clerks[1])

    assert slip.told == ["approved"]


@pytest.mark.rule("APR-05")
def test_only_the_people_of_the_current_step_are_told(start, manager, finance_officer, run_jobs):
    route(KIND, by_manager(), by_role("finance"))

    case = start()
    run_jobs()
    assert [notice.person for notice in Notification.objects.all()] == [manager]
    decide(case, manager)
    run_jobs()

    waits = Notification.objects.filter(code="approvals.waiting").order_by("pk")
    assert [notice.person for notice in waits] == [manager, finance_officer]


# --- Rounds ---------------------------------------------------------------------------------------------------------


@pytest.mark.rule("APR-09")
def test_the_author_withdraws_until_the_first_decision(start, slip, owner, manager, finance_officer, run_jobs):
    route(KIND, by_manager(), by_role("finance"))
    case = start()

    services.withdraw(kind=KIND, document_id=slip.id, actor=actor_of(owner), at=AT)
    run_jobs()

    case.refresh_from_db()
    assert case.state == CaseState.WITHDRAWN
    assert waiting(case) == []
    second = start()
    assert second.round == 2
    decide(second, manager)
    with pytest.raises(services.AlreadyDecided):
        services.withdraw(kind=KIND, document_id=slip.id, actor=actor_of(owner), at=AT)
    second.refresh_from_db()
    assert second.state == CaseState.RUNNING


@pytest.mark.rule("APR-09")
def test_unchanged_after_a_return_it_goes_straight_to_who_returned_it(start, slip, manager, finance_officer):
    route(KIND, by_manager(), by_role("finance"))
    first = start()
    decide(first, manager)
    decide(first, finance_officer, "RETURN", "缺附件")
    slip.version += 1  # an attachment: nothing that matters

    second = start()

    assert second.round == 2
    assert waiting(second) == [finance_officer]
    decide(second, finance_officer)
    assert slip.told == ["returned: 缺附件", "approved"]


@pytest.mark.rule("APR-09")
def test_changed_after_a_return_everybody_decides_again(start, slip, manager, finance_officer):
    route(KIND, by_manager(), by_role("finance"))
    first = start()
    decide(first, manager)
    decide(first, finance_officer, "RETURN", "金额不符")
    changed(slip, amount=Decimal("1100.00"))

    assert waiting(start()) == [manager]


@pytest.mark.rule("APR-09")
def test_standing_decisions_count_for_authority(slips, company, owner, manager, finance_officer):
    """The manager's limit covers the amount; the clerk's, over nothing here, need not."""
    route(KIND, by_role("finance"), by_manager())
    slip = slips.add(department_id=company.service.pk, makers=frozenset({owner.pk}), amount=Decimal(150_000))
    actor = actor_of(owner)
    first = services.start(kind=KIND, document_id=slip.id, actor=actor, at=AT)
    decide(first, finance_officer)
    decide(first, manager, "RETURN", "说明用途")

    second = services.start(kind=KIND, document_id=slip.id, actor=actor, at=AT)
    decide(second, manager)

    assert slip.told == ["returned: 说明用途", "approved"]


@pytest.mark.rule("APR-05")
def test_all_rounds_stay_readable(start, slip, manager):
    route(KIND, by_manager())
    for amount in ("1.00", "2.00", "3.00"):
        changed(slip, amount=Decimal(amount))
        decide(start(), manager, "RETURN", f"改 {amount}")

    rounds = selectors.cases_of(KIND, slip.id)

    assert [case.round for case in rounds] == [3, 2, 1]
    assert [case.decisions.get().reason for case in rounds] == ["改 3.00", "改 2.00", "改 1.00"]


@pytest.mark.rule("APR-10")
def test_a_change_that_matters_lapses_decisions_and_tells_the_deciders(
    start, slip, owner, manager, finance_officer, run_jobs
):
    route(KIND, by_manager(), by_role("finance"))
    case = start()
    decide(case, manager)
    run_jobs()
    changed(slip, amount=Decimal("999.00"))

    fresh = services.lapse(kind=KIND, document_id=slip.id, actor=actor_of(owner), at=AT)
    run_jobs()

    case.refresh_from_db()
    assert case.state == CaseState.LAPSED
    assert fresh.round == 2
    assert waiting(fresh) == [manager]
    told = Notification.objects.filter(code="approvals.lapsed").values_list("person_id", flat=True)
    assert set(told) == {manager.pk, finance_officer.pk}


@pytest.mark.rule("APR-10")
def test_a_change_that_does_not_matter_keeps_the_round(start, slip, owner, manager, finance_officer):
    route(KIND, by_manager(), by_role("finance"))
    case = start()
    decide(case, manager)
    changed(slip, title="Winter gloves")

    same = services.lapse(kind=KIND, document_id=slip.id, actor=actor_of(owner), at=AT)

    assert same.pk == case.pk
    assert (same.title, same.document_version) == ("Winter gloves", 2)
    assert waiting(case) == [finance_officer]


def test_a_task_is_due_after_the_working_days_allowed(start, manager):
    route(KIND, by_manager(days_allowed=5))

    case = start()

    # From Monday 21 September 2026: Friday is the Mid-Autumn festival, so the fifth working day is the 28th or later.
    assert task_for(case, manager).due_date.isoformat() == "2026-09-29"
