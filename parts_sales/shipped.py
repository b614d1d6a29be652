"""What prices start with: minimum margin, tax rates, the table of foreign discounts (PSL-03, PSL-41, GEN-02).

Only what is missing is added, so an installation's own figures stay.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from parts_sales.choices import Figure
from parts_sales.models import DiscountTier, PriceFigure
from parts_sales.rules.tiers import Tier

SINCE = date(2020, 1, 1)
FIGURES = {
    Figure.MINIMUM_MARGIN: Decimal("0.08"),
    Figure.TAX_PARTS: Decimal("0.13"),
    Figure.TAX_SERVICES: Decimal("0.06"),
    Figure.TAX_EXPORT: Decimal(0),
}
TIERS = (
    Tier(Decimal(20_000), is_inclusive=True, share=Decimal("0.98")),
    Tier(Decimal(50_000), is_inclusive=True, share=Decimal("0.95")),
    Tier(Decimal(100_000), is_inclusive=False, share=Decimal("0.92")),
    Tier(None, is_inclusive=True, share=Decimal("0.90")),
)
"""以内 includes its number, 以上 too: 50 000 belongs to the second tier, 100 000 to the last (PSL-41)."""


@transaction.atomic
def install() -> None:
    """Add the figures of which there is none at all yet, and the table where there is none."""
    known, now = set(PriceFigure.objects.values_list("code", flat=True)), timezone.now()
    PriceFigure.objects.bulk_create(
        [
            PriceFigure(code=code, value=value, start_date=SINCE, entered_at=now)
            for code, value in FIGURES.items()
            if code not in known
        ],
        ignore_conflicts=True,
    )
    if not DiscountTier.objects.exists():
        DiscountTier.objects.bulk_create(
            [
                DiscountTier(
                    start_date=SINCE, upper=one.upper, is_inclusive=one.is_inclusive, share=one.share, entered_at=now
                )
                for one in TIERS
            ],
            ignore_conflicts=True,
        )
