"""What complaints cost each budget (CMP-08)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from core.money import base_currency
from core.web import Request
from reports import forms, policies
from reports.choices import Span
from reports.rules import MONTHS
from reports.selectors.complaint_costs import complaint_costs as costs_of
from reports.selectors.figures import Names
from reports.selectors.variance import span_label
from reports.views.variance import asked_by, require_reader

TEMPLATE = "reports/complaint_costs.html"
MOST = 200


@require_GET
def complaint_costs(request: Request) -> HttpResponse:
    """By department and category, by month, and the papers behind them; PDF and Excel have all of them."""
    require_reader(request)
    asked = asked_by(request)
    if asked is None:
        return render(request, TEMPLATE, {"asked": None})
    scope, names, question = policies.sight(request.actor), Names(), asked.question
    table = costs_of(question, actor=request.actor, scope=scope)
    context = {
        "asked": asked,
        "question": question,
        "table": table,
        "papers": table.papers[:MOST],
        "is_cut": len(table.papers) > MOST,
        "span_label": span_label(question.span),
        "years": forms.years(),
        "departments": [
            one
            for one in sorted(names.departments.values(), key=lambda found: names.department_order[found.pk])
            if scope.covers(one.pk)
        ],
        "categories": [
            (category, "\u3000" * level) for category, level in names.category_tree() if not category.is_contingency
        ],
        "spans": Span.choices,
        "months": MONTHS,
        "query": request.GET.urlencode(),
        "currency": base_currency(),
    }
    return render(request, TEMPLATE, context)
