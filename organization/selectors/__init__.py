"""Reads of the organization, one place for those who ask: `from organization import selectors`."""

from organization.selectors.actors import actor_for, actor_of, actors_for, assignments_in_force
from organization.selectors.break_glass import (
    break_glass_in_force,
    break_glass_list,
    break_glass_since,
    break_glass_visible_to,
    covering,
    overdue_break_glass,
    running_break_glass,
    uses_of,
    with_uses,
)
from organization.selectors.demo import demo_logins
from organization.selectors.departments import (
    company,
    department_chain,
    department_tree,
    departments_below,
    ids_up,
    leaders,
    leads_somewhere,
    manager_of,
)
from organization.selectors.duties import changes_since, held_by_role, lone_holders, near_pairs
from organization.selectors.events import events_of_person
from organization.selectors.leaving import heir_of, leaves_something_open, left_open_by
from organization.selectors.lists import (
    DEPARTMENT_SORTS,
    assignment_list,
    department_rows,
    moves_of,
    people_list,
    roles_of,
    status_counts,
)
from organization.selectors.people import matching, people_holding, people_visible_to
from organization.selectors.roles import (
    assignments_of,
    holders_of,
    incompatible_pairs,
    is_role,
    is_warehouse,
    roles_with_counts,
)
from organization.selectors.signin import (
    has_second_factor,
    recovery_codes_left,
    second_factor_of,
    sessions_of,
    sign_in_list,
    sign_ins_of,
)
from organization.selectors.staff_imports import events_of_staff_import, staff_import_list
from organization.selectors.tokens import token_of_key, tokens_of

__all__ = [
    "DEPARTMENT_SORTS",
    "actor_for",
    "actor_of",
    "actors_for",
    "assignment_list",
    "assignments_in_force",
    "assignments_of",
    "break_glass_in_force",
    "break_glass_list",
    "break_glass_since",
    "break_glass_visible_to",
    "changes_since",
    "company",
    "covering",
    "demo_logins",
    "department_chain",
    "department_rows",
    "department_tree",
    "departments_below",
    "events_of_person",
    "events_of_staff_import",
    "has_second_factor",
    "heir_of",
    "held_by_role",
    "holders_of",
    "ids_up",
    "incompatible_pairs",
    "is_role",
    "is_warehouse",
    "leaders",
    "leads_somewhere",
    "leaves_something_open",
    "left_open_by",
    "lone_holders",
    "manager_of",
    "matching",
    "moves_of",
    "near_pairs",
    "overdue_break_glass",
    "people_holding",
    "people_list",
    "people_visible_to",
    "recovery_codes_left",
    "roles_of",
    "roles_with_counts",
    "running_break_glass",
    "second_factor_of",
    "sessions_of",
    "sign_in_list",
    "sign_ins_of",
    "staff_import_list",
    "status_counts",
    "token_of_key",
    "tokens_of",
    "uses_of",
    "with_uses",
]
