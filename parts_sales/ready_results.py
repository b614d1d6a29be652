"""What results of parts sales make known when the application starts."""

from __future__ import annotations

from budgets import confidential, openings
from parts_sales import frame_results, policies, words_results
from parts_sales.models import DeliveryNote, SalesReturn
from parts_sales.services import issued_hooks, result_postings, results


def register() -> None:
    """Called once, from the app's `ready`, after the orders' own hook: the result reads their lines."""
    words_results.register()
    issued_hooks.register(results.HOOK)
    frame_results.register()
    openings.register(result_postings.JOB)
    for kind in (DeliveryNote.kind, SalesReturn.kind):
        confidential.register(kind, policies.sees_costs)
