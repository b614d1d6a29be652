"""Where the standard report is asked for (RPT-40)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_GET

from core.web import Request
from organization.models import Department
from reports import forms, policies
from reports.views.runs import LANGUAGES
from reports.views.variance import asked_by, require_reader


@require_GET
def standard(request: Request) -> HttpResponse:
    """Department, months, language; the form posts to where all reports are asked for."""
    require_reader(request)
    asked = asked_by(request)
    if asked is None:
        return render(request, "reports/standard.html", {"form": None})
    scope = policies.sight(request.actor)
    departments = Department.objects.filter(status="ACTIVE").order_by("position", "code")
    if not scope.company:
        departments = departments.filter(pk__in=scope.departments)
    form = forms.Standard(
        departments=[(one.pk, one.name) for one in departments],
        whole=scope.company,
        languages=LANGUAGES,
        initial={
            "year": asked.question.year.year,
            "span": asked.question.span,
            "month": asked.question.month,
            "department": asked.question.department_id or "",
            "language": translation.get_language(),
        },
    )
    return render(request, "reports/standard.html", {"form": form})
