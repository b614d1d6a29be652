"""Credit terms: the list, applying, the page with what stands against the limit, evaluating (PSL-22)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from approvals import pages as approval_pages
from core import lists as shared
from core.actors import Actor
from core.money import ZERO
from core.pages import document_context
from core.sending import send_once
from core.web import Request, go_to, page_or_part
from customers.selectors.customers import customers_visible_to
from organization.views.access import gate, needs
from organization.views.acting import Action, act
from parts_sales import exports_money, policies_money
from parts_sales.forms import ReasonForm
from parts_sales.forms_money import EvaluationForm, TermForm, TermListForm, words_of
from parts_sales.models import CreditTerm
from parts_sales.selectors import credit_pages
from parts_sales.services import credit as services

ROWS = 50
FILTERS = ("state", "q")


@shared.list_page
@require_GET
@needs(policies_money.can_open_receipts)
def term_list(request: Request) -> HttpResponse:
    """Customers delivered to before they pay, and applications for it; the same as Excel."""
    form = TermListForm(request.GET)
    form.is_valid()
    asked = {
        "words": words_of(form.cleaned_data.get("q")),
        "state": form.cleaned_data.get("state") or "",
        "sort": request.GET.get("sort", ""),
    }
    rows = credit_pages.terms_found(request.actor, **asked)
    if shared.wants_file(request):
        filters = shared.in_words(form, FILTERS)
        sheet = exports_money.terms_sheet(rows)
        return shared.file_of(request, sheet, name="credit-terms", title=_("Credit terms"), filters=filters)
    context = {
        "form": form,
        "asked": asked,
        "page": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "total": rows.order_by().aggregate(sum=Sum("limit_amount", default=ZERO))["sum"],
        "chips": shared.chips(request.GET, form, FILTERS),
        "can_apply": policies_money.can_apply_for_credit(request.actor),
        "today": timezone.localdate(),
    }
    return page_or_part(request, "parts_sales/term_list.html", "table", context)


@require_http_methods(["GET", "POST"])
@needs(policies_money.can_apply_for_credit)
def term_create(request: Request) -> HttpResponse:
    """Apply for terms."""
    form = TermForm(request.POST or None, customers=_customers(request), initial={"customer_id": _asked(request)})

    def work() -> int:
        return services.apply_for_credit(draft=form.draft(), actor=request.actor, at=timezone.now()).pk

    return _form(request, form, work, term=None)


@require_http_methods(["GET", "POST"])
def term_edit(request: Request, term_id: int) -> HttpResponse:
    """Change a returned application and send it again."""
    term = visible(request, term_id)
    gate(term, "submit", actor=request.actor)
    names = ("customer_id", "term_kind", "limit_amount", "days", "reason", "version")
    initial = {name: getattr(term, name) for name in names}
    form = TermForm(request.POST or None, customers=[term.customer], initial=initial)

    def work() -> int:
        services.resubmit(
            term_id=term.pk, draft=form.draft(), actor=request.actor, at=timezone.now(),
            version=form.cleaned_data["version"],
        )  # fmt: skip
        return term.pk

    return _form(request, form, work, term=term)


@require_GET
def term_detail(request: Request, term_id: int) -> HttpResponse:
    """Terms with what stands against the limit, and how the customer paid."""
    term = visible(request, term_id)
    context = {
        "term": term,
        "page": credit_pages.term_page(term=term, actor=request.actor, on=timezone.localdate()),
        **document_context(actor=request.actor, kind=term.kind, document=term),
        **approval_pages.approval_context(actor=request.actor, kind=term.kind, document_id=term.pk),
    }
    return render(request, "parts_sales/term_detail.html", context)


@require_http_methods(["GET", "POST"])
def term_give_up(request: Request, term_id: int) -> HttpResponse:
    """Take an application back."""
    says = _("The application stays readable and cannot be opened again.")
    title = _("Give %(term)s up")
    return _with_reason(
        request,
        term_id,
        services.give_up,
        policies_money.is_applicant,
        title=title,
        verb=_("Give up"),
        icon="ban",
        says=says,
    )


@require_http_methods(["GET", "POST"])
def term_suspend(request: Request, term_id: int) -> HttpResponse:
    """Deliver no more on credit until the terms are evaluated."""
    says = _("New orders of this customer wait, and nothing more leaves on credit. Debts stay due as they are.")
    title, verb = _("Suspend %(term)s"), _("Suspend")
    return _with_reason(
        request,
        term_id,
        services.suspend,
        policies_money.can_suspend,
        title=title,
        verb=verb,
        icon="player-pause",
        says=says,
    )


@require_http_methods(["GET", "POST"])
def term_end(request: Request, term_id: int) -> HttpResponse:
    """The customer pays before delivery again."""
    says = _("The customer pays before delivery from now on. Debts stay due as they are.")
    title = _("End %(term)s")
    return _with_reason(
        request,
        term_id,
        services.end_terms,
        policies_money.can_suspend,
        title=title,
        verb=_("End"),
        icon="lock",
        says=says,
    )


@require_http_methods(["GET", "POST"])
def term_evaluate(request: Request, term_id: int) -> HttpResponse:
    """Evaluate terms again, with finance's data."""
    term = visible(request, term_id)
    if not policies_money.can_evaluate(term, request.actor):
        raise PermissionDenied
    form = EvaluationForm(request.POST or None, initial={"version": term.version})

    def work() -> int:
        services.evaluate(
            term_id=term.pk, outcome=form.cleaned_data["outcome"], note=form.cleaned_data["note"],
            actor=request.actor, at=timezone.now(), version=form.cleaned_data["version"],
        )  # fmt: skip
        return term.pk

    answered = send_once(request, form, work)
    if answered.sent is not None:
        return go_to(request, "parts_sales:term_detail", term_id=term.pk)
    context = {
        "term": term,
        "page": credit_pages.term_page(term=term, actor=request.actor, on=timezone.localdate()),
        "form": form,
        "error": answered.error,
        "request_key": answered.key,
    }
    return render(request, "parts_sales/term_evaluate.html", context, status=answered.status)


def visible(request: Request, term_id: int) -> CreditTerm:
    """The terms, if the reader sees them; 404 otherwise (GEN-10)."""
    rows = credit_pages.terms_visible_to(request.actor).select_related("customer", "department", "created_by")
    return get_object_or_404(rows, pk=term_id)


def _customers(request: Request) -> list[Any]:
    rows = customers_visible_to(request.actor).filter(merged_into__isnull=True, archived_at__isnull=True)
    return list(rows.order_by("name_zh", "pk"))


def _asked(request: Request) -> str:
    """The customer an application was begun from."""
    return request.GET.get("customer", "")[:12]


def _form(request: Request, form: TermForm, work: Any, *, term: CreditTerm | None) -> HttpResponse:
    answered = send_once(request, form, work)
    if answered.sent is not None:
        return go_to(request, "parts_sales:term_detail", term_id=answered.sent.document_id)
    context = {"form": form, "term": term, "error": answered.error, "request_key": answered.key}
    return render(request, "parts_sales/term_form.html", context, status=answered.status)


def _with_reason(
    request: Request,
    term_id: int,
    service: Any,
    allows: Callable[[Any, Actor], bool],
    *,
    title: str,
    verb: str,
    icon: str,
    says: str,
) -> HttpResponse:
    term = visible(request, term_id)
    if not allows(term, request.actor):
        raise PermissionDenied
    form = ReasonForm(request.POST or None, initial={"version": term.version})
    words = title % {"term": term}

    def work() -> str:
        service(
            term_id=term.pk,
            reason=form.cleaned_data["reason"],
            actor=request.actor,
            at=timezone.now(),
            version=form.cleaned_data["version"],
        )
        return _("Done: %(what)s.") % {"what": words}

    back = reverse("parts_sales:term_detail", args=[term.pk])
    crumbs = ((_("Credit terms"), reverse("parts_sales:term_list")), (str(term), back))
    action = Action(
        title=words, verb=verb, icon=icon, back=back, crumbs=crumbs, says=(says,), section=_("Spare parts"),
        danger=True,
    )  # fmt: skip
    return act(request, action, form, work)
