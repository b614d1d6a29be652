"""Remarks on single lines: part of what is said about their budget, so that they are seen, told and kept with it
(BUD-11, GEN-08).
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from budgets.models import Budget, BudgetLine
from core import comments, remarks
from core.actors import Actor
from core.comments import CommentEmpty
from core.models import Comment


@transaction.atomic
def remark(*, line: BudgetLine, text: str, actor: Actor, at: datetime) -> Comment:
    """Say something about a line: a comment on its budget that begins with the line. @ mentions tell people.

    Raises CommentEmpty, CommentTooLong, MentionBlind, NotAllowed; Http404 for a budget the actor does not see.
    """
    if not text.strip():
        raise CommentEmpty
    said = remarks.on_place(place_id=line.pk, label=str(line), text=text.strip())
    return comments.comment(kind=Budget.kind, document_id=line.budget_id, text=said, actor=actor, at=at)
