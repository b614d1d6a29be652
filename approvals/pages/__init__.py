"""What a document's page shows of its approval: the route at the side, the decision bar at the foot (APR-04, APR-05).

A page adds `approval_context(...)` to its context and includes `approvals/parts/route_card.html` in the side column,
`approvals/parts/decision_bar.html` in the block `decision`, `approvals/parts/place.html` in the block `title_actions`.
A draft's page adds `preview_context(...)` and includes `approvals/parts/preview_card.html`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from approvals import policies, selectors
from approvals.choices import CaseState, StepState
from approvals.models import Case, RouteStep
from approvals.pages import opinions, questions, route, turns
from approvals.pages.opinions import Opinion
from approvals.pages.people import expected, names
from approvals.pages.questions import QuestionAsked, ToAnswer
from approvals.pages.route import Round, ToTakeBack
from approvals.pages.turns import Place, Turn, warnings_of
from approvals.registry import Facts
from approvals.selectors.rounds import changes_of
from core import components, formats
from core.actors import Actor
from core.changes import Told

__all__ = ["ApprovalPage", "approval_context", "names", "preview_context", "tried", "warnings_of"]


@dataclass(frozen=True, slots=True)
class ApprovalPage:
    """All a document's page shows of its approval."""

    steps: tuple[components.Step, ...]
    usual: Decimal | None
    rounds: tuple[Round, ...]
    turn: Turn | None
    place: Place | None
    questions: tuple[QuestionAsked, ...]
    opinions: tuple[Opinion, ...]
    """What the departments that review said, or are asked (APR-06)."""
    to_answer: ToAnswer | None
    to_take_back: tuple[ToTakeBack, ...]
    """What the reader added and can take back while nobody has acted on it."""
    changes: tuple[Told, ...] | None
    """What was changed since the round before; None in a first round, and once the round is over."""
    stuck_case_id: int | None
    """The case whose step nobody can decide, for those who may look for somebody."""


def approval_context(*, actor: Actor, kind: str, document_id: int) -> dict[str, Any]:
    """The key `approval` for a document's page; None while it was never submitted."""
    cases = list(selectors.cases_of(kind, document_id))
    if not cases:
        return {"approval": None}
    case, task = cases[0], selectors.my_task(actor, kind, document_id)
    steps = list(case.steps.all())
    waits = [step for step in steps if step.state in {StepState.CURRENT, StepState.STUCK, StepState.AHEAD}]
    usual = (
        selectors.usual_days(kind=kind, codes={step.code for step in waits}) if case.state == CaseState.RUNNING else {}
    )
    known = waits and all(step.code in usual for step in waits)
    stuck = any(step.state == StepState.STUCK for step in steps) and policies.can_edit_routes(actor)
    return {
        "approval": ApprovalPage(
            steps=(
                route.submitted(case),
                *(route.drawn(step, case, actor) for step in steps if route.shows(step, case)),
            ),
            questions=tuple(questions.shown(question) for question in case.questions.all()),
            opinions=opinions.given(steps),
            to_answer=questions.to_answer(case, actor),
            usual=sum((usual[step.code] for step in waits), Decimal(0)) if known else None,
            rounds=tuple(route.round_of(past) for past in cases if past.chain_length),
            turn=turns.turn_of(task, steps, asked=questions.unanswered(case, task.step_id, by=actor.person_id))
            if task
            else None,
            place=turns.place_of(actor, task) if task else None,
            to_take_back=route.to_take_back(case, actor),
            changes=_changed(case),
            stuck_case_id=case.pk if stuck else None,
        )
    }


def _changed(case: Case) -> tuple[Told, ...] | None:
    if case.state != CaseState.RUNNING:
        return None
    found = changes_of([case]).get(case.pk)
    return None if found is None else tuple(found)


def preview_context(*, kind: str, facts: Facts, on: date) -> dict[str, Any]:
    """The key `preview` for a draft's page: who will decide, in what order, the usual time (APR-04)."""
    return {"preview": _previewed(selectors.preview(kind=kind, facts=facts, on=on))}


def tried(written: Sequence[RouteStep], *, facts: Facts, kind: str, on: date) -> dict[str, Any]:
    """The same for a route that is being written, and which of its steps this document would not need (APR-03)."""
    planned = selectors.plan_steps(facts=facts, written=written, on=on)
    shown = _previewed(selectors.preview_of(planned=planned, facts=facts, on=on, kind=kind))
    chinese = formats.is_chinese()
    skipped = [step.name_zh if chinese or not step.name_en else step.name_en for step in planned if not step.is_needed]
    return {**shown, "skipped": _(", ").join(skipped), "stuck": _(", ").join(shown["stuck"])}


def _previewed(steps: Sequence[selectors.PreviewStep]) -> dict[str, Any]:
    return {
        "steps": [
            components.Step(name=step.name, state="stopped" if step.is_stuck else "ahead", note=expected(step))
            for step in steps
        ],
        "usual": selectors.usual_total(steps),
        "has_route": bool(steps),
        "stuck": [step.name for step in steps if step.is_stuck],
    }
