"""Market information: the list, reporting, screening, rewards (MKT-01, MKT-04)."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from core import lists as shared
from core.documents import may
from core.forms import ReasonForm
from core.pages import document_context
from core.sending import send_once
from core.web import Request, go_to, page_or_part
from customers.selectors.customers import customers_visible_to, is_seen
from feedback import exports, policies
from feedback.choices import SlipState
from feedback.forms import InfoForm, InfoListForm, RewardForm, ScreenForm
from feedback.models import MarketInfo, Reward
from feedback.selectors import market as selectors
from feedback.services import market as services
from feedback.views.acting import move, reasoned
from organization.views.access import needs

ROWS = 50
FILTERS = ("state", "kind", "reliability", "importance", "only", "q")


@shared.list_page
@require_GET
@needs(policies.can_open)
def info_list(request: Request) -> HttpResponse:
    """Market information the reader sees; the same as Excel."""
    form = InfoListForm(request.GET)
    asked = form.question(request.GET.get("sort", ""))
    rows = selectors.infos_found(request.actor, asked)
    if shared.wants_file(request):
        filters, sheet = shared.in_words(form, FILTERS), exports.infos_sheet(rows)
        return shared.file_of(request, sheet, name="market-information", title=_("Market information"), filters=filters)
    context = {
        "form": form,
        "asked": asked,
        "page": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "chips": shared.chips(request.GET, form, FILTERS),
    }
    return page_or_part(request, "feedback/info_list.html", "table", context)


@require_http_methods(["GET", "POST"])
@needs(policies.can_open)
def info_create(request: Request) -> HttpResponse:
    """Report a piece of information."""
    customers = customers_visible_to(request.actor).filter(archived_at__isnull=True).order_by("number")
    form = InfoForm(request.POST or None, customers=list(customers))

    def work() -> int:
        return services.report(draft=form.draft(), actor=request.actor, at=timezone.now()).pk

    answered = send_once(request, form, work)
    if answered.sent is not None:
        return go_to(request, "feedback:info_detail", info_id=answered.sent.document_id)
    context = {"form": form, "error": answered.error, "request_key": answered.key}
    return render(request, "feedback/info_form.html", context, status=answered.status)


@require_GET
def info_detail(request: Request, info_id: int) -> HttpResponse:
    """One piece of information with its slips and its reward."""
    info = _visible(request, info_id)
    actor = request.actor
    reward = Reward.objects.select_related("person", "decided_by").filter(information=info).first()
    context = {
        "info": info,
        "reward": reward,
        "slips": list(info.slips.select_related("created_by").order_by("-pk")),
        "customer_seen": is_seen(info.customer_id, actor),
        "can_screen": may(info, "screen", actor),
        "can_set_aside": may(info, "set_aside", actor),
        "can_withdraw": may(info, "withdraw", actor),
        "can_transfer": may(info, "transfer", actor),
        "can_reward": reward is None and _may_reward(request, info),
        "withdrawn": SlipState.WITHDRAWN,
        **document_context(actor=actor, kind=info.kind, document=info),
    }
    return render(request, "feedback/info_detail.html", context)


@require_http_methods(["GET", "POST"])
def info_screen(request: Request, info_id: int) -> HttpResponse:
    """Keep it, classified and graded."""
    info = _visible(request, info_id)
    initial = {"version": info.version, "info_kind": info.info_kind, "reliability": info.reliability}
    form = ScreenForm(request.POST or None, initial=initial)
    return move(
        request, info, form, services.screen, page=_page(), of="screen",
        title=_("Screen %(document)s") % {"document": info}, verb=_("Keep it"), verdict=form.draft,
        says=_("Reliability and importance number the transfer slip; important ones go to the vice general manager."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def info_set_aside(request: Request, info_id: int) -> HttpResponse:
    """Not of use."""
    info = _visible(request, info_id)
    form = ReasonForm(request.POST or None, initial={"version": info.version})
    return move(
        request, info, form, services.set_aside, page=_page(), of="set_aside",
        title=_("Set %(document)s aside") % {"document": info}, icon="archive",
        verb=pgettext("market information", "Set aside"),
        reason=reasoned(form), says=_("It stays readable and is found by search. Its reporter is told why."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def info_withdraw(request: Request, info_id: int) -> HttpResponse:
    """Its reporter takes it back."""
    info = _visible(request, info_id)
    form = ReasonForm(request.POST or None, initial={"version": info.version})
    return move(
        request, info, form, services.withdraw, page=_page(), of="withdraw",
        title=_("Withdraw %(document)s") % {"document": info}, verb=_("Withdraw"), icon="ban", danger=True,
        reason=reasoned(form), says=_("Nobody has to screen it any more. It stays readable."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def info_reward(request: Request, info_id: int) -> HttpResponse:
    """Record what it earned its reporter."""
    info = _visible(request, info_id)
    form = RewardForm(request.POST or None, initial={"version": info.version})
    says = _("%(person)s is told. The reward is recorded here; it is paid as other rewards are.")
    return move(
        request, info, form, services.reward, allowed=_may_reward(request, info), page=_page(),
        title=_("Reward for %(document)s") % {"document": info}, verb=_("Record the reward"), icon="star",
        given=form.draft, says=says % {"person": info.created_by.name},
    )  # fmt: skip


def _may_reward(request: Request, info: MarketInfo) -> bool:
    is_own = policies.is_reporter(info, request.actor)
    return policies.can_reward(request.actor) and not is_own and info.state in services.REWARDED


def _visible(request: Request, info_id: int) -> MarketInfo:
    rows = selectors.infos_visible_to(request.actor)
    rows = rows.select_related("department", "created_by", "customer", "screened_by")
    return get_object_or_404(rows, pk=info_id)


def _page() -> tuple[str, str]:
    return _("Market information"), "info"
