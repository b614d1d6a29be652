"""Rows of reports: start pages, variance, and what stands behind its figures."""

from __future__ import annotations

from typing import Any

WITHOUT_REPORTS = ("employee", "outsider")


def readers(status: int = 200, others: int = 403) -> dict[str, Any]:
    """Managers, finance and the GM read reports; an employee has a page of their own."""
    return {"*": status, **dict.fromkeys(WITHOUT_REPORTS, others)}


ROWS: dict[str, dict[str, Any]] = {
    "reports:home": {"*": 302},
    "reports:own": {"*": 200},
    "reports:company": readers(),
    "reports:finance": {
        "*": 403,
        **dict.fromkeys(("finance_officer", "finance_manager", "finance_supervisor", "gm"), 200),
    },
    "reports:variance": readers(),
    "reports:variance_documents": readers(),
    "reports:variance_export": readers(),
}
