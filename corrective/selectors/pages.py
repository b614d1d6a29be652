"""What the page of a corrective action shows (CMP-05, CMP-06)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.actors import Actor
from core.documents import may
from corrective import policies
from corrective.choices import ActionState, CauseMethod, ReportState
from corrective.models import Cause, Check, CorrectiveAction, EffectReport, Measure, Round
from corrective.selectors.actions import ids_late
from corrective.selectors.people import barred_from_verifying
from organization.choices import DepartmentStatus
from organization.models import Department


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One measure with what the reader may do."""

    measure: Measure
    is_late: bool
    can_finish: bool
    checks: Sequence[Check]


@dataclass(frozen=True, slots=True)
class RoundView:
    """One round as it is read."""

    made: Round
    is_current: bool
    is_fishbone: bool
    causes: Sequence[Cause]
    branches: Sequence[tuple[str, Sequence[Cause]]]
    measures: Sequence[MeasureRow]
    checks: Sequence[Check]
    reports: Sequence[EffectReport]


@dataclass(frozen=True, slots=True)
class ActionPage:
    """An action with its rounds, the latest first, and what the reader may do."""

    rounds: Sequence[RoundView]
    is_late: bool
    can_plan: bool
    can_withdraw: bool
    can_check: bool
    can_implement: bool
    can_report: bool
    can_reopen: bool
    can_cancel: bool


def action_page(*, action: CorrectiveAction, actor: Actor, on: date) -> ActionPage:
    """Everything on one page, in a fixed number of statements."""
    made = action.rounds.select_related("written_by").order_by("-number").prefetch_related("causes")
    rounds = [_round(one, action, actor, on) for one in made]
    pending = any(
        report.state in {ReportState.IN_REVIEW, ReportState.RETURNED} for one in rounds for report in one.reports
    )
    verifies = (
        action.state == ActionState.IMPLEMENTED
        and not pending
        and policies.may_verify(actor)
        and actor.person_id not in barred_from_verifying(action)
    )
    running = action.state in {ActionState.RUNNING, ActionState.IMPLEMENTED, ActionState.KEPT}
    return ActionPage(
        rounds=rounds,
        is_late=bool(ids_late([action.pk], on=on)),
        can_plan=action.state == ActionState.ASKED and policies.can_plan(action, actor),
        can_withdraw=may(action, "withdraw", actor),
        can_check=running and policies.is_handler(action, actor),
        can_implement=may(action, "implement", actor),
        can_report=verifies,
        can_reopen=may(action, "reopen", actor),
        can_cancel=may(action, "cancel", actor),
    )


def departments_offered() -> list[Department]:
    """Departments that can answer for something, in the order of the tree."""
    return list(Department.objects.filter(status=DepartmentStatus.ACTIVE).order_by("position", "code"))


def _round(made: Round, action: CorrectiveAction, actor: Actor, on: date) -> RoundView:
    checks = list(made.checks.select_related("by", "measure"))
    causes = list(made.causes.all())
    branches: dict[str, list[Cause]] = {}
    for cause in causes:
        branches.setdefault(str(cause.get_branch_display()), []).append(cause)
    current = made.number == action.round_number
    running = current and action.state == ActionState.RUNNING
    measures = []
    for one in made.measures.select_related("owner", "done_by"):
        one.round = made
        measures.append(
            MeasureRow(
                measure=one,
                is_late=running and one.done_at is None and one.due_date < on,
                can_finish=running and one.done_at is None and policies.can_finish(one, actor),
                checks=[check for check in checks if check.measure_id == one.pk],
            )
        )
    return RoundView(
        made=made,
        is_current=current,
        is_fishbone=made.method == CauseMethod.FISHBONE,
        causes=causes,
        branches=list(branches.items()),
        measures=measures,
        checks=checks,
        reports=list(made.reports.select_related("created_by")),
    )
