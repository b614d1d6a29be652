"""Words of the organization in templates."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from organization import pages
from organization.choices import TokenScope
from organization.models import ApiToken, Role, RoleAssignment

register = template.Library()


@register.filter
def scope(assignment: RoleAssignment) -> str:
    """Where a role holds."""
    return pages.scope_label(assignment)


@register.filter
def alone(role: Role) -> str:
    """What a role approves alone: an amount, any amount, or nothing."""
    return pages.alone(role)


@register.filter
def token_scopes(token: ApiToken) -> str:
    """What a token may be used for."""
    return _(", ").join(str(TokenScope(one).label) for one in token.scopes)
