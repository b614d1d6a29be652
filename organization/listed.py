"""The permissions this app lists: its own, and those of ORG-05 that no other app holds yet."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PERMISSIONS: dict[str, tuple[tuple[str, str | Promise], ...]] = {
    "organization": (
        ("organization.view", _("See people, departments and roles")),
        ("organization.edit", _("Edit departments and people")),
        ("organization.grant_roles", _("Grant and end roles")),
        ("organization.edit_roles", _("Edit roles and incompatible pairs")),
        ("organization.break_glass", _("Grant and end break-glass rights")),
        ("organization.review_break_glass", _("Review break-glass rights")),
    ),
    "parts": (
        ("parts.make_quote", _("Make quotes")),
        ("parts.approve_price", _("Approve quotes and prices")),
        ("parts.make_delivery_note", _("Make delivery notes")),
        ("parts.review_delivery_note", _("Review delivery notes")),
        ("parts.sign_delivery_note", _("Sign delivery notes")),
        ("parts.sell", _("Sell parts")),
        ("parts.ship", _("Ship goods")),
        ("parts.keep_warehouse", _("Keep a warehouse")),
        ("parts.record_receipt", _("Record receipts")),
        ("parts.guarantee", _("Guarantee for a customer's order")),
        ("credit.set", _("Set credit terms")),
        ("credit.use", _("Sell on credit")),
    ),
}
