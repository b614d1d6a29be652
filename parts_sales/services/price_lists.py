"""New price lists: computed from costs and the margin standard, changed where needed, released from a day on by
somebody else (PSL-02).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from budgets.selectors import rates
from core import audit, documents, jobs, numbers
from core.actors import SYSTEM, Actor
from core.errors import InvalidInput, NotAllowed, OwnDocument, require_reason, visible_text
from core.money import CURRENCIES, LARGEST, base_currency, fits_unit
from core.rows import save_rows
from parts_sales import policies
from parts_sales.choices import PriceListState
from parts_sales.errors import DayPast
from parts_sales.errors_prices import ListPriceTaken, NoCostKnown, PriceRateMissing
from parts_sales.models import Part, PartPrice, PriceList, PriceListLine
from parts_sales.rules import prices as rules
from parts_sales.selectors import prices as reads

PREFIX = "PRL"
AT_ONCE = 2000
COMPUTE = "parts_sales.compute_price_list"


@transaction.atomic
def draw_up(
    *,
    currency: str,
    margin_share: Decimal,
    start_date: date,
    actor: Actor,
    at: datetime,
    category: str = "",
    note: str = "",
) -> PriceList:
    """Begin a price list; its lines are computed right after.

    Raises NotAllowed, InvalidInput, DayPast, PriceRateMissing, NoCostKnown.
    """
    if not policies.can_set_prices(actor) or actor.person_id is None:
        raise NotAllowed(document=_("a price list"))
    if currency not in CURRENCIES or not 0 <= margin_share < 10:
        raise InvalidInput(problem=_("This amount is not possible here."))
    if start_date < timezone.localdate(at):
        raise DayPast
    if not _parts(category).filter(costs__start_date__lte=start_date).exists():
        raise NoCostKnown
    made = PriceList.objects.create(
        number=numbers.take(PREFIX, timezone.localdate(at).year),
        currency=currency,
        rate=_rate(currency, on=timezone.localdate(at)),
        margin_share=margin_share,
        category=category,
        start_date=start_date,
        note=visible_text(note)[:300],
        created_by_id=actor.person_id,
        created_at=at,
        submitted_at=at,
    )
    _record(made, "create", actor=actor, at=at, facts={"margin": f"{margin_share * 100:f} %", "currency": currency})
    jobs.after_commit(COMPUTE, key=f"price_list:{made.pk}", price_list_id=made.pk)
    return made


@jobs.handler(COMPUTE)
def compute(*, price_list_id: int, at: datetime, **_later: object) -> None:
    """Compute the lines of a price list. Safe to run twice: what is computed stays."""
    made = _locked(price_list_id)
    if made.state != PriceListState.COMPUTING:
        return
    count, last = 0, 0
    ids = _parts(made.category).order_by("pk").values_list("pk", flat=True)
    while parts := list(ids.filter(pk__gt=last)[:AT_ONCE]):
        last = parts[-1]
        costs = reads.costs_on(parts, on=made.start_date)
        old = reads.prices_on(parts, on=made.start_date, currency=made.currency)
        lines = [_line(made, part, cost, old.get(part)) for part, cost in costs.items() if cost > 0]
        PriceListLine.objects.bulk_create(lines, batch_size=AT_ONCE)
        count += len(lines)
    documents.perform(made, "computed", actor=SYSTEM, at=at, count=count)


@transaction.atomic
def set_prices(
    *, price_list_id: int, prices: Mapping[int, Decimal], actor: Actor, at: datetime, version: int | None = None
) -> PriceList:
    """Set prices of a draft by hand: by part, in the list's currency. Raises StaleDocument, NotAllowed, WrongState,
    InvalidInput; then nothing has changed.
    """
    made = _locked(price_list_id)
    documents.require_version(made, version)
    documents.require(made, "cancel", actor=actor)  # what finance may do with a draft
    lines = list(made.lines.filter(part__in=prices))
    if len(lines) != len(prices):
        raise InvalidInput(problem=_("A part does not stand in this price list."))
    for line in lines:
        price = prices[line.part_id]
        if not 0 < price <= LARGEST or not fits_unit(price, made.currency):
            raise InvalidInput(problem=_("This currency has no such amount."))
        line.price = price
    save_rows(lines, ("price",))
    documents.touch(made)
    _record(made, "change", actor=actor, at=at, facts={"count": len(lines)})
    return made


@transaction.atomic
def release(*, price_list_id: int, actor: Actor, at: datetime, version: int | None = None) -> PriceList:
    """Let its prices hold from its day on; those in force end that day, unchanged ones stay as they are. Not by who
    made it.

    Raises StaleDocument, WrongState, NotAllowed, OwnDocument, DayPast, ListPriceTaken where a price of one of its parts
    begins that day already.
    """
    made = _locked(price_list_id)
    documents.require_version(made, version)
    if made.created_by_id == actor.person_id:
        raise OwnDocument(document=str(made))
    documents.require(made, "release", actor=actor)
    if made.start_date < timezone.localdate(at):
        raise DayPast
    changed = made.lines.filter(Q(old_price__isnull=True) | ~Q(old_price=F("price"))).order_by("part_id")
    rows = list(changed.values_list("part", "price"))
    for start in range(0, len(rows), AT_ONCE):
        _enter(made, rows[start : start + AT_ONCE], actor=actor, at=at)
    documents.perform(
        made, "release", actor=actor, at=at, by=actor.person_id,
        facts={"count": len(rows), "from": made.start_date.isoformat()},
    )  # fmt: skip
    return made


@transaction.atomic
def cancel(*, price_list_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None) -> PriceList:
    """Give a draft up. Raises ReasonMissing, StaleDocument, WrongState, NotAllowed."""
    reason = require_reason(reason)
    made = _locked(price_list_id)
    documents.require_version(made, version)
    documents.perform(made, "cancel", actor=actor, at=at, reason=reason)
    return made


# --- Parts ------------------------------------------------------------------------------------------------------------


def _locked(price_list_id: int) -> PriceList:
    return PriceList.objects.select_for_update(of=("self",), no_key=True).get(pk=price_list_id)


def _parts(category: str) -> QuerySet[Part]:
    rows = Part.objects.filter(retired_at__isnull=True)
    return rows.filter(category=category) if category else rows


def _rate(currency: str, *, on: date) -> Decimal:
    if currency == base_currency():
        return Decimal(1)
    kept = rates.rate_on(currency=currency, on=on)
    if kept is None:
        raise PriceRateMissing(currency=currency)
    return Decimal(kept.rate)


def _line(made: PriceList, part_id: int, cost: Decimal, old: Decimal | None) -> PriceListLine:
    price = rules.list_price(cost=cost / made.rate, margin_share=made.margin_share, currency=made.currency)
    price = max(price, rules.least_price(made.currency))
    return PriceListLine(price_list=made, part_id=part_id, cost=cost, old_price=old, computed_price=price, price=price)


def _enter(made: PriceList, rows: Sequence[tuple[int, Decimal]], *, actor: Actor, at: datetime) -> None:
    """End the prices in force and enter the new ones, up to those that were to begin later."""
    ids = [part for part, _price in rows]
    list(Part.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk"))
    known = PartPrice.objects.filter(part__in=ids, currency=made.currency)
    if (taken := known.filter(start_date=made.start_date).select_related("part").first()) is not None:
        raise ListPriceTaken(part=taken.part.number, day=made.start_date)
    later = known.filter(start_date__gt=made.start_date).order_by("part", "start_date").distinct("part")
    following = dict(later.values_list("part", "start_date"))
    known.filter(Q(end_date__isnull=True) | Q(end_date__gt=made.start_date), start_date__lt=made.start_date).update(
        end_date=made.start_date
    )
    PartPrice.objects.bulk_create(
        PartPrice(
            part_id=part, currency=made.currency, amount=price, start_date=made.start_date,
            end_date=following.get(part), entered_by_id=actor.person_id, entered_at=at,
        )
        for part, price in rows
    )  # fmt: skip


def _record(made: PriceList, what: str, *, actor: Actor, at: datetime, facts: dict[str, object]) -> None:
    audit.record(
        kind=made.kind, document_id=made.pk, label=str(made), code=f"{made.kind}.{what}", actor=actor, at=at,
        after=made.state, facts=facts,
    )  # fmt: skip
