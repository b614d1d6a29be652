"""Writes of the organization, one place for those who call: `from organization import services`."""

from organization.services.assignments import end_assignment, grant_role, tell_rights_lost
from organization.services.break_glass import (
    end_break_glass,
    grant_break_glass,
    keep_use,
    remind_of_reviews,
    review_break_glass,
    reviewers_of,
)
from organization.services.departments import (
    change_department,
    close_department,
    create_department,
    move_department,
    reopen_department,
)
from organization.services.identities import person_of_account
from organization.services.own import (
    ADDRESS_LINK_LASTS,
    change_password,
    change_preferences,
    choose_language,
    confirm_address,
    read_address_token,
)
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
from organization.services.second_factor import (
    check_second_factor,
    renew_recovery_codes,
    require_second_factor,
    reset_second_factor,
    turn_off_second_factor,
    turn_on_second_factor,
)
from organization.services.sessions import end_session, end_sessions_of, note_sign_in
from organization.services.staff_imports import (
    StaffReading,
    begin_applying,
    discard_staff,
    read_staff_again,
    stop_staff,
    upload_staff,
)
from organization.services.tokens import create_token, note_use, revoke_token

__all__ = [
    "ADDRESS_LINK_LASTS",
    "StaffReading",
    "add_pair",
    "begin_applying",
    "change_department",
    "change_password",
    "change_person",
    "change_preferences",
    "change_role",
    "check_second_factor",
    "choose_language",
    "close_department",
    "confirm_address",
    "create_department",
    "create_person",
    "create_role",
    "create_token",
    "discard_staff",
    "end_assignment",
    "end_break_glass",
    "end_session",
    "end_sessions_of",
    "grant_break_glass",
    "grant_role",
    "keep_use",
    "leave",
    "move_department",
    "move_person",
    "note_sign_in",
    "note_use",
    "person_of_account",
    "read_address_token",
    "read_staff_again",
    "remind_of_reviews",
    "renew_recovery_codes",
    "reopen_department",
    "require_second_factor",
    "reset_password",
    "reset_second_factor",
    "review_break_glass",
    "reviewers_of",
    "revoke_token",
    "stop_staff",
    "take_leave_into_effect",
    "tell_rights_lost",
    "turn_off_second_factor",
    "turn_on_second_factor",
    "upload_staff",
]
