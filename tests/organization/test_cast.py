"""The cast the other tests rely on."""

import pytest
from django.db import connection

from core.models import AuditEvent
from organization import shipped
from organization.models import IncompatiblePair, Role, Warehouse


def test_the_shipped_roles_pairs_and_warehouses_are_there(db):
    assert Role.objects.count() == len(shipped.ROLES)
    assert IncompatiblePair.objects.count() == len(shipped.PAIRS)
    assert Warehouse.objects.count() == len(shipped.WAREHOUSES)


@pytest.mark.django_db(transaction=True)
def test_the_test_database_can_be_emptied_though_its_history_only_grows():
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {AuditEvent._meta.db_table} CASCADE")

    assert Role.objects.filter(code="employee").exists()


def test_shipped_things_are_there_again_after_a_test_that_empties_the_database(db):
    assert Role.objects.filter(code="employee").exists()


def test_managers_have_their_rights_in_their_department_and_below(company, manager, actor_of):
    actor = actor_of(manager)

    assert actor.can("expenses.review", company.team.pk)
    assert not actor.can("expenses.review", company.other.pk)
    assert company.service.manager_id == manager.pk


def test_finance_has_its_rights_everywhere(company, finance_officer, actor_of):
    assert actor_of(finance_officer).can("expenses.approve", company.other.pk)
    assert actor_of(finance_officer).can("budgets.close_periods")


def test_an_employee_claims_in_their_own_department_alone(company, owner, outsider, actor_of):
    assert actor_of(owner).can("expenses.claim", company.service.pk)
    assert not actor_of(outsider).can("expenses.claim", company.service.pk)
