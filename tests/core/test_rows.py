"""Many rows changed in one statement."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.rows import MOST_ROWS, save_rows
from organization.models import Role


def _roles(count: int) -> list[Role]:
    return Role.objects.bulk_create(
        [Role(code=f"probe-{place}", name_zh=f"试 {place}", name_en="", permissions=[]) for place in range(count)]
    )


@pytest.mark.django_db
def test_each_row_keeps_its_own_values_and_other_fields_stay() -> None:
    first, second, third = _roles(3)
    first.approve_limit, first.permissions = Decimal("10.50"), ["budgets.view"]
    second.approve_limit, second.name_zh = None, "不写"
    save_rows([first, second], ("approve_limit", "permissions"))
    kept = {role.pk: role for role in Role.objects.filter(pk__in=[first.pk, second.pk, third.pk])}
    assert (kept[first.pk].approve_limit, kept[first.pk].permissions) == (Decimal("10.50"), ["budgets.view"])
    assert (kept[second.pk].approve_limit, kept[second.pk].name_zh) == (None, "试 1")
    assert kept[third.pk].permissions == []


@pytest.mark.django_db
def test_more_rows_than_one_statement_holds_are_all_written() -> None:
    roles = _roles(MOST_ROWS + 1)
    for role in roles:
        role.name_en = role.code
    with CaptureQueriesContext(
        connection,
    ) as asked:
        save_rows(roles, ("name_en",))
    assert len(asked) == 2
    assert Role.objects.filter(code__startswith="probe-", name_en="").count() == 0


@pytest.mark.django_db
def test_no_rows_ask_nothing() -> None:
    with CaptureQueriesContext(connection) as asked:
        save_rows([], ("name_en",))
    assert len(asked) == 0
