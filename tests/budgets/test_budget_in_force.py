"""Budgets in force, questions on their lines, methods of control."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from budgets.draft_errors import (
    AnotherInForce,
    QuestionAnswered,
)
from budgets.handlers import BudgetHandler
from budgets.models import Budget, BudgetBalance, ControlMethod, LedgerEntry
from budgets.services import budgets, methods, questions
from budgets.services.methods import Method
from core.errors import DomainError, NotAllowed, WrongState
from core.models import AuditEvent, Notification
from tests.budgets.lives import codes, fresh
from tests.factories import drafts

pytestmark = pytest.mark.django_db


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
