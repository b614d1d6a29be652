"""Words of the organization in templates."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core import formats
from organization import pages
from organization.choices import TokenScope
from organization.models import ApiToken, Role, RoleAssignment

register = template.Library()


@register.filter
def scope(assignment: RoleAssignment) -> str:
    """Where a role holds."""
    return pages.scope_label(assignment)


@register.filter
def alone(role: Role) -> str | SafeString:
    """What a role approves alone: an amount, any amount, or nothing."""
    if role.approve_limit is None:
        return _("any amount")
    return formats.amount(role.approve_limit) if role.approve_limit > Decimal(0) else formats.NOTHING


@register.filter
def token_scopes(token: ApiToken) -> str:
    """What a token may be used for."""
    return _(", ").join(str(TokenScope(one).label) for one in token.scopes)
