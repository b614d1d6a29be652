"""The values complaints know (CMP-01 to CMP-07)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Source(models.TextChoices):
    """How a complaint came to us (CMP-01)."""

    PHONE = "PHONE", _("Telephone")
    EMAIL = "EMAIL", _("E-mail")
    RETURN = "RETURN", pgettext_lazy("complaint", "Return")
    VISIT = "VISIT", _("Visit")
    FORM = "FORM", _("Public form")


class Severity(models.TextChoices):
    """How bad it is for the customer; each has its own targets (CMP-01)."""

    CRITICAL = "CRITICAL", _("Critical: danger or standstill")
    MAJOR = "MAJOR", _("Major: works badly")
    MINOR = "MINOR", _("Minor: annoying")


class ComplaintState(models.TextChoices):
    """Where a complaint stands."""

    OPEN = "OPEN", _("Liability to be judged")
    JUDGING = "JUDGING", _("Liability with the panel")
    EXPLAINING = "EXPLAINING", _("To be explained")
    NEGOTIATING = "NEGOTIATING", _("Being negotiated")
    ESCALATED = "ESCALATED", _("Escalated")
    NONCONFORMING = "NONCONFORMING", _("Non-conformance to be reported")
    MEASURES = "MEASURES", _("Measures under way")
    TELLING = "TELLING", _("Effective: customer to be told")
    CLOSED = "CLOSED", pgettext_lazy("complaint", "Closed")
    CANCELLED = "CANCELLED", pgettext_lazy("complaint", "Cancelled")


ENDED = (ComplaintState.CLOSED, ComplaintState.CANCELLED)


class Liable(models.TextChoices):
    """Who answers for what happened. What our suppliers made we sold: it is our fault towards the customer."""

    OURS = "OURS", _("We")
    SUPPLIER = "SUPPLIER", _("Our supplier")
    CUSTOMER = "CUSTOMER", _("The customer")
    CARRIER = "CARRIER", _("The customer's carrier")
    NOBODY = "NOBODY", _("Nobody: wear or force majeure")


OUR_FAULT = (Liable.OURS, Liable.SUPPLIER)


class Ending(models.TextChoices):
    """How a complaint ended."""

    UNDERSTOOD = "UNDERSTOOD", _("Explained, understood")
    NEGOTIATED = "NEGOTIATED", _("Settled by negotiation")
    EFFECTIVE = "EFFECTIVE", _("Measures effective")


class LiabilityState(models.TextChoices):
    """Where a liability report stands (CMP-02)."""

    IN_REVIEW = "IN_REVIEW", _("With the panel")
    RETURNED = "RETURNED", _("Returned")
    CONFIRMED = "CONFIRMED", pgettext_lazy("state", "Confirmed")


class TalkKind(models.TextChoices):
    """What was said to the customer, and when in the course."""

    RESPONSE = "RESPONSE", _("First response")
    CONTACT = "CONTACT", pgettext_lazy("talk with the customer", "Contact")
    EXPLANATION = "EXPLANATION", _("Explanation")
    NEGOTIATION = "NEGOTIATION", _("Negotiation")
    TOLD = "TOLD", _("Told of the result")


class Disposition(models.TextChoices):
    """What becomes of what does not conform (CMP-04)."""

    REPAIR = "REPAIR", _("Repair")
    REPLACE = "REPLACE", _("Replace")
    CONCEDE = "CONCEDE", _("Accept as it is, with the customer's agreement")
    TAKE_BACK = "TAKE_BACK", _("Take back")
    SCRAP = "SCRAP", _("Scrap")


class NonConformanceState(models.TextChoices):
    """Where a non-conformance report stands: issued once the expert it names agrees, and then it stays."""

    WAITING = "WAITING", pgettext_lazy("report", "With the expert")
    RETURNED = "RETURNED", _("Returned")
    ISSUED = "ISSUED", pgettext_lazy("report", "Issued")


class IntakeState(models.TextChoices):
    """What became of something typed into the public form."""

    WAITING = "WAITING", _("To be looked at")
    TAKEN = "TAKEN", _("Recorded as a complaint")
    SET_ASIDE = "SET_ASIDE", _("Set aside")
