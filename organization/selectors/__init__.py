"""Reads of the organization, one place for those who ask: `from organization import selectors`."""

from organization.selectors.actors import actor_for, actors_for, assignments_in_force
from organization.selectors.demo import demo_logins
from organization.selectors.departments import company, department_chain, department_tree, departments_below, manager_of
from organization.selectors.people import matching, people_holding, people_visible_to
from organization.selectors.roles import assignments_of, holders_of, incompatible_pairs, roles_with_counts

__all__ = [
    "actor_for",
    "actors_for",
    "assignments_in_force",
    "assignments_of",
    "company",
    "demo_logins",
    "department_chain",
    "department_tree",
    "departments_below",
    "holders_of",
    "incompatible_pairs",
    "manager_of",
    "matching",
    "people_holding",
    "people_visible_to",
    "roles_with_counts",
]
