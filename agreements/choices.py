"""The values leads, agreements, their reviews and amendments know (CUS-02, CUS-10, CUS-20)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AgreementState(models.TextChoices):
    """Where an agreement stands."""

    DRAFT = "DRAFT", _("Draft")
    IN_REVIEW = "IN_REVIEW", _("Under review")
    READY = "READY", _("To be signed")
    SIGNED = "SIGNED", pgettext_lazy("agreement", "Signed")
    DECLINED = "DECLINED", pgettext_lazy("agreement", "Declined")
    CANCELLED = "CANCELLED", pgettext_lazy("agreement", "Cancelled")


class ReviewState(models.TextChoices):
    """Where the review of an agreement stands."""

    ASKED = "ASKED", _("To be started")
    RUNNING = "RUNNING", _("Being answered")
    SIGN = "SIGN", _("Concluded: sign")
    DECLINE = "DECLINE", _("Concluded: decline")
    RETURNED = "RETURNED", _("Returned")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")


class Part(models.TextChoices):
    """The parts of a review, each answered by who knows it (CUS-10)."""

    TECHNICAL = "TECHNICAL", _("R&D")
    RESOURCES = "RESOURCES", _("Planning centre")
    CONDITIONS = "CONDITIONS", _("Business lead")
    INSPECTION = "INSPECTION", _("Inspection")
    FINANCE = "FINANCE", _("Finance")


class Answer(models.TextChoices):
    """What a part answers."""

    YES = "YES", pgettext_lazy("review", "Yes")
    YES_IF = "YES_IF", _("Yes, if")
    NO = "NO", pgettext_lazy("review", "No")


class Ground(models.TextChoices):
    """Why an agreement is reviewed."""

    AMOUNT = "AMOUNT", _("Large amount")
    TECHNICAL = "TECHNICAL", _("Special technical terms")
    CONTRACT = "CONTRACT", _("Special contract terms")
    HAND = "HAND", _("Asked for by hand")
    AMENDMENT = "AMENDMENT", _("Amendment")


class Risk(models.TextChoices):
    """How risky finance judges an order to be."""

    LOW = "LOW", pgettext_lazy("risk", "Low")
    MEDIUM = "MEDIUM", pgettext_lazy("risk", "Medium")
    HIGH = "HIGH", pgettext_lazy("risk", "High")


class CostKind(models.TextChoices):
    """What a cost line of an order is for (CUS-11)."""

    PARTS = "PARTS", _("Parts and material")
    LABOUR = "LABOUR", _("Labour")
    TRAVEL = "TRAVEL", _("Travel")
    FREIGHT = "FREIGHT", _("Freight")
    OUTSIDE = "OUTSIDE", _("Bought services")
    OTHER = "OTHER", pgettext_lazy("cost", "Other")


class AmendmentState(models.TextChoices):
    """Where a change of an agreement in force stands (CUS-20, CUS-21)."""

    IN_REVIEW = "IN_REVIEW", _("Under review")
    RETURNED = "RETURNED", _("Returned")
    READY = "READY", _("To be confirmed and signed")
    SIGNED = "SIGNED", pgettext_lazy("agreement", "Signed")
    DECLINED = "DECLINED", pgettext_lazy("amendment", "Refused")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")


class Side(models.TextChoices):
    """Who asks for a change."""

    CUSTOMER = "CUSTOMER", _("The customer")
    US = "US", _("We")


class LeadState(models.TextChoices):
    """The stages from lead to service (CUS-02)."""

    LEAD = "LEAD", pgettext_lazy("stage", "Lead")
    POTENTIAL = "POTENTIAL", pgettext_lazy("stage", "Potential")
    INTENDED = "INTENDED", pgettext_lazy("stage", "Intended")
    CHOSEN = "CHOSEN", pgettext_lazy("stage", "Product chosen")
    AGREED = "AGREED", pgettext_lazy("stage", "Agreed")
    PAID = "PAID", pgettext_lazy("stage", "Paid")
    DATED = "DATED", pgettext_lazy("stage", "Start confirmed")
    TOLD = "TOLD", pgettext_lazy("stage", "Customer told")
    IN_SERVICE = "IN_SERVICE", pgettext_lazy("stage", "In service")
    SURVEYED = "SURVEYED", pgettext_lazy("stage", "Surveyed")
    LOST = "LOST", pgettext_lazy("stage", "Lost")


STAGES = tuple(one for one in LeadState if one != LeadState.LOST)
OPEN_STAGES = tuple(one for one in STAGES if one != LeadState.SURVEYED)
LOSABLE = STAGES[:5]
"""Stages in which a lead can be lost: before it is paid."""


class ResearchState(models.TextChoices):
    """Where a market research report stands (CUS-02)."""

    DRAFT = "DRAFT", _("Draft")
    ISSUED = "ISSUED", pgettext_lazy("report", "Issued")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")


class ContactWay(models.TextChoices):
    """How somebody was in contact with a prospect."""

    PHONE = "PHONE", _("Telephone")
    VISIT = "VISIT", _("Visit")
    MAIL = "MAIL", _("E-mail or letter")
    CHAT = "CHAT", _("Messenger")
    FAIR = "FAIR", _("Fair")
    RESEARCH = "RESEARCH", _("Market research")
    OTHER = "OTHER", pgettext_lazy("contact", "Other")
