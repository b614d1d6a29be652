"""What this app refuses, each with what to do next (QLT-53)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError


class NameMissing(DomainError):
    """A customer without any name."""

    code = "customer_name_missing"
    text = _("Give the customer's Chinese or English name.")
    status = 400


class CustomerKnown(DomainError):
    """Another customer has the same tax number or name (CUS-01)."""

    code = "customer_known"
    text = _("%(customer)s looks like the same company (%(why)s). Open it, or tick that this is another company.")


class TaxNumberTaken(DomainError):
    """A tax number belongs to one company (CUS-01)."""

    code = "tax_number_taken"
    text = _("%(customer)s has this tax number already. Open that customer, or merge the two.")


class CustomerArchived(DomainError):
    """An archived customer is not changed."""

    code = "customer_archived"
    text = _("%(customer)s is archived. Take it up again before you change it.")


class CustomerMerged(DomainError):
    """A merged customer stays as it was; its survivor goes on."""

    code = "customer_merged"
    text = _("%(customer)s was merged into %(survivor)s. Go on with that one.")


class SameCustomer(DomainError):
    """A customer cannot be merged into itself."""

    code = "same_customer"
    text = _("These are one and the same customer. Choose the other one.")
    status = 400


class PersonGone(DomainError):
    """Whoever looks after a customer works here."""

    code = "owner_gone"
    text = _("Choose somebody who works here to look after the customer.")
    status = 400
