from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from approvals import selectors as cases
from approvals.models import Task
from budgets.draft_errors import (
    AnotherInForce,
    BudgetExists,
    ContingencyNeedsReason,
    MethodsMissing,
    NoLines,
    NothingToStartFrom,
    QuestionAnswered,
)
from budgets.handlers import BudgetHandler
from budgets.models import Budget, BudgetBalance, BudgetLine, BudgetVersion, ControlMethod, LedgerEntry
from budgets.rules.contingency import judge
from budgets.selectors import versions
from budgets.selectors.budgets import baseline_of, budgets_visible_to, contingency_of, lines_of, totals_of
from budgets.selectors.checks import checks_of
from budgets.services import budgets, lines, methods, questions
from budgets.services.methods import Method
from budgets.services.starts import Start, start_budget
from core import audit
from core.errors import DomainError, NotAllowed, ReasonMissing, StaleDocument, WrongState
from core.models import AuditEvent, Notification
from tests.factories import drafts
from tests.factories.budgets import appropriate, close, leaf_category, open_year, post, posting

pytestmark = pytest.mark.django_db


@pytest.fixture
def deciders(division_manager, finance_manager, gm):
    """Who decides on a draft of the department's own manager, in turn."""
    return [division_manager, finance_manager, gm]


def fresh(budget):
    return Budget.objects.get(pk=budget.pk)


def codes(budget):
    return list(audit.events_of(kind="budget", document_id=budget.pk).values_list("code", flat=True))


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


# --- In force -------------------------------------------------------------------------------------------------------


@pytest.mark.rule("BUD-31", "LED-03")
def test_the_last_approval_posts_every_month_freezes_and_tells_the_department(
    company, manager, owner, deciders, run_jobs
):
    budget = drafts.whole_draft(company.service, manager)

    done = drafts.in_force(budget, manager, *deciders)
    run_jobs()

    assert done.state == "IN_FORCE"
    entries = LedgerEntry.objects.filter(source_kind="budget", source_id=budget.pk)
    assert entries.count() == 4 * 12
    assert set(entries.values_list("kind", flat=True)) == {"APPROPRIATION"}
    per_kind = {
        kind: sum(BudgetBalance.objects.filter(category__kind=kind).values_list("appropriated", flat=True))
        for kind in ("COST", "CONTINGENCY", "REVENUE")
    }
    assert per_kind == {
        "COST": Decimal("24000.00"), "CONTINGENCY": Decimal("2400.00"), "REVENUE": Decimal("36000.00"),
    }  # fmt: skip
    told = Notification.objects.filter(code="budget.in_force").values_list("person_id", flat=True)
    assert set(told) == {manager.pk, owner.pk}
    assert codes(budget)[-1] == "budget.put_in_force"


@pytest.mark.rule("BUD-10", "BUD-31")
def test_one_budget_at_most_is_in_force(company, manager, deciders):
    drafts.in_force(drafts.whole_draft(company.service, manager), manager, *deciders)
    other = drafts.draft(company.service, manager, scenario="OPTIMISTIC")
    drafts.line(other, manager, amounts="5")

    with pytest.raises(AnotherInForce):
        drafts.submit(other, manager)


@pytest.mark.rule("BUD-10")
def test_the_database_itself_keeps_one_in_force(company, manager, deciders):
    drafts.in_force(drafts.whole_draft(company.service, manager), manager, *deciders)
    other = drafts.draft(company.service, manager, scenario="OPTIMISTIC")

    with pytest.raises(IntegrityError, match="budgets_budget_one_in_force"), transaction.atomic():
        Budget.objects.filter(pk=other.pk).update(
            state="IN_FORCE", in_force_at=drafts.AT, number="BUD-2027-9999", submitted_at=drafts.AT
        )


@pytest.mark.rule("GEN-11")
def test_a_budgets_title_is_in_its_readers_language(client, company, manager, deciders, signed_in, run_jobs):
    drafts.submit(drafts.whole_draft(company.service, manager), manager)
    run_jobs()
    signed_in(client, deciders[0])

    pages = {
        language: [
            client.get(reverse(name), headers={"accept-language": language}).content.decode()
            for name in ("approvals:inbox", "core:notices")
        ]
        for language in ("zh-hans", "en")
    }

    assert all("售后服务部 2027 年度预算" in page for page in pages["zh-hans"])
    assert all("After-sales service annual budget 2027" in page for page in pages["en"])
    assert not any("年度预算" in page for page in pages["en"])


@pytest.mark.rule("BUD-30", "GEN-06")
def test_a_rejected_budget_ends_and_posts_nothing(company, manager, deciders):
    budget = drafts.whole_draft(company.service, manager)
    drafts.submit(budget, manager)
    drafts.decide(budget, deciders[0], "REJECT", "与年度目标不符")

    assert fresh(budget).state == "REJECTED"
    assert not LedgerEntry.objects.filter(source_kind="budget").exists()
    assert AuditEvent.objects.get(code="budget.reject", subject_id=budget.pk).reason == "与年度目标不符"


@pytest.mark.rule("ORG-06")
def test_whoever_changed_a_cell_is_a_maker(company, manager, division_manager, gm):
    budget = drafts.whole_draft(company.service, manager)
    row = budget.lines.first()
    drafts.write(budget, division_manager, (row, 1, str(row.amounts[0]), "1001.00"))

    assert BudgetHandler().facts(budget.pk).makers == {manager.pk, division_manager.pk}


@pytest.mark.rule("ORG-06")
def test_whoever_wrote_its_reasons_is_a_maker(company, manager, division_manager, gm):
    budget = drafts.whole_draft(company.service, manager)
    budgets.change_budget(
        budget_id=budget.pk,
        note="",
        contingency_reason="风险已转保险",
        actor=drafts.actor_of(division_manager),
        at=drafts.AT,
    )

    assert BudgetHandler().facts(budget.pk).makers == {manager.pk, division_manager.pk}


@pytest.mark.rule("APR-10")
def test_the_fingerprint_follows_what_matters(company, manager):
    budget = drafts.whole_draft(company.service, manager)
    before = BudgetHandler().facts(budget.pk).fingerprint
    row = budget.lines.first()
    drafts.write(budget, manager, (row, 1, str(row.amounts[0]), "1001.00"))

    assert BudgetHandler().facts(budget.pk).fingerprint != before


# --- Questions and methods ------------------------------------------------------------------------------------------


@pytest.mark.rule("BUD-30")
def test_reviewers_question_single_lines_and_the_author_answers_once(company, manager, owner, deciders):
    budget = drafts.whole_draft(company.service, manager)
    row = budget.lines.first()
    reviewer, author = drafts.actor_of(deciders[1]), drafts.actor_of(manager)
    with pytest.raises(WrongState):
        questions.ask(budget_id=budget.pk, line_id=row.pk, question="为何？", actor=reviewer, at=drafts.AT)
    drafts.submit(budget, manager)
    for nobody in (author, drafts.actor_of(owner)):
        with pytest.raises(NotAllowed):
            questions.ask(budget_id=budget.pk, line_id=row.pk, question="为何？", actor=nobody, at=drafts.AT)

    asked = questions.ask(budget_id=budget.pk, line_id=row.pk, question="为何？", actor=reviewer, at=drafts.AT)
    with pytest.raises(NotAllowed):
        questions.answer(question_id=asked.pk, text="因为", actor=reviewer, at=drafts.AT)
    own = questions.ask(
        budget_id=budget.pk, line_id=row.pk, question="多少？", actor=drafts.actor_of(deciders[0]), at=drafts.AT
    )
    with pytest.raises(NotAllowed):  # the division's manager makes budgets too, but asked this one
        questions.answer(question_id=own.pk, text="自答", actor=drafts.actor_of(deciders[0]), at=drafts.AT)
    answered = questions.answer(question_id=asked.pk, text="保有量增加", actor=author, at=drafts.AT)

    assert (answered.answer, answered.answered_by_id) == ("保有量增加", manager.pk)
    with pytest.raises(QuestionAnswered):
        questions.answer(question_id=asked.pk, text="再答", actor=author, at=drafts.AT)
    assert set(Notification.objects.values_list("code", "person_id")) >= {
        ("budget.question", manager.pk), ("budget.answer", deciders[1].pk),
    }  # fmt: skip


@pytest.mark.rule("BUD-04")
def test_control_methods_are_edited_with_the_draft_and_frozen_with_it(company, manager):
    budget = drafts.whole_draft(company.service, manager)
    parts, travel = (budget.lines.get(category__name_zh=name).category for name in ("备件", "差旅"))
    actor = drafts.actor_of(manager)

    methods.set_control_methods(
        budget_id=budget.pk,
        methods=[
            Method(parts.pk, "组长以上", Decimal("5000.00"), "入库单与发票"),
            Method(travel.pk, "", None, ""),
        ],
        actor=actor,
        at=drafts.AT,
    )

    (method,) = ControlMethod.objects.filter(budget=budget)
    assert (method.category, method.limit) == (parts, Decimal("5000.00"))
    drafts.methods_for(budget, manager)
    drafts.submit(budget, manager)
    with pytest.raises(DomainError):
        methods.set_control_methods(budget_id=budget.pk, methods=[], actor=actor, at=drafts.AT)
    assert ControlMethod.objects.filter(budget=budget).count() == 2


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
