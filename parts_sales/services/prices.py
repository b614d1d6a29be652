"""Costs, list prices and the figures behind them, each from a day on (PSL-01, PSL-03, PSL-41, GEN-02)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.actors import Actor
from core.errors import InvalidInput, NotAllowed
from core.money import CURRENCIES, LARGEST, fits_unit
from parts_sales import policies
from parts_sales.choices import Figure
from parts_sales.errors import DayPast, DayTaken
from parts_sales.models import BankDetails, DiscountTier, Part, PartCost, PartPrice, PriceFigure
from parts_sales.rules.tiers import Tier
from parts_sales.services.parts import record

MOST_BANK_DETAILS = 500
RULES = "price_rules"
"""The kind of event under which changes of figures and tiers stand: they belong to no part."""


@transaction.atomic
def enter_cost(*, part_id: int, amount: Decimal, start_date: date, source: str, actor: Actor, at: datetime) -> PartCost:
    """What a part costs from a day on. Raises NotAllowed, InvalidInput, DayPast, DayTaken."""
    part = _part(part_id, actor)
    _require_amount(amount, least=Decimal(0))
    _require_coming(start_date, at)
    if PartCost.objects.filter(part=part, start_date=start_date).exists():
        raise DayTaken(day=start_date)
    made = PartCost.objects.create(
        part=part, amount=amount, start_date=start_date, source=source.strip(), entered_by_id=actor.person_id,
        entered_at=at,
    )  # fmt: skip
    # The amount stays out of the event: timelines are read by people who do not see costs.
    record(part, "cost", actor=actor, at=at, facts={"from": start_date.isoformat()})
    return made


@transaction.atomic
def enter_price(
    *, part_id: int, currency: str, amount: Decimal, start_date: date, actor: Actor, at: datetime
) -> PartPrice:
    """A part's list price from a day on; the one in force ends on that day, one that was to begin later is left.

    Raises NotAllowed, InvalidInput, DayPast, DayTaken.
    """
    part = _part(part_id, actor)
    _require_amount(amount, least=Decimal("0.01"))
    if currency not in CURRENCIES or not fits_unit(amount, currency):
        raise InvalidInput(problem=_("This currency has no such amount."))
    _require_coming(start_date, at)
    rows = PartPrice.objects.filter(part=part, currency=currency)
    if rows.filter(start_date=start_date).exists():
        raise DayTaken(day=start_date)
    following = rows.filter(start_date__gt=start_date).order_by("start_date").first()
    present = rows.filter(Q(end_date__isnull=True) | Q(end_date__gt=start_date), start_date__lt=start_date).first()
    if present is not None:
        present.end_date = start_date
        present.save(update_fields=("end_date",))
    made = PartPrice.objects.create(
        part=part, currency=currency, amount=amount, start_date=start_date,
        end_date=following.start_date if following else None, entered_by_id=actor.person_id, entered_at=at,
    )  # fmt: skip
    changes = {"list_price": [f"{present.amount} {currency}" if present else "", f"{amount} {currency}"]}
    record(part, "price", actor=actor, at=at, facts={"changes": changes, "from": start_date.isoformat()})
    return made


@transaction.atomic
def enter_figure(*, code: str, value: Decimal, start_date: date, actor: Actor, at: datetime) -> PriceFigure:
    """The minimum margin or a tax rate, a fraction, from a day on.

    Raises NotAllowed, InvalidInput, DayPast, DayTaken.
    """
    _require_setter(actor, code)
    if code not in Figure.values or not Decimal(0) <= value < 1:
        raise InvalidInput(problem=_("A share from 0 to below 100 % is needed."))
    _require_coming(start_date, at)
    if PriceFigure.objects.filter(code=code, start_date=start_date).exists():
        raise DayTaken(day=start_date)
    made = PriceFigure.objects.create(
        code=code, value=value, start_date=start_date, entered_by_id=actor.person_id, entered_at=at
    )
    facts: dict[str, object] = {
        "figure": audit.in_both(lambda one: Figure(one.code).label, made),
        "value": f"{value * 100:f} %",
    }
    _record(made.pk, "figure", actor=actor, at=at, facts=facts | {"from": start_date.isoformat()})
    return made


@transaction.atomic
def enter_tiers(*, tiers: Sequence[Tier], start_date: date, actor: Actor, at: datetime) -> list[DiscountTier]:
    """The whole table of foreign discounts from a day on (PSL-41). Its last tier has no bound, each share is between
    nothing and all, bounds differ. Raises NotAllowed, InvalidInput, DayPast, DayTaken.
    """
    _require_setter(actor, RULES)
    bounds = [tier.upper for tier in tiers]
    if bounds.count(None) != 1 or len(set(bounds)) != len(bounds):
        raise InvalidInput(problem=_("Every bound stands once, and one tier has none."))
    if any(not Decimal(0) < tier.share <= 1 or (tier.upper is not None and tier.upper <= 0) for tier in tiers):
        raise InvalidInput(problem=_("A share lies above 0 and at most at 100 %, a bound above 0."))
    _require_coming(start_date, at)
    if DiscountTier.objects.filter(start_date=start_date).exists():
        raise DayTaken(day=start_date)
    made = DiscountTier.objects.bulk_create(
        DiscountTier(
            start_date=start_date, upper=tier.upper, is_inclusive=tier.is_inclusive, share=tier.share,
            entered_by_id=actor.person_id, entered_at=at,
        )
        for tier in tiers
    )  # fmt: skip
    _record(made[0].pk, "tiers", actor=actor, at=at, facts={"from": start_date.isoformat()})
    return made


@transaction.atomic
def enter_bank_details(*, currency: str, text: str, start_date: date, actor: Actor, at: datetime) -> BankDetails:
    """Where customers pay money of a currency from a day on (PSL-12). Raises NotAllowed, InvalidInput, DayPast,
    DayTaken.
    """
    _require_setter(actor, RULES)
    text = text.replace("\x00", "").strip()
    if currency not in CURRENCIES or not text or len(text) > MOST_BANK_DETAILS:
        raise InvalidInput(problem=_("Name the currency, the bank and the account."))
    _require_coming(start_date, at)
    if BankDetails.objects.filter(currency=currency, start_date=start_date).exists():
        raise DayTaken(day=start_date)
    made = BankDetails.objects.create(
        currency=currency, text=text, start_date=start_date, entered_by_id=actor.person_id, entered_at=at
    )
    facts: dict[str, object] = {"currency": currency, "value": text, "from": start_date.isoformat()}
    _record(made.pk, "bank_details", actor=actor, at=at, facts=facts)
    return made


def _part(part_id: int, actor: Actor) -> Part:
    part = Part.objects.select_for_update(of=("self",), no_key=True).get(pk=part_id)
    _require_setter(actor, part.number)
    return part


def _require_setter(actor: Actor, name: str) -> None:
    if not policies.can_set_prices(actor):
        raise NotAllowed(document=name)


def _require_coming(day: date, at: datetime) -> None:
    if day < timezone.localtime(at).date():
        raise DayPast


def _require_amount(amount: Decimal, *, least: Decimal) -> None:
    if not least <= amount <= LARGEST:
        raise InvalidInput(problem=_("This amount is not possible here."))


def _record(row_id: int, what: str, *, actor: Actor, at: datetime, facts: dict[str, object]) -> None:
    audit.record(kind=RULES, document_id=row_id, label=RULES, code=f"{RULES}.{what}", actor=actor, at=at, facts=facts)
