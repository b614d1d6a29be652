"""What customers are told by e-mail when goods are on their way: by whom, under which number, until when (PSL-34)."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from core import formats, letters
from core.letters import Enclosure, Outside
from core.models import Mail
from parts_sales.models import DeliveryNote
from parts_sales.rules import foreign_words


def register() -> None:
    """Make known how letters about deliveries read."""
    letters.register_outside(DeliveryNote.kind, Outside(write, enclose))


def write(mail: Mail) -> tuple[str, list[str]]:
    """Subject and paragraphs, in the active language."""
    note = DeliveryNote.objects.select_related("customer", "order").get(pk=mail.facts["document"])
    subject = _("Your goods are on their way: %(order)s") % {"order": note.order.number}
    if mail.facts.get("again"):
        subject = _("Your goods arrive on another day: %(order)s") % {"order": note.order.number}
    greeting = _("Dear %(name)s,") % {"name": note.contact or note.customer.name}
    left = formats.day(timezone.localdate(note.shipped_at) if note.shipped_at else timezone.localdate())
    said = _("the goods of your order %(order)s left our house on %(day)s.") % {"order": note.order.number, "day": left}
    facts = [
        (_("Delivery note"), note.number or ""),
        (_("Carrier"), " ".join(filter(None, (str(note.get_carrier_display()), note.carrier_name)))),
        (_("Tracking number"), note.tracking_number),
        (_("Packages"), str(note.packages)),
        (_("Expected arrival"), formats.day(note.expected_date) if note.expected_date else ""),
    ]
    told = "\n".join(_("%(label)s: %(text)s") % {"label": label, "text": text} for label, text in facts if text)
    is_chinese = formats.is_chinese()
    goods = "\n".join(
        f"{one.part_number} {one.name} × {one.plain_quantity:f} {foreign_words.unit(one.unit, is_chinese=is_chinese)}"
        for one in note.lines.order_by("position", "pk")
    )
    asked = _("Please tell us when the goods have arrived, or if anything is missing or damaged.")
    return subject, [greeting, said, told, goods, asked, mail.person.get_full_name()]


def enclose(_mail: Mail) -> list[Enclosure]:
    """Nothing goes with it: the packing list lies in the parcel."""
    return []
