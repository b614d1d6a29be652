from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class WhoKind(TextChoices):
    ROLE_IN_DEPARTMENT = "ROLE_IN_DEPARTMENT", _("A role in the document's department")
    MANAGER = "MANAGER", _("The department's manager")
    MANAGER_ABOVE = "MANAGER_ABOVE", _("The manager above")
    OTHER_MANAGERS = "OTHER_MANAGERS", _("The managers of the other departments concerned")
    PERSON = "PERSON", _("A named person")
    ROLE_IN_COMPANY = "ROLE_IN_COMPANY", _("A role company-wide")


class StepMode(TextChoices):
    ALL = "ALL", _("All must agree")
    ANY = "ANY", _("Any one may agree")
    IN_ORDER = "IN_ORDER", _("One after another")
    REVIEW = "REVIEW", _("Departments review, one concludes")


class CaseState(TextChoices):
    RUNNING = "RUNNING", _("Running")
    APPROVED = "APPROVED", _("Approved")
    RETURNED = "RETURNED", _("Returned")
    REJECTED = "REJECTED", _("Rejected")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")
    LAPSED = "LAPSED", _("Lapsed")


class StepState(TextChoices):
    AHEAD = "AHEAD", _("Ahead")
    CURRENT = "CURRENT", _("Current")
    STUCK = "STUCK", _("Nobody can decide")
    PASSED = "PASSED", _("Passed")
    SKIPPED = "SKIPPED", _("Not needed")
    ENDED = "ENDED", _("Ended")
    AGAIN = "AGAIN", _("Asked again")
    TAKEN = "TAKEN", _("Taken back")


class TaskState(TextChoices):
    WAITING = "WAITING", _("Waiting")
    AHEAD = "AHEAD", _("Ahead")
    PAUSED = "PAUSED", _("Waits for an added approver")
    DECIDED = "DECIDED", _("Decided")
    RELEASED = "RELEASED", _("No longer needed")
    CARRIED = "CARRIED", _("Decided in the step before")
    HANDED = "HANDED", _("Handed over")


class TaskOrigin(TextChoices):
    ROUTE = "ROUTE", _("By the route")
    LEAVER = "LEAVER", _("From somebody who left")
    HANDED = "HANDED", _("Handed over")
    OVERDUE = "OVERDUE", _("Passed up after the time allowed")


class Reminded(TextChoices):
    BEFORE = "BEFORE", _("Reminded before the date")
    AFTER = "AFTER", _("Reminded after the date")
    NOBODY = "NOBODY", _("Nobody above")


class Added(TextChoices):
    BEFORE = "BEFORE", _("Before me")
    AFTER = "AFTER", _("After me")


class Verdict(TextChoices):
    APPROVE = "APPROVE", _("Approved")
    RETURN = "RETURN", _("Returned")
    REJECT = "REJECT", _("Rejected")
    BACK = "BACK", _("Returned to an earlier step")
    AGREE = "AGREE", _("Agrees")
    REMARKS = "REMARKS", _("Agrees with remarks")
    OBJECT = "OBJECT", _("Objects")


OPINIONS = (Verdict.AGREE, Verdict.REMARKS, Verdict.OBJECT)
"""What a department that reviews says: an opinion, no decision (APR-06)."""
