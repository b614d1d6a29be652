"""Writes of the organization, one place for those who call: `from organization import services`."""

from organization.services.assignments import end_assignment, grant_role, tell_rights_lost
from organization.services.departments import (
    change_department,
    close_department,
    create_department,
    move_department,
    reopen_department,
)
from organization.services.own import change_password, change_preferences, choose_language
from organization.services.pairs import add_pair
from organization.services.people import (
    change_person,
    create_person,
    leave,
    move_person,
    reset_password,
    take_leave_into_effect,
)
from organization.services.roles import change_role, create_role
from organization.services.tokens import create_token, note_use, revoke_token

__all__ = [
    "add_pair",
    "change_department",
    "change_password",
    "change_person",
    "change_preferences",
    "change_role",
    "choose_language",
    "close_department",
    "create_department",
    "create_person",
    "create_role",
    "create_token",
    "end_assignment",
    "grant_role",
    "leave",
    "move_department",
    "move_person",
    "note_use",
    "reopen_department",
    "reset_password",
    "revoke_token",
    "take_leave_into_effect",
    "tell_rights_lost",
]
