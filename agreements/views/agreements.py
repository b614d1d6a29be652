"""Agreements: the list, drafts, their page, signing, renewing, versions side by side (CUS-10, CUS-20, CUS-30)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from agreements import exports, guidance, policies
from agreements.forms import (
    AgreementForm,
    AgreementListForm,
    RequirementForm,
    SignForm,
    lines_stored,
    lines_typed,
    says_values,
)
from agreements.models import Agreement
from agreements.selectors import agreements as selectors
from agreements.selectors.pages import agreement_page, compared
from agreements.selectors.people import houses_offered, owners_offered
from agreements.services import agreements as services
from agreements.services import reviews
from agreements.services.versions import MOST_LINES
from core import lists as shared
from core.forms import ReasonForm, VersionForm
from core.line_forms import LineSet, other_lines
from core.pages import document_context
from core.sending import send_once
from core.web import Request, go_to, new_request_key, page_or_part, whole_number
from customers.models import Customer
from customers.selectors.customers import CustomerQuestion, customers_found, customers_visible_to, is_seen
from organization.views.access import gate, needs
from organization.views.acting import Action, act, said

ROWS = 50
FILTERS = ("state", "only", "department", "since", "until", "q")
PICKED = 20
EMPTY_LINE = {"quantity": "1", "tax_rate": "0.13"}


@shared.list_page
@require_GET
@needs(policies.can_open)
def agreement_list(request: Request) -> HttpResponse:
    """Agreements the reader sees; the same as Excel."""
    form = AgreementListForm(request.GET, departments=houses_offered())
    asked = form.question(request.GET.get("sort", ""))
    today = timezone.localdate()
    rows = selectors.agreements_found(request.actor, asked, on=today)
    if shared.wants_file(request):
        filters, sheet = shared.in_words(form, FILTERS), exports.agreements_sheet(rows)
        return shared.file_of(request, sheet, name="agreements", title=_("Agreements"), filters=filters)
    count, total = selectors.total_of(rows)
    context = {
        "form": form,
        "asked": asked,
        "page": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "count": count,
        "total": total,
        "today": today,
        "soon": today + selectors.SOON,
        "chips": shared.chips(request.GET, form, FILTERS),
        "can_make": policies.can_make(request.actor),
    }
    return page_or_part(request, "agreements/agreement_list.html", "table", context)


@require_http_methods(["GET", "POST"])
@needs(policies.can_make)
def agreement_create(request: Request) -> HttpResponse:
    """Choose the customer, then write the draft."""
    sent = request.POST.get("customer") or request.GET.get("customer", "")
    number = whole_number(sent, digits=18)
    if number is None:
        words = request.GET.get("q", "")[:100]
        found = customers_found(request.actor, CustomerQuestion(words=words, sort="name"))[:PICKED]
        return page_or_part(request, "agreements/pick_customer.html", "found", {"words": words, "found": found})
    customer = get_object_or_404(customers_visible_to(request.actor), pk=number, archived_at__isnull=True)
    return _write(request, customer, None)


@require_http_methods(["GET", "POST"])
def agreement_edit(request: Request, agreement_id: int) -> HttpResponse:
    """Change a draft."""
    agreement = visible(request, agreement_id)
    writes = policies.can_edit(agreement, request.actor)
    gate(agreement, actor=request.actor, opens=policies.can_change_draft(agreement, request.actor), right=writes)
    return _write(request, agreement.customer, agreement)


@require_GET
def agreement_detail(request: Request, agreement_id: int) -> HttpResponse:
    """One agreement: the version in force, the others, reviews, changes, the service plan."""
    agreement = visible(request, agreement_id)
    context = {
        "agreement": agreement,
        "page": agreement_page(agreement, request.actor, on=timezone.localdate()),
        "customer_seen": is_seen(agreement.customer_id, request.actor),
        **document_context(actor=request.actor, kind=agreement.kind, document=agreement),
    }
    return render(request, "agreements/agreement_detail.html", context)


@require_http_methods(["GET", "POST"])
def agreement_ready(request: Request, agreement_id: int) -> HttpResponse:
    """Say that a draft is ready to be signed."""
    agreement = allowed(request, agreement_id, "finish")
    form = VersionForm(request.POST or None, initial={"version": agreement.version})

    def work() -> str:
        services.make_ready(agreement_id=agreement.pk, **said(request, form))
        return _("The agreement can be signed.")

    says = (_("It takes its number and is not changed any more. What needs a review is reviewed first."),)
    return act(request, acting(agreement, title=_("Ready to be signed"), verb=_("Ready"), says=says), form, work)


@require_http_methods(["GET", "POST"])
def review_ask(request: Request, agreement_id: int) -> HttpResponse:
    """Fill in the requirement form and hand the agreement in for review."""
    agreement = allowed(request, agreement_id, "submit")
    first = selectors.first_version(agreement)
    lines = list(first.lines.all())
    initial = {
        "version": agreement.version,
        "product": "; ".join(one.product for one in lines)[:300],
        "quantities": "; ".join(f"{one.quantity.normalize():f} {one.unit}".strip() for one in lines)[:300],
        "dates": f"{first.start_date} – {first.end_date}",
        "technical_requirements": "\n".join(filter(None, (first.special_technical, *(one.technical for one in lines)))),
        "special_terms": first.special_contract,
    }
    form = RequirementForm(request.POST or None, initial=initial)

    def work() -> str:
        given = said(request, form)
        reviews.ask(agreement_id=agreement.pk, form=form.requirement(), **given)
        return _("The requirement form went to the division manager.")

    shown = acting(
        agreement, title=_("Requirement form"), verb=pgettext("agreement review", "Hand in for review"), icon="send",
        says=(_("The division manager starts the review; every part answers at the same time."),),
    )  # fmt: skip
    return act(request, shown, form, work)


@require_http_methods(["GET", "POST"])
def agreement_sign(request: Request, agreement_id: int) -> HttpResponse:
    """Record the signatures."""
    agreement = allowed(request, agreement_id, "sign")
    initial = {"version": agreement.version, "for_us": request.actor.name}
    form = SignForm(request.POST or None, initial=initial)

    def work() -> str:
        services.sign(agreement_id=agreement.pk, signature=form.signature(), **said(request, form))
        return _("The agreement is signed.")

    says = (_("From now on it is only changed by an amendment."),)
    return act(request, acting(agreement, title=_("Signed by both sides"), verb=_("Signed"), says=says), form, work)


@require_http_methods(["GET", "POST"])
def agreement_cancel(request: Request, agreement_id: int) -> HttpResponse:
    """Give up what was not signed."""
    agreement = allowed(request, agreement_id, "cancel")
    form = ReasonForm(request.POST or None, initial={"version": agreement.version})

    def work() -> str:
        services.cancel(agreement_id=agreement.pk, reason=form.cleaned_data["reason"], **said(request, form))
        return _("The agreement was given up.")

    shown = acting(
        agreement, title=_("Give the agreement up"), verb=pgettext("agreement", "Give up"), icon="ban", danger=True
    )
    return act(request, shown, form, work)


@require_http_methods(["GET", "POST"])
def agreement_renew(request: Request, agreement_id: int) -> HttpResponse:
    """Begin the agreement that goes on from this one."""
    agreement = visible(request, agreement_id)
    page = agreement_page(agreement, request.actor, on=timezone.localdate())
    gate(agreement, actor=request.actor, opens=page.can_renew, right=policies.can_edit(agreement, request.actor))
    form = VersionForm(request.POST or None)
    made: list[Agreement] = []

    def work() -> str:
        made.append(services.renew(agreement_id=agreement.pk, actor=request.actor, at=timezone.now()))
        return _("The renewal is a draft; change what is to be different.")

    says = (_("A draft with what the last version says, from the day after it ends, for as long."),)
    shown = acting(agreement, title=_("Renew the agreement"), verb=_("Begin the renewal"), icon="refresh", says=says)
    answer = act(request, shown, form, work)
    return go_to(request, "agreements:agreement_detail", agreement_id=made[0].pk) if made else answer


@require_GET
def version_compare(request: Request, agreement_id: int) -> HttpResponse:
    """Two versions side by side; the last two where none were chosen. A proposed one by the amendment it belongs to."""
    agreement = visible(request, agreement_id)
    rows = list(agreement.versions.prefetch_related("lines"))
    signed = [one for one in rows if one.number is not None]
    by_id = {one.pk: one for one in rows}
    before = by_id.get(whole_number(request.GET.get("before", ""), digits=18) or 0)
    after = by_id.get(whole_number(request.GET.get("after", ""), digits=18) or 0)
    if before is None and after is None:
        if len(signed) < 2:
            raise Http404
        before, after = signed[-2], signed[-1]
    if before is None or after is None:
        raise Http404
    context = {"agreement": agreement, "before": before, "after": after, "compared": compared(before, after)}
    return render(request, "agreements/version_compare.html", context | {"versions": signed})


def visible(request: Request, agreement_id: int) -> Agreement:
    """The agreement, if the reader sees it; 404 otherwise (GEN-10)."""
    rows = selectors.agreements_visible_to(request.actor)
    rows = rows.select_related("customer", "department", "owner", "created_by", "renews")
    return get_object_or_404(rows, pk=agreement_id)


def allowed(request: Request, agreement_id: int, move: str) -> Agreement:
    """The agreement, if the reader may make this move with it."""
    agreement = visible(request, agreement_id)
    gate(agreement, move, actor=request.actor)
    return agreement


def acting(
    agreement: Agreement, *, title: str, verb: str, icon: str = "check", says: tuple[str, ...] = (),
    danger: bool = False,
) -> Action:  # fmt: skip
    """How a move of an agreement is shown on a page of its own."""
    back = reverse("agreements:agreement_detail", args=[agreement.pk])
    crumbs = ((_("Agreements"), reverse("agreements:agreement_list")), (str(agreement), back))
    return Action(
        title=title, verb=verb, icon=icon, back=back, crumbs=crumbs, says=says, section=_("Customers"), danger=danger
    )


def _write(request: Request, customer: Customer, agreement: Agreement | None) -> HttpResponse:
    """The form of a draft: shown, with a line more or less, or kept."""
    offered: dict[str, Any] = {"people": owners_offered(), "departments": houses_offered()}
    back = (
        reverse("agreements:agreement_detail", args=[agreement.pk])
        if agreement
        else reverse("agreements:agreement_list")
    )
    first = selectors.first_version(agreement) if agreement else None
    context = {"customer": customer, "agreement": agreement, "back": back}
    if request.method == "GET":
        initial = {"customer": customer.pk, "currency": customer.currency, "start_date": timezone.localdate()}
        if agreement is not None and first is not None:
            initial |= says_values(first) | {
                "version": agreement.version, "owner": agreement.owner_id, "department": agreement.department_id,
                "currency": agreement.currency,
            }  # fmt: skip
        form = AgreementForm(initial=initial | {"request_key": new_request_key()}, **offered)
        return draft_page(request, "agreements/agreement_form.html", form, lines_stored(first), context)
    return draft_sent(
        request, "agreements/agreement_form.html", lambda data: AgreementForm(data, **offered), context,
        lambda form, lines: _keep(request, agreement, form, lines), "agreements:agreement_detail", "agreement_id",
    )  # fmt: skip


def _keep(request: Request, agreement: Agreement | None, form: Any, lines: LineSet) -> int:
    draft, at = form.draft(lines), timezone.now()
    if agreement is None:
        return services.draft(agreement=draft, actor=request.actor, at=at).pk
    given = said(request, form)
    return services.change(agreement_id=agreement.pk, agreement=draft, **given).pk


def draft_sent(
    request: Request,
    template: str,
    form_of: Callable[[Any], Any],
    context: dict[str, Any],
    keep: Callable[[Any, LineSet], int],
    to: str,
    argument: str,
) -> HttpResponse:
    """A form with lines as it was sent: a line more or less, shown again with its errors, or kept once (GEN-04)."""
    pressed = request.POST.get("action", "save")
    more = other_lines(request.POST, pressed, most=MOST_LINES, initial=EMPTY_LINE)
    if more is not None:
        shown = context | {"is_checked": False, "focus_last": pressed == "add_line"}
        return draft_page(request, template, form_of(more), lines_typed(more), shown)
    form, lines = form_of(request.POST), lines_typed(request.POST)
    if not lines.is_valid():
        form.is_valid()
        return draft_page(request, template, form, lines, context, status=422)
    answered = send_once(request, form, lambda: keep(form, lines))
    if answered.sent is not None:
        return go_to(request, to, **{argument: answered.sent.document_id})
    return draft_page(request, template, form, lines, context | {"error": answered.error}, status=answered.status)


def draft_page(
    request: Request, template: str, form: Any, lines: LineSet, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A form with lines, with what those who know prices say about its products (PSL-02)."""
    product = next((str(one["product"].value() or "") for one in lines.forms), "")
    hints = guidance.prices_of(product, request.actor, on=timezone.localdate())
    shown = {"form": form, "lines": lines, "error": None, "is_checked": True, "focus_last": False, "hints": hints}
    return render(request, template, shown | context, status=status)
