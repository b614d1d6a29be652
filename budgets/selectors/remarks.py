"""What was said about single lines of a budget (BUD-11, GEN-08)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from budgets.models import Budget
from core import comments, remarks


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark on a line."""

    who: str
    at: datetime
    text: str


def remarked_lines(budget: Budget) -> Counter[int]:
    """How many remarks there are on which lines, in one statement."""
    texts = comments.comments_of(kind=Budget.kind, document_id=budget.pk).order_by().values_list("text", flat=True)
    parts = (remarks.parted(text)[0] for text in texts.filter(text__startswith="[#"))
    return Counter(line_id for line_id in parts if line_id is not None)


def remarks_on(budget: Budget, line_id: int) -> list[Remark]:
    """The remarks on one line, oldest first."""
    rows = comments.comments_of(kind=Budget.kind, document_id=budget.pk).filter(
        text__startswith=remarks.opening(line_id)
    )
    return [Remark(row.author.get_full_name(), row.at, remarks.parted(row.text)[2]) for row in rows]
