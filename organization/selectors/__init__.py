"""Reads of the organization, one place for those who ask: `from organization import selectors`."""

from organization.selectors.actors import actor_for, actors_for, assignments_in_force
from organization.selectors.demo import demo_logins
from organization.selectors.departments import (
    company,
    department_chain,
    department_tree,
    departments_below,
    ids_up,
    leads_somewhere,
    manager_of,
)
from organization.selectors.duties import changes_since, lone_holders, near_pairs
from organization.selectors.events import events_of_person
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
from organization.selectors.roles import assignments_of, holders_of, incompatible_pairs, roles_with_counts
from organization.selectors.signin import (
    has_second_factor,
    recovery_codes_left,
    second_factor_of,
    sessions_of,
    sign_in_list,
    sign_ins_of,
)
from organization.selectors.tokens import token_of_key, tokens_of

__all__ = [
    "DEPARTMENT_SORTS",
    "actor_for",
    "actors_for",
    "assignment_list",
    "assignments_in_force",
    "assignments_of",
    "changes_since",
    "company",
    "demo_logins",
    "department_chain",
    "department_rows",
    "department_tree",
    "departments_below",
    "events_of_person",
    "has_second_factor",
    "holders_of",
    "ids_up",
    "incompatible_pairs",
    "leads_somewhere",
    "lone_holders",
    "manager_of",
    "matching",
    "moves_of",
    "near_pairs",
    "people_holding",
    "people_list",
    "people_visible_to",
    "recovery_codes_left",
    "roles_of",
    "roles_with_counts",
    "second_factor_of",
    "sessions_of",
    "sign_in_list",
    "sign_ins_of",
    "status_counts",
    "token_of_key",
    "tokens_of",
]
