"""The chain of decisions holds, or names its first broken link."""

from __future__ import annotations

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from approvals import selectors, services
from approvals.models import Decision
from tests.approvals.conftest import KIND
from tests.factories.approvals import by_manager, by_role, decide, route
from tests.factories.organization import actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.rule("LED-08")]
AT = datetime(2026, 9, 21, 1, 0, tzinfo=UTC)


@pytest.fixture
def case(slips, company, owner, manager, finance_officer, gm):
    route(KIND, by_manager(), by_role("finance"), by_role("general_manager"))
    slip = slips.add(department_id=company.service.pk, makers=frozenset({owner.pk}))
    case = services.start(kind=KIND, document_id=slip.id, actor=actor_of(owner), at=AT)
    for person in (manager, finance_officer, gm):
        decide(case, person)
    case.refresh_from_db()
    return case


def tamper(statement: str, *values: object) -> None:
    """Past the triggers, as somebody with the keys to the database could."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def test_an_untouched_chain_holds(case):
    out = StringIO()

    call_command("verify_decisions", stdout=out)

    assert "1 chains of decisions hold" in out.getvalue()
    assert case.chain_length == 3


def test_a_changed_decision_is_named(case):
    tamper(
        "UPDATE approvals_decision SET verdict = 'REJECT', reason = 'x' WHERE case_id = %s AND sequence = 2", case.pk
    )

    broken = selectors.first_broken_link(case)

    assert (broken.sequence, broken.problem) == (2, "changed")


def test_a_decision_taken_out_is_named(case):
    tamper("DELETE FROM approvals_decision WHERE case_id = %s AND sequence = 1", case.pk)

    broken = selectors.first_broken_link(case)

    assert (broken.sequence, broken.problem) == (1, "predecessor")


def test_a_decision_cut_off_the_end_is_named_by_the_command(case):
    tamper("DELETE FROM approvals_decision WHERE case_id = %s AND sequence = 3", case.pk)
    err = StringIO()

    with pytest.raises(CommandError):
        call_command("verify_decisions", stderr=err)

    assert "round 1, decision 3: a decision is missing" in err.getvalue()


def test_the_database_refuses_to_change_or_delete_a_decision(case):
    for change in (
        lambda: Decision.objects.update(reason="x"),
        lambda: Decision.objects.filter(case=case).delete(),
    ):
        with pytest.raises(ProgrammingError), transaction.atomic():
            change()
    assert Decision.objects.count() == 3
