"""The letter with which a monthly statement goes to the customer (PSL-25)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from core import formats, letters, paper
from core.letters import Enclosure, Outside
from core.models import Mail
from parts_sales.models import Statement


def register() -> None:
    """Make known how letters about statements read."""
    letters.register_outside(Statement.kind, Outside(write, enclose))


def write(mail: Mail) -> tuple[str, list[str]]:
    """Subject and paragraphs, in the active language."""
    statement = _statement(mail)
    month = f"{statement.month:%Y-%m}"
    subject = _("Statement of account %(month)s (%(number)s)") % {"month": month, "number": statement.number}
    greeting = _("Dear %(name)s,") % {"name": statement.customer.name}
    said = _("please find the statement of %(month)s enclosed. At the end of the month %(amount)s was owed.") % {
        "month": month,
        "amount": formats.amount(statement.closing),
    }
    asked = _("Please confirm it by answering this e-mail, or tell us what differs from your books.")
    return subject, [greeting, said, asked, mail.person.get_full_name()]


def enclose(mail: Mail) -> list[Enclosure]:
    """The statement, drawn in the name of whoever sends it."""
    statement, asked = _statement(mail), str(mail.facts.get("language", ""))
    parameters = {"id": str(statement.pk), "words": "both" if asked == "both" else ""}
    language = "en" if asked == "en" else "zh-hans"
    content = paper.drawn(Statement.kind, parameters, language=language, person_id=mail.person_id)
    return [Enclosure(f"{statement.number}.pdf", content)]


def _statement(mail: Mail) -> Statement:
    return Statement.objects.select_related("customer").get(pk=mail.facts["document"])
