"""What corrective actions and reports are found by, and how they are shown when found (GEN-12)."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.db.models import QuerySet

from core import kinds, search_index
from core.navigation import Hit
from core.search_index import Source, Words
from corrective.models import CorrectiveAction, EffectReport


def register() -> None:
    """Let them be found."""
    search_index.register(Source(CorrectiveAction.kind, action_words, action_hits))
    search_index.register(Source(EffectReport.kind, report_words, report_hits))


def action_words(ids: Collection[int]) -> Iterator[Words]:
    """Number, title, problem, what it concerns."""
    for row in CorrectiveAction.objects.filter(pk__in=ids):
        yield Words(
            document_id=row.pk,
            number=row.number or "",
            title=row.title,
            texts=tuple(text for text in (row.problem, row.subject_label) if text),
            at=row.created_at,
            references=frozenset({("person", row.created_by_id), ("department", row.department_id)}),
        )


def report_words(ids: Collection[int]) -> Iterator[Words]:
    """Number, the action's number and title, what was seen."""
    for row in EffectReport.objects.filter(pk__in=ids).select_related("round__action"):
        action = row.round.action
        texts = (action.number or "", row.finding, row.figures)
        yield Words(
            document_id=row.pk,
            number=row.number or "",
            title=action.title,
            texts=tuple(text for text in texts if text),
            at=row.created_at,
            references=frozenset({("person", row.created_by_id), ("department", action.department_id)}),
        )


def action_hits(rows: QuerySet[CorrectiveAction]) -> dict[int, Hit]:
    """Actions as lines: number and title, state and department."""
    found = rows.select_related("department")
    return {
        row.pk: Hit(
            label=f"{row.number} {row.title}",
            url=kinds.get(row.kind).url_of(row.pk),
            note=f"{row.get_state_display()} · {row.department.name}",
            icon="refresh",
        )
        for row in found
    }


def report_hits(rows: QuerySet[EffectReport]) -> dict[int, Hit]:
    """Reports as lines: number and the action's title, state."""
    found = rows.select_related("round__action")
    return {
        row.pk: Hit(
            label=f"{row.number} {row.round.action.title}",
            url=kinds.get(row.kind).url_of(row.pk),
            note=row.get_state_display(),
            icon="clipboard-check",
        )
        for row in found
    }
