from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Span(TextChoices):
    """The months a report looks at, ending with a chosen one."""

    YEAR_TO_DATE = "ytd", _("Year to date")
    QUARTER = "quarter", _("Quarter")
    MONTH = "month", _("Month")
    YEAR = "year", _("Whole year")


class Rows(TextChoices):
    """What the rows of the variance table are, outer level first."""

    DEPARTMENT = "department", _("Department, category")
    CATEGORY = "category", _("Category, department")
    PROJECT = "project", _("Project, department")
    MONTH = "month", _("Quarter, month, category")


class Compare(TextChoices):
    """What the last column shows beside the budget."""

    LAST_YEAR = "last_year", _("Last year")
    FORECAST = "forecast", _("Forecast of the year")


class Unit(TextChoices):
    """Full amounts or ten thousands (GEN-11)."""

    WAN = "wan", _("10,000 CNY")
    FULL = "amount", _("CNY")


class RunState(TextChoices):
    """Where a report that somebody asked for stands (RPT-41)."""

    QUEUED = "QUEUED", pgettext_lazy("report", "Being made")
    DONE = "DONE", pgettext_lazy("report", "Ready")
    CANCELLED = "CANCELLED", _("Cancelled")
    FAILED = "FAILED", _("Failed")
    EXPIRED = "EXPIRED", _("Expired")


class Form(TextChoices):
    """What a report is handed out as."""

    PDF = "pdf", "PDF"
    XLSX = "xlsx", "Excel"


class AlertKind(TextChoices):
    """What a budget alert is about (EXP-11)."""

    USED = "USED", pgettext_lazy("alert", "Budget used")
    RUN_RATE = "RUN_RATE", pgettext_lazy("alert", "Runs out before year end")
    MONTH = "MONTH", pgettext_lazy("alert", "Month differs from plan")


class AlertState(TextChoices):
    """Whether somebody has acknowledged an alert."""

    OPEN = "OPEN", pgettext_lazy("alert", "Open")
    DONE = "DONE", pgettext_lazy("alert", "Acknowledged")
