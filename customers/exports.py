"""Customers as Excel (GEN-13)."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.list_workbooks import MOST_ROWS, Sheet
from customers.models import Contact, Customer, Machine


def customer_sheets(rows: QuerySet[Customer]) -> list[Sheet]:
    """Customers, and on sheets of their own their contacts and machines."""
    ids = rows.order_by().values("pk")
    return [_customers(rows), _contacts(ids), _machines(ids)]


def _customers(rows: QuerySet[Customer]) -> Sheet:
    heads = [
        (_("Customer number"), 16), (_("Chinese name"), 32), (_("English name"), 32), (_("Domestic or foreign"), 10),
        (_("Country or region"), 14), (_("Tax number"), 22), (_("Grade"), 18), (_("Telephone"), 18),
        (_("Bank and branch"), 28), (pgettext("customer", "Bank account"), 24), (_("Currency"), 8), ("Incoterm", 10),
        (_("Looked after by"), 14), (_("Served by"), 16), (_("Machines"), 8), (_("Note"), 40),
    ]  # fmt: skip
    cells = (
        (
            one.number, one.name_zh, one.name_en, one.get_region_display(), one.country, one.tax_number,
            one.get_grade_display(), one.phone, one.bank, one.bank_account, one.currency, one.incoterm, one.owner.name,
            one.department.name, getattr(one, "machine_count", None), one.note,
        )
        for one in rows[:MOST_ROWS].iterator(chunk_size=1000)
    )  # fmt: skip
    return Sheet(_("Customers"), heads, cells)


def _contacts(ids: QuerySet[Customer, Any]) -> Sheet:
    heads = [
        (_("Customer number"), 16), (_("Customer"), 32), (_("Name"), 14), (_("Position"), 16), (_("Telephone"), 18),
        (_("E-mail"), 28), (_("Main contact"), 10),
    ]  # fmt: skip
    rows = Contact.objects.filter(customer__in=ids, retired_at__isnull=True).select_related("customer")
    cells = (
        (
            one.customer.number, one.customer.name, one.name, one.position, one.phone, one.email,
            _("yes") if one.is_main else "",
        )
        for one in rows.order_by("customer__number", "pk")[:MOST_ROWS].iterator(chunk_size=1000)
    )  # fmt: skip
    return Sheet(_("Contacts"), heads, cells)


def _machines(ids: QuerySet[Customer, Any]) -> Sheet:
    heads = [
        (_("Customer number"), 16), (_("Customer"), 32), (pgettext("machine", "Model"), 16), (_("Serial number"), 18),
        (_("Installed on"), 12), (_("Warranty until"), 12),
    ]  # fmt: skip
    rows = Machine.objects.filter(customer__in=ids, retired_at__isnull=True).select_related("customer")
    cells = (
        (
            one.customer.number, one.customer.name, one.model, one.serial_number, one.installed_on,
            one.warranty_until,
        )
        for one in rows.order_by("customer__number", "pk")[:MOST_ROWS].iterator(chunk_size=1000)
    )  # fmt: skip
    return Sheet(_("Machines"), heads, cells)
