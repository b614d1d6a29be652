"""What customers are told about their complaints by e-mail (CMP-01, CMP-06)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from complaints.models import Complaint, Talk
from core import formats, letters
from core.letters import Enclosure, Outside
from core.models import Mail


def register() -> None:
    """Make known how letters about complaints read."""
    letters.register_outside(Complaint.kind, Outside(write, enclose))


def write(mail: Mail) -> tuple[str, list[str]]:
    """Subject and paragraphs, in the active language: that the complaint arrived, or what somebody wrote."""
    complaint = Complaint.objects.select_related("customer").get(pk=mail.facts["document"])
    greeting = _("Dear %(name)s,") % {"name": complaint.contact or complaint.customer.name}
    signed = mail.person.get_full_name()
    if mail.facts.get("what") == "said":
        subject = _("Your complaint %(number)s") % {"number": complaint.number}
        return subject, [greeting, Talk.objects.get(pk=mail.facts["talk"]).text, signed]
    subject = _("We received your complaint: %(number)s") % {"number": complaint.number}
    said = _("we are sorry about the trouble. Your complaint of %(day)s has the number %(number)s: %(title)s.") % {
        "day": formats.day(complaint.created_at), "number": complaint.number, "title": complaint.title,
    }  # fmt: skip
    due = _("You hear from us by %(moment)s. Please name the number whenever you write or call.") % {
        "moment": formats.stamp(complaint.first_due)
    }
    return subject, [greeting, said, due, signed]


def enclose(_mail: Mail) -> list[Enclosure]:
    """Nothing goes with it."""
    return []
