"""Corrections of posted expenses: what still stands where, who sees them, what their deciders see (EXP-08)."""

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
from expenses.choices import LIVE_CORRECTIONS, CorrectionKind, CorrectionState, ImportRowState
from expenses.models import Claim, ClaimLine, Correction, CorrectionLine, ExpenseImport, ImportRow, Payable
from expenses.selectors.visibility import claims_visible_to
from organization.models import Department


@dataclass(frozen=True, slots=True)
class Standing:
    """An amount of a claim or imported row as it counts now: where it was posted, or moved there by a correction's
    line. `amount` is above zero; `sign` is -1 for a row that gives money back.
    """

    key: str
    what: str
    claim_line: ClaimLine | None
    of_line: CorrectionLine | None
    department: Department
    category: Category
    project: Project | None
    period: Period
    amount: Decimal
    sign: int = 1

    @property
    def signed_amount(self) -> Decimal:
        """The amount as it counts in the ledger."""
        return self.amount * self.sign


@dataclass(frozen=True, slots=True)
class CorrectionPage:
    """A correction with all its page shows."""

    correction: Correction
    lines: tuple[CorrectionLine, ...]
    can_change: bool
    can_cancel: bool


def corrections_visible_to(actor: Actor) -> QuerySet[Correction]:
    """Those of claims and imported rows one sees, those one made, had to decide on, or whose department money comes to
    (GEN-10).
    """
    scope = actor.sight(policies.VIEW)
    if scope.company:
        return Correction.objects.all()
    return Correction.objects.filter(
        Q(claim__in=claims_visible_to(actor))
        | (Q() if policies.sees_imports(actor) else Q(department__in=scope.departments)) & Q(import_row__isnull=False)
        | Q(created_by=actor.person_id or 0)
        | Q(to_department__in=scope.departments)
        | approvals.acted_on(actor=actor, kind=Correction.kind)
    )


def standing_of(claim: Claim, *, without: int | None = None) -> list[Standing]:
    """What of an approved claim still stands, and where; amounts that live corrections take are off it already.
    `without` leaves one correction out, to write it anew.
    """
    sums = _taken(Q(claim_line__claim=claim), without)
    lines = claim.lines.select_related("category", "project", "period__fiscal_year")
    found = [
        Standing(
            f"c{line.pk}",
            line.description,
            line,
            None,
            claim.department,
            line.category,
            line.project,
            line.period,
            left,
        )
        for line in lines
        if line.period is not None and (left := line.base_amount - sums[line.pk, None]) > 0
    ]
    return [*found, *_moved(Q(claim_line__claim=claim), sums)]


def paid_of(claim: Claim | None) -> Decimal:
    """What was paid of a claim, or is prepared to be: it comes back before that part of it is reversed (EXP-07)."""
    rows = Payable.objects.filter(claim=claim) if claim is not None else Payable.objects.none()
    return rows.aggregate(sum=Sum("paid"))["sum"] or ZERO


def standing_of_row(row: ImportRow, *, without: int | None = None) -> list[Standing]:
    """The same of a posted row of an import; nothing once its import was taken back."""
    if row.state != ImportRowState.POSTED or row.department is None or row.category is None or row.period is None:
        return []
    sums = _taken(Q(correction__import_row=row), without)
    sign = -1 if row.amount < 0 else 1
    left = abs(row.amount) - sums[None, None]
    own = Standing(f"r{row.pk}", row.title, None, None, row.department, row.category, None, row.period, left, sign)
    return [*([own] if left > 0 else []), *_moved(Q(correction__import_row=row), sums)]


def standing_of_subject(correction: Correction) -> list[Standing]:
    """What a correction that is written anew can name."""
    if correction.claim is not None:
        return standing_of(correction.claim, without=correction.pk)
    return standing_of_row(correction.import_row, without=correction.pk) if correction.import_row is not None else []


def moved_of_import(found: ExpenseImport) -> list[CorrectionLine]:
    """Lines of reclassifications by which rows of an import stand elsewhere now, with `left`, what of each stands."""
    sums = _taken(Q(correction__import_row__document=found), None)
    lines = list(_moves(Q(correction__import_row__document=found)))
    for line in lines:
        line.left = line.amount - sums[None, line.pk]
    return [line for line in lines if line.left > 0]


def _taken(of: Q, without: int | None) -> defaultdict[tuple[int | None, int | None], Decimal]:
    """What live corrections take, by line of the claim and by line of an earlier correction."""
    taken = CorrectionLine.objects.filter(of, correction__state__in=LIVE_CORRECTIONS)
    taken = taken.exclude(correction=without) if without is not None else taken
    sums: defaultdict[tuple[int | None, int | None], Decimal] = defaultdict(lambda: ZERO)
    for row in taken.order_by().values("claim_line", "of_line").annotate(sum=Sum("amount")):
        sums[row["claim_line"], row["of_line"]] = row["sum"]
    return sums


def _moves(of: Q) -> QuerySet[CorrectionLine]:
    """Lines of reclassifications that are posted."""
    posted = CorrectionLine.objects.filter(
        of, correction__state=CorrectionState.APPROVED, posted_period__isnull=False
    ).exclude(correction__correction_kind=CorrectionKind.REVERSAL)
    return posted.select_related(
        "claim_line", "correction__claim", "correction__import_row__document", "project", "posted_period__fiscal_year"
    ).order_by("pk")


def _moved(of: Q, sums: dict[tuple[int | None, int | None], Decimal]) -> Iterable[Standing]:
    lines = list(_moves(of))
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
                what=line.what,
                claim_line=line.claim_line,
                of_line=line,
                department=departments[line.target_department_id],
                category=categories[line.target_category_id],
                project=projects.get(line.target_project_id or 0),
                period=line.posted_period,
                amount=left,
                sign=line.sign,
            )


def corrections_of(claim: Claim, *, actor: Actor) -> list[Correction]:
    """The corrections of a claim that the actor sees, the oldest first."""
    rows = corrections_visible_to(actor).filter(claim=claim).select_related("created_by", "claim")
    return list(rows.order_by("pk"))


def corrections_of_rows(rows: Iterable[ImportRow], *, actor: Actor) -> dict[int, list[Correction]]:
    """The corrections of some rows of imports that the actor sees, by row, the oldest first; one statement."""
    found: dict[int, list[Correction]] = {row.pk: [] for row in rows}
    for one in corrections_visible_to(actor).filter(import_row__in=found).order_by("pk") if found else ():
        found[one.import_row_id or 0].append(one)
    return found


def correction_page(*, correction: Correction, actor: Actor) -> CorrectionPage:
    """The page of a correction the actor sees."""
    lines = correction.lines.select_related(
        "claim_line", "department", "category", "project", "period", "posted_period", "correction__claim",
        "correction__import_row__document",
    )  # fmt: skip
    return CorrectionPage(
        correction=correction,
        lines=tuple(lines),
        can_change=may(correction, "submit", actor),
        can_cancel=may(correction, "cancel", actor),
    )
