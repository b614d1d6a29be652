from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from budgets.models import FiscalYear
from core.web import Request, page_or_part
from expenses import policies as spending
from organization.models import Department
from parts_sales.selectors import desk
from reports import charts, forms, policies
from reports.choices import Span, Unit
from reports.selectors import finance, overview, waiting
from reports.selectors.alerts import open_alerts
from reports.selectors.variance import span_label
from reports.views import alerts
from reports.views.variance import asked_by


@require_GET
def home(request: Request) -> HttpResponse:
    """To the start page of one's roles: what needs one, and one's figures (RPT-05)."""
    actor = request.actor
    if policies.can_view_finance(actor) and actor.roles & {"finance", "finance_manager"}:
        return redirect("reports:finance")
    return redirect("reports:company" if policies.can_view(actor) else "reports:own")


@require_GET
def company(request: Request) -> HttpResponse:
    """The overview of the company, or of the departments in sight (RPT-01)."""
    if not policies.can_view(request.actor):
        raise PermissionDenied
    asked = asked_by(request)
    if asked is None:
        return render(request, "reports/overview.html", {"asked": None})
    return page_or_part(request, "reports/overview.html", "report", overview_page(request, asked))


def overview_page(request: Request, asked: forms.Asked) -> dict[str, Any]:
    """What the overview and its parts show."""
    scope, question = policies.sight(request.actor), asked.question
    shown = overview.overview(
        year=question.year,
        span=question.span,
        month=question.month,
        scope=scope,
        department_id=question.department_id,
    )
    tasks, count = waiting.waiting_for(request.actor, on=timezone.localdate())
    found, open_count = open_alerts(request.actor)
    departments = Department.objects.filter(status="ACTIVE").order_by("position", "code")
    if not scope.company:
        departments = departments.filter(pk__in=scope.departments)
    chosen = next((d for d in departments if d.pk == question.department_id), None)
    return {
        "asked": asked,
        "question": question,
        "shown": shown,
        "figures": shown.figures,
        "years": forms.years(),
        "departments": departments,
        "chosen": chosen,
        "is_company": scope.company and chosen is None,
        "span_label": span_label(question.span),
        "spans": [Span.YEAR_TO_DATE, Span.QUARTER, Span.MONTH],
        "unit": "wan" if asked.unit == Unit.WAN else "amount0",
        "movers": [*shown.over, *shown.saved],
        "address": urlencode(
            {"year": question.year.year, "span": question.span, "month": question.month}
            | ({"department": question.department_id} if question.department_id else {})
        ),
        "trend": charts.months_chart(
            budget=shown.months.budget,
            actual=shown.months.actual,
            last_year=shown.months.last_year,
            unit=asked.unit,
            reached=question.month,
            run_rate=shown.figures.run_rate,
        ),
        "trend_rows": list(
            zip(range(1, 13), shown.months.budget, shown.months.actual, shown.months.last_year, strict=True)
        ),
        "waiting": tasks,
        "waiting_count": count,
        "alerts": [alerts.shown(one) for one in found],
        "alert_count": open_count,
    }


@require_GET
def finance_page(request: Request) -> HttpResponse:
    """Finance's page: departments' budgets, months, what is stuck, beside the company's money (RPT-05)."""
    if not policies.can_view_finance(request.actor):
        raise PermissionDenied
    asked = asked_by(request)
    if asked is None:
        return render(request, "reports/finance.html", {"asked": None})
    planning = FiscalYear.objects.filter(state="PLANNING").order_by("year").first()
    months = finance.months_of_year(year=asked.question.year)
    return render(
        request,
        "reports/finance.html",
        {
            **overview_page(request, asked),
            "planning": planning,
            "progress": finance.budget_progress(year=planning or asked.question.year),
            "periods": months,
            "next_to_close": finance.first_open(months),
            "stuck": finance.stuck_steps(),
            "failed_jobs": finance.failed_jobs(),
        },
    )


@require_GET
def own_page(request: Request) -> HttpResponse:
    """Everybody's page: what waits for me, my documents, where to begin (RPT-05)."""
    tasks, count = waiting.waiting_for(request.actor, on=timezone.localdate())
    return render(
        request,
        "reports/own.html",
        {
            "waiting": tasks,
            "waiting_count": count,
            "documents": waiting.own_documents(request.actor),
            "can_request": request.actor.can_somewhere(spending.REQUEST),
            "can_claim": request.actor.can_somewhere(spending.CLAIM),
            "groups": [group for group in desk.groups(request.actor, on=timezone.localdate()) if group.count],
        },
    )
