"""The moves of a budget: submit, withdraw, cancel, and what the end of its approval does (BUD-30, BUD-31)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from approvals import services as approvals
from budgets import locks, policies
from budgets.choices import BudgetState, EntryKind, FiscalYearState
from budgets.draft_errors import (
    AnotherInForce,
    BoundsRefused,
    CeilingNeedsReason,
    ContingencyNeedsReason,
    MethodsMissing,
    NoLines,
    YearNotPlannable,
)
from budgets.models import Budget, BudgetVersion, FiscalYear, Period
from budgets.rules import contingency
from budgets.rules.postings import Posting, Source
from budgets.selectors import ceilings, versions
from budgets.selectors.budgets import contingency_of, lines_of, totals_of, without_method
from budgets.services import ledger
from budgets.services.lines import lock_draft
from core import audit, documents, jobs, numbers
from core.actors import Actor
from core.errors import NotAllowed, StaleDocument, WayOut, require_reason

PREFIX = "BUD"


@transaction.atomic
def submit_budget(
    *,
    budget_id: int,
    actor: Actor,
    at: datetime,
    version: int | None = None,
    sequence: int | None = None,
    reading: int | None = None,
) -> Budget:
    """Send a draft to its reviewers: freeze it, number it, keep it as a version, start its approval (BUD-30, GEN-03).

    `version` and `sequence`, or `reading`, are what was shown: a change somebody made meanwhile refuses the move
    (GEN-04).
    Raises WrongState, NotAllowed, StaleDocument, NoLines, ContingencyNeedsReason, CeilingNeedsReason, MethodsMissing,
    AnotherInForce, YearNotPlannable; then nothing has changed.
    """
    budget = locks.lock_budget(budget_id)
    documents.require(budget, "submit", actor=actor)
    documents.require_version(budget, version)
    if sequence not in {None, budget.change_sequence} or reading not in {None, budget.reading}:
        raise StaleDocument(document=str(budget))
    require_submittable(budget)
    if budget.number is None:
        budget.number = numbers.take(PREFIX, budget.fiscal_year.year)
    documents.perform(
        budget, "submit", actor=actor, at=at, by=actor.person_id, facts={"version": budget.version_number}
    )
    _keep_version(budget, at=at)
    approvals.start(kind=Budget.kind, document_id=budget.pk, actor=actor, at=at)
    return budget


def require_submittable(budget: Budget) -> None:
    """What must be true before a budget goes to its reviewers (BUD-04, BUD-10, BUD-16, BUD-23). Raises as
    `submit_budget`.
    """
    if budget.fiscal_year.state == FiscalYearState.CLOSED:
        raise YearNotPlannable(year=budget.fiscal_year.year)
    if _in_force_beside(budget):
        raise AnotherInForce(department=budget.department.name, year=budget.fiscal_year.year)
    totals = totals_of([budget.pk])[budget.pk]
    if not totals.costs and not totals.revenue:
        raise NoLines
    judged = contingency_of(budget, totals)
    if judged.is_out_of_bounds and not budget.contingency_reason.strip():
        share = judged.share if judged.share is not None else Decimal(1)
        raise ContingencyNeedsReason(share=share, least=judged.least, most=judged.most)
    if (passed := ceilings.above(ceilings.distances_of(budget))) and not budget.ceiling_reason.strip():
        way = WayOut(_("Give the reason"), reverse("budgets:budget_settings", args=[budget.pk]))
        raise CeilingNeedsReason(ceilings=[(own.label, own.over) for own in passed], ways_out=(way,))
    if missing := without_method(budget):
        way = WayOut(_("Enter the control methods"), reverse("budgets:budget_methods", args=[budget.pk]))
        raise MethodsMissing(categories=[category.name for category in missing], ways_out=(way,))


@transaction.atomic
def withdraw_budget(*, budget_id: int, actor: Actor, at: datetime, version: int | None = None) -> Budget:
    """Take a submitted budget back until the first decision (APR-09). Raises AlreadyDecided, WrongState, NotAllowed."""
    budget = locks.lock_budget(budget_id)
    documents.require(budget, "withdraw", actor=actor)
    documents.require_version(budget, version)
    approvals.withdraw(kind=Budget.kind, document_id=budget.pk, actor=actor, at=at)
    documents.perform(budget, "withdraw", actor=actor, at=at)
    return budget


@transaction.atomic
def cancel_budget(*, budget_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None) -> Budget:
    """Give up a draft; it stays readable (GEN-14). Raises ReasonMissing, WrongState, NotAllowed, StaleDocument."""
    why = require_reason(reason)
    budget = locks.lock_budget(budget_id)
    documents.require_version(budget, version)
    documents.perform(budget, "cancel", actor=actor, at=at, reason=why)
    return budget


@transaction.atomic
def change_budget(
    *,
    budget_id: int,
    note: str | None = None,
    contingency_reason: str | None = None,
    ceiling_reason: str | None = None,
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> Budget:
    """Change what a draft says about itself: its note, why its contingency is what it is (BUD-16), why it goes above
    its ceiling (BUD-23). None leaves a text as it is.
    """
    budget = lock_draft(budget_id, actor)
    documents.require_version(budget, version)
    wanted = {"note": note, "contingency_reason": contingency_reason, "ceiling_reason": ceiling_reason}
    after = {name: text.strip() for name, text in wanted.items() if text is not None}
    before = {name: getattr(budget, name) for name in after}
    if before == after:
        return budget
    for name, text in after.items():
        setattr(budget, name, text)
    documents.touch(budget, fields=tuple(after))
    changed = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    audit.record(
        kind=Budget.kind,
        document_id=budget.pk,
        label=str(budget),
        code="budget.change",
        actor=actor,
        at=at,
        facts={"changes": changed},
    )
    return budget


# --- What the end of an approval does: called by the approvals engine through `budgets.handlers` --------------------


@transaction.atomic
def put_in_force(*, budget_id: int, actor: Actor, at: datetime) -> Budget:
    """Post the appropriations of every line, freeze the version, tell the department (BUD-31).

    Raises AnotherInForce, PeriodClosed and what the ledger refuses; then the decision does not stand.
    """
    budget = locks.lock_budget(budget_id)
    if _in_force_beside(budget):
        raise AnotherInForce(department=budget.department.name, year=budget.fiscal_year.year)
    facts = {"version": budget.version_number}
    try:
        with transaction.atomic():
            documents.perform(budget, "put_in_force", actor=actor, at=at, facts=facts)
    except IntegrityError as error:  # another scenario got its last approval at the same moment
        if "budgets_budget_one_in_force" not in str(error):
            raise
        raise AnotherInForce(department=budget.department.name, year=budget.fiscal_year.year) from error
    _appropriate(budget, actor=actor, at=at)
    jobs.after_commit("budgets.tell_in_force", key=f"budget-in-force:{budget.pk}", budget_id=budget.pk)
    return budget


@transaction.atomic
def send_back(*, budget_id: int, actor: Actor, at: datetime, reason: str) -> Budget:
    """Back to its author as a new version (BUD-30). The decision and its reason stand in the timeline already."""
    require_reason(reason)
    budget = locks.lock_budget(budget_id)
    documents.perform(budget, "send_back", actor=actor, at=at)
    return budget


@transaction.atomic
def reject(*, budget_id: int, actor: Actor, at: datetime, reason: str) -> Budget:
    """The end of this budget; a new one may be drafted (BUD-30)."""
    budget = locks.lock_budget(budget_id)
    documents.perform(budget, "reject", actor=actor, at=at, reason=reason)
    return budget


def _appropriate(budget: Budget, *, actor: Actor, at: datetime) -> None:
    periods = dict(Period.objects.filter(fiscal_year=budget.fiscal_year_id).values_list("month", "pk"))
    postings = [
        Posting(
            department_id=budget.department_id,
            category_id=line.category_id,
            project_id=line.project_id,
            period_id=periods[month],
            kind=EntryKind.APPROPRIATION,
            amount=amount,
            line_id=line.pk,
        )
        for line in lines_of(budget)
        for month, amount in enumerate(line.amounts, 1)
        if amount
    ]
    label = f"{budget.number} {budget.department.name_zh} {budget.fiscal_year.year}"
    ledger.post(
        source=Source(kind=Budget.kind, document_id=budget.pk, label=label),
        postings=postings,
        occasion=f"version:{budget.version_number}",
        actor=actor,
        at=at,
    )


def _in_force_beside(budget: Budget) -> bool:
    others = Budget.objects.filter(
        department=budget.department_id, fiscal_year=budget.fiscal_year_id, state=BudgetState.IN_FORCE
    )
    return others.exclude(pk=budget.pk).exists()


def _keep_version(budget: Budget, *, at: datetime) -> None:
    lines = lines_of(budget)
    totals = totals_of([budget.pk])[budget.pk]
    BudgetVersion.objects.create(
        budget=budget,
        number=budget.version_number,
        lines=versions.frozen_lines(lines),
        cost_total=totals.costs,
        revenue_total=totals.revenue,
        submitted_by_id=budget.submitted_by_id or budget.created_by_id,
        submitted_at=at,
    )


# --- The bounds of the contingency --------------------------------------------------------------------------------


@transaction.atomic
def set_contingency_bounds(
    *, fiscal_year_id: int, least: Decimal, most: Decimal, version: int | None, actor: Actor, at: datetime
) -> FiscalYear:
    """Set the bounds of the contingency for a year (BUD-16). Raises NotAllowed, BoundsRefused, StaleDocument."""
    if not actor.can(policies.RUN_YEARS):
        raise NotAllowed(document=str(fiscal_year_id))
    if contingency.bounds_problem(least, most):
        raise BoundsRefused
    year = locks.lock_year(fiscal_year_id)
    documents.require_version(year, version)
    before = _bounds(year)
    year.contingency_least_share, year.contingency_most_share = least, most
    documents.touch(year, fields=("contingency_least_share", "contingency_most_share"))
    audit.record(
        kind=year.kind,
        document_id=year.pk,
        label=str(year),
        code="fiscal_year.contingency_bounds",
        actor=actor,
        at=at,
        facts={"changes": {"bounds": [before, _bounds(year)]}},
    )
    return year


def _bounds(year: FiscalYear) -> str:
    """The bounds in words: 10–15 %."""
    shares = (year.contingency_least_share, year.contingency_most_share)
    return "–".join(f"{(share * 100).normalize():f}" for share in shares) + " %"
