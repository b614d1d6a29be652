"""The values market information and surveys know (MKT-01 to MKT-04, CMP-20)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class InfoKind(models.TextChoices):
    """What a piece of market information is about."""

    NEED = "NEED", _("Customer need")
    INQUIRY = "INQUIRY", pgettext_lazy("market information", "Inquiry")
    COMPLAINT = "COMPLAINT", pgettext_lazy("market information", "Complaint")
    SURVEY = "SURVEY", pgettext_lazy("market information", "Survey")
    COMPETITOR = "COMPETITOR", _("Competitor")
    POLICY = "POLICY", _("Policy and industry")


class Origin(models.TextChoices):
    """Where it comes from."""

    OUTSIDE = "OUTSIDE", _("From outside")
    INSIDE = "INSIDE", _("From inside")


class Reliability(models.TextChoices):
    """How far its source can be relied on: the grade of a piece of information."""

    A = "A", _("A – certain, with proof")
    B = "B", _("B – very likely")
    C = "C", _("C – likely")
    D = "D", _("D – doubtful")
    E = "E", _("E – cannot be judged")


class Importance(models.IntegerChoices):
    """How much depends on it; the most important first."""

    CRITICAL = 1, pgettext_lazy("importance", "Critical")
    IMPORTANT = 2, pgettext_lazy("importance", "Important")
    ORDINARY = 3, pgettext_lazy("importance", "Ordinary")


class InfoState(models.TextChoices):
    """Where a piece of information stands."""

    REPORTED = "REPORTED", _("To be screened")
    KEPT = "KEPT", pgettext_lazy("market information", "Kept")
    TRANSFERRED = "TRANSFERRED", _("On a transfer slip")
    ARCHIVED = "ARCHIVED", pgettext_lazy("market information", "Archived")
    SET_ASIDE = "SET_ASIDE", pgettext_lazy("market information", "Set aside")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")


class SlipState(models.TextChoices):
    """Where a transfer slip stands."""

    IN_REVIEW = "IN_REVIEW", _("Being reviewed")
    RETURNED = "RETURNED", _("Returned")
    DISPATCHED = "DISPATCHED", pgettext_lazy("transfer slip", "Dispatched")
    ARCHIVED = "ARCHIVED", pgettext_lazy("market information", "Archived")
    REJECTED = "REJECTED", _("Refused")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")


class SheetState(models.TextChoices):
    """Where a department's feedback stands."""

    ASKED = "ASKED", _("Feedback to be given")
    GIVEN = "GIVEN", _("Feedback given")
    CANCELLED = "CANCELLED", pgettext_lazy("feedback sheet", "No longer needed")


class ArchiveClass(models.TextChoices):
    """How archived information is sorted: what came of it."""

    ACTED = "ACTED", _("Acted on")
    PLANNED = "PLANNED", _("Taken up for later")
    KNOWN = "KNOWN", _("Noted")
    REFUTED = "REFUTED", _("Proved wrong")


class SurveyKind(models.TextChoices):
    """What a survey is about."""

    SERVICE = "SERVICE", _("After a service visit")
    PARTS = "PARTS", _("After a delivery of parts")
    COMPLAINT = "COMPLAINT", _("After a complaint")
    PERIODIC = "PERIODIC", _("At intervals")


class SurveyState(models.TextChoices):
    """Where a survey stands."""

    OPEN = "OPEN", pgettext_lazy("survey", "Waiting for an answer")
    ANSWERED = "ANSWERED", pgettext_lazy("survey", "Answered")
    CANCELLED = "CANCELLED", pgettext_lazy("survey", "Cancelled")


class AnswerWay(models.TextChoices):
    """How the answer came."""

    LINK = "LINK", _("By link")
    PHONE = "PHONE", _("By telephone")


class Score(models.IntegerChoices):
    """How content the customer is."""

    VERY_GOOD = 5, _("5 – very satisfied")
    GOOD = 4, _("4 – satisfied")
    FAIR = 3, _("3 – neither nor")
    POOR = 2, _("2 – dissatisfied")
    VERY_POOR = 1, _("1 – very dissatisfied")
