"""Reviewers' questions on single lines, and their answers (BUD-30)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from budgets import locks, policies
from budgets.draft_errors import LineGone, QuestionAnswered
from budgets.models import Budget, BudgetLine, LineQuestion
from budgets.selectors.versions import label_of
from budgets.services.lines import person_of
from core import audit, notifications
from core.actors import Actor
from core.documents import state_label
from core.errors import NotAllowed, WrongState, require_reason


@transaction.atomic
def ask(*, budget_id: int, line_id: int, question: str, actor: Actor, at: datetime) -> LineQuestion:
    """Mark a line with a question while the budget is in review; its author and submitter are told (BUD-30).

    Raises ReasonMissing for an empty one, WrongState, NotAllowed, LineGone.
    """
    text = require_reason(question)
    budget = locks.lock_budget(budget_id)
    if not budget.is_in_review:
        raise WrongState(document=str(budget), state=state_label(budget))
    if not policies.can_ask(budget, actor):
        raise NotAllowed(document=str(budget))
    line = BudgetLine.objects.select_related("category").filter(budget=budget, pk=line_id).first()
    if line is None:
        raise LineGone
    asked = LineQuestion.objects.create(
        budget=budget,
        line_id=line.pk,
        line_label=label_of(line)[:200],
        version_number=budget.version_number,
        question=text,
        asked_by_id=person_of(actor),
        asked_at=at,
    )
    audit.record(
        kind=Budget.kind,
        document_id=budget.pk,
        label=str(budget),
        code="budget.question",
        actor=actor,
        at=at,
        reason=text,
        facts={"line": asked.line_label},
    )
    makers = {budget.created_by_id, budget.submitted_by_id} - {actor.person_id, None}
    _tell(makers, asked, code="budget.question", at=at)
    return asked


@transaction.atomic
def answer(*, question_id: int, text: str, actor: Actor, at: datetime) -> LineQuestion:
    """Answer a question, once; whoever asked is told (BUD-30). Raises ReasonMissing, NotAllowed, QuestionAnswered."""
    words = require_reason(text)
    budget = locks.lock_budget(LineQuestion.objects.values_list("budget_id", flat=True).get(pk=question_id))
    asked = LineQuestion.objects.select_for_update(of=("self",)).get(pk=question_id)
    if not policies.can_answer(budget, actor) or asked.asked_by_id == actor.person_id:
        raise NotAllowed(document=str(budget))  # nobody answers what they asked themselves
    if asked.answered_at is not None:
        raise QuestionAnswered
    asked.answer, asked.answered_by_id, asked.answered_at = words, actor.person_id, at
    asked.save(update_fields=("answer", "answered_by", "answered_at"))
    audit.record(
        kind=Budget.kind,
        document_id=budget.pk,
        label=str(budget),
        code="budget.answer",
        actor=actor,
        at=at,
        reason=words,
        facts={"line": asked.line_label},
    )
    _tell(set[int | None]({asked.asked_by_id}) - {actor.person_id}, asked, code="budget.answer", at=at)
    return asked


def _tell(people: set[int | None], asked: LineQuestion, *, code: str, at: datetime) -> None:
    notifications.notify(
        [person for person in people if person is not None],
        code=code,
        kind=Budget.kind,
        document_id=asked.budget_id,
        label=str(asked.budget),
        key=f"{code}:{asked.pk}",
        at=at,
        facts={"line": asked.line_label},
    )
