"""Writing an adjustment: one form, lines added and taken away in place, the budget shown while typing (BUD-32)."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from budgets import policies
from budgets.choices import AdjustmentKind
from budgets.forms_adjustments import (
    GETS,
    GIVES,
    AdjustmentForm,
    Choices,
    adjustment_input,
    adjustment_lines,
    typed_so_far,
)
from budgets.models import Adjustment
from budgets.rules import adjustments as rules
from budgets.selectors import adjustment_pages as offers
from budgets.selectors.adjustments import adjustments_visible_to, departments_to_adjust, lines_of
from budgets.services import adjustment_drafts, adjustments
from budgets.services.adjustment_checks import check_typed
from budgets.views.moves import status_of
from core import attachments, formats
from core import requests as sendings
from core.errors import DomainError, WayOut
from core.line_forms import LineSet, other_lines
from core.money import LARGEST, ZERO, rounded
from core.pages import files_context
from core.web import Request, go_to, new_request_key, page_or_part
from organization.views.access import gate

TEMPLATE = "budgets/adjustment_form.html"


@require_http_methods(["GET", "POST"])
def adjustment_create(request: Request) -> HttpResponse:
    """A new adjustment of a kind (`?kind=TRANSFER`); from a refusal filled in with the shortfall (LED-09)."""
    if not policies.can_make_budgets(request.actor):
        raise PermissionDenied
    kind = _kind(request)
    choices = _choices(request, kind)
    if request.method == "GET":
        return _form_page(request, choices, *_beginning(request, choices))
    return _answer(request, choices, adjustment=None)


@require_http_methods(["GET", "POST"])
def adjustment_edit(request: Request, adjustment_id: int) -> HttpResponse:
    """A draft or a returned adjustment."""
    adjustment = get_object_or_404(adjustments_visible_to(request.actor), pk=adjustment_id)
    gate(adjustment, "submit", actor=request.actor)
    if adjustment.adjustment_kind == AdjustmentKind.CARRY_OVER:
        return go_to(request, "budgets:carry_over_edit", adjustment_id=adjustment.pk)
    choices = _choices(request, adjustment.adjustment_kind, adjustment=adjustment)
    if request.method == "GET":
        return _form_page(request, choices, *_stored(adjustment, choices), adjustment=adjustment)
    return _answer(request, choices, adjustment=adjustment)


@require_POST
def adjustment_impact(request: Request) -> HttpResponse:
    """What the adjustment as typed so far would make of the budgets; nothing is kept."""
    if not policies.can_make_budgets(request.actor):
        raise PermissionDenied
    choices = _choices(request, _kind(request))
    head = AdjustmentForm(request.POST, choices=choices)
    lines = adjustment_lines(request.POST, choices=choices)
    context = {**_impact(request, head, lines, kind=choices.kind), "live": True}
    return render(request, "budgets/parts/adjustment_impact.html", context)


def _kind(request: Request) -> str:
    asked = request.POST.get("adjustment_kind") or request.GET.get("kind", "")
    return asked if asked in dict(AdjustmentKind.by_hand()) else AdjustmentKind.SUPPLEMENT.value


def _answer(request: Request, choices: Choices, *, adjustment: Adjustment | None) -> HttpResponse:
    action = request.POST.get("action", "save")
    if (data := other_lines(request.POST, action, most=rules.MOST_LINES, initial=_new_line(request))) is not None:
        head, lines = AdjustmentForm(data, choices=choices), adjustment_lines(data, choices=choices)
        is_added = action == "add_line"
        return _form_page(request, choices, head, lines, adjustment=adjustment, is_checked=False, focus_last=is_added)
    head, lines = AdjustmentForm(request.POST, choices=choices), adjustment_lines(request.POST, choices=choices)
    if not (head.is_valid() and lines.is_valid()):
        return _form_page(request, choices, head, lines, adjustment=adjustment, status=422)
    is_saved = False
    try:
        adjustment = _save(request, choices, head, lines, adjustment)
        is_saved = True
        _keep_files(request, adjustment)
        if action == "submit":
            adjustment = adjustments.submit_adjustment(
                adjustment_id=adjustment.pk, actor=request.actor, at=timezone.now()
            )
    except DomainError as error:
        if is_saved and adjustment is not None:  # typed values are kept as a draft, with what refused the submission
            head, lines = _stored(adjustment, choices)
        if error.params.get("problem") == "no_papers":  # they are chosen right here
            error.ways_out = (WayOut(_("Attach papers"), "#form-files-card"),)
        return _form_page(request, choices, head, lines, adjustment=adjustment, error=error, is_saved=is_saved)
    if action == "submit":
        messages.success(request, _("%(number)s was submitted.") % {"number": adjustment.number})
    else:
        messages.success(request, _("The draft was saved."))
    return go_to(request, "budgets:adjustment_detail", adjustment_id=adjustment.pk)


def _keep_files(request: Request, adjustment: Adjustment) -> None:
    """The files chosen on the form go with the draft, before it is submitted (GEN-07)."""
    attachments.attach_all(
        kind=adjustment.kind,
        document_id=adjustment.pk,
        files=request.FILES.getlist("files"),
        actor=request.actor,
        at=timezone.now(),
    )


def _save(
    request: Request, choices: Choices, head: AdjustmentForm, lines: LineSet, adjustment: Adjustment | None
) -> Adjustment:
    draft = adjustment_input(head, lines, kind=choices.kind)
    if adjustment is not None:
        return adjustment_drafts.change_adjustment(
            adjustment_id=adjustment.pk,
            draft=draft,
            version=head.cleaned_data["version"],
            actor=request.actor,
            at=timezone.now(),
        )
    with sendings.once(actor=request.actor, key=head.cleaned_data["request_key"], body=request.POST) as sent:
        if not sent.is_repeated:
            made = adjustment_drafts.create_adjustment(draft=draft, actor=request.actor, at=timezone.now())
            sent.document_id = made.pk
    return Adjustment.objects.get(pk=sent.document_id or 0)


def _beginning(request: Request, choices: Choices) -> tuple[AdjustmentForm, LineSet]:
    """An empty form, or one filled in with what a refused posting lacked."""
    asked = {name: _number(request.GET.get(name, "")) for name in ("department", "category", "period")}
    own = [pk for pk, _name in choices.own]
    department = asked["department"] if asked["department"] in own else (own[0] if own else None)
    periods = [pk for pk, _name in choices.periods]
    period = asked["period"] if asked["period"] in periods else _this_month(choices)
    amount = _amount(request.GET.get("amount", ""))
    first: dict[str, Any] = {
        "side": GETS, "department": department, "category": asked["category"], "period": period, "amount": amount,
    }  # fmt: skip
    rows = [first]
    if choices.is_two_sided:
        rows.append({"side": GIVES, "department": department, "period": period, "amount": amount})
    if choices.is_release and (reserve := offers.contingency_category()) is not None:
        rows[1]["category"] = reserve.pk
    head = {"request_key": new_request_key(), "department": department, "title": _title(choices, first)}
    return AdjustmentForm(initial=head, choices=choices), adjustment_lines(choices=choices, initial=rows)


def _title(choices: Choices, first: dict[str, Any]) -> str:
    """What a refusal lacked, as a title to begin with: the category and the amount."""
    if first["category"] is None or first["amount"] is None:
        return ""
    names = {pk: name for _group, members in choices.categories for pk, name in members}
    if first["category"] not in names:
        return ""
    given = {"category": names[first["category"]], "amount": formats.amount(first["amount"])}
    return _("%(category)s: %(amount)s is missing") % given


def _stored(adjustment: Adjustment, choices: Choices) -> tuple[AdjustmentForm, LineSet]:
    head = {
        "version": adjustment.version,
        "title": adjustment.title,
        "department": adjustment.department_id,
        "purpose": adjustment.purpose,
        "criteria": adjustment.criteria,
        "risk": adjustment.risk,
    }
    rows: list[dict[str, Any]] = [
        {
            "line_id": line.pk,
            "side": GETS if line.amount > 0 else GIVES,
            "department": line.department_id,
            "category": line.category_id,
            "project": line.project_id,
            "period": line.period_id,
            "amount": abs(line.amount),
            "note": line.note,
        }
        for line in lines_of(adjustment)
    ]
    return AdjustmentForm(initial=head, choices=choices), adjustment_lines(choices=choices, initial=rows or [{}])


def _choices(request: Request, kind: str, *, adjustment: Adjustment | None = None) -> Choices:
    own = departments_to_adjust(request.actor)
    if adjustment is not None:  # the department that asks stays
        own = [adjustment.department]
    every = offers.departments_in_use() if rules.is_two_sided(kind) else own
    kept = [line.period_id for line in adjustment.lines.all()] if adjustment is not None else []
    return Choices(
        kind=kind,
        own=[(one.pk, one.name) for one in own],
        departments=[(one.pk, one.name) for one in every],
        categories=offers.adjustable_categories(),
        projects=[(one.pk, one.name) for one in offers.adjustable_projects(every)],
        periods=[(one.pk, str(one)) for one in offers.adjustable_periods(also=kept)],
    )


def _new_line(request: Request) -> dict[str, str]:
    """What another line begins with: the month and the department of the one before, the other side."""
    total = request.POST.get("lines-TOTAL_FORMS", "")
    last = int(total) - 1 if total.isdecimal() and len(total) < 5 else -1
    period = request.POST.get(f"lines-{last}-period", "")
    department = request.POST.get(f"lines-{last}-department", "") or request.POST.get("department", "")
    side = request.POST.get(f"lines-{last}-side", "")
    return {"period": period, "department": department, "side": side or GETS}


def _impact(request: Request, head: AdjustmentForm, lines: LineSet, *, kind: str) -> dict[str, Any]:
    """The panel beside the form: every key before and after, and whether both sides balance."""
    typed = typed_so_far(head, lines, kind=kind)
    found = check_typed(lines=typed, actor=request.actor, at=timezone.now())
    is_two_sided = rules.is_two_sided(kind)
    return {
        "check": found,
        "impacts": found.impacts,
        "impact_url": reverse("budgets:adjustment_impact"),
        "unbalanced": abs(found.gained - found.taken) if is_two_sided else ZERO,
        "is_two_sided": is_two_sided,
    }


def _this_month(choices: Choices) -> int | None:
    wanted = f"{timezone.localdate():%Y-%m}"
    later = [pk for pk, label in choices.periods if label >= wanted]
    return later[0] if later else (choices.periods[-1][0] if choices.periods else None)


def _number(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 18 else None


def _amount(typed: str) -> Decimal | None:
    try:
        amount = Decimal(typed[:24])
    except InvalidOperation:
        return None
    return rounded(amount) if amount.is_finite() and ZERO < amount <= LARGEST else None


def _form_page(
    request: Request,
    choices: Choices,
    head: AdjustmentForm,
    lines: LineSet,
    *,
    adjustment: Adjustment | None = None,
    error: DomainError | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": head,
        "lines": lines,
        "document": adjustment,
        "kind": choices.kind,
        "kind_label": AdjustmentKind(choices.kind).label,
        "kinds": AdjustmentKind.by_hand(),
        "error": error,
        **files_context(request.actor, adjustment, needed=rules.needs_papers(choices.kind)),
        **_impact(request, head, lines, kind=choices.kind),
        **more,
    }
    return page_or_part(
        request, TEMPLATE, "adjustment-form", context, status=status_of(error) if error is not None else status
    )
