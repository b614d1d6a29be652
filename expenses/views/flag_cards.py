"""What pages show of the checks (EXP-05): kept flags with their explanations, fresh findings while typing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from core.actors import Actor
from expenses import policies
from expenses.flag_words import ToldFlag, told
from expenses.flagging import Found
from expenses.models import Claim
from expenses.selectors import flags as selectors
from expenses.selectors.flags import Document


def flags_context(document: Document, actor: Actor) -> dict[str, Any]:
    """The card of a document's page: what was found, and the address each is explained at by whoever may."""
    rows = list(selectors.flags_of(document))
    pages = selectors.others_seen(rows, actor)
    may_explain = policies.can_explain(document, actor)
    view = "expenses:claim_explain" if isinstance(document, Claim) else "expenses:request_explain"
    return {
        "flags": [
            (
                told(row, pages, flag_id=row.pk, can_explain=may_explain),
                reverse(view, args=[document.pk, row.pk]) if may_explain else "",
            )
            for row in rows
        ],
        "unexplained": sum(not row.is_explained for row in rows),
    }


def hints(found: Sequence[Found], actor: Actor) -> list[ToldFlag]:
    """What is found while a document is being typed."""
    pages = selectors.others_seen(found, actor)
    return [told(one, pages) for one in found]
