from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


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
