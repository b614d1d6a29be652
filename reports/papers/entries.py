"""The ledger's postings of a year as a workbook: as many as there are, one by one (LED-01, RPT-41)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from budgets import confidential, policies
from budgets.models import FiscalYear, LedgerEntry
from core.actors import Actor, Scope
from core.money import base_currency
from reports import forms
from reports.choices import Form
from reports.papers.content import Column, Content, Row, Table
from reports.papers.registry import Paper, Parameters
from reports.papers.variance import NoYear
from reports.selectors.figures import narrowed

AT_ONCE = 2000
MOST_ROWS = 1_000_000
"""What a sheet holds, less its head."""


class EntriesPaper(Paper):
    """All entries of a year that one may see, or of a department and those below it."""

    code = "ledger_entries"
    label = gettext_lazy("Ledger entries")
    forms = (Form.XLSX,)

    def read(self, given: Mapping[str, str], actor: Actor) -> Parameters:
        asked = forms.read(given)
        if asked is None:
            raise NoYear
        complete = {"year": str(asked.question.year.year)}
        if asked.question.department_id:
            complete["department"] = str(asked.question.department_id)
        return complete

    def require_seen(self, parameters: Parameters, actor: Actor) -> None:
        sight = actor.sight(policies.VIEW)
        if not sight.company and not sight.departments:
            raise Http404

    def scope(self, parameters: Parameters, actor: Actor) -> Scope:
        department = parameters.get("department")
        return narrowed(actor.sight(policies.VIEW), int(department) if department else None)

    def title(self, parameters: Parameters) -> str:
        return f"{self.label} {parameters['year']}"

    def content(self, parameters: Parameters, actor: Actor) -> Content:
        year = FiscalYear.objects.get(year=int(parameters["year"]))
        entries = confidential.told_to(actor, _entries(year, self.scope(parameters, actor)))
        count = entries.count()
        columns = [
            Column(_("Posted at"), "moment", 17),
            Column(pgettext("calendar", "Month"), "count", 8),
            Column(_("Kind"), width=18),
            Column(_("Department"), width=20),
            Column(_("Category"), width=20),
            Column(_("Project"), width=16),
            Column(_("Document"), width=40),
            Column(_("Reason"), width=30),
            Column(pgettext("person", "By"), width=14),
            Column(_("Amount (%(currency)s)") % {"currency": base_currency()}, "money", 18),
            Column(_("No."), "count", 12),
        ]
        last = entries.order_by("-posted_at").values_list("posted_at", flat=True).first()
        table = Table(
            columns=columns, rows=_rows(entries), count=min(count, MOST_ROWS), empty=_("Nothing was posted yet")
        )
        return Content(title=self.title(parameters), state_of=last, landscape=True, sections=[table])


def _entries(year: FiscalYear, scope: Scope) -> QuerySet[LedgerEntry]:
    entries = LedgerEntry.objects.filter(year=year.year)
    return entries if scope.company else entries.filter(department_id__in=scope.departments)


def _rows(entries: QuerySet[LedgerEntry]) -> Iterator[Row]:
    named = entries.select_related("department", "category", "project", "posted_by").order_by("pk")
    for entry in named[:MOST_ROWS].iterator(chunk_size=AT_ONCE):
        yield Row(
            (
                entry.posted_at,
                entry.month,
                str(entry.get_kind_display()),
                entry.department.name,
                entry.category.name,
                entry.project.name if entry.project else None,
                entry.source_label,
                entry.reason or None,
                entry.posted_by.name if entry.posted_by else _("System"),
                entry.amount,
                entry.sequence,
            )
        )
