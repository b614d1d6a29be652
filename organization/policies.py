"""Who may do what with the organization: pure functions over an actor."""

from __future__ import annotations

from core.actors import Actor

VIEW = "organization.view"
EDIT = "organization.edit"
GRANT_ROLES = "organization.grant_roles"
EDIT_ROLES = "organization.edit_roles"
BREAK_GLASS = "organization.break_glass"
REVIEW_BREAK_GLASS = "organization.review_break_glass"
ABOUT_RIGHTS = frozenset({GRANT_ROLES, EDIT_ROLES, BREAK_GLASS, REVIEW_BREAK_GLASS})
"""Rights over rights: no break-glass right ever contains them (ORG-06b)."""


def can_view(actor: Actor) -> bool:
    """Sees the pages of people, departments and roles."""
    return actor.can_somewhere(VIEW)


def can_edit(actor: Actor) -> bool:
    """Keeps departments and people (ORG-01, ORG-02)."""
    return actor.can(EDIT)


def can_grant_roles(actor: Actor) -> bool:
    """Grants and ends roles: the finance supervisor alone (ORG-03)."""
    return actor.can(GRANT_ROLES)


def keeps_rights(actor: Actor) -> bool:
    """May grant roles or edit them."""
    return actor.can_somewhere(GRANT_ROLES) or actor.can_somewhere(EDIT_ROLES)


def can_edit_roles(actor: Actor) -> bool:
    """Edits roles, limits and incompatible pairs (ORG-04, ORG-05, ORG-08)."""
    return actor.can(EDIT_ROLES)


def can_break_glass(actor: Actor) -> bool:
    """Grants and ends break-glass rights: the general manager (ORG-06b)."""
    return actor.can(BREAK_GLASS)


def can_review_break_glass(actor: Actor) -> bool:
    """Reviews break-glass rights of others (ORG-06b)."""
    return actor.can(REVIEW_BREAK_GLASS)


def sees_break_glass(actor: Actor) -> bool:
    """Sees all break-glass rights: who sees the organization, grants or reviews them. Everybody sees their own."""
    return actor.can(VIEW) or can_break_glass(actor) or can_review_break_glass(actor)
