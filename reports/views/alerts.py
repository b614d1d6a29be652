"""Budget alerts: the list, one of them, and saying that it was seen (EXP-11)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from budgets.models import FiscalYear
from core import lists, thresholds
from core.errors import DomainError, NotAllowed
from core.list_filters import FilterForm
from core.web import Request, go_to, page_or_part
from organization.models import Department
from reports import alert_words, exports, policies
from reports.choices import AlertKind, AlertState
from reports.models import BudgetAlert
from reports.selectors import alerts as selectors
from reports.selectors.alerts import AlertQuestion
from reports.services import alerts

ROWS = 50
FILTERS = ("state", "kind", "department", "year", "q")


class AlertFilter(FilterForm):
    """The filters of the list; what makes no sense is let go."""

    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    department = forms.TypedChoiceField(label=gettext_lazy("Department"), coerce=int, required=False, empty_value=None)
    year = forms.TypedChoiceField(label=gettext_lazy("Year"), coerce=int, required=False, empty_value=None)
    q = forms.CharField(label=gettext_lazy("Search"), required=False, max_length=100)

    def __init__(self, *args: Any, request: Request, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scope = policies.sight(request.actor)
        departments = Department.objects.filter(status="ACTIVE").order_by("position", "code")
        if not scope.company:
            departments = departments.filter(pk__in=scope.departments)
        fields: Any = self.fields
        fields["state"].choices = [("", _("All states")), *AlertState.choices]
        fields["kind"].choices = [("", _("All kinds")), *AlertKind.choices]
        fields["department"].choices = [("", _("All departments")), *((one.pk, one.name) for one in departments)]
        years = FiscalYear.objects.order_by("-year").values_list("year", flat=True)
        fields["year"].choices = [("", _("All years")), *((year, str(year)) for year in years)]

    def question(self, *, sort: str) -> AlertQuestion:
        """What is asked."""
        self.is_valid()
        asked: dict[str, Any] = self.cleaned_data
        return AlertQuestion(
            state=asked.get("state") or "",
            kind=asked.get("kind") or "",
            department_id=asked.get("department"),
            year=asked.get("year"),
            words=(asked.get("q") or "").replace("\x00", "").strip(),
            sort=sort,
        )


class NoteForm(forms.Form):
    """What is done about it; that it is said at all, the service asks."""

    note = forms.CharField(
        label=gettext_lazy("What is done about it"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@lists.list_page
@require_GET
def alert_list(request: Request) -> HttpResponse:
    """The alerts of the departments one reads figures of."""
    if not policies.can_view(request.actor):
        raise PermissionDenied
    form = AlertFilter(request.GET, request=request)
    question = form.question(sort=request.GET.get("sort", ""))
    rows = selectors.alerts_found(request.actor, question)
    if lists.wants_file(request):
        filters = lists.in_words(form, FILTERS)
        return lists.file_of(
            request, exports.alerts_sheet(rows), name="budget-alerts", title=_("Budget alerts"), filters=filters
        )
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": [shown(row) for row in page.object_list],
        "chips": lists.chips(request.GET, form, FILTERS),
        "is_filtered": any((question.state, question.kind, question.department_id, question.year, question.words)),
        "can_set": thresholds.can_see(request.actor),
    }
    return page_or_part(request, "reports/alerts.html", "table", context)


@require_GET
def alert_detail(request: Request, alert_id: int) -> HttpResponse:
    """One alert, with the note of whoever acknowledged it."""
    return _page(request, _visible(request, alert_id), NoteForm())


@require_POST
def alert_acknowledge(request: Request, alert_id: int) -> HttpResponse:
    """Say that it was seen and what is done about it."""
    alert = _visible(request, alert_id)
    form = NoteForm(request.POST)
    form.is_valid()
    note = form.cleaned_data.get("note", "")
    try:
        alerts.acknowledge(alert_id=alert.pk, note=note, actor=request.actor, at=timezone.now())
    except DomainError as refused:
        return _page(request, alert, form, error=refused, status=403 if isinstance(refused, NotAllowed) else 422)
    messages.success(request, _("The alert was acknowledged."))
    return go_to(request, "reports:alert_list")


def _visible(request: Request, alert_id: int) -> BudgetAlert:
    """The alert, if it is of a department whose figures one reads; 404 otherwise (GEN-10)."""
    return get_object_or_404(selectors.with_key(selectors.alerts_visible_to(request.actor)), pk=alert_id)


def _page(
    request: Request, alert: BudgetAlert, form: NoteForm, *, error: DomainError | None = None, status: int = 200
) -> HttpResponse:
    may = policies.can_acknowledge(alert, request.actor) and alert.is_open
    context = {**shown(alert), "form": form, "error": error, "may": may}
    return render(request, "reports/alert.html", context, status=status)


def shown(alert: BudgetAlert) -> dict[str, Any]:
    """An alert with its sentence and where its figures come from."""
    asked = {"year": alert.fiscal_year.year, "department": alert.department_id, "category": alert.category_id}
    month = {"month": alert.month, "span": "month"} if alert.alert_kind == AlertKind.MONTH else {}
    key_id = getattr(alert, "key_id", None)
    return {
        "alert": alert,
        "text": alert_words.sentence(alert),
        "variance_url": f"{reverse('reports:variance')}?{urlencode(asked | month)}",
        "entries_url": reverse("budgets:entry_list", args=[key_id]) if key_id else "",
    }
