"""The kinds of document an installation knows, registered by the apps that own them.

Attachments, comments, notifications, the palette and approvals serve every kind through this one table:
they know a document by kind code and id, and ask its app for the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, ProtectedError, QuerySet
from django.db.models.signals import pre_delete
from django.http import Http404
from django.urls import reverse
from django.utils.functional import Promise

from core.actors import Actor


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """How to deal with one kind of document.

    `visible_to` gives the rows an actor may see (GEN-10); `can_edit` says whether the actor may still change the
    document (attachments can be taken off only then); `can_attach` who may add files, where that is not the maker and
    who can edit; `needs_files` whether at least one has to be there before it goes on; `places` gives the pages of
    those of its parts, such as lines, that remarks are about and that still stand; `line_url` the page of one of its
    lines, for a kind with more of them than fit one page. `prefix` starts its numbers; `url_name` takes the id under
    `url_argument`.
    """

    code: str
    label: str | Promise
    model: type[Model]
    prefix: str
    visible_to: Callable[[Actor], QuerySet[Any]]
    url_name: str
    url_argument: str
    can_edit: Callable[[Any, Actor], bool]
    can_attach: Callable[[Any, Actor], bool] | None = None
    needs_files: Callable[[Any], bool] | None = None
    places: Callable[[Any, Collection[int]], dict[int, str]] | None = None
    line_url: Callable[[int, int], str] | None = None

    def url_of(self, document_id: int) -> str:
        """The page of a document of this kind."""
        return reverse(self.url_name, kwargs={self.url_argument: document_id})


_kinds: dict[str, DocumentKind] = {}


def register(kind: DocumentKind) -> None:
    """Make a kind known; called in the owning app's `ready`. What has been submitted can be deleted no more."""
    _kinds[kind.code] = kind
    pre_delete.connect(_refuse_submitted, sender=kind.model, dispatch_uid=f"core.kinds {kind.code}")


def _refuse_submitted(*, instance: Any, **_said: Any) -> None:
    """The last guard of GEN-14, whichever way a row would go: alone, with others, or with what it belongs to."""
    if getattr(instance, "number", None) or getattr(instance, "submitted_at", None):
        raise ProtectedError(f"{instance} has been submitted: it is cancelled or reversed, never deleted.", {instance})


def get(code: str) -> DocumentKind:
    """The kind with this code; KeyError for one nobody registered (a programming error)."""
    return _kinds[code]


def find(code: str) -> DocumentKind | None:
    """The kind with this code; None for what is no kind of document."""
    return _kinds.get(code)


def labels() -> dict[str, str]:
    """What each kind is called, in the reader's language, by its code, in order of registration."""
    return {kind.code: str(kind.label) for kind in registered()}


def label_of(code: str) -> str:
    """What a kind is called, in the reader's language; empty for what is no kind of document."""
    kind = find(code)
    return str(kind.label) if kind is not None else ""


def url_of(code: str, document_id: int) -> str:
    """The page of a document; empty where its kind is none."""
    kind = find(code)
    return kind.url_of(document_id) if kind is not None else ""


def registered() -> list[DocumentKind]:
    """All kinds, in order of registration."""
    return list(_kinds.values())


def visible_or_404(code: str, document_id: int, actor: Actor) -> Any:
    """The document, if the actor may see it; Http404 otherwise, also for an unknown kind (GEN-10)."""
    kind = _kinds.get(code)
    document = kind.visible_to(actor).filter(pk=document_id).first() if kind else None
    if document is None:
        raise Http404
    return document
