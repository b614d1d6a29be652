"""What the values of years, categories and budgets are called where their changes are told (GEN-05, GEN-11)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

FIELDS = {
    "fiscal_year": _("Fiscal year"),
    "period": _("Month"),
    "category": _("Category"),
    "project": _("Project"),
    "budget": _("Annual budget"),
    "adjustment": _("Adjustment"),
    "amounts": _("Months"),
    "version_number": _("Version"),
    "in_force_at": _("In force since"),
    "approved_at": _("Approved at"),
    "change_sequence": _("Count of changes"),
    "from_period": _("From the month"),
    "carried_kind": _("Carried commitment"),
    "carried_id": _("Carried document"),
    "carried_line": _("Carried line"),
    "set_by": _("Set by"),
    "set_at": _("Set at"),
    "ceiling": _("Ceiling"),
    "ceiling_reason": _("Reason for going above the ceiling"),
    "bounds": _("Bounds of the contingency"),
}
