"""What budgets and adjustments are found by, and how they are shown when found (GEN-12)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from django.db.models import QuerySet

from budgets.models import Adjustment, AdjustmentLine, Budget, BudgetLine, Category
from budgets.models.categories import LEVELS
from core import formats, kinds, pinyin, search, search_index
from core.navigation import Hit
from core.search_index import Source, Words

MOST_TEXT = 20_000
"""Characters of a budget's lines that are searched; the longest draft has some hundreds of lines."""


def register() -> None:
    """Let both kinds be found, and all documents by their categories."""
    search_index.register(Source(Budget.kind, budget_words, budget_hits))
    search_index.register(Source(Adjustment.kind, adjustment_words, adjustment_hits))
    search.register_names("category", categories_called)


def categories_called(word: str) -> list[int]:
    """Categories whose name or code fits a word, also by pinyin, with those below them."""
    rows = list(Category.objects.order_by("position", "code"))
    fitting = {row.pk for row in rows if pinyin.fits(word, row.name_zh, row.name_en, row.code)}
    for _level in range(LEVELS):
        fitting |= {row.pk for row in rows if row.parent_id in fitting}
    return sorted(fitting)


def budget_words(ids: Collection[int]) -> Iterator[Words]:
    """Number, year, scenario, what lines say, maker, department and categories."""
    lines: dict[int, list[BudgetLine]] = defaultdict(list)
    for line in BudgetLine.objects.filter(budget__in=ids).defer("amounts"):
        lines[line.budget_id].append(line)
    for budget in Budget.objects.filter(pk__in=ids).select_related("fiscal_year"):
        own = lines[budget.pk]
        said = dict.fromkeys(text for line in own for text in (line.description, line.rationale) if text)
        yield Words(
            document_id=budget.pk,
            number=budget.number or "",
            title="",
            texts=(
                str(budget.fiscal_year.year), budget.scenario_name, budget.note, budget.contingency_reason,
                "\n".join(said)[:MOST_TEXT],
            ),
            at=budget.created_at,
            references=_references(budget.created_by_id, {budget.department_id}, {line.category_id for line in own}),
        )  # fmt: skip


def adjustment_words(ids: Collection[int]) -> Iterator[Words]:
    """Number, title, purpose, criteria, risk, notes, maker, departments and categories."""
    lines: dict[int, list[AdjustmentLine]] = defaultdict(list)
    for line in AdjustmentLine.objects.filter(adjustment__in=ids):
        lines[line.adjustment_id].append(line)
    for one in Adjustment.objects.filter(pk__in=ids).select_related("fiscal_year"):
        own = lines[one.pk]
        texts = [one.purpose, one.criteria, one.risk, str(one.fiscal_year.year), *(line.note for line in own)]
        departments = {one.department_id, *(line.department_id for line in own)}
        yield Words(
            document_id=one.pk,
            number=one.number or "",
            title=one.title,
            texts=tuple(dict.fromkeys(text for text in texts if text)),
            at=one.created_at,
            references=_references(one.created_by_id, departments, {line.category_id for line in own}),
        )


def budget_hits(budgets: QuerySet[Budget]) -> dict[int, Hit]:
    """Budgets as lines: number, department and year, scenario, state."""
    return {
        row.pk: Hit(
            label=f"{row.number or ''} {row.department.name} {row.fiscal_year.year}".strip(),
            url=kinds.get(Budget.kind).url_of(row.pk),
            note=f"{row.scenario_label} · {row.get_state_display()}",
            icon="layout-grid",
        )
        for row in budgets.select_related("department", "fiscal_year")
    }


def adjustment_hits(adjustments: QuerySet[Adjustment]) -> dict[int, Hit]:
    """Adjustments as lines: number and title, kind, amount, state."""
    return {
        row.pk: Hit(
            label=f"{row.number or ''} {row.title}".strip(),
            url=kinds.get(Adjustment.kind).url_of(row.pk),
            note=f"{row.get_adjustment_kind_display()} {formats.amount(row.total)} · {row.get_state_display()}",
            icon="adjustments",
        )
        for row in adjustments
    }


def _references(maker: int, departments: Iterable[int], categories: Iterable[int]) -> frozenset[tuple[str, int]]:
    return frozenset(
        {("person", maker), *(("department", pk) for pk in departments), *(("category", pk) for pk in categories)}
    )
