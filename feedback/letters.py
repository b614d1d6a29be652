"""What goes out to customers by e-mail: the link of a survey (CMP-20)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from core import formats, letters
from core.letters import Enclosure, Outside
from core.models import Mail
from feedback.models import Survey
from feedback.services.surveys import link_of
from organization import selectors as organization


def register() -> None:
    """Make known how letters about surveys read."""
    letters.register_outside(Survey.kind, Outside(write, enclose))


def write(mail: Mail) -> tuple[str, list[str]]:
    """Subject and paragraphs, in the active language."""
    survey = Survey.objects.select_related("customer").get(pk=mail.facts["document"])
    company = organization.company().name
    subject = _("How satisfied are you with %(company)s?") % {"company": company}
    greeting = _("Dear %(name)s,") % {"name": survey.contact or survey.customer.name}
    asked = _("we should like to know how satisfied you are with us. Two questions take half a minute:")
    if survey.asked_about:
        asked = _("you know how our service was (%(about)s). Two questions take half a minute:")
        asked %= {"about": survey.asked_about}
    until = _("The link can be used once, until %(day)s.") % {
        "day": formats.day(survey.expires_at) if survey.expires_at else formats.NOTHING
    }
    return subject, [greeting, asked, link_of(survey), until, company]


def enclose(_mail: Mail) -> list[Enclosure]:
    """Nothing goes with it."""
    return []
