"""The moves of an adjustment and what its approval posts: every line or none (BUD-32, BUD-33)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from approvals import services as approvals
from budgets import carrying, locks, policies
from budgets.adjustment_errors import (
    AdjustmentIncomplete,
    AdjustmentMonthClosed,
    AdjustmentYearNotOpen,
    NotEnoughElsewhere,
    NotEnoughOnProject,
)
from budgets.choices import AdjustmentKind, EntryKind, FiscalYearState, PeriodState
from budgets.errors import InsufficientBudget
from budgets.models import Adjustment, AdjustmentLine, BudgetBalance
from budgets.rules import adjustments as rules
from budgets.rules.postings import KeyOutcome, Posting, Source
from budgets.selectors.adjustments import lacks_papers, lines_of
from budgets.services import ledger, refusals
from budgets.services.adjustment_drafts import check_lines, moves_of
from core import documents, jobs, numbers
from core.actors import Actor, Scope
from core.errors import WayOut, require_reason
from core.money import ZERO

PREFIX = "ADJ"


@transaction.atomic
def submit_adjustment(*, adjustment_id: int, actor: Actor, at: datetime, version: int | None = None) -> Adjustment:
    """Send an adjustment to its deciders. Nothing is held: what it takes is judged again when it is approved.

    Raises WrongState, NotAllowed, StaleDocument, AdjustmentIncomplete, AdjustmentMonthClosed, AdjustmentYearNotOpen,
    InsufficientBudget, NotEnoughElsewhere, NoRoute …; then nothing has changed.
    """
    adjustment = locks.lock_adjustment(adjustment_id)
    documents.require_version(adjustment, version)
    documents.require(adjustment, "submit", actor=actor)
    lines = lines_of(adjustment)
    require_whole(adjustment, lines)
    require_available(adjustment, lines, actor=actor, at=at)
    require_papers(adjustment)
    if adjustment.number is None:
        adjustment.number = numbers.take(PREFIX, adjustment.fiscal_year.year)
    facts = {"amount": str(adjustment.total)}
    documents.perform(adjustment, "submit", actor=actor, at=at, by=actor.person_id, facts=facts)
    approvals.start(kind=adjustment.kind, document_id=adjustment.pk, actor=actor, at=at)
    return adjustment


@transaction.atomic
def withdraw_adjustment(*, adjustment_id: int, actor: Actor, at: datetime, version: int | None = None) -> Adjustment:
    """Take a submitted adjustment back until the first decision (APR-09). Raises AlreadyDecided, WrongState,
    NotAllowed.
    """
    adjustment = locks.lock_adjustment(adjustment_id)
    documents.require(adjustment, "withdraw", actor=actor)
    documents.require_version(adjustment, version)
    approvals.withdraw(kind=adjustment.kind, document_id=adjustment.pk, actor=actor, at=at)
    documents.perform(adjustment, "withdraw", actor=actor, at=at)
    return adjustment


# --- What the end of an approval does: called by the approvals engine through the handler --------------------------


@transaction.atomic
def approved(*, adjustment_id: int, actor: Actor, at: datetime) -> Adjustment:
    """The last decider agreed: every line is posted, or the decision does not stand (BUD-32).

    Raises InsufficientBudget when what is to be taken was spent meanwhile, AdjustmentMonthClosed, NotEnoughOnProject
    and what else the ledger refuses.
    """
    adjustment = locks.lock_adjustment(adjustment_id)
    lines = lines_of(adjustment)
    require_whole(adjustment, lines)
    documents.perform(adjustment, "approve", actor=actor, at=at, facts={"amount": str(adjustment.total)})
    carrying.lock(lines)
    pairs = carrying.paired(lines)
    ledger.post(
        source=Source(kind=adjustment.kind, document_id=adjustment.pk, label=f"{adjustment.number} {adjustment.title}"),
        postings=[*postings_of(lines), *carrying.postings_of(pairs)],
        occasion=f"carry:{adjustment.pk}" if pairs else "approve",
        actor=actor,
        at=at,
        reason=adjustment.purpose,
    )
    _require_projects(adjustment, lines)
    carrying.carried(pairs, by=str(adjustment), actor=actor, at=at)
    jobs.after_commit("budgets.tell_adjusted", key=f"adjusted:{adjustment.pk}", adjustment_id=adjustment.pk)
    return adjustment


@transaction.atomic
def send_back(*, adjustment_id: int, actor: Actor, at: datetime, reason: str) -> Adjustment:
    """Back to its author. The decision and its reason stand in the timeline already."""
    require_reason(reason)
    adjustment = locks.lock_adjustment(adjustment_id)
    documents.perform(adjustment, "send_back", actor=actor, at=at)
    return adjustment


@transaction.atomic
def reject(*, adjustment_id: int, actor: Actor, at: datetime, reason: str) -> Adjustment:
    """The end of this adjustment; nothing is posted."""
    adjustment = locks.lock_adjustment(adjustment_id)
    documents.perform(adjustment, "reject", actor=actor, at=at, reason=require_reason(reason))
    return adjustment


# --- What must be true -------------------------------------------------------------------------------------------


def require_whole(adjustment: Adjustment, lines: Sequence[AdjustmentLine]) -> None:
    """Purpose, criteria, the risk of a release, lines that fit the kind, an open year and open months (BUD-32).

    Raises AdjustmentIncomplete, AdjustmentMonthClosed, AdjustmentYearNotOpen and what `check_lines` raises.
    """
    moves = moves_of(lines, check_lines(lines))
    problem = rules.problem_of(adjustment.adjustment_kind, moves, department_id=adjustment.department_id)
    if problem is None and not adjustment.purpose.strip():
        problem = "no_purpose"
    if problem is None and not adjustment.criteria.strip():
        problem = "no_criteria"
    is_release = adjustment.adjustment_kind == AdjustmentKind.CONTINGENCY_RELEASE
    if problem is None and is_release and not adjustment.risk.strip():
        problem = "no_risk"
    if problem is not None:
        raise AdjustmentIncomplete(problem=problem)
    if adjustment.fiscal_year.state != FiscalYearState.OPEN:
        raise AdjustmentYearNotOpen(year=adjustment.fiscal_year.year)
    for line in lines:
        for period in (line.period, line.from_period):
            if period is not None and period.state != PeriodState.OPEN:
                raise AdjustmentMonthClosed(period=str(period))


def require_papers(adjustment: Adjustment) -> None:
    """At least one paper is attached where the kind needs any (BUD-32). Raises AdjustmentIncomplete with the way to
    where papers are attached.
    """
    if lacks_papers(adjustment):
        address = reverse("budgets:adjustment_detail", kwargs={"adjustment_id": adjustment.pk})
        way = WayOut(_("Attach papers"), f"{address}#attachments")
        raise AdjustmentIncomplete(problem="no_papers", ways_out=(way,))


def require_available(
    adjustment: Adjustment, lines: Sequence[AdjustmentLine], *, actor: Actor, at: datetime
) -> tuple[KeyOutcome, ...]:
    """Whether what is to be taken is there now; nothing is held. A department the actor does not see keeps its
    figures to itself (GEN-10).

    Raises InsufficientBudget, NotEnoughElsewhere, NotEnoughOnProject.
    """
    carried = carrying.postings_of(carrying.paired(lines))
    outcomes = ledger.check(postings=[*postings_of(lines), *carried], actor=actor, at=at)
    short = [outcome for outcome in outcomes if outcome.short > 0]
    seen = actor.sight(policies.VIEW)
    shown = [outcome for outcome in short if seen.covers(outcome.department_id)]
    if shown:
        raise refusals.of_check(shown, actor=actor, move=adjustment.adjustment_kind)
    for outcome in short:
        department = next(line.department for line in lines if line.department_id == outcome.department_id)
        raise NotEnoughElsewhere(department=department.name, category=outcome.category_label)
    _require_projects(adjustment, lines, posted=False, seen=seen)
    return outcomes


def postings_of(lines: Sequence[AdjustmentLine]) -> list[Posting]:
    """The lines as the ledger takes them: what is carried over is taken from the year before in the same call."""
    return [
        Posting(
            department_id=line.department_id,
            category_id=line.category_id,
            project_id=line.project_id,
            period_id=period_id,
            kind=EntryKind.APPROPRIATION,
            amount=amount,
            line_id=line.pk,
        )
        for line in lines
        for period_id, amount in ((line.period_id, line.amount), (line.from_period_id, -line.amount))
        if period_id is not None
    ]


def _require_projects(
    adjustment: Adjustment, lines: Sequence[AdjustmentLine], *, posted: bool = True, seen: Scope | None = None
) -> None:
    """No project may give more than it was granted in the year. After posting, under the keys' locks, the balances say
    so already; `seen` are the departments whose figures may be told.
    """
    taken: defaultdict[tuple[int, int, int], Decimal] = defaultdict(lambda: ZERO)
    for line in lines:
        if line.project_id is not None:
            taken[line.department_id, line.category_id, line.project_id] += (
                line.amount if line.from_period_id is None else -line.amount
            )
    losing = {place: amount for place, amount in taken.items() if amount < 0}
    if not losing:
        return
    years = {line.from_period.fiscal_year_id for line in lines if line.from_period is not None}
    rows = (
        BudgetBalance.objects.filter(
            fiscal_year__in=years or {adjustment.fiscal_year_id},
            department__in={place[0] for place in losing},
            category__in={place[1] for place in losing},
            project__in={place[2] for place in losing},
        )
        .order_by()
        .values_list("department_id", "category_id", "project_id")
        .annotate(sum=Sum("appropriated"))
    )
    granted = {(department, category, project): total for department, category, project, total in rows}
    for place, amount in losing.items():
        before = granted.get(place, ZERO) - (amount if posted else ZERO)
        if before + amount < 0:
            line = next(x for x in lines if (x.department_id, x.category_id, x.project_id) == place)
            if seen is not None and not seen.covers(line.department_id):
                raise NotEnoughElsewhere(department=line.department.name, category=line.category.name)
            raise NotEnoughOnProject(
                category=line.category.name,
                project=line.project.name if line.project else "",
                available=before,
                asked=-amount,
            )


__all__ = [
    "InsufficientBudget",
    "approved",
    "postings_of",
    "reject",
    "require_available",
    "require_papers",
    "require_whole",
    "send_back",
    "submit_adjustment",
    "withdraw_adjustment",
]
