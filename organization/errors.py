"""What the organization refuses, in words that name the way out (QLT-53)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core import permissions
from core.errors import DomainError, NotAllowed


def permission_label(code: str) -> str:
    """A permission in words; its code where no app lists it."""
    known = permissions.registered().get(code)
    return str(known.label) if known else code


class _NamesPair(DomainError):
    """A refusal whose params `first` and `second` are permission codes: shown in words, given as codes."""

    def shown_params(self) -> dict[str, Any]:
        words = {key: permission_label(self.params[key]) for key in ("first", "second")}
        return {**self.params, **words}


class IncompatibleRights(_NamesPair):
    """One person would hold both sides of an incompatible pair (ORG-05)."""

    code = "incompatible_rights"
    text = _(
        "%(person)s would hold both “%(first)s” (%(first_role)s) and “%(second)s” (%(second_role)s), which nobody may"
        " hold together. End the other role first, or choose another person."
    )


class RoleBreaksPair(_NamesPair):
    """A role would hold both sides of an incompatible pair (ORG-05)."""

    code = "role_breaks_pair"
    text = _(
        "The role would hold both “%(first)s” and “%(second)s”, which nobody may hold together. Take one of them out."
    )


class PairBroken(_NamesPair):
    """A new pair is already broken by somebody (ORG-05)."""

    code = "pair_broken"
    text = _(
        "%(person)s holds both “%(first)s” (%(first_role)s) and “%(second)s” (%(second_role)s). End one of the two"
        " roles first, then add the pair."
    )


class PairHeldByRole(_NamesPair):
    """A new pair is broken by a role itself (ORG-05)."""

    code = "pair_held_by_role"
    text = _("The role “%(role)s” holds both “%(first)s” and “%(second)s”. Change the role first, then add the pair.")


class PairKnown(_NamesPair):
    """The pair is in the table already."""

    code = "pair_known"
    text = _("“%(first)s” and “%(second)s” are an incompatible pair already.")


class PairOfOne(DomainError):
    """A pair needs two different permissions."""

    code = "pair_of_one"
    text = _("Choose two different rights.")
    status = 400


class OwnRights(NotAllowed):
    """Nobody changes what they may do themselves (ORG-03)."""

    code = "own_rights"
    text = _("Nobody changes their own rights. Ask another finance supervisor.")


class AlreadyHeld(DomainError):
    """The same role over the same scope, at the same time."""

    code = "already_held"
    text = _("%(person)s already holds %(role)s there, from %(start)s.")


class AssignmentEnded(DomainError):
    """A right that is over cannot be ended again."""

    code = "assignment_ended"
    text = _("%(person)s does not hold %(role)s any more: it ended on %(end)s.")


class RightInThePast(DomainError):
    """History is not rewritten: rights begin and end today or later."""

    code = "right_in_the_past"
    text = _("A right begins and ends today or later. Choose %(today)s or a later day.")
    status = 400


class EndBeforeStart(DomainError):
    """A right needs at least one day."""

    code = "end_before_start"
    text = _("The last day must lie after the first.")
    status = 400


class ScopeIncomplete(DomainError):
    """A scope needs what it names."""

    code = "scope_incomplete"
    text = _("Choose the department or warehouse the role is for.")
    status = 400


class PersonLeft(DomainError):
    """Who left holds no rights and manages nothing."""

    code = "person_left"
    text = _("%(person)s has left or will have left by then, so this is not possible.")


class UserNameTaken(DomainError):
    """A user name belongs to one person for good."""

    code = "user_name_taken"
    text = _("The user name “%(username)s” is taken. Choose another one.")


class CodeTaken(DomainError):
    """A code stands for one thing."""

    code = "code_taken"
    text = _("The code “%(taken)s” is taken. Choose another one.")


class WeakPassword(DomainError):
    """The password is too easily guessed."""

    code = "weak_password"
    text = "%(problems)s"
    status = 400

    def shown_params(self) -> dict[str, Any]:
        return {"problems": " ".join(self.params["problems"])}


class WrongPassword(DomainError):
    """The present password is asked before a new one."""

    code = "wrong_password"
    text = _("The present password is not right. Nothing was changed.")
    status = 400


class DepartmentLevel(DomainError):
    """The tree is company, divisions, departments, teams (ORG-01)."""

    code = "department_level"
    text = _("A %(kind)s cannot stand below a %(parent_kind)s. Choose another department above it.")


class DepartmentInCircle(DomainError):
    """A department cannot stand below itself."""

    code = "department_in_circle"
    text = _("%(department)s cannot be moved below itself or one of its own departments.")


class DepartmentClosed(DomainError):
    """Nothing new goes into a closed department."""

    code = "department_closed"
    text = _("%(department)s is closed. Choose a department that is active.")


class DepartmentInUse(DomainError):
    """A department with people or open departments in it stays open."""

    code = "department_in_use"
    text = _(
        "%(department)s still has %(people)s people and %(departments)s open departments below it. Move them first."
    )


class UnknownPermission(DomainError):
    """Roles are built from the listed permissions alone (ORG-04)."""

    code = "unknown_permission"
    text = _("There is no permission “%(permission)s”.")
    status = 400


class TokenEnd(DomainError):
    """A token ends within a year."""

    code = "token_end"
    text = _("A token must end after today and within a year.")
    status = 400


class TokenScopes(DomainError):
    """A token is for something."""

    code = "token_scopes"
    text = _("Choose what the token may be used for: read, write or decide.")
    status = 400


class SignInWrong(DomainError):
    """User name or password do not fit; which of them is not told."""

    code = "sign_in_wrong"
    title = _("User name or password is wrong.")
    status = 401

    def __str__(self) -> str:
        more = ngettext(
            "%(left)d more try, then locked for %(minutes)d minutes.",
            "%(left)d more tries, then locked for %(minutes)d minutes.",
            self.params["left"],
        )
        return more % self.params


class SignInLocked(DomainError):
    """Too many wrong tries from one place."""

    code = "sign_in_locked"
    title = _("Locked after too many wrong tries.")
    text = _(
        "Try again in %(minutes)s minutes. Forgot the password? The information manager or the finance supervisor"
        " sets a new one."
    )
    status = 429


class SecondFactorNotRead(DomainError):
    """The first code of a new authenticator app does not fit its picture."""

    code = "second_factor_not_read"
    text = _("The code does not fit. Look whether the phone's clock is right, and type the code the app shows now.")
    status = 400


class SecondFactorWrong(DomainError):
    """The code of the second factor does not fit, or was used already."""

    code = "second_factor_wrong"
    title = _("The code is wrong or was used already.")
    status = 401

    def __str__(self) -> str:
        more = ngettext(
            "%(left)d more try, then locked for %(minutes)d minutes.",
            "%(left)d more tries, then locked for %(minutes)d minutes.",
            self.params["left"],
        )
        return f"{self.title} {more % self.params}"


class SecondFactorLocked(DomainError):
    """Too many wrong codes."""

    code = "second_factor_locked"
    title = _("Locked after too many wrong codes.")
    text = _("Locked after too many wrong codes. Try again in %(minutes)s minutes.")
    status = 429


class SecondFactorNeeded(DomainError):
    """Password right, code missing."""

    code = "second_factor_needed"
    text = _("This account is protected by a second factor. Send the code of the authenticator app as well.")
    status = 401


class TemporaryPassword(DomainError):
    """The password was set by somebody else; its owner sets their own before anything else (ORG-05)."""

    code = "temporary_password"
    text = _("Your password was set by somebody else. Sign in on the web page and set your own first.")
    status = 403


class TemporaryPasswordEnded(DomainError):
    """A password set by somebody else holds for a day (ORG-05)."""

    code = "temporary_password_ended"
    text = _("This temporary password has come to its end. Ask whoever set it for a new one.")
    status = 401


class SamePassword(DomainError):
    """The new password is the one that was to be replaced."""

    code = "same_password"
    text = _("This is the present password. Choose another one.")
    status = 400


class SecondFactorDue(DomainError):
    """A role needs a second factor that is not set up yet (ORG-09)."""

    code = "second_factor_due"
    text = _("One of your roles needs a second factor. Sign in on the web page and set it up first.")
    status = 403


class SecondFactorSetUp(DomainError):
    """There is one already."""

    code = "second_factor_set_up"
    text = _("A second factor is set up already. Turn it off first to set up another one.")


class SecondFactorMissing(DomainError):
    """There is none to turn off or to take codes from."""

    code = "second_factor_missing"
    text = _("No second factor is set up.")


class SecondFactorCompulsory(DomainError):
    """A role needs it, so it stays on (ORG-09)."""

    code = "second_factor_compulsory"
    text = _("One of your roles needs the second factor, so it stays on. For a new phone, ask the information manager.")


class CompanySignInFailed(DomainError):
    """The identity provider is away, or its answer does not hold."""

    code = "company_sign_in_failed"
    title = _("Signing in with the company account did not work.")
    text = _("Try again, or sign in with user name and password. If it stays so, tell the information manager.")
    status = 502


class CompanyAccountUnknown(DomainError):
    """The provider knows them, this application does not."""

    code = "company_account_unknown"
    title = _("This company account is not known here.")
    text = _("Ask the information manager to add you, then sign in again.")
    status = 403


class AddressLinkEnded(DomainError):
    """The link that confirms an e-mail address holds no longer, or is somebody else's."""

    code = "address_link_ended"
    text = _("This link holds no longer. Enter the address on your profile again; a new mail follows.")
