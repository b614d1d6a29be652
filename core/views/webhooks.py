"""Which other systems are told of what, and what became of it (GEN-17)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import formats, lists, outward, webhooks
from core.errors import DomainError
from core.list_workbooks import MOST_ROWS, Sheet
from core.models import DeliveryState, Webhook, WebhookDelivery
from core.ordering import ordered
from core.web import Request, go_to, page_or_part

PER_PAGE = 50
SORTS = {"system": "label", "waiting": "waiting", "given_up": "given_up"}
DELIVERY_SORTS = {"at": "created_at", "event": "event", "outcome": "state", "answer": "status"}


class WebhookForm(forms.Form):
    """Name, address and events of another system."""

    label = forms.CharField(label=gettext_lazy("Other system"), max_length=80)
    address = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=outward.LONGEST,
        help_text=gettext_lazy("Begins with https:// and is on the public internet."),
        widget=forms.TextInput(attrs={"inputmode": "url", "spellcheck": "false", "autocapitalize": "none"}),
    )
    events = forms.MultipleChoiceField(
        label=gettext_lazy("Events it is told of"), choices=webhooks.offered, widget=forms.CheckboxSelectMultiple
    )
    version = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)


@lists.list_page
@require_GET
def webhook_list(request: Request) -> HttpResponse:
    """All webhooks, with how many deliveries were given up or wait."""
    _require_keeper(request)
    rows = webhooks.all_of(request.actor).annotate(
        waiting=Count("deliveries", filter=Q(deliveries__state=DeliveryState.WAITING)),
        given_up=Count("deliveries", filter=Q(deliveries__state=DeliveryState.GIVEN_UP)),
    )
    words = request.GET.get("q", "").replace("\x00", "").strip()[:80]
    for word in words.split()[:6]:
        rows = rows.filter(Q(label__icontains=word) | Q(address__icontains=word))
    rows = ordered(rows, request.GET.get("sort", ""), SORTS, usual=("label", "pk"))
    if lists.wants_file(request):
        filters = [(_("Search"), words)]
        return lists.file_of(request, _webhooks_sheet(rows), name="webhooks", title=_("Webhooks"), filters=filters)
    return page_or_part(request, "core/webhooks.html", "table", {"rows": rows, "words": words})


@never_cache
@require_http_methods(["GET", "POST"])
def webhook_create(request: Request) -> HttpResponse:
    """A new webhook; its secret is shown this once."""
    _require_keeper(request)
    form = WebhookForm(request.POST or None)
    if form.is_valid():
        try:
            made, secret = webhooks.create(**_given(form), actor=request.actor, at=timezone.now())
        except DomainError as error:
            _put(form, error)
        else:
            return _detail(request, made, secret=secret)
    return _form(request, form, None)


@lists.list_page_of(state=(gettext_lazy("State"), DeliveryState.values))
@require_GET
def webhook_detail(request: Request, webhook_id: int) -> HttpResponse:
    """One webhook with its deliveries."""
    kept = _webhook(request, webhook_id)
    if lists.wants_file(request):
        rows, filters = _deliveries(request, kept)
        title, sheet = f"{_('Events sent')} · {kept.label}", _deliveries_sheet(rows)
        return lists.file_of(request, sheet, name="deliveries", title=title, filters=filters)
    return _detail(request, kept)


@require_http_methods(["GET", "POST"])
def webhook_edit(request: Request, webhook_id: int) -> HttpResponse:
    """Change name, address, events."""
    kept = _webhook(request, webhook_id)
    initial = {"label": kept.label, "address": kept.address, "events": kept.events, "version": kept.version}
    form = WebhookForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            webhooks.change(
                webhook_id=kept.pk,
                version=form.cleaned_data["version"] or 0,
                **_given(form),
                actor=request.actor,
                at=timezone.now(),
            )
        except DomainError as error:
            _put(form, error)
        else:
            messages.success(request, _("The webhook was changed."))
            return go_to(request, "core:webhook_detail", webhook_id=kept.pk)
    return _form(request, form, kept)


@require_POST
def webhook_pause(request: Request, webhook_id: int) -> HttpResponse:
    """Tell it nothing until it goes on."""
    kept = _webhook(request, webhook_id)
    return _act(
        request,
        kept,
        lambda: webhooks.set_active(webhook_id=kept.pk, is_active=False, actor=request.actor, at=timezone.now()),
        _("It is told nothing until it goes on."),
    )


@require_POST
def webhook_resume(request: Request, webhook_id: int) -> HttpResponse:
    """Tell it of events again."""
    kept = _webhook(request, webhook_id)
    return _act(
        request,
        kept,
        lambda: webhooks.set_active(webhook_id=kept.pk, is_active=True, actor=request.actor, at=timezone.now()),
        _("It is told of events again."),
    )


@require_POST
def webhook_ping(request: Request, webhook_id: int) -> HttpResponse:
    """Send it an event that means nothing."""
    kept = _webhook(request, webhook_id)
    return _act(
        request,
        kept,
        lambda: webhooks.ping(webhook_id=kept.pk, actor=request.actor, at=timezone.now()),
        _("A trial event is on its way."),
    )


@never_cache
@require_POST
def webhook_renew_secret(request: Request, webhook_id: int) -> HttpResponse:
    """A new secret, shown this once."""
    kept = _webhook(request, webhook_id)
    secret = webhooks.renew_secret(webhook_id=kept.pk, actor=request.actor, at=timezone.now())
    return _detail(request, kept, secret=secret)


@require_POST
def webhook_again(request: Request, delivery_id: int) -> HttpResponse:
    """Send one event once more."""
    _require_keeper(request)
    row = get_object_or_404(webhooks.deliveries_of(request.actor), pk=delivery_id)
    return _act(
        request,
        row.webhook,
        lambda: webhooks.send_again(delivery_id=row.pk, actor=request.actor, at=timezone.now()),
        _("The event waits to be sent again."),
    )


def _act(request: Request, kept: Webhook, work: Callable[[], object], says: str) -> HttpResponse:
    try:
        work()
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, says)
    return go_to(request, "core:webhook_detail", webhook_id=kept.pk)


def _given(form: WebhookForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("label", "address", "events")}


def _put(form: WebhookForm, error: DomainError) -> None:
    """What was refused stands beside the field it is about."""
    form.add_error("address" if isinstance(error, outward.AddressRefused) else None, str(error))


def _require_keeper(request: Request) -> None:
    if not webhooks.can_keep(request.actor):
        raise PermissionDenied


def _webhook(request: Request, webhook_id: int) -> Webhook:
    _require_keeper(request)
    return get_object_or_404(webhooks.all_of(request.actor), pk=webhook_id)


def _form(request: Request, form: WebhookForm, kept: Webhook | None) -> HttpResponse:
    status = 422 if form.is_bound else 200
    context = {
        "form": form,
        "webhook": kept,
        "groups": webhooks.offered(),
        "chosen": form["events"].value() or [],
    }
    return render(request, "core/webhook_form.html", context, status=status)


def _detail(request: Request, kept: Webhook, *, secret: str = "") -> HttpResponse:
    rows, _filters = _deliveries(request, kept)
    state = request.GET.get("state", "")
    words = _event_words()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "webhook": kept,
        "secret": secret,
        "page": page,
        "rows": [(row, words.get(row.event, _("Trial") if row.event == webhooks.PING else "")) for row in page],
        "events": [(code, words.get(code, "")) for code in kept.events],
        "states": DeliveryState.choices,
        "shown": state,
        "words": request.GET.get("q", "").strip()[:80],
    }
    return page_or_part(request, "core/webhook_detail.html", "table", context)


def _event_words() -> dict[str, str]:
    return {code: str(label) for _group, events in webhooks.offered() for code, label in events}


def _deliveries(request: Request, kept: Webhook) -> tuple[QuerySet[WebhookDelivery], list[tuple[str, str]]]:
    """The events sent to one system as they are asked for, and the filters in words."""
    rows = WebhookDelivery.objects.filter(webhook=kept)
    state, words = request.GET.get("state", ""), request.GET.get("q", "").replace("\x00", "").strip()[:80]
    if state in DeliveryState.values:
        rows = rows.filter(state=state)
    for word in words.split()[:6]:
        rows = rows.filter(Q(event__icontains=word) | Q(error__icontains=word))
    filters = [(_("State"), lists.choice_words(DeliveryState.choices, state) if state else ""), (_("Search"), words)]
    return ordered(rows, request.GET.get("sort", ""), DELIVERY_SORTS, usual=("-created_at", "-pk")), filters


def _webhooks_sheet(rows: Any) -> Sheet:
    heads = [
        (_("Other system"), 24), (_("Address"), 50), (_("State"), 12), (_("Events"), 10),
        (pgettext("delivery", "Waiting"), 10), (_("Given up"), 10),
    ]  # fmt: skip
    cells = (
        (row.label, row.address, _("Active") if row.is_active else _("Paused"), len(row.events), row.waiting,
         row.given_up)
        for row in rows
    )  # fmt: skip
    return Sheet(_("Webhooks"), heads, cells)


def _deliveries_sheet(rows: QuerySet[WebhookDelivery]) -> Sheet:
    heads = [
        (_("When"), 18), (_("Event"), 30), (_("Code"), 30), (_("No."), 38), (_("Outcome"), 14),
        (pgettext("delivery", "Sent"), 18), (_("Attempts"), 10), (pgettext("of a machine", "Answer"), 10),
        (_("Last failure"), 60),
    ]  # fmt: skip
    words = _event_words()
    cells = (
        (
            formats.stamp(row.created_at), words.get(row.event, ""), row.event, str(row.public_id),
            row.get_state_display(), formats.stamp(row.sent_at) if row.sent_at else "", row.attempts, row.status,
            row.error,
        )
        for row in rows[:MOST_ROWS].iterator(chunk_size=1000)
    )  # fmt: skip
    return Sheet(_("Events sent"), heads, cells)
