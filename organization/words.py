"""The words of the organization's events (GEN-05)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core import audit

SENTENCES = {
    "person.create": _("Person added"),
    "person.change": _("Person changed"),
    "person.move": _("Moved to another department"),
    "person.leave": _("Leaves"),
    "person.password_change": _("Changed their password"),
    "person.password_reset": _("Password set anew"),
    "person.token_create": _("API token made"),
    "person.token_revoke": _("API token revoked"),
    "department.create": _("Department added"),
    "department.change": _("Department changed"),
    "department.move": _("Department moved"),
    "department.close": _("Department closed"),
    "department.reopen": _("Department opened again"),
    "role.create": _("Role added"),
    "role.change": _("Role changed"),
    "role_assignment.grant": _("Role granted"),
    "role_assignment.end": _("Role ended"),
    "incompatible_pair.add": _("Incompatible pair added"),
}


def register() -> None:
    """Give the event codes their words."""
    audit.register(SENTENCES)
