"""Money abroad: the rates finance keeps month by month, and a claim from a trip abroad."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from budgets.services import rates
from core.money import CENT
from demo.spending import Spending
from demo.stage import Stage, moment
from expenses.services.inputs import ClaimLineInput

SOURCE = "中国人民银行中间价"
RATES = {"USD": (Decimal("7.0834"), 9), "EUR": (Decimal("7.7912"), 13), "JPY": (Decimal("0.048650"), 7)}
"""A rate to begin with, and by how many ten-thousandths it moves from month to month at most."""


def keep_rates(stage: Stage, *, first: date, today: date) -> None:
    """The rates of the first day of every month, and of the week that runs."""
    days = [date(year, month, 1) for year in range(first.year, today.year + 1) for month in range(1, 13)]
    days = [day for day in days if first <= day <= today]
    for currency, (start, most) in RATES.items():
        for number, day in enumerate(sorted({*days, max(today - timedelta(days=6), first)})):
            moved = start * (1 + Decimal((number * 7) % (2 * most) - most) / 10_000)
            rates.enter_rate(
                currency=currency,
                day=day,
                rate=moved.quantize(Decimal("0.0001") if start > 1 else Decimal("0.000001")),
                source=SOURCE,
                actor=stage.actor("finance_manager"),
                at=moment(day, 9, 30),
            )


def trip(stage: Stage, spending: Spending, *, today: date) -> None:
    """A trip abroad, claimed in the currency it was paid in; it waits for its department's manager."""
    day = max(today - timedelta(days=2), today.replace(day=1))
    category = stage.category("出差费用")
    lines = [
        ClaimLineInput(
            category_id=category.pk,
            description=description,
            expense_date=day,
            amount=Decimal(amount).quantize(CENT),
            supplier=supplier,
        )
        for description, amount, supplier in (
            ("汉诺威机床展客户现场住宿 2 晚", "268.00", "Hotel am Maschsee"),
            ("汉诺威市内交通", "46.50", "ÜSTRA"),
        )
    ]
    spending.submit(
        "SVC",
        title="德国客户现场服务",
        purpose="M2600 海外保修，客户停机",
        lines=lines,
        at=moment(day, 10, 20),
        maker="foreign_service_clerk",
        currency="EUR",
    )
