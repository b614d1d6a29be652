"""Saved views (RPT-02)."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from core.actors import Actor
from core.errors import DomainError, NotAllowed
from reports.models import SavedView
from reports.policies import can_view


class ViewNameTaken(DomainError):
    """Two views of one person under one name."""

    code = "view_name_taken"
    text = _("You already have a view called “%(name)s”. Choose another name, or delete that one first.")


def save_view(*, name: str, query: str, is_shared: bool, actor: Actor, at: datetime) -> SavedView:
    """Keep the table's query under a name (RPT-02). Raises ViewNameTaken, NotAllowed."""
    if actor.person_id is None or not can_view(actor):
        raise NotAllowed(document=name)
    try:
        with transaction.atomic():
            return SavedView.objects.create(
                owner_id=actor.person_id, name=name, query=query, is_shared=is_shared, created_at=at
            )
    except IntegrityError as error:
        raise ViewNameTaken(name=name) from error


def delete_view(*, view_id: int, actor: Actor) -> None:
    """Forget a view of one's own; a view already gone is fine."""
    SavedView.objects.filter(pk=view_id, owner_id=actor.person_id or 0).delete()
