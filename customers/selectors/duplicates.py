"""Customers that look like the one being typed (CUS-01)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from customers.models import Customer
from customers.rules import names

SHORTEST = 3
"""A compared name of fewer characters finds only its equal, not what contains it."""
MOST = 6


@dataclass(frozen=True, slots=True)
class Alike:
    """A customer that looks like the same company. `is_certain`: same tax number, or the very same name."""

    customer: Customer
    why: str
    is_certain: bool


def alike(*, name_zh: str = "", name_en: str = "", tax_number: str = "", but_not: int | None = None) -> list[Alike]:
    """Customers like this one, the certain ones first. Merged ones are found by their survivor.

    The whole company is searched, whoever asks: a duplicate one does not see is one all the same.
    """
    keys, tax = names.keys_of(name_zh, name_en), names.tax_key(tax_number)
    asked = Q(pk__in=())
    if keys:
        asked |= Q(name_keys__overlap=keys)
    for key in keys:
        if len(key) >= SHORTEST:
            asked |= Q(keys_text__contains=key)
    if tax:
        asked |= Q(tax_key=tax)
    rows = Customer.objects.annotate(keys_text=Cast("name_keys", TextField())).filter(asked)
    found: dict[int, Alike] = {}
    for row in rows.select_related("merged_into__owner", "owner")[:50]:
        one = row.merged_into or row
        if but_not not in {one.pk, row.pk}:
            found.setdefault(one.pk, _alike(row, one, keys, tax))
    return sorted(found.values(), key=lambda one: (not one.is_certain, one.customer.number))[:MOST]


def certain(found: Iterable[Alike]) -> list[Alike]:
    """Those that stop a customer from being made unless somebody says it is another company."""
    return [one for one in found if one.is_certain]


def _alike(row: Customer, one: Customer, keys: list[str], tax: str) -> Alike:
    if tax and row.tax_key == tax:
        return Alike(one, _("same tax number"), is_certain=True)
    if set(keys) & set(row.name_keys):
        return Alike(one, _("same name"), is_certain=True)
    return Alike(one, _("similar name"), is_certain=False)
