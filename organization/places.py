"""Where the organization's pages stand in the navigation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core import navigation, tour
from core.navigation import Item
from organization import policies


def register() -> None:
    """People, departments, roles and pairs, under Settings."""
    tour.register_step(
        _("See who holds which right"),
        _("Roles are granted to people over departments; the report shows what one hand should not hold."),
        "organization:assignments",
        25,
        "shield-check",
        can=policies.can_grant_roles,
    )
    tour.register_step(
        _("Look at your profile"),
        _("Language, notices by mail, a second factor for signing in."),
        "organization:profile",
        90,
        "user",
    )
    navigation.register_section(
        "settings",
        _("Settings"),
        "settings",
        90,
        [
            Item(
                _("People"),
                "organization:people",
                can=policies.can_view,
                icon="users",
                match=("organization:person_", "organization:role_grant", "organization:assignment_end"),
                keywords=_("staff employees"),
            ),
            Item(
                _("Departments"),
                "organization:departments",
                can=policies.can_view,
                icon="sitemap",
                match=("organization:department_",),
                keywords=_("cost centres"),
            ),
            Item(
                _("Imports of people and departments"),
                "organization:staff_imports",
                can=policies.can_edit,
                icon="table-import",
                match=("organization:staff_",),
                keywords=_("Excel CSV staff list"),
            ),
            Item(
                _("Roles"),
                "organization:roles",
                can=policies.can_view,
                icon="shield",
                match=("organization:role_",),
                keywords=_("rights permissions limits"),
            ),
            Item(_("Role assignments"), "organization:assignments", can=policies.can_view, icon="shield-check"),
            Item(
                _("Sign-ins"),
                "organization:sign_ins",
                can=policies.can_edit,
                icon="fingerprint",
                keywords=_("log-ins devices"),
            ),
            Item(
                _("Segregation of duties"),
                "organization:duties",
                can=policies.can_view,
                icon="report-analytics",
                keywords=_("report who holds what"),
            ),
            Item(
                _("Break-glass rights"),
                "organization:break_glass",
                can=policies.sees_break_glass,
                icon="alert-triangle",
                match=("organization:break_glass_",),
                keywords=_("emergency exception"),
            ),
            Item(
                _("Incompatible pairs"),
                "organization:pairs",
                can=policies.can_view,
                icon="scale",
                match=("organization:pair_",),
                keywords=_("segregation of duties"),
            ),
        ],
    )
    navigation.register_quick_action(
        _("New person"), "organization:person_create", can=policies.can_edit, icon="user-plus"
    )
