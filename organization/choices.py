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
