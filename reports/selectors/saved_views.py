"""The views an actor can choose from."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from core.actors import Actor
from reports.models import SavedView


def views_for(actor: Actor) -> QuerySet[SavedView]:
    """One's own views and those others share, by name (RPT-02)."""
    return SavedView.objects.filter(Q(owner_id=actor.person_id or 0) | Q(is_shared=True)).select_related("owner")
