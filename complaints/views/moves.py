"""What is said to customers, and how complaints end (CMP-03, CMP-05, CMP-06)."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from complaints import policies
from complaints.choices import ComplaintState
from complaints.forms import AskAgainForm, CloseForm, DecideForm, ExplainForm, NegotiateForm, TalkForm
from complaints.models import Complaint
from complaints.selectors.pages import ComplaintPage, complaint_page
from complaints.selectors.people import salespeople
from complaints.services import closing, complaints, settling
from complaints.views.complaints import acting, visible
from core.web import Request
from organization.views.access import gate
from organization.views.acting import act, said


@require_http_methods(["GET", "POST"])
def complaint_talk(request: Request, complaint_id: int) -> HttpResponse:
    """Record what was said to the customer, or write to them."""
    complaint = visible(request, complaint_id)
    says_so = policies.can_explain(complaint, request.actor)
    gate(complaint, actor=request.actor, opens=complaint.is_open and says_so, right=says_so)
    form = TalkForm(request.POST or None, initial={"version": complaint.version, "by_letter": bool(complaint.email)})
    first = complaint.responded_at is None

    def work() -> str:
        given = form.cleaned_data
        complaints.talk(
            complaint_id=complaint.pk, text=given["text"], answer=given["answer"], by_letter=given["by_letter"],
            actor=request.actor, at=timezone.now(), version=given["version"],
        )  # fmt: skip
        return _("It was recorded.")

    title = _("First response") if first else _("Contact with the customer")
    says = _("The first entry stops the clock of the first response.") if first else _("It stays in the record.")
    return act(
        request, acting(complaint, title=title, verb=_("Record"), says=(says,), icon="message-circle"), form, work
    )


@require_http_methods(["GET", "POST"])
def complaint_explain(request: Request, complaint_id: int) -> HttpResponse:
    """Explain what is not our fault."""
    complaint = visible(request, complaint_id)
    gate(complaint, "understand", actor=request.actor)
    form = ExplainForm(request.POST or None, initial={"version": complaint.version})

    def work() -> str:
        given = form.cleaned_data
        understood = given["understood"] == "yes"
        settling.explain(
            complaint_id=complaint.pk, text=given["text"], answer=given["answer"], by_letter=given["by_letter"],
            understood=understood, actor=request.actor, at=timezone.now(), version=given["version"],
        )  # fmt: skip
        return _("The complaint is settled.") if understood else _("The negotiation begins.")

    says = _("Who understands is settled with; who does not is negotiated with.")
    shown = acting(complaint, title=_("Explain to the customer"), verb=_("Record"), says=(says,), icon="message-circle")
    return act(request, shown, form, work)


@require_http_methods(["GET", "POST"])
def complaint_negotiate(request: Request, complaint_id: int) -> HttpResponse:
    """Record a round of negotiation and what came of it."""
    complaint = visible(request, complaint_id)
    gate(complaint, "settle", actor=request.actor)
    escalates = complaint.state == ComplaintState.NEGOTIATING
    form = NegotiateForm(request.POST or None, initial={"version": complaint.version}, can_escalate=escalates)

    def work() -> str:
        given = form.cleaned_data
        settling.negotiate(
            complaint_id=complaint.pk, text=given["text"], outcome=given["outcome"], actor=request.actor,
            at=timezone.now(), version=given["version"],
        )  # fmt: skip
        return _("It was recorded.")

    return act(request, acting(complaint, title=_("Negotiation"), verb=_("Record"), icon="users"), form, work)


@require_http_methods(["GET", "POST"])
def complaint_decide(request: Request, complaint_id: int) -> HttpResponse:
    """To whom it was escalated decides how the negotiation goes on."""
    complaint = visible(request, complaint_id)
    gate(complaint, "decide", actor=request.actor)
    initial = {"version": complaint.version, "salesperson": complaint.salesperson_id, "settle_by": complaint.settle_by}
    form = DecideForm(request.POST or None, initial=initial, people=salespeople())

    def work() -> str:
        given = form.cleaned_data
        settling.decide(
            complaint_id=complaint.pk, text=given["text"], salesperson_id=given["salesperson"],
            settle_by=given["settle_by"], **said(request, form),
        )  # fmt: skip
        return _("It was decided; who negotiates is told.")

    says = _("The negotiation goes on as you decide. It can be escalated again, then to the manager above you.")
    shown = acting(complaint, title=_("Decide how it goes on"), verb=pgettext("complaint", "Decide"), says=(says,))
    return act(request, shown, form, work)


@require_http_methods(["GET", "POST"])
def complaint_ask(request: Request, complaint_id: int) -> HttpResponse:
    """Ask for measures once more, where those asked for were taken back."""
    complaint = visible(request, complaint_id)
    handles = policies.is_handler(complaint, request.actor)
    gate(complaint, actor=request.actor, opens=_page(request, complaint).can_ask, right=handles)
    form = AskAgainForm(request.POST or None, initial={"version": complaint.version, "problem": complaint.happened})

    def work() -> str:
        given = form.cleaned_data
        action = closing.ask_again(
            complaint_id=complaint.pk, problem=given["problem"], actor=request.actor, at=timezone.now(),
            version=given["version"],
        )  # fmt: skip
        return _("%(action)s was asked for.") % {"action": action}

    return act(
        request,
        acting(complaint, title=_("Ask for measures"), verb=pgettext("measures", "Ask"), icon="refresh"),
        form,
        work,
    )


@require_http_methods(["GET", "POST"])
def complaint_close(request: Request, complaint_id: int) -> HttpResponse:
    """Tell the customer that it works, and close."""
    complaint = visible(request, complaint_id)
    waits = complaint.state == ComplaintState.TELLING
    handles = policies.is_handler(complaint, request.actor)
    gate(complaint, actor=request.actor, opens=_page(request, complaint).can_close, right=handles and not waits)
    form = CloseForm(request.POST or None, initial={"version": complaint.version, "by_letter": bool(complaint.email)})

    def work() -> str:
        given = form.cleaned_data
        closing.tell_and_close(
            complaint_id=complaint.pk, text=given["text"], by_letter=given["by_letter"], actor=request.actor,
            at=timezone.now(), version=given["version"],
        )  # fmt: skip
        return _("The customer was told, the complaint is closed.")

    says = _("The measures are verified. Later checks see that they are kept up.")
    shown = acting(complaint, title=_("Tell the customer and close"), verb=_("Close"), says=(says,), icon="send")
    return act(request, shown, form, work)


def _page(request: Request, complaint: Complaint) -> ComplaintPage:
    return complaint_page(complaint=complaint, actor=request.actor, at=timezone.now())
