"""Who may do what with approvals. Deciding itself is not a permission: it comes with the task."""

from __future__ import annotations

from core.actors import Actor

EDIT_ROUTES = "approvals.edit_routes"
VIEW_ALL = "approvals.view_all"


def can_edit_routes(actor: Actor) -> bool:
    """Finance sets the routes of the whole company (APR-03)."""
    return actor.can(EDIT_ROUTES)


def can_see_routes(actor: Actor) -> bool:
    """Routes can be read by those who set them and by those who see how everything is approved."""
    return can_edit_routes(actor) or actor.can(VIEW_ALL)


def has_inbox(actor: Actor) -> bool:
    """Everybody who is somebody: anyone may be named in a route."""
    return actor.person_id is not None
