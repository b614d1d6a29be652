"""The ledger verifies, and what does not agree is named (LED-02, LED-08)."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from budgets import tasks
from budgets.choices import EntryKind
from budgets.models import BudgetBalance, ControlKey
from budgets.selectors import verification
from budgets.selectors.balances import balance_rows
from budgets.services import snapshots
from core import notifications
from core.models import Notification
from tests.factories import budgets as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def key(company):
    make.open_year()
    category = make.leaf_category(code="T-VER")
    key = make.appropriate(company.service, category, {1: "100.00", 2: "50.00"})
    make.post(make.posting(company.service, category, 2, "30.00", EntryKind.ACTUAL))
    return key


@pytest.fixture
def unguarded():
    """The database lets entries be changed: somebody got past the triggers."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        yield cursor
        cursor.execute("SET session_replication_role = origin")


def run_command():
    out, error = StringIO(), StringIO()
    code = 0
    try:
        call_command("verify_ledger", stdout=out, stderr=error)
    except SystemExit as ended:
        code = ended.code
    return code, out.getvalue(), error.getvalue()


@pytest.mark.rule("LED-02")
def test_a_sound_ledger_verifies(key):
    code, out, _error = run_command()

    assert code == 0
    assert "1 keys, 3 entries" in out


@pytest.mark.rule("LED-02")
@pytest.mark.broken_ledger
def test_a_balance_that_differs_is_named(key):
    BudgetBalance.objects.filter(key=key, month=2).update(actual=31)

    code, _out, error = run_command()

    assert code == 1
    assert f"balance 2026 {key.department.code} T-VER" in error
    assert "actual 31.00 kept, 30.00 in entries" in error


@pytest.mark.rule("LED-02")
@pytest.mark.broken_ledger
def test_a_balance_without_entries_and_one_missing_are_named(key):
    BudgetBalance.objects.filter(key=key, month=2).delete()
    BudgetBalance.objects.filter(key=key, month=1).update(committed=5)

    details = [difference.detail for difference in verification.verify().differences]

    assert len(details) == 2
    assert any("appropriated 0 kept, 50.00 in entries" in detail for detail in details)


@pytest.mark.rule("LED-02")
@pytest.mark.broken_ledger
def test_a_total_that_differs_is_named(key):
    ControlKey.objects.filter(pk=key.pk).update(appropriated=151)

    (difference,) = verification.verify().differences

    assert (difference.what, difference.key_id) == ("total", key.pk)
    assert difference.detail == "appropriated 151.00 kept, 150.00 in entries"


@pytest.mark.rule("LED-08")
@pytest.mark.broken_ledger
@pytest.mark.parametrize(
    ("statement", "detail"),
    [
        ("UPDATE budgets_ledgerentry SET reason = 'x' WHERE sequence = 2", "entry 2 was changed"),
        ("DELETE FROM budgets_ledgerentry WHERE sequence = 2", "entry 2 is missing"),
        ("DELETE FROM budgets_ledgerentry WHERE sequence = 3", "the chain ends at entry 2, the key says 3"),
        ("UPDATE budgets_ledgerentry SET previous_hash = 'x' WHERE sequence = 2", "entry 2 does not follow entry 1"),
    ],
)
def test_the_first_broken_link_is_named(key, unguarded, statement, detail):
    unguarded.execute(statement)

    chains = [difference for difference in verification.verify().differences if difference.what == "chain"]

    assert [(one.key_id, one.detail) for one in chains] == [(key.pk, detail)]


@pytest.mark.rule("LED-08")
@pytest.mark.broken_ledger
def test_an_entry_changed_with_a_new_hash_breaks_the_next_link(key, unguarded):
    unguarded.execute("UPDATE budgets_ledgerentry SET hash = repeat('0', 64) WHERE sequence = 1")

    details = [difference.detail for difference in verification.verify().differences]

    assert details == ["entry 1 was changed"]


@pytest.mark.rule("LED-02")
@pytest.mark.broken_ledger
def test_the_nightly_look_tells_finance_once(key, finance_officer, auditor, owner):
    ControlKey.objects.filter(pk=key.pk).update(appropriated=151)

    tasks.verify_ledger()
    tasks.verify_ledger()

    assert set(Notification.objects.values_list("person", flat=True)) == {finance_officer.pk, auditor.pk}
    assert "appropriated 151.00 kept, 150.00 in entries" in notifications.sentence(Notification.objects.first())


@pytest.mark.rule("LED-07")
def test_the_nightly_snapshot_is_taken_once_for_a_moment(key):
    moment = timezone.now()

    assert snapshots.take_snapshots(at=moment) == 1
    assert snapshots.take_snapshots(at=moment) == 0
    rows = balance_rows(fiscal_year_id=key.fiscal_year_id, as_of=moment)
    assert {(row.month, row.appropriated, row.actual) for row in rows} == {(1, 100, 0), (2, 50, 30)}
