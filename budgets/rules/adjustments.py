"""What makes an adjustment whole, and how far it reaches: pure functions (BUD-32, BUD-33)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from budgets.choices import AdjustmentKind, CategoryKind
from core.money import LARGEST, ZERO, rounded

MOST_LINES = 200

ACROSS_DEPARTMENTS = "across_departments"
CHANGES_TOTALS = "changes_totals"
FROM_CONTINGENCY = "from_contingency"

Problem = Literal[
    "no_lines", "only_gives", "only_takes", "one_sided", "not_balanced", "not_own", "another_department",
    "contingency_by_release", "not_from_contingency", "no_risk", "no_purpose", "no_criteria",
    "to_itself", "no_origin", "carried_by_year_end", "no_papers",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Move:
    """One line as far as its rules go: where, in which group of categories, by how much. `place` is all that tells
    where money stands: department, category, month, project. `is_carried`: it comes from the year before.
    """

    department_id: int
    group_id: int
    category_kind: str
    amount: Decimal
    place: tuple[int | None, ...]
    is_carried: bool = False


def is_valid_amount(amount: Decimal) -> bool:
    """Something, of either sign, within what fits, with at most two decimals; never NaN or infinity."""
    return amount.is_finite() and ZERO < abs(amount) <= LARGEST and rounded(amount) == amount


def moved(amounts: Iterable[Decimal]) -> Decimal:
    """What an adjustment moves: all that its lines gain, or where nothing gains all they lose."""
    listed = list(amounts)
    gained = sum((amount for amount in listed if amount > 0), ZERO)
    return gained or -sum(listed, ZERO)


def is_two_sided(kind: str) -> bool:
    """Whether money is taken in one place and given in another."""
    return kind in {AdjustmentKind.TRANSFER, AdjustmentKind.CONTINGENCY_RELEASE}


def needs_papers(kind: str) -> bool:
    """Whether papers have to be attached before it is submitted. The lines of a carry-over are the list of the year's
    closing, month by month and commitment by commitment, so that list is its paper (BUD-32, BUD-35).
    """
    return kind != AdjustmentKind.CARRY_OVER


def problem_of(kind: str, moves: Sequence[Move], *, department_id: int) -> Problem | None:
    """What keeps these lines from being an adjustment of this kind; None when nothing does."""
    if not moves:
        return "no_lines"
    gives = [move for move in moves if move.amount > 0]
    takes = [move for move in moves if move.amount < 0]
    foreign = [move for move in moves if move.department_id != department_id]
    if kind == AdjustmentKind.CARRY_OVER or any(move.is_carried for move in moves):
        return _carried_problem(kind, moves, is_foreign=bool(foreign))
    if is_two_sided(kind):
        return _balance_problem(gives, takes, is_foreign=len(foreign) == len(moves)) or _contingency_problem(
            kind, takes
        )
    if kind == AdjustmentKind.SUPPLEMENT and takes:
        return "only_gives"
    if kind == AdjustmentKind.CUT and gives:
        return "only_takes"
    return "another_department" if foreign else None


def _carried_problem(kind: str, moves: Sequence[Move], *, is_foreign: bool) -> Problem | None:
    """A carry-over brings every line from the year before, into the same department; nothing else does (BUD-35)."""
    if kind != AdjustmentKind.CARRY_OVER:
        return "carried_by_year_end"
    if not all(move.is_carried and move.amount > 0 for move in moves):
        return "no_origin"
    return "another_department" if is_foreign else None


def _balance_problem(gives: Sequence[Move], takes: Sequence[Move], *, is_foreign: bool) -> Problem | None:
    """What is taken is given, elsewhere, and the department that asks has a part in it."""
    if not gives or not takes:
        return "one_sided"
    if sum((move.amount for move in (*gives, *takes)), ZERO) != 0:
        return "not_balanced"
    if {move.place for move in gives} & {move.place for move in takes}:
        return "to_itself"
    return "not_own" if is_foreign else None


def _contingency_problem(kind: str, takes: Sequence[Move]) -> Problem | None:
    """The reserve is touched by a release alone, and a release touches nothing else (BUD-16, BUD-33)."""
    from_reserve = [move for move in takes if move.category_kind == CategoryKind.CONTINGENCY]
    if kind == AdjustmentKind.CONTINGENCY_RELEASE:
        return "not_from_contingency" if len(from_reserve) < len(takes) else None
    return "contingency_by_release" if from_reserve else None


def flags_of(kind: str, moves: Collection[Move]) -> frozenset[str]:
    """What the route and the deciders are told: which totals change, who else is concerned (BUD-32).

    A transfer that balances within each department and each group of categories changes no total.
    """
    flags = set()
    sums: dict[tuple[int, int], Decimal] = {}
    for move in moves:
        where = (move.department_id, move.group_id)
        sums[where] = sums.get(where, ZERO) + move.amount
    if any(sums.values()):
        flags.add(CHANGES_TOTALS)
    if len({move.department_id for move in moves}) > 1:
        flags.add(ACROSS_DEPARTMENTS)
    if kind == AdjustmentKind.CONTINGENCY_RELEASE:
        flags.add(FROM_CONTINGENCY)
    return frozenset(flags)
