"""What customers are found by, and how they are shown when found (GEN-12)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core import kinds, search_index
from core.navigation import Hit
from core.search_index import Source, Words
from customers.models import Address, Contact, Customer, Machine


def register() -> None:
    """Let customers be found; documents that name one are found by its name as well."""
    search_index.register(Source(Customer.kind, words, hits, stands_alone=False))


def words(ids: Collection[int]) -> Iterator[Words]:
    """Number, both names, tax number, country, contacts, addresses, machines, and the numbers and names of those that
    were merged into it.
    """
    texts: dict[int, list[str]] = defaultdict(list)
    for contact in Contact.objects.filter(customer__in=ids, retired_at__isnull=True):
        texts[contact.customer_id] += [contact.name, contact.phone, contact.email]
    for address in Address.objects.filter(customer__in=ids, retired_at__isnull=True):
        texts[address.customer_id].append(address.text)
    for machine in Machine.objects.filter(customer__in=ids, retired_at__isnull=True):
        texts[machine.customer_id] += [machine.model, machine.serial_number]
    for merged in Customer.objects.filter(merged_into__in=ids):
        texts[merged.merged_into_id or 0] += [merged.number, merged.name_zh, merged.name_en]
    for one in Customer.objects.filter(pk__in=ids):
        said = (one.name_en, one.country, one.tax_number, *texts[one.pk])
        yield Words(
            document_id=one.pk,
            number=one.number,
            title=one.name_zh or one.name_en,
            texts=tuple(dict.fromkeys(text for text in said if text)),
            at=one.created_at,
            references=frozenset({("person", one.owner_id), ("department", one.department_id)}),
        )


def hits(customers: QuerySet[Customer]) -> dict[int, Hit]:
    """Customers as lines: number and name, who looks after it, whether it is still served."""
    return {
        row.pk: Hit(
            label=f"{row.number} {row.name}",
            url=kinds.get(row.kind).url_of(row.pk),
            note=" · ".join(filter(None, (row.owner.name, row.country, "" if row.is_in_use else _("Archived")))),
            icon="building",
        )
        for row in customers.select_related("owner")
    }
