"""The table of exchange rates, kept by finance: what foreign documents are converted at (GEN-02b)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from budgets import policies
from budgets.errors import RateOfFuture, RateTaken
from budgets.models import ExchangeRate
from core import audit
from core.actors import Actor
from core.errors import InvalidInput, NotAllowed, StaleDocument
from core.money import CURRENCIES, base_currency

HIGHEST = Decimal(1_000_000)
PLACES = Decimal("1E-8")


@transaction.atomic
def enter_rate(*, currency: str, day: date, rate: Decimal, source: str, actor: Actor, at: datetime) -> ExchangeRate:
    """Enter the rate of a day: units of the base currency for one of the other.

    Raises NotAllowed, InvalidInput, RateOfFuture, RateTaken where the day has one already.
    """
    _require_keeper(actor, currency)
    if currency not in CURRENCIES or currency == base_currency():
        raise InvalidInput(problem=_("This currency needs no rate or is not in use."))
    if day > timezone.localdate(at):
        raise RateOfFuture
    made, is_new = ExchangeRate.objects.get_or_create(
        currency=currency,
        day=day,
        defaults={
            "rate": _valid(rate),
            "source": _named(source),
            "entered_by_id": actor.person_id,
            "entered_at": at,
        },
    )
    if not is_new:
        raise RateTaken(currency=currency, day=day)
    _record(made, "create", {"rate": ["", _plain(made.rate)], "source": ["", made.source]}, actor=actor, at=at)
    return made


@transaction.atomic
def correct_rate(
    *, rate_id: int, rate: Decimal, source: str, version: int | None, actor: Actor, at: datetime
) -> ExchangeRate:
    """Correct a rate that was typed wrongly; what was submitted keeps the rate it took.

    Raises NotAllowed, InvalidInput, StaleDocument.
    """
    kept = ExchangeRate.objects.select_for_update(no_key=True, of=("self",)).get(pk=rate_id)
    _require_keeper(actor, str(kept))
    if version is not None and version != kept.version:
        raise StaleDocument(document=str(kept))
    before = {"rate": _plain(kept.rate), "source": kept.source}
    kept.rate, kept.source = _valid(rate), _named(source)
    kept.entered_by_id, kept.entered_at, kept.version = actor.person_id, at, kept.version + 1
    kept.save()
    after = {"rate": _plain(kept.rate), "source": kept.source}
    _record(
        kept, "change", {name: [before[name], after[name]] for name in after if before[name] != after[name]},
        actor=actor, at=at,
    )  # fmt: skip
    return kept


def _valid(rate: Decimal) -> Decimal:
    if not rate.is_finite() or not PLACES <= rate < HIGHEST:
        raise InvalidInput(problem=_("The rate has to be above 0 and below 1,000,000."))
    return rate.quantize(PLACES)


def _named(source: str) -> str:
    text = " ".join(source.split())
    if not text or len(text) > 60:
        raise InvalidInput(problem=_("Say where the rate is from, in at most 60 characters."))
    return text


def _plain(rate: Decimal) -> str:
    return f"{rate.normalize():f}"


def _require_keeper(actor: Actor, label: str) -> None:
    if not actor.can(policies.KEEP_RATES):
        raise NotAllowed(document=label)


def _record(kept: ExchangeRate, what: str, changes: dict[str, list[str]], *, actor: Actor, at: datetime) -> None:
    audit.record(
        kind="exchange_rate", document_id=kept.pk, label=str(kept), code=f"exchange_rate.{what}",
        actor=actor, at=at, facts={"changes": changes},
    )  # fmt: skip
