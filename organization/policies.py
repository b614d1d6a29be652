"""Who may do what with the organization: pure functions over an actor."""

from __future__ import annotations

from core.actors import Actor

VIEW = "organization.view"
EDIT = "organization.edit"
GRANT_ROLES = "organization.grant_roles"
EDIT_ROLES = "organization.edit_roles"


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
