"""What agreements and leads are told when the application starts."""

from __future__ import annotations

from agreements import guidance as asked
from parts_sales import guidance


def register() -> None:
    """Called once, from the app's `ready`."""
    asked.register_prices(guidance.prices)
    asked.register_credit(guidance.credit_of)
