"""The sentences of this app's events."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import audit


def register() -> None:
    """Give event codes and facts their words."""
    audit.register(
        {
            "customer.create": _("Customer added"),
            "customer.change": _("Customer changed"),
            "customer.archive": _("Customer archived"),
            "customer.restore": _("Customer taken up again"),
            "customer.merge": _("Merged into another customer"),
            "customer.absorb": _("Another customer merged into this one"),
            "customer.import": _("Brought in from a file"),
            "customer.contact_add": _("Contact added"),
            "customer.contact_change": _("Contact changed"),
            "customer.contact_retire": _("Contact taken out of use"),
            "customer.address_add": _("Address added"),
            "customer.address_change": _("Address changed"),
            "customer.address_retire": _("Address taken out of use"),
            "customer.machine_add": _("Machine added"),
            "customer.machine_change": _("Machine changed"),
            "customer.machine_retire": _("Machine taken out of use"),
        }
    )
    audit.register_facts({"customer_part": _("Entry"), "merged": _("Merged customer"), "survivor": _("Goes on as")})
    audit.register_fields(
        {
            "text": _("Address"),
            "postcode": _("Postcode"),
            "receiver": pgettext_lazy("goods", "Received by"),
            "serial_number": _("Serial number"),
            "installed_on": _("Installed on"),
            "warranty_until": _("Warranty until"),
            "email": _("E-mail"),
            "is_main": _("Main contact"),
            "name_keys": _("Names as compared"),
            "tax_key": _("Tax number as compared"),
            "customer": _("Customer"),
            "came_from": _("Came from"),
        }
    )
