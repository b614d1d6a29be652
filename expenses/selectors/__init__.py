"""Reads of requests and claims, one place for those who ask: `from expenses import selectors`."""

from expenses.selectors.choices import (
    category_groups,
    claimable_requests,
    default_tax_rates,
    departments_for,
    departments_seen,
    projects_for,
    tax_rates,
)
from expenses.selectors.impacts import keys_of_claims, keys_of_requests
from expenses.selectors.visibility import (
    claims_of_earlier_months,
    claims_visible_to,
    import_rows_seen_by,
    import_rows_visible_to,
    import_sources_visible_to,
    imports_visible_to,
    lines_holding,
    live_claims,
    requests_visible_to,
)

__all__ = [
    "category_groups",
    "claimable_requests",
    "claims_of_earlier_months",
    "claims_visible_to",
    "default_tax_rates",
    "departments_for",
    "departments_seen",
    "import_rows_seen_by",
    "import_rows_visible_to",
    "import_sources_visible_to",
    "imports_visible_to",
    "keys_of_claims",
    "keys_of_requests",
    "lines_holding",
    "live_claims",
    "projects_for",
    "requests_visible_to",
    "tax_rates",
]
