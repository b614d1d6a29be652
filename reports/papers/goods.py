"""What papers for customers say of seller, units, countries and weights, in the language of the paper (PSL-12, PSL-35,
PSL-43).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from core import formats
from core.paper import Say
from customers.models import Customer
from organization import selectors as organization
from parts_sales.models import DeliveryNote, DeliveryNoteLine
from parts_sales.rules import foreign_words

ZERO = Decimal(0)


def letterhead(say: Say) -> str:
    """What stands below the company's name: address, telephone, tax number; empty where nobody entered any."""
    company = organization.company()
    texts = (company.letterhead_zh, company.letterhead_en)
    if say.is_both:
        return "\n".join(filter(None, texts))
    shown, other = texts if formats.is_chinese() else reversed(texts)
    return shown or other


def unit(text: str, say: Say) -> str:
    """A unit as the paper writes it."""
    return say.of(lambda: foreign_words.unit(text, is_chinese=formats.is_chinese()))


def country(text: str, say: Say) -> str:
    """A country as the paper writes it."""
    return say.of(lambda: foreign_words.country(text, is_chinese=formats.is_chinese()))


def address_abroad(text: str, customer: Customer, say: Say) -> str:
    """An address with its country, once."""
    named = country(customer.country, say) if customer.country else ""
    if not named or any(one.casefold() in text.casefold() for one in (customer.country, named)):
        return text
    return ", ".join(filter(None, (text, named)))


def kilograms(weight: Decimal | None) -> str:
    """A weight, or that nobody knows it."""
    return f"{weight.normalize():f} kg" if weight is not None else formats.NOTHING


def net_weight(lines: Sequence[DeliveryNoteLine]) -> Decimal | None:
    """What the goods weigh without their packaging; None where one part's weight is not known."""
    weights = [line.part.weight_kg for line in lines]
    if None in weights:
        return None
    return sum(((line.part.weight_kg or ZERO) * line.quantity for line in lines), ZERO)


def gross_weight(note: DeliveryNote) -> Decimal | None:
    """What was weighed when the goods were dispatched; before that nobody knows."""
    return note.weight_kg if note.shipped_at is not None else None
