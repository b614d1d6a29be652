"""The ledger's statements are planned once for a connection (decision 0022)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection

from tests.factories.budgets import appropriate, leaf_category, open_year, post, posting


@pytest.mark.rule("LED-06")
@pytest.mark.django_db
def test_a_postings_statements_are_prepared(company):
    open_year()
    parts = leaf_category()
    appropriate(company.service, parts, {9: "100.00"})

    for place in range(2):
        post(posting(company.service, parts, 9, Decimal("1.00")), occasion=f"submit:{place}")

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%budgets_ledgerentry%'")
        assert cursor.fetchone()[0] > 0
