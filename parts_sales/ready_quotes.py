"""What quotes, price applications, inquiries and violations make known when the application starts."""

from __future__ import annotations

from approvals import registry
from core import kinds
from parts_sales import figures, frame_quotes, handlers, letters, listed_quotes, words_quotes


def register() -> None:
    """Called once, from the app's `ready`."""
    for kind in listed_quotes.kinds():
        kinds.register(kind)
    registry.register(handlers.QuoteHandler())
    registry.register(handlers.PriceApplicationHandler())
    words_quotes.register()
    figures.register()
    letters.register()
    frame_quotes.register()
