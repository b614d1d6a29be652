from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DepartmentKind(TextChoices):
    COMPANY = "COMPANY", _("Company")
    DIVISION = "DIVISION", _("Division")
    DEPARTMENT = "DEPARTMENT", _("Department")
    TEAM = "TEAM", _("Team")


class DepartmentStatus(TextChoices):
    ACTIVE = "ACTIVE", _("Active")
    CLOSED = "CLOSED", _("Closed")


class ScopeKind(TextChoices):
    COMPANY = "COMPANY", _("Company")
    DEPARTMENT = "DEPARTMENT", _("Department and below")
    WAREHOUSE = "WAREHOUSE", _("Warehouse")


class Theme(TextChoices):
    SYSTEM = "SYSTEM", _("As the device")
    LIGHT = "LIGHT", _("Light")
    DARK = "DARK", _("Dark")


class TokenScope(TextChoices):
    READ = "read", _("read")
    WRITE = "write", _("write drafts and submit")
    DECIDE = "decide", _("decide")


USERNAME_PATTERN = r"[A-Za-z0-9][A-Za-z0-9._-]{1,59}"


class SignInMethod(TextChoices):
    PASSWORD = "PASSWORD", _("Password")
    OIDC = "OIDC", _("Company account")


class SignInOutcome(TextChoices):
    IN = "IN", _("Signed in")
    WRONG = "WRONG", _("Wrong password")
    WRONG_CODE = "WRONG_CODE", _("Wrong code")
    LOCKED = "LOCKED", _("Refused: locked")
    EXPIRED = "EXPIRED", _("Refused: temporary password at its end")
    RESET = "RESET", _("Password set by somebody else")


class GlassState(TextChoices):
    """Where a break-glass right stands on a day; computed, not stored (ORG-06b)."""

    COMING = "COMING", _("To come")
    HOLDS = "HOLDS", _("In force")
    TO_REVIEW = "TO_REVIEW", _("To be reviewed")
    OVERDUE = "OVERDUE", _("Review overdue")
    REVIEWED = "REVIEWED", _("Reviewed")
    CALLED_OFF = "CALLED_OFF", _("Called off")


class GlassVerdict(TextChoices):
    JUSTIFIED = "JUSTIFIED", _("Justified")
    NOT_JUSTIFIED = "NOT_JUSTIFIED", _("Not justified")


class StaffKind(TextChoices):
    """What an import brings in (ORG-10)."""

    DEPARTMENTS = "DEPARTMENTS", _("Departments")
    PEOPLE = "PEOPLE", _("People")


class StaffImportState(TextChoices):
    CHECKING = "CHECKING", _("Being checked")
    CHECKED = "CHECKED", _("Checked")
    APPLYING = "APPLYING", _("Being brought in")
    APPLIED = "APPLIED", pgettext_lazy("file", "Brought in")
    DISCARDED = "DISCARDED", _("Let go")


class StaffRowState(TextChoices):
    BAD = "BAD", _("With problems")
    NEW = "NEW", _("New")
    CHANGED = "CHANGED", _("Changed")
    SAME = "SAME", _("As it is")
    LEFT_OUT = "LEFT_OUT", _("Left out")
