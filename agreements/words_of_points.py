"""What each part of a review is asked about, in words (CUS-10)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

WORDS = {
    "ability": _("Technical ability"),
    "development_time": _("Development time"),
    "experts": _("Expert resources"),
    "conditions": _("Conditions"),
    "people": _("People"),
    "equipment": _("Equipment"),
    "capacity": _("Capacity"),
    "service_date": _("Service date"),
    "means": _("Means of inspection"),
    "complaint_channel": _("Complaint channel"),
    "funding": _("Funding"),
    "credit": _("Customer's credit"),
}
