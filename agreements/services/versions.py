"""Writing what a version says: lines, sums, the base amount (CUS-10, GEN-01, GEN-02)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from agreements.errors import AgreementRateMissing
from agreements.models import Agreement, AgreementLine, AgreementVersion
from agreements.services.inputs import LineInput, VersionInput
from budgets.selectors import rates
from core.errors import InvalidInput, visible_text
from core.money import CURRENCIES, ZERO, base_currency, fits_unit, net_of, rounded

MOST_LINES = 100


def write(version: AgreementVersion, says: VersionInput, *, agreement: Agreement) -> None:
    """Put into an unsigned version what was typed; its lines are replaced. Raises InvalidInput."""
    subject = visible_text(says.subject).strip()[:200]
    if not subject:
        raise InvalidInput(problem=_("Say in a few words what the agreement is about."))
    if says.end_date < says.start_date:
        raise InvalidInput(problem=_("The agreement ends before it begins."))
    if len(says.lines) > MOST_LINES:
        raise InvalidInput(problem=_("An agreement has at most %(most)s lines.") % {"most": MOST_LINES})
    lines = [_line(one, position, agreement) for position, one in enumerate(says.lines, start=1)]
    version.subject, version.start_date, version.end_date = subject, says.start_date, says.end_date
    version.terms = visible_text(says.terms).strip()[:6000]
    version.special_technical = visible_text(says.special_technical).strip()[:2000]
    version.special_contract = visible_text(says.special_contract).strip()[:2000]
    version.amount = sum((one.amount for one in lines), ZERO)
    _convert(version, lines, agreement)
    version.save()
    version.lines.all().delete()
    for one in lines:
        one.version = version
    AgreementLine.objects.bulk_create(lines)


def convert_again(version: AgreementVersion, agreement: Agreement) -> None:
    """The base amounts at the agreement's present rate."""
    _convert(version, list(version.lines.all()), agreement)
    version.save(update_fields=("base_amount", "net_amount"))


def freeze_rate(agreement: Agreement, *, on: date) -> None:
    """The rate of the day (GEN-01). Raises AgreementRateMissing."""
    if agreement.currency == base_currency():
        agreement.rate, agreement.rate_date = Decimal(1), None
        return
    kept = rates.rate_on(currency=agreement.currency, on=on)
    if kept is None:
        raise AgreementRateMissing(currency=agreement.currency, day=on)
    agreement.rate, agreement.rate_date = kept.rate, kept.day


def valid_currency(typed: str, customer: Any) -> str:
    """The currency typed, else the customer's. Raises InvalidInput."""
    currency = typed or customer.currency or base_currency()
    if currency not in CURRENCIES:
        raise InvalidInput(problem=_("There is no such choice."))
    return str(currency)


def said_by(version: AgreementVersion) -> VersionInput:
    """What a version says, as it would be typed: for renewals and amendments."""
    lines = [
        LineInput(
            product=one.product, quantity=one.quantity, unit_price=one.unit_price, tax_rate=one.tax_rate, unit=one.unit,
            technical=one.technical, due_date=one.due_date,
        )
        for one in version.lines.all()
    ]  # fmt: skip
    return VersionInput(
        subject=version.subject, start_date=version.start_date, end_date=version.end_date, lines=lines,
        terms=version.terms, special_technical=version.special_technical, special_contract=version.special_contract,
    )  # fmt: skip


def _line(one: LineInput, position: int, agreement: Agreement) -> AgreementLine:
    product = visible_text(one.product).strip()[:160]
    if not product or one.quantity <= 0 or one.unit_price < 0 or not 0 <= one.tax_rate < 1:
        raise InvalidInput(problem=_("Line %(number)s needs a product, a quantity and a price.") % {"number": position})
    if not fits_unit(one.unit_price, agreement.currency):
        raise InvalidInput(problem=_("Line %(number)s: this currency has no cents.") % {"number": position})
    return AgreementLine(
        position=position, product=product, technical=visible_text(one.technical).strip()[:500], quantity=one.quantity,
        unit=visible_text(one.unit).strip()[:20], unit_price=one.unit_price, tax_rate=one.tax_rate,
        amount=rounded(one.quantity * one.unit_price, agreement.currency), due_date=one.due_date,
    )  # fmt: skip


def _convert(version: AgreementVersion, lines: list[AgreementLine], agreement: Agreement) -> None:
    version.base_amount = rounded(version.amount * agreement.rate)
    net = sum((net_of(one.amount, one.tax_rate) for one in lines), ZERO)
    version.net_amount = rounded(net * agreement.rate)
