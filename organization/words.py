"""The words of the organization's events (GEN-05)."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import audit, notifications
from core.models import Way

SENTENCES = {
    "person.create": _("Person added"),
    "person.change": _("Person changed"),
    "person.move": _("Moved to another department"),
    "person.leave": _("Leaves"),
    "person.stay": _("Stays after all"),
    "person.password_change": _("Changed their password"),
    "person.password_reset": _("Password set anew"),
    "person.second_factor_on": _("Second factor set up"),
    "person.second_factor_off": _("Second factor turned off"),
    "person.second_factor_reset": _("Second factor taken off"),
    "person.recovery_codes_renew": _("New recovery codes made"),
    "person.account_link": _("Company account linked"),
    "person.token_create": _("API token made"),
    "person.token_revoke": _("API token revoked"),
    "person.tokens_revoke": _("All API tokens revoked"),
    "department.create": _("Department added"),
    "department.change": _("Department changed"),
    "department.move": _("Department moved"),
    "department.close": _("Department closed"),
    "department.reopen": _("Department opened again"),
    "role.create": _("Role added"),
    "role.change": _("Role changed"),
    "role_assignment.grant": _("Role granted"),
    "role_assignment.end": _("Role ended"),
    "role_assignment.go_on": _("Role goes on"),
    "incompatible_pair.add": _("Incompatible pair added"),
    "staff_import.create": _("File sent"),
    "staff_import.apply": _("File brought in"),
    "staff_import.discard": _("File let go"),
    "staff_import.stop": _("Asked to stop"),
    "break_glass.grant": _("Break-glass right granted"),
    "break_glass.end": _("Break-glass right ended"),
    "break_glass.review": _("Break-glass right reviewed"),
}

FIELDS = {
    "password_until": _("Temporary password until"),
    "name_zh": _("Chinese name"),
    "name_en": _("English name"),
    "manager": _("Manager"),
    "deputy": _("Deputy"),
    "manager_id": _("Manager"),
    "deputy_id": _("Deputy"),
    "department": _("Department"),
    "person": _("Person"),
    "role": _("Role"),
    "warehouse": _("Warehouse"),
    "permissions": _("Permissions"),
    "is_active": _("May sign in"),
    "sort_key": _("Sorted as"),
    "initials": _("Initials"),
    "granted_by": _("Granted by"),
    "granted_at": _("Granted at"),
    "ended_by": _("Ended by"),
    "ended_at": _("Ended at"),
    "end_reason": _("Reason of the end"),
    "approve_limit": _("Approves alone up to"),
    "discount_limit_share": _("Discount granted alone"),
    "code": _("Code"),
    "email": _("E-mail"),
    "position": _("Position"),
    "position_en": _("Position in English"),
    "joined_date": _("Joined on"),
    "status": _("Status"),
    "requires_second_factor": _("Needs a second factor"),
    "crosses": _("Pairs gone past"),
    "review_due_date": _("To be reviewed by"),
    "reviewed_by": _("Reviewed by"),
    "reviewed_at": _("Reviewed at"),
    "verdict": _("Verdict"),
    "finding": _("Finding"),
    "number": _("Number"),
}


def register() -> None:
    """Give event codes and changed values their words."""
    audit.register(SENTENCES)
    audit.register_fields(FIELDS)
    audit.register_facts({audit.BREAK_GLASS: _("Under break-glass right")})
    notifications.register_page(
        "break_glass",
        _("Break-glass rights"),
        lambda right_id: reverse("organization:break_glass_detail", kwargs={"right_id": right_id}),
    )
    notifications.register_topic(
        notifications.Topic(
            "break_glass", _("Break-glass rights"), ("break_glass.",), usual=Way.MAIL, ways=(Way.MAIL, Way.APP)
        )
    )
    notifications.register_topic(
        notifications.Topic("security", _("The safety of my account"), ("person.",), usual=Way.MAIL, ways=(Way.MAIL,))
    )
    notifications.register_page(
        "leaver",
        _("What people who left leave open"),
        lambda person_id: reverse("organization:person_left", kwargs={"person_id": person_id}),
    )
    notifications.register_topic(
        notifications.Topic("leaver", _("What people who left leave open"), ("leaver.",), usual=Way.MAIL)
    )
    notifications.register(
        {
            "leaver.left": _(
                "%(who)s has left. Questions, customers, leads and agreements that went over to you: %(handed)s. "
                "Please look at what else is open."
            ),
            "person.password_reset": _(
                "%(by)s set your password anew and ended your API tokens. It holds for 24 hours or until you set "
                "your own. Not asked for? Tell the general manager."
            ),
            "person.email_changed": _("Your e-mail address was changed to %(address)s."),
            "person.recovery_code_used": _(
                "One of your recovery codes was used; %(left)s are left. Not by you? Change your password, make new"
                " codes and tell the finance supervisor."
            ),
            "person.second_factor_reset": _(
                "%(by)s took your second factor off. Not asked for? Tell the finance supervisor."
            ),
            "break_glass.granted": _(
                "%(by)s gave %(person)s the break-glass right %(document)s, %(role)s, from %(start)s until %(end)s:"
                " “%(reason)s”. Everything done under it is marked; it is to be reviewed by %(due)s."
            ),
            "break_glass.ended": _(
                "%(document)s, %(role)s of %(person)s, has been ended early: “%(reason)s”. To be reviewed by: %(due)s."
            ),
            "break_glass.justified": _("%(document)s, %(role)s of %(person)s, was found justified: “%(reason)s”."),
            "break_glass.not_justified": _(
                "%(document)s, %(role)s of %(person)s, was found not justified: “%(reason)s”."
            ),
            "break_glass.overdue": _(
                "%(document)s, %(role)s of %(person)s, should have been reviewed by %(due)s. Please look at what was"
                " done under it."
            ),
        }
    )
