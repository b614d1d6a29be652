from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


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
