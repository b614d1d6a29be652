"""One discount for all goods of an offer to a customer abroad (PSL-41)."""

from __future__ import annotations

from datetime import datetime
from decimal import ROUND_UP, Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit, documents
from core.actors import Actor
from core.errors import InvalidInput, NotAllowed, WrongState
from core.money import CENT, UNIT, rounded
from parts_sales import locks, policies
from parts_sales.models import Quote
from parts_sales.quote_errors import NothingDiscounted
from parts_sales.selectors import abroad
from parts_sales.services import quote_lines


@transaction.atomic
def offer_share(*, quote_id: int, share: Decimal, actor: Actor, at: datetime, version: int | None = None) -> Quote:
    """Set the unit price of all goods of a draft for abroad to `share` of their list price. Prices are rounded half up;
    where that would fall below what the table grants at this share, they are rounded up.

    Raises StaleDocument, NotAllowed, WrongState, InvalidInput, NothingDiscounted without list prices or at home.
    """
    quote = locks.lock_quote(quote_id)
    documents.require_version(quote, version)
    if not policies.can_submit_quote(quote, actor):
        raise NotAllowed(document=str(quote))
    if not quote.is_editable:
        raise WrongState(document=str(quote), state=quote.get_state_display())
    if not 0 < share <= 1:
        raise InvalidInput(problem=_("This amount is not possible here."))
    today = timezone.localdate(at)
    lines = list(quote.lines.select_related("part"))
    listed = [line for line in lines if line.is_goods and line.list_price is not None]
    if not abroad.is_abroad(quote) or not listed:
        raise NothingDiscounted(quote=str(quote))
    before = quote.total
    unit = UNIT.get(quote.currency, CENT)
    for line in listed:
        line.unit_price = rounded(Decimal(line.list_price or 0) * share, quote.currency)
    quote_lines.freeze(quote, lines, on=today)
    found = abroad.discount_of(quote, lines, on=today)
    if found is not None and share >= found.share and not found.is_within:
        for line in listed:
            line.unit_price = (Decimal(line.list_price or 0) * share).quantize(unit, ROUND_UP)
        quote_lines.freeze(quote, lines, on=today)
    quote.version += 1
    quote.save()
    if quote.number is not None:
        audit.record(
            kind=quote.kind, document_id=quote.pk, label=str(quote), code="quote.change", actor=actor, at=at,
            after=quote.state, facts={"changes": {"total": [str(before), str(quote.total)]}},
        )  # fmt: skip
    return quote
