"""What something is spent on or comes back for: a complaint, say (CMP-08).

Expenses and parts sales know no complaints. Whoever writes a request, a claim or a return names one by its number; the
app above registers how that number is found, in `ready`:

    origins.register(Origin("complaint", find=complaint_numbered, offered=complaints_offered))
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core import kinds
from core.actors import Actor
from core.errors import DomainError

LONGEST = 40
COMPLAINT = "complaint"
"""The kind of document requests, claims and returns name; the app of complaints registers it."""


class OriginUnknown(DomainError):
    """No document has the number."""

    code = "origin_unknown"
    text = _("There is no %(kind)s %(number)s. Check the number, or leave it empty.")
    status = 400


class OriginOfAnother(DomainError):
    """The document belongs to another customer than what names it."""

    code = "origin_of_another"
    text = _("The %(kind)s %(number)s belongs to another customer. Check the number, or leave it empty.")
    status = 400


@dataclass(frozen=True, slots=True)
class Origin:
    """One kind of document that costs may name. `find`: the number as it stands, and the id, of one that may still be
    named; None for none. `offered`: numbers and titles of those the actor sees, the likely ones first. `customer`: the
    customer of one, by its id.
    """

    kind: str
    find: Callable[[str], tuple[str, int] | None]
    offered: Callable[[Actor], Sequence[tuple[str, str]]]
    customer: Callable[[int], int | None] | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """A number a document names, and its page; without a page for who may not see that."""

    number: str
    url: str


_origins: dict[str, Origin] = {}


def register(origin: Origin) -> None:
    """Make a kind known; called in the owning app's `ready`."""
    _origins[origin.kind] = origin


def named(kind: str, typed: str, *, stands: str = "", customer_id: int | None = None) -> str:
    """The number typed as its document has it; empty for nothing typed. What `stands` already stays, whatever became of
    its document. Whoever knows a number may name it: numbers have no gaps, so nothing is told by it (decision 0180).
    With `customer_id` it has to be of this customer, where its kind has customers.

    Raises OriginUnknown, OriginOfAnother.
    """
    asked = unicodedata.normalize("NFKC", typed).strip()[:LONGEST]
    if not asked or asked == stands:
        return asked
    origin = _origins.get(kind)
    found = origin.find(asked) if origin is not None else None
    if origin is None or found is None:
        raise OriginUnknown(kind=str(kinds.get(kind).label) if origin is not None else kind, number=asked)
    of = origin.customer(found[1]) if origin.customer is not None and customer_id is not None else None
    if of is not None and of != customer_id:
        raise OriginOfAnother(kind=str(kinds.get(kind).label), number=found[0])
    return found[0]


def offered(kind: str, actor: Actor) -> list[tuple[str, str]]:
    """What a form offers to choose from."""
    origin = _origins.get(kind)
    return list(origin.offered(actor)) if origin is not None else []


def shown(kind: str, number: str, actor: Actor) -> Named | None:
    """How a page shows the number one of its documents names; None for none."""
    if not number:
        return None
    origin = _origins.get(kind)
    found = origin.find(number) if origin is not None else None
    if found is None:
        return Named(number, "")
    known = kinds.get(kind)
    seen = known.visible_to(actor).filter(pk=found[1]).exists()
    return Named(number, known.url_of(found[1]) if seen else "")
