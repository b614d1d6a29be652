"""The values corrective actions know (CMP-05, CMP-06, CMP-10)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ActionState(models.TextChoices):
    """Where a corrective action stands."""

    ASKED = "ASKED", _("Measures to be written")
    IN_REVIEW = "IN_REVIEW", _("With the experts")
    RUNNING = "RUNNING", _("Being carried out")
    IMPLEMENTED = "IMPLEMENTED", _("Effect to be verified")
    KEPT = "KEPT", _("Effective, kept up")
    CLOSED = "CLOSED", pgettext_lazy("corrective action", "Closed")
    CANCELLED = "CANCELLED", pgettext_lazy("corrective action", "Cancelled")


OPEN = (ActionState.ASKED, ActionState.IN_REVIEW, ActionState.RUNNING, ActionState.IMPLEMENTED)
"""States in which somebody still has to act before the effect is known."""
WORKING = (ActionState.ASKED, ActionState.IN_REVIEW, ActionState.RUNNING)


class CauseMethod(models.TextChoices):
    """How the cause was looked for."""

    FIVE_WHY = "FIVE_WHY", _("5 whys")
    FISHBONE = "FISHBONE", _("Fishbone diagram")


class Branch(models.TextChoices):
    """The branches of a fishbone diagram; a chain of whys has none."""

    PEOPLE = "PEOPLE", pgettext_lazy("fishbone", "People")
    MACHINE = "MACHINE", pgettext_lazy("fishbone", "Machine")
    MATERIAL = "MATERIAL", pgettext_lazy("fishbone", "Material")
    METHOD = "METHOD", pgettext_lazy("fishbone", "Method")
    SURROUNDINGS = "SURROUNDINGS", pgettext_lazy("fishbone", "Environment")
    MEASUREMENT = "MEASUREMENT", pgettext_lazy("fishbone", "Measurement")


class MeasureKind(models.TextChoices):
    """What a measure is for."""

    CORRECTIVE = "CORRECTIVE", _("Corrective")
    PREVENTIVE = "PREVENTIVE", _("Preventive")


class CheckKind(models.TextChoices):
    """When a check is made: while measures are carried out, or later to see that they are kept up."""

    FOLLOW_UP = "FOLLOW_UP", _("Follow-up")
    KEEPING = "KEEPING", _("Kept up")


class ReportState(models.TextChoices):
    """Where the report on an effect stands."""

    IN_REVIEW = "IN_REVIEW", _("With the panel")
    RETURNED = "RETURNED", _("Returned")
    CONFIRMED = "CONFIRMED", pgettext_lazy("state", "Confirmed")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")
