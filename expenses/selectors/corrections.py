"""Corrections of posted claims: what still stands where, who sees them, what their deciders see (EXP-08)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from approvals import selectors as approvals
from budgets.models import Category, Period, Project
from core.actors import Actor
from core.documents import may
from core.money import ZERO
from expenses import policies
from expenses.choices import LIVE_CORRECTIONS, CorrectionState
from expenses.models import Claim, ClaimLine, Correction, CorrectionLine
from expenses.selectors.visibility import claims_visible_to
from organization.models import Department


@dataclass(frozen=True, slots=True)
class Standing:
    """An amount of a claim as it counts now: by a line of the claim, or moved there by a correction's line."""

    key: str
    claim_line: ClaimLine
    of_line: CorrectionLine | None
    department: Department
    category: Category
    project: Project | None
    period: Period
    amount: Decimal


@dataclass(frozen=True, slots=True)
class CorrectionPage:
    """A correction with all its page shows."""

    correction: Correction
    lines: tuple[CorrectionLine, ...]
    can_change: bool
    can_cancel: bool


def corrections_visible_to(actor: Actor) -> QuerySet[Correction]:
    """Those of claims one sees, those one made, had to decide on, or whose department money comes to (GEN-10)."""
    scope = actor.sight(policies.VIEW)
    if scope.company:
        return Correction.objects.all()
    return Correction.objects.filter(
        Q(claim__in=claims_visible_to(actor))
        | Q(created_by=actor.person_id or 0)
        | Q(to_department__in=scope.departments)
        | Q(pk__in=approvals.document_ids_acted_on(actor=actor, kind=Correction.kind))
    )


def standing_of(claim: Claim, *, without: int | None = None) -> list[Standing]:
    """What of an approved claim still stands, and where; amounts that live corrections take are off it already.
    `without` leaves one correction out, to write it anew.
    """
    taken = CorrectionLine.objects.filter(claim_line__claim=claim, correction__state__in=LIVE_CORRECTIONS)
    taken = taken.exclude(correction=without) if without is not None else taken
    sums: defaultdict[tuple[int, int | None], Decimal] = defaultdict(lambda: ZERO)
    for row in taken.order_by().values("claim_line", "of_line").annotate(sum=Sum("amount")):
        sums[row["claim_line"], row["of_line"]] = row["sum"]
    lines = claim.lines.select_related("category", "project", "period__fiscal_year")
    found = [
        Standing(f"c{line.pk}", line, None, claim.department, line.category, line.project, line.period, left)
        for line in lines
        if line.period is not None and (left := line.base_amount - sums[line.pk, None]) > 0
    ]
    moved = (
        CorrectionLine.objects.filter(
            claim_line__claim=claim, correction__state=CorrectionState.APPROVED, posted_period__isnull=False
        )
        .exclude(correction__correction_kind="REVERSAL")
        .select_related("claim_line", "correction", "project", "posted_period__fiscal_year")
        .order_by("pk")
    )
    return [*found, *_moved(list(moved), sums)]


def _moved(lines: list[CorrectionLine], sums: dict[tuple[int, int | None], Decimal]) -> Iterable[Standing]:
    if not lines:
        return
    departments = Department.objects.in_bulk({line.target_department_id for line in lines})
    categories = Category.objects.in_bulk({line.target_category_id for line in lines})
    projects = Project.objects.in_bulk({line.target_project_id for line in lines if line.target_project_id})
    for line in lines:
        left = line.amount - sums[line.claim_line_id, line.pk]
        if left > 0 and line.posted_period is not None:
            yield Standing(
                key=f"m{line.pk}",
                claim_line=line.claim_line,
                of_line=line,
                department=departments[line.target_department_id],
                category=categories[line.target_category_id],
                project=projects.get(line.target_project_id or 0),
                period=line.posted_period,
                amount=left,
            )


def corrections_of(claim: Claim, *, actor: Actor) -> list[Correction]:
    """The corrections of a claim that the actor sees, the oldest first."""
    rows = corrections_visible_to(actor).filter(claim=claim).select_related("created_by", "claim")
    return list(rows.order_by("pk"))


def correction_page(*, correction: Correction, actor: Actor) -> CorrectionPage:
    """The page of a correction the actor sees."""
    lines = correction.lines.select_related(
        "claim_line", "department", "category", "project", "period", "posted_period", "correction"
    )
    return CorrectionPage(
        correction=correction,
        lines=tuple(lines),
        can_change=may(correction, "submit", actor),
        can_cancel=may(correction, "cancel", actor),
    )
