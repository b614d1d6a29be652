"""The standard report of a department or the company: by month, quarter, year (RPT-40)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import formats
from core.actors import Actor, Scope
from core.calendar import midnight
from core.money import base_currency
from reports import forms, policies
from reports.choices import Rows, Span
from reports.forms import Asked
from reports.papers import chapters
from reports.papers.content import Content, Section
from reports.papers.moments import latest_posting
from reports.papers.registry import Paper, Parameters
from reports.papers.variance import NoYear
from reports.selectors.figures import Names, narrowed
from reports.selectors.overview import overview
from reports.selectors.variance import Question, variance_table


class StandardPaper(Paper):
    """Cover, contents, summary, allocation, expenditure, variance, trends, KPIs, findings, recommendations,
    approvals.
    """

    code = "standard"
    label = gettext_lazy("Budget report")

    def read(self, given: Mapping[str, str], actor: Actor) -> Parameters:
        asked = forms.read(given)
        if asked is None:
            raise NoYear
        question = asked.question
        complete = {"year": str(question.year.year), "span": question.span, "month": str(_last_month(question))}
        if question.department_id:
            complete["department"] = str(question.department_id)
        return complete

    def require_seen(self, parameters: Parameters, actor: Actor) -> None:
        scope = self.scope(parameters, actor)
        if not policies.can_view(actor) or not (scope.company or scope.departments):
            raise Http404

    def scope(self, parameters: Parameters, actor: Actor) -> Scope:
        department = parameters.get("department")
        return narrowed(policies.sight(actor), int(department) if department else None)

    def title(self, parameters: Parameters) -> str:
        asked = _asked(parameters)
        return f"{_heading(asked, Names(), None)} {period(asked)}"

    def title_for(self, parameters: Parameters, actor: Actor) -> str:
        asked = _asked(parameters)
        return f"{_heading(asked, Names(), self.scope(parameters, actor))} {period(asked)}"

    def content(self, parameters: Parameters, actor: Actor) -> Content:
        given, names, scope = _asked(parameters), Names(), self.scope(parameters, actor)
        asked = _compared(given)
        question = asked.question
        year = question.year
        shown = overview(year=year, span=question.span, month=question.month, scope=scope)
        by_department = variance_table(question=question, scope=scope, names=names)
        by_category = variance_table(question=_rows(question, Rows.CATEGORY), scope=scope, names=names)
        posted = latest_posting(year)
        moment = posted or midnight(year.start_date)
        told = chapters.Told(
            asked=asked,
            names=names,
            scope=scope,
            shown=shown,
            by_department=by_department,
            by_category=by_category,
            at=min(moment, midnight(end_of(question))),
            until=end_of(question),
        )
        sections: list[Section] = [section for chapter in chapters.CHAPTERS for section in chapter(told)]
        return Content(
            title=_heading(asked, names, scope),
            subtitle=period(given),
            state_of=posted,
            has_cover=True,
            sections=sections,
            more={
                "cover": [
                    (_("Fiscal year"), str(year.year)),
                    (_("Months"), _months(asked)),
                    (_("Amounts"), _("%(currency)s, tax included") % {"currency": base_currency()}),
                ]
            },
        )


def period(asked: Asked) -> str:
    """The months in words: 2026 年 9 月月报; of a quarter or year that still runs, which of its months it is of."""
    question = asked.question
    whole = {Span.YEAR: 12, Span.QUARTER: 3}.get(Span(question.span), 1)
    if not question.month % whole:
        return plain_period(asked)
    told = {"period": plain_period(asked), "months": _months(_compared(asked))}
    return _("%(period)s, to date: %(months)s") % told


def plain_period(asked: Asked) -> str:
    """The month, quarter or year as it is called."""
    question = asked.question
    told = {"year": question.year.year, "month": formats.month_name(question.month)}
    match question.span:
        case Span.MONTH:
            return _("Monthly report, %(month)s %(year)s") % told
        case Span.QUARTER:
            number = (question.month - 1) // 3 + 1
            return _("Quarterly report, quarter %(number)s of %(year)s") % {**told, "number": number}
        case Span.YEAR:
            return _("Yearly report %(year)s") % told
    return _("Report of the year to %(month)s %(year)s") % told


def _last_month(question: Question) -> int:
    """The last month reported on: of what still runs none that has not begun, since nothing was expected of it yet
    (BUD-34). What lies wholly ahead stays as asked for: a plan.
    """
    month = 12 if question.span == Span.YEAR else question.month
    if question.year.is_ahead:
        return month
    begun = min(month, forms.usual_month(question.year))
    return begun if begun in question.months else month


def _compared(asked: Asked) -> Asked:
    """What the figures are asked: a year that still runs is the year to date, its plan and its run rate those of the
    months up to now, as the overview has them (BUD-34, RPT-40).
    """
    question = asked.question
    if question.span != Span.YEAR or question.month == 12:
        return asked
    return replace(asked, question=replace(question, span=Span.YEAR_TO_DATE))


def end_of(question: Question) -> date:
    """The day after the last one of the months reported on."""
    month = 12 if question.span == Span.YEAR else question.month
    found = question.year.periods.filter(month=month).values_list("end_date", flat=True).first()
    return found or question.year.end_date


def _months(asked: Asked) -> str:
    months = asked.question.months
    first, last = formats.month_name(months[0]), formats.month_name(months[-1])
    return first if first == last else f"{first} – {last}"


def _heading(asked: Asked, names: Names, scope: Scope | None) -> str:
    return _("%(whose)s budget report") % {"whose": _whose(asked, names, scope)}


def _whose(asked: Asked, names: Names, scope: Scope | None) -> str:
    named = names.departments.get(asked.question.department_id or 0)
    if named is not None:
        return str(named.name)
    return _("Company") if scope is None or scope.company else _("Own departments")


def _asked(parameters: Parameters) -> Asked:
    asked = forms.read(parameters)
    if asked is None:
        raise NoYear
    return asked


def _rows(question: Question, rows: str) -> Question:
    return Question(
        year=question.year,
        span=question.span,
        month=question.month,
        rows=rows,
        department_id=question.department_id,
    )
