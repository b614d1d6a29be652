"""What a department usually spends at once on a category: the latest postings, for comparison (EXP-05)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection

MOST_SAMPLES = 200
"""So many of a key's latest postings are looked at: more change the median little and would cost."""
FURTHEST_BACK = 4_000
"""No more than so many of a key's entries are passed over in search of them."""

# Each key's entries are read from its newest backwards along the unique index of year, key and sequence.
_LATEST = """
    SELECT k.category_id, e.amount
      FROM budgets_controlkey k
      JOIN budgets_fiscalyear y ON y.id = k.fiscal_year_id
      CROSS JOIN LATERAL (
          SELECT amount FROM budgets_ledgerentry
           WHERE year = y.year AND key_id = k.id AND kind = 'ACTUAL' AND posted_at >= %(since)s
             AND sequence > k.chain_length - %(back)s
           ORDER BY sequence DESC LIMIT %(most)s
      ) e
     WHERE k.department_id = %(department)s AND k.category_id = ANY(%(categories)s) AND y.year >= %(year)s"""


def usual_amounts(*, department_id: int, category_ids: Collection[int], since: datetime) -> dict[int, list[Decimal]]:
    """The amounts last spent on each category, at most two hundred for each year, in one statement."""
    given: dict[str, Any] = {
        "department": department_id,
        "categories": sorted(set(category_ids)),
        "since": since,
        "year": since.year - 1,
        "back": FURTHEST_BACK,
        "most": MOST_SAMPLES,
    }
    found: dict[int, list[Decimal]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_LATEST, given)
        for category_id, amount in cursor.fetchall():
            found[category_id].append(amount)
    return found
