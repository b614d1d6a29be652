"""What report pages are asked, read from the address; what does not make sense falls back to the usual."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from budgets.choices import CategoryKind, FiscalYearState
from budgets.models import Category, FiscalYear
from core import formats, list_filters
from reports.choices import Compare, Rows, Span, Unit
from reports.selectors.variance import Question


@dataclass(frozen=True, slots=True)
class Asked:
    """A report's question with how it is to be shown."""

    question: Question
    compare: str
    unit: str
    mark_share: Decimal
    mark_amount: Decimal
    as_of_given: str = ""

    @property
    def unread_as_of(self) -> str:
        """What to say when a past moment was asked for that is none: the figures are those of now (LED-07)."""
        if not self.as_of_given or self.question.as_of:
            return ""
        return _("“%(given)s” is not a date: the figures are those of now.") % {"given": self.as_of_given[:40]}

    @property
    def places_label(self) -> str:
        """The unit in words, for headings."""
        return str(Unit(self.unit).label)


def _year_exists(text: str) -> bool:
    return any(str(year.year) == text for year in years())


KNOWN: list_filters.Known = {
    "year": (gettext_lazy("Fiscal year"), _year_exists),
    "span": (gettext_lazy("Period"), Span.values),
    "month": (pgettext_lazy("column", "Month"), [str(month) for month in range(1, 13)]),
    "rows": (gettext_lazy("Rows"), Rows.values),
    "compare": (gettext_lazy("Compare with"), Compare.values),
    "unit": (gettext_lazy("Unit"), Unit.values),
    "kind": (gettext_lazy("Kind"), ("cost", "income")),
    "department": (gettext_lazy("Department"), list_filters.is_id),
    "category": (gettext_lazy("Category"), list_filters.is_id),
    "project": (gettext_lazy("Project"), list_filters.is_id),
}
"""What the variance page reads from its address, and what it takes; of `as_of` the page itself says what is no day."""

MARK_SHARE = Decimal("0.05")
MARK_AMOUNT = Decimal(50000)


def years() -> list[FiscalYear]:
    """The fiscal years there are, latest first."""
    return list(FiscalYear.objects.order_by("-year"))


def usual_year(known: list[FiscalYear]) -> FiscalYear | None:
    """The open year that today falls into, else the latest open one, else the latest."""
    today = timezone.localdate()
    running = [year for year in known if year.start_date <= today < year.end_date]
    opened = [year for year in known if year.state == FiscalYearState.OPEN]
    return next(iter(running or opened or known), None)


def usual_month(year: FiscalYear) -> int:
    """The month of the year that today falls into; December of a past year, January of a future one."""
    today = timezone.localdate()
    if today >= year.end_date:
        return 12
    if today < year.start_date:
        return 1
    return (today.year - year.start_date.year) * 12 + today.month - year.start_date.month + 1


def read(data: Mapping[str, str], *, wan: bool = True) -> Asked | None:
    """The question in an address (`?year=2026&span=ytd&month=9&as_of=…`); None while there is no fiscal year."""
    known = years()
    usual = usual_year(known)
    if usual is None:
        return None
    year = next((y for y in known if str(y.year) == data.get("year")), usual)
    month = _whole(data.get("month"), least=1, most=12) or usual_month(year)
    category_id = _whole(data.get("category"), least=1, most=2**62)
    return Asked(
        question=Question(
            year=year,
            span=_one_of(data.get("span"), Span.values, Span.YEAR_TO_DATE),
            month=month,
            rows=_one_of(data.get("rows"), Rows.values, Rows.DEPARTMENT),
            as_of=_moment(data.get("as_of"), data.get("as_of_time")),
            income=data.get("kind") == "income" or _is_revenue(category_id),
            department_id=_whole(data.get("department"), least=1, most=2**62),
            category_id=category_id,
            project_id=_whole(data.get("project"), least=0, most=2**62),
        ),
        compare=_one_of(data.get("compare"), Compare.values, Compare.LAST_YEAR),
        unit=_one_of(data.get("unit"), Unit.values, Unit.WAN if wan else Unit.FULL),
        mark_share=_share(data.get("mark")),
        mark_amount=MARK_AMOUNT,
        as_of_given=data.get("as_of", ""),
    )


def _one_of(value: str | None, allowed: list[str], otherwise: str) -> str:
    return value if value in allowed else otherwise


def _whole(value: str | None, *, least: int, most: int) -> int | None:
    if value is None or not value.isdecimal() or len(value) > 19:
        return None
    number = int(value)
    return number if least <= number <= most else None


def _share(value: str | None) -> Decimal:
    try:
        share = Decimal(value or "") / 100
        return share if share.is_finite() and 0 <= share <= 1 else MARK_SHARE
    except ArithmeticError:
        return MARK_SHARE


def _is_revenue(category_id: int | None) -> bool:
    """Whether a category is one of revenue: asking for it asks for revenue."""
    return category_id is not None and Category.objects.filter(pk=category_id, kind=CategoryKind.REVENUE).exists()


def _moment(value: str | None, time: str | None) -> datetime | None:
    """A moment in the installation's zone; the end of the day where only a date is given, of the minute with a time."""
    if not value:
        return None
    is_whole = "T" in value or " " in value
    try:
        moment = parse_datetime(value if is_whole else f"{value}T{time or '23:59'}:59.999999")
    except ValueError:
        return None
    if moment is None or not 2000 <= moment.year < 2200:
        return None
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


class Standard(forms.Form):
    """What the standard report is of: months that end with one, of a department or of all that is in sight."""

    department = forms.ChoiceField(label=gettext_lazy("Department"), required=False)
    year = forms.ChoiceField(label=gettext_lazy("Fiscal year"))
    span = forms.ChoiceField(
        label=gettext_lazy("Period"),
        choices=[
            (Span.MONTH, gettext_lazy("Monthly report")),
            (Span.QUARTER, gettext_lazy("Quarterly report")),
            (Span.YEAR_TO_DATE, Span.YEAR_TO_DATE.label),
            (Span.YEAR, gettext_lazy("Yearly report")),
        ],
    )
    month = forms.ChoiceField(label=gettext_lazy("Ending with month"))
    language = forms.ChoiceField(label=gettext_lazy("Language"))

    def __init__(
        self,
        *given: Any,
        departments: Sequence[tuple[int, str]],
        whole: bool,
        languages: Sequence[tuple[str, str]],
        **named: Any,
    ) -> None:
        super().__init__(*given, **named)
        every = _("Whole company") if whole else _("All in my scope")
        fields: dict[str, Any] = self.fields
        fields["department"].choices = [("", every), *departments]
        fields["year"].choices = [(year.year, str(year.year)) for year in years()]
        fields["month"].choices = [(month, formats.month_name(month)) for month in range(1, 13)]
        fields["language"].choices = languages
