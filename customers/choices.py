from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Region(TextChoices):
    DOMESTIC = "DOMESTIC", _("Domestic")
    FOREIGN = "FOREIGN", _("Foreign")


class Grade(TextChoices):
    A = "A", _("A · key customer")
    B = "B", _("B · regular customer")
    C = "C", _("C · occasional customer")


class AddressUse(TextChoices):
    DELIVERY = "DELIVERY", _("Delivery")
    INVOICE = "INVOICE", _("Invoice")
    REGISTERED = "REGISTERED", pgettext_lazy("address", "Registered")


class Incoterm(TextChoices):
    EXW = "EXW", "EXW"
    FCA = "FCA", "FCA"
    FOB = "FOB", "FOB"
    CFR = "CFR", "CFR"
    CIF = "CIF", "CIF"
    CPT = "CPT", "CPT"
    CIP = "CIP", "CIP"
    DAP = "DAP", "DAP"
    DDP = "DDP", "DDP"


SELLER_CARRIES = frozenset({Incoterm.CFR, Incoterm.CIF, Incoterm.CPT, Incoterm.CIP, Incoterm.DAP, Incoterm.DDP})
"""With these the seller pays the carriage (Incoterms 2020, groups C and D)."""
