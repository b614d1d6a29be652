"""What goes out to customers by e-mail: the words, and the quote as PDF (PSL-11)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from core import formats, letters, paper
from core.letters import Enclosure, Outside
from core.models import Mail
from parts_sales.models import Quote

PROFORMA = "proforma"
"""The paper of an offer abroad: contract and proforma invoice in one (PSL-40)."""


def register() -> None:
    """Make known how letters about quotes read."""
    letters.register_outside(Quote.kind, Outside(write, enclose))


def write(mail: Mail) -> tuple[str, list[str]]:
    """Subject and paragraphs, in the active language."""
    quote = _quote(mail)
    is_abroad = quote.customer.is_foreign
    name = _("Proforma invoice %(number)s") if is_abroad else _("Quotation %(number)s")
    subject = name % {"number": quote.number}
    greeting = _("Dear %(name)s,") % {"name": quote.contact or quote.customer.name}
    text = _("please find our quotation %(number)s enclosed: %(amount)s %(currency)s, valid until %(day)s.")
    if is_abroad:
        text = _("please find our proforma invoice %(number)s enclosed: %(amount)s %(currency)s, valid until %(day)s.")
    if mail.facts.get("passed"):
        text = _("please pass our proforma invoice %(number)s on: %(amount)s %(currency)s, valid until %(day)s.")
        greeting = _("For %(customer)s") % {"customer": quote.customer.name}
    said = text % {
        "number": quote.number,
        "amount": formats.amount(quote.total),
        "currency": quote.currency,
        "day": formats.day(quote.valid_until),
    }
    answer = _("Please confirm by answering this e-mail or by sending back the signed copy.")
    if mail.facts.get("passed"):
        answer = _("The signed copy, or what the customer says of it, comes back to me.")
    return subject, [greeting, said, answer, mail.person.get_full_name()]


def enclose(mail: Mail) -> list[Enclosure]:
    """The quote, abroad the contract and proforma invoice, drawn in the name of whoever sends it."""
    quote = _quote(mail)
    asked = str(mail.facts.get("language", ""))
    parameters = {"id": str(quote.pk), "words": "both" if asked == "both" else ""}
    language = "en" if asked == "en" else "zh-hans"
    code = PROFORMA if quote.customer.is_foreign else Quote.kind
    content = paper.drawn(code, parameters, language=language, person_id=mail.person_id)
    return [Enclosure(f"{quote.number}.pdf", content)]


def _quote(mail: Mail) -> Quote:
    return Quote.objects.select_related("customer").get(pk=mail.facts["document"])
