"""Advances: the list with what is owed by whom, the document, its moves (EXP-02b)."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from approvals.pages import approval_context
from core import list_filters
from core import lists as shared
from core.errors import DomainError
from core.pages import document_context
from core.web import Request, page_or_part
from expenses import exports, forms, policies
from expenses.forms.advances import AdvanceForm, ReturnForm
from expenses.models import Advance
from expenses.selectors import advances as selectors
from expenses.selectors import choices
from expenses.selectors.payments import ages_ordered, total_row
from expenses.services import advances
from expenses.views.moves import mover, status_of, version_of
from organization.views.access import gate, needs
from organization.views.acting import Action, act

ROWS = 50


@shared.list_page_of(by=(gettext_lazy("By"), ("age", "items")), open=(gettext_lazy("Still owed only"), list_filters.ON))
@require_GET
@needs(policies.can_open_claims)
def advance_list(request: Request) -> HttpResponse:
    """Advances the reader sees, one by one or what is owed by person and age; the same as Excel."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    view = "age" if request.GET.get("by") == "age" else "items"
    open_only, sort = request.GET.get("open") == "1", request.GET.get("sort", "")
    rows = selectors.advances_found(request.actor, words=words, open_only=open_only, sort=sort)
    ages = ages_ordered(selectors.advances_by_age(rows, today=timezone.localdate()), sort)
    if shared.wants_file(request):
        sheet = exports.ages_sheet(ages) if view == "age" else exports.advances_sheet(rows)
        filters = [(_("Search"), words), (_("Still owed only"), _("yes") if open_only else "")]
        return shared.file_of(request, sheet, name="advances", title=_("Advances"), filters=filters)
    context = {
        "words": words,
        "view": view,
        "open_only": open_only,
        "views": [
            (_("One by one"), shared.without(request.GET, "by", "sort", "page"), view == "items"),
            (_("Owed by person"), shared.without(request.GET, "page", "sort", by="age"), view == "age"),
        ],
        "ages": ages,
        "total": total_row(ages),
        "page": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "totals": selectors.totals_of_advances(rows),
        "can_make": policies.can_make_claims(request.actor),
        "today": timezone.localdate(),
    }
    return page_or_part(request, "expenses/advance_list.html", "table", context)


@require_http_methods(["GET", "POST"])
@needs(policies.can_make_claims)
def advance_create(request: Request) -> HttpResponse:
    """Ask for an advance."""
    departments = [(one.pk, one.name) for one in choices.departments_for(request.actor, policies.CLAIM)]
    form = AdvanceForm(request.POST or None, departments=departments)

    def work() -> str:
        done = advances.ask_for_advance(draft=form.draft(), actor=request.actor, at=timezone.now())
        return _("%(number)s was submitted.") % {"number": done.number}

    return act(request, _action(_("New advance"), _("Submit")), form, work)


@require_http_methods(["GET", "POST"])
def advance_edit(request: Request, advance_id: int) -> HttpResponse:
    """Change a returned advance and send it again."""
    advance = visible(request, advance_id)
    gate(advance, "submit", actor=request.actor)
    departments = [(one.pk, one.name) for one in choices.departments_for(request.actor, policies.CLAIM)]
    initial = {
        "title": advance.title, "department": advance.department_id, "amount": advance.amount,
        "due_date": advance.due_date, "purpose": advance.purpose, "version": advance.version,
    }  # fmt: skip
    form = AdvanceForm(request.POST or None, departments=departments, initial=initial)

    def work() -> str:
        done = advances.resubmit_advance(
            advance_id=advance.pk,
            draft=form.draft(),
            actor=request.actor,
            at=timezone.now(),
            version=form.cleaned_data["version"],
        )
        return _("%(number)s was submitted.") % {"number": done.number}

    return act(request, _action(str(advance), _("Submit")), form, work)


def _action(title: str, verb: str) -> Action:
    back = reverse("expenses:advance_list")
    says = (_("It is set against your next claims by itself; what is left is given back."),)
    return Action(
        title=title,
        verb=verb,
        back=back,
        section=_("Spend"),
        crumbs=((_("Advances"), back),),
        says=says,
        icon="send",
    )


def visible(request: Request, advance_id: int) -> Advance:
    """The advance, if the reader sees it; 404 otherwise (GEN-10)."""
    rows = selectors.advances_visible_to(request.actor).select_related("created_by", "department")
    return get_object_or_404(rows, pk=advance_id)


@require_GET
def advance_detail(request: Request, advance_id: int) -> HttpResponse:
    """One advance: what was paid, set against claims, given back; route, timeline, decision."""
    return _page(request, visible(request, advance_id))


@require_POST
def advance_cancel(request: Request, advance_id: int) -> HttpResponse:
    """Give it up, with a reason."""
    advance, form = visible(request, advance_id), forms.ReasonForm(request.POST)
    form.is_valid()

    def work() -> str:
        advances.cancel_advance(
            advance_id=advance.pk,
            reason=form.cleaned_data.get("reason", ""),
            actor=request.actor,
            at=timezone.now(),
            version=version_of(request),
        )
        return _("%(number)s was given up.") % {"number": advance.number}

    return _move(request, advance, work, panel="cancel", form=form)


@require_POST
def advance_return(request: Request, advance_id: int) -> HttpResponse:
    """Record what of it was given back."""
    advance, form = visible(request, advance_id), ReturnForm(request.POST)
    if not form.is_valid():
        return _page(request, advance, panel="return", return_form=form, status=422)

    def work() -> str:
        advances.record_return(
            advance_id=advance.pk,
            amount=form.cleaned_data["amount"],
            paid=form.paid(),
            actor=request.actor,
            at=timezone.now(),
            version=form.cleaned_data["version"],
        )
        return _("The return was recorded.")

    return _move(request, advance, work, panel="return", return_form=form)


def _page(
    request: Request, advance: Advance, *, error: DomainError | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "page": selectors.advance_page(advance=advance, actor=request.actor),
        "advance": advance,
        "error": error,
        "return_form": ReturnForm(initial={"amount": advance.outstanding}),
        "today": timezone.localdate(),
        **approval_context(actor=request.actor, kind=advance.kind, document_id=advance.pk),
        **document_context(actor=request.actor, kind=advance.kind, document=advance),
        **more,
    }
    return render(request, "expenses/advance_detail.html", context, status=status_of(error) if error else status)


_move = mover("expenses:advance_detail", "advance_id", visible=visible, page=_page)
