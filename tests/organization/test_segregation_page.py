"""The rule page docs/rules/segregation-of-duties.md, table by table (ORG-05)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from organization import services, shipped
from organization.choices import ScopeKind
from organization.errors import IncompatibleRights
from organization.models import RoleAssignment, Warehouse
from organization.rules import ordered
from tests.factories import organization as cast
from tests.organization.unchanged import nothing_changes

PAGE = Path(__file__).resolve().parents[2] / "docs" / "rules" / "segregation-of-duties.md"
AT = datetime(2026, 9, 22, 1, 0, tzinfo=UTC)

pytestmark = pytest.mark.rule("ORG-05")


def table(heading: str) -> list[list[str]]:
    """The rows of the table below a heading, without code marks."""
    section = PAGE.read_text(encoding="utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")][2:]
    return [[cell.strip().replace("`", "") for cell in line.strip("|").split("|")] for line in lines]


@pytest.fixture
def grant(finance_supervisor, actor_of):
    actor = actor_of(finance_supervisor)

    def act(person, role_code, **more):
        return services.grant_role(
            person_id=person.pk, role_code=role_code, reason="岗位需要", actor=actor, at=AT, **more
        )

    return act


def test_the_page_names_every_shipped_pair_and_no_other():
    told = {ordered(*row) for row in table("Shipped pairs")}
    granting = {ordered("organization.grant_roles", permission) for permission in shipped.TRANSACTING}

    assert told | granting == {ordered(*pair) for pair in shipped.PAIRS}


@pytest.mark.parametrize(("held", "asked", "outcome", "pair"), table("Which role can be added to which"))
def test_a_role_is_added_as_the_page_says(held, asked, outcome, pair, company, grant):
    person = cast.person(company.service)
    cast.give(person, held)

    if outcome == "granted":
        assert grant(person, asked).role.code == asked
        return
    with nothing_changes(), pytest.raises(IncompatibleRights) as refusal:
        grant(person, asked)
    named = (refusal.value.params["first"], refusal.value.params["second"])
    assert named == ordered(*pair.split(" × "))


@pytest.mark.parametrize(("start", "outcome"), table("Days"))
def test_days_are_half_open_as_the_page_says(start, outcome, company, grant):
    person = cast.person(company.service)
    grant(person, "employee", end_date=date(2026, 10, 1))
    begins = date.fromisoformat(start)

    if outcome == "granted":
        assert grant(person, "cashier", start_date=begins).start_date == begins
    else:
        with nothing_changes(), pytest.raises(IncompatibleRights):
            grant(person, "cashier", start_date=begins)


def test_a_move_ends_what_the_page_says(company, finance_supervisor, actor_of):
    person = cast.person(company.service)
    rights = {
        "the service department": cast.give(person, "employee", company.service),
        "a warehouse": cast.give(person, "warehouse_keeper", Warehouse.objects.get(code="raw")),
        "the division": cast.give(person, "employee", company.division),
        "the company": cast.give(person, "auditor"),
    }

    services.move_person(
        person_id=person.pk, department_id=company.other.pk, reason="调动", actor=actor_of(finance_supervisor), at=AT
    )

    told = dict(table("Moving"))
    ends = {
        right: "ends that day" if RoleAssignment.objects.get(pk=row.pk).end_date == date(2026, 9, 22) else "stays"
        for right, row in rights.items()
    }
    assert ends == told
    assert rights["the company"].scope_kind == ScopeKind.COMPANY
