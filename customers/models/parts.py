from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import history
from core.models.search import marks_search
from customers.choices import AddressUse
from customers.models.customers import Customer


class OfCustomer(models.Model):
    """What a customer has several of. `came_from` is the merged customer that brought it along; a retired one stays for
    what names it.
    """

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="%(class)ss")
    came_from = models.ForeignKey(Customer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


@history.track_values("version")
class Contact(OfCustomer):
    """A person at a customer (CUS-01)."""

    name = models.CharField(_("name"), max_length=80)
    position = models.CharField(_("position"), max_length=80, blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail"), max_length=160, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    is_main = models.BooleanField(_("main contact"), default=False)

    class Meta:
        ordering = ("-is_main", "pk")
        triggers = (marks_search("customer", key="customer_id", columns=("name", "phone", "email", "retired_at")),)

    def __str__(self) -> str:
        return self.name


@history.track_values("version")
class Address(OfCustomer):
    """Where goods or papers go; who receives them there (CUS-01)."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="addresses")
    use = models.CharField(_("used for"), max_length=10, choices=AddressUse.choices, default=AddressUse.DELIVERY)
    text = models.CharField(_("address"), max_length=300)
    postcode = models.CharField(_("postcode"), max_length=20, blank=True)
    receiver = models.CharField(_("received by"), max_length=80, blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)

    class Meta:
        ordering = ("use", "pk")
        triggers = (marks_search("customer", key="customer_id", columns=("text", "retired_at")),)

    def __str__(self) -> str:
        return self.text


@history.track_values("version")
class Machine(OfCustomer):
    """A machine of ours that stands at a customer's (CUS-01). Warranty holds until the end of `warranty_until`."""

    model = models.CharField(pgettext_lazy("machine", "model"), max_length=60)
    serial_number = models.CharField(_("serial number"), max_length=60)
    installed_on = models.DateField(_("installed on"), null=True, blank=True)
    warranty_until = models.DateField(_("warranty until"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        ordering = ("model", "serial_number", "pk")
        indexes = (models.Index(fields=("serial_number",), name="customers_machine_serial"),)
        triggers = (marks_search("customer", key="customer_id", columns=("model", "serial_number", "retired_at")),)

    def __str__(self) -> str:
        return f"{self.model} · {self.serial_number}"

    def in_warranty(self, on: date) -> bool:
        """Whether a day lies within its warranty; the last day counts."""
        return self.warranty_until is not None and on <= self.warranty_until
