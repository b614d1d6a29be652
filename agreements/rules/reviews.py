"""What a review asks and how it is concluded: pure (CUS-10, CUS-11)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from agreements.choices import Answer, Ground, Part

POINTS: dict[str, tuple[str, ...]] = {
    Part.TECHNICAL: ("ability", "development_time"),
    Part.RESOURCES: ("experts",),
    Part.CONDITIONS: ("conditions", "people", "equipment", "capacity", "service_date"),
    Part.INSPECTION: ("means", "complaint_channel"),
    Part.FINANCE: ("funding", "credit"),
}
"""What each part says something about; finance adds risk, cost lines and the margin."""
SHARE = Decimal("0.0001")


def grounds(*, amount: Decimal, least: Decimal | None, technical: str, contract: str) -> list[str]:
    """Why an agreement of this base amount needs a review; empty where it needs none. `least` None: no amount alone
    asks for one.
    """
    found = []
    if least is not None and amount >= least:
        found.append(Ground.AMOUNT.value)
    if technical.strip():
        found.append(Ground.TECHNICAL.value)
    if contract.strip():
        found.append(Ground.CONTRACT.value)
    return found


def margin(price: Decimal, costs: Iterable[Decimal]) -> tuple[Decimal, Decimal | None]:
    """What is left of a net price after its costs, and its share of the price rounded to a hundredth of a per cent;
    no share without a price.
    """
    left = price - sum(costs, Decimal(0))
    return left, (left / price).quantize(SHARE, ROUND_HALF_UP) if price > 0 else None


def missing_parts(answers: Sequence[tuple[str, str]]) -> list[str]:
    """The parts without an answer: each is needed."""
    return [part for part, answer in answers if not answer]


def refused_by(answers: Sequence[tuple[str, str]]) -> list[str]:
    """The parts that said no."""
    return [part for part, answer in answers if answer == Answer.NO]
