"""What is refused about complaints (CMP-01 to CMP-07)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError


class ComplaintOpen(DomainError):
    """Something has to be done before a complaint can close (CMP-07)."""

    code = "complaint_open"
    text = _("%(document)s cannot close yet: %(missing)s.")


class OrderUnknown(DomainError):
    """No order of this customer has the number."""

    code = "order_unknown"
    text = _("The customer has no order %(number)s. Check the number, or leave it empty.")
    status = 400


class MachineUnknown(DomainError):
    """The machine stands at another customer."""

    code = "machine_unknown"
    text = _("No machine with the serial number %(number)s stands at this customer's. Check it, or leave it empty.")
    status = 400


class AddressMissing(DomainError):
    """Nobody knows where a letter to the customer goes."""

    code = "complaint_address_missing"
    text = _("Give the customer's e-mail address, or say how you told them otherwise.")
    status = 400


class ResponseFirst(DomainError):
    """The customer has not heard from us."""

    code = "response_missing"
    text = _("Record what you told the customer first.")
