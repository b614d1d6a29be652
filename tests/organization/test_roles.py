"""Roles and the table of incompatible pairs (ORG-04, ORG-05, ORG-08)."""

import importlib
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.apps import apps as django_apps
from django.db import IntegrityError, transaction
from django.utils import timezone

from core import permissions
from core.errors import NotAllowed, ReasonMissing, StaleDocument
from core.models import AuditEvent
from organization import hooks, selectors, services, shipped
from organization.errors import (
    CodeTaken,
    IncompatibleRights,
    OwnRights,
    PairBroken,
    PairHeldByRole,
    PairKnown,
    PairOfOne,
    RoleBreaksPair,
    UnknownPermission,
)
from organization.models import IncompatiblePair, Role, RoleAssignment
from organization.rules import ordered
from tests.factories import organization as cast
from tests.organization.unchanged import nothing_changes

AT = datetime(2026, 9, 22, 1, 0, tzinfo=UTC)


@pytest.fixture
def editor(finance_supervisor, actor_of):
    return actor_of(finance_supervisor)


def change(role, editor, **more):
    given = {
        "name_zh": role.name_zh,
        "name_en": role.name_en,
        "permissions": role.permissions,
        "approve_limit": role.approve_limit,
        "discount_limit_share": role.discount_limit_share,
        "reason": "职责调整",
        "actor": editor,
        "at": AT,
    }
    return services.change_role(role_id=role.pk, **(given | more))


@pytest.mark.rule("ORG-04")
@pytest.mark.rule("ORG-05")
def test_no_shipped_role_holds_both_sides_of_a_pair():
    for role in shipped.ROLES:
        for first, second in shipped.PAIRS:
            assert not {first, second} <= set(role.permissions), (role.code, first, second)


@pytest.mark.rule("ORG-04")
def test_everything_shipped_is_built_from_listed_permissions(db):
    listed = set(permissions.registered())

    assert {code for role in shipped.ROLES for code in role.permissions} <= listed
    assert {code for pair in shipped.PAIRS for code in pair} <= listed


@pytest.mark.rule("ORG-04")
def test_installing_again_leaves_an_installations_changes_alone(db):
    Role.objects.filter(code="employee").update(permissions=["expenses.claim"], approve_limit=Decimal(10))
    Role.objects.filter(code="rd_lead").delete()

    shipped.install()

    assert Role.objects.get(code="employee").permissions == ["expenses.claim"]
    assert Role.objects.filter(code="rd_lead").exists()
    assert IncompatiblePair.objects.count() == len(shipped.PAIRS)


@pytest.mark.rule("ORG-05")
@pytest.mark.parametrize(
    "steps",
    [("parts.sell", "parts.ship", "parts.record_receipt"), ("expenses.claim", "expenses.approve", "expenses.pay")],
)
def test_no_one_person_can_go_all_the_way(steps):
    pairs = {ordered(*pair) for pair in shipped.PAIRS}

    assert all(ordered(one, other) in pairs for one in steps for other in steps if one < other)


@pytest.mark.rule("ORG-04")
def test_an_installation_adds_a_role_of_its_own(editor):
    role = services.create_role(
        code="site_lead",
        name_zh="现场主管",
        permissions=["expenses.review", "expenses.request"],
        approve_limit=Decimal("3000.00"),
        actor=editor,
        at=AT,
    )

    assert (role.permissions, role.is_shipped) == (["expenses.request", "expenses.review"], False)
    assert AuditEvent.objects.get(subject_kind="role").code == "role.create"


@pytest.mark.rule("ORG-04")
def test_a_role_is_built_from_what_is_listed_under_a_free_code(editor):
    def create(**more):
        given = {"code": "x", "name_zh": "角色", "permissions": ["expenses.review"], "actor": editor, "at": AT}
        return services.create_role(**(given | more))

    with nothing_changes(), pytest.raises(UnknownPermission):
        create(permissions=["expenses.everything"])
    with nothing_changes(), pytest.raises(CodeTaken):
        create(code="employee")
    with nothing_changes(), pytest.raises(RoleBreaksPair) as refusal:
        create(permissions=["expenses.claim", "expenses.pay"])
    assert refusal.value.params["first"] == "expenses.claim"


@pytest.mark.rule("ORG-08")
def test_limits_are_edited_and_the_change_is_kept(editor, manager):
    role = Role.objects.get(code="department_manager")

    change(role, editor, approve_limit=Decimal(80000), discount_limit_share=Decimal("0.04"), version=role.version)

    changed = Role.objects.get(pk=role.pk)
    assert (changed.approve_limit, changed.discount_limit_share) == (Decimal("80000.00"), Decimal("0.0400"))
    event = AuditEvent.objects.get(code="role.change")
    assert event.facts["changes"]["approve_limit"] == ["50000.00", "80000.00"]


@pytest.mark.rule("ORG-05")
def test_a_role_change_that_makes_somebody_break_a_pair_is_refused_naming_them(company, owner, editor):
    cast.give(owner, "auditor")
    auditor = Role.objects.get(code="auditor")

    with nothing_changes(), pytest.raises(IncompatibleRights) as refusal:
        change(auditor, editor, permissions=[*auditor.permissions, "expenses.pay"])

    assert "陈志强" in str(refusal.value)
    assert (refusal.value.params["first"], refusal.value.params["second"]) == ("expenses.claim", "expenses.pay")


@pytest.mark.rule("ORG-03")
def test_nobody_changes_a_role_they_hold(editor):
    own = Role.objects.get(code="finance_supervisor")

    with nothing_changes(), pytest.raises(OwnRights):
        change(own, editor, permissions=[*own.permissions, "budgets.close_periods"])


@pytest.mark.rule("ORG-05")
def test_taking_a_permission_out_tells_those_who_keep_tasks(editor, finance_officer, monkeypatch):
    told: list[int] = []
    monkeypatch.setattr(hooks, "_rights_lost", [lambda *, person_id, **_: told.append(person_id)])
    role = Role.objects.get(code="finance")

    change(role, editor, permissions=[code for code in role.permissions if code != "expenses.approve"])

    assert told == [finance_officer.pk]


@pytest.mark.rule("GEN-04")
def test_an_older_reading_of_a_role_changes_nothing(editor):
    role = Role.objects.get(code="expert")
    change(role, editor, name_zh="技术专家", version=1)

    with nothing_changes(), pytest.raises(StaleDocument):
        change(role, editor, name_zh="专家组", version=1)


@pytest.mark.rule("ORG-05")
def test_a_pair_is_added_when_nobody_breaks_it(editor):
    pair = services.add_pair(first="expenses.review", second="expenses.pay", reason="内控要求", actor=editor, at=AT)

    assert (pair.first, pair.second) == ("expenses.pay", "expenses.review")
    assert ("expenses.pay", "expenses.review") in selectors.incompatible_pairs()
    assert AuditEvent.objects.get(subject_kind="incompatible_pair").reason == "内控要求"


@pytest.mark.rule("ORG-05")
def test_a_pair_somebody_breaks_already_is_refused_naming_role_or_person(company, editor, owner):
    def add(first, second, reason="内控要求"):
        return services.add_pair(first=first, second=second, reason=reason, actor=editor, at=AT)

    cast.give(owner, "auditor")

    with nothing_changes(), pytest.raises(PairHeldByRole) as by_role:
        add("budgets.make", "budgets.review")
    assert "部门" in str(by_role.value)
    with nothing_changes(), pytest.raises(PairBroken) as by_person:
        add("expenses.claim", "budgets.verify_ledger")
    assert "陈志强" in str(by_person.value)
    with nothing_changes(), pytest.raises(PairKnown):
        add("expenses.pay", "expenses.claim")
    with nothing_changes(), pytest.raises(PairOfOne):
        add("expenses.pay", "expenses.pay")
    with nothing_changes(), pytest.raises(UnknownPermission):
        add("expenses.pay", "expenses.nothing")
    with nothing_changes(), pytest.raises(ReasonMissing):
        add("expenses.pay", "expenses.review", reason=" ")


@pytest.mark.rule("ORG-05")
def test_a_pair_the_head_of_a_department_breaks_without_any_role_is_refused(company, editor):
    head = cast.member(company.company, "cashier", company_wide=True, name_zh="方芳")
    cast.put_in_charge(company.other, head)

    with nothing_changes(), pytest.raises(PairBroken) as refused:
        services.add_pair(first="expenses.review", second="expenses.pay", reason="内控要求", actor=editor, at=AT)

    assert "方芳" in str(refused.value)


@pytest.mark.rule("ORG-04")
@pytest.mark.parametrize("who", ["owner", "manager", "finance_officer", "finance_manager", "gm"])
def test_roles_and_pairs_are_edited_by_those_who_may(who, actor_of, request):
    actor = actor_of(request.getfixturevalue(who))
    role = Role.objects.get(code="expert")

    with nothing_changes(), pytest.raises(NotAllowed):
        change(role, actor, name_zh="x")
    with nothing_changes(), pytest.raises(NotAllowed):
        services.add_pair(first="expenses.review", second="expenses.pay", reason="x", actor=actor, at=AT)
    with nothing_changes(), pytest.raises(NotAllowed):
        services.create_role(code="x", name_zh="x", permissions=[], actor=actor, at=AT)


@pytest.mark.rule("ORG-08")
def test_the_database_keeps_limits_possible(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        Role.objects.filter(code="expert").update(approve_limit=Decimal(-1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Role.objects.filter(code="expert").update(discount_limit_share=Decimal("1.5"))


@pytest.mark.rule("ORG-04", "GEN-10")
def test_leading_a_department_does_not_show_what_parts_cost(db):
    held = {role.code: set(role.permissions) for role in Role.objects.all()}

    assert [
        code
        for code in ("department_manager", "deputy_manager", "division_manager")
        if "parts.view_costs" in held[code]
    ] == []
    assert held["parts_lead"] == {"parts.view_costs"}
    assert "parts.view" in held["division_manager"]


@pytest.mark.rule("ORG-04")
def test_installations_that_exist_keep_costs_where_parts_are_sold(company):
    """The step from the roles as they were: read from the migration itself."""
    step = importlib.import_module("organization.migrations.0102_costs_are_the_sellers")
    Role.objects.filter(code="parts_lead").delete()
    for code in ("department_manager", "deputy_manager"):
        role = Role.objects.get(code=code)
        Role.objects.filter(pk=role.pk).update(permissions=[*role.permissions, "parts.view_costs"])
    seller, deputy = (cast.member(company.service, code) for code in ("department_manager", "deputy_manager"))
    other = cast.member(company.other, "department_manager")
    cast.member(company.service, "service_clerk")

    step.part(django_apps, None)

    assert "parts.view_costs" not in Role.objects.get(code="department_manager").permissions
    sees = {person: cast.actor_of(person).can_somewhere("parts.view_costs") for person in (seller, deputy, other)}
    assert sees == {seller: True, deputy: True, other: False}
    kept = RoleAssignment.objects.get(person=seller, role__code="parts_lead")
    assert (kept.department, kept.end_date, kept.start_date) == (company.service, None, timezone.localdate())
    step.part(django_apps, None)
    assert RoleAssignment.objects.filter(role__code="parts_lead").count() == 2
