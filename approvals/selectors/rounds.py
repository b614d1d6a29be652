"""What was changed on documents since the round before, for whoever decides again (APR-05)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from approvals import registry
from approvals.models import Case
from core import changes, kinds
from core.changes import Told


def changes_of(cases: Iterable[Case]) -> dict[int, list[Told]]:
    """By case: what edits changed since the round before ended, in the reader's words; empty where a document came
    again as it was. A first round is missing, and what tells its changes itself. Two statements, none where all are
    first.
    """
    again = {
        (case.subject_kind, case.subject_id): case
        for case in cases
        if case.round > 1 and not registry.tells_its_changes(case.subject_kind)
    }
    if not again:
        return {}
    before = Q()
    for case in again.values():
        before |= Q(subject_kind=case.subject_kind, subject_id=case.subject_id, round=case.round - 1)
    ends = Case.objects.filter(before, ended_at__isnull=False).values_list("subject_kind", "subject_id", "ended_at")
    found = changes.since({(kind, document_id): at for kind, document_id, at in ends if at is not None})
    return {
        case.pk: changes.told(kinds.get(case.subject_kind).model, found.get(key, {})) for key, case in again.items()
    }
