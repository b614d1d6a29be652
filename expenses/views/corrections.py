"""Corrections of posted claims and imported rows: the form, the document, its moves (EXP-08)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from approvals.pages import approval_context
from budgets.selectors import years
from core import requests as sendings
from core.errors import DomainError
from core.pages import document_context
from core.web import Request, go_to, new_request_key
from expenses import forms, policies
from expenses.choices import ClaimState, ImportRowState
from expenses.forms.corrections import CorrectionForm
from expenses.models import Claim, Correction, ExpenseImport, ImportRow
from expenses.selectors import choices
from expenses.selectors import corrections as selectors
from expenses.selectors import import_rows_visible_to as visible_rows
from expenses.selectors.corrections import Standing
from expenses.services import corrections
from expenses.views.claims import visible as visible_claim
from expenses.views.moves import made, status_of, version_of
from organization.choices import DepartmentStatus
from organization.models import Department
from organization.views.access import gate, refuse


@dataclass(frozen=True, slots=True)
class Subject:
    """What is corrected, as pages name it and lead back to it."""

    word: str
    number: str
    title: str
    url: str

    @classmethod
    def of_claim(cls, claim: Claim) -> Self:
        """A claim."""
        url = reverse("expenses:claim_detail", kwargs={"claim_id": claim.pk})
        return cls(_("Claim"), claim.number or "", claim.title, url)

    @classmethod
    def of_row(cls, row: ImportRow) -> Self:
        """A row of an import."""
        url = reverse("expenses:import_detail", kwargs={"import_id": row.document_id})
        return cls(_("Imported row"), row.label, row.title, f"{url}?row={row.pk}")

    @classmethod
    def of(cls, correction: Correction) -> Self:
        """What a correction corrects."""
        return cls.of_claim(correction.claim) if correction.claim is not None else cls.of_row(correction.row)


@require_http_methods(["GET", "POST"])
def claim_correct(request: Request, claim_id: int) -> HttpResponse:
    """Ask for the correction of a posted claim."""
    claim = visible_claim(request, claim_id)
    if claim.state != ClaimState.APPROVED or not policies.can_correct(claim, request.actor):
        raise PermissionDenied

    def act(form: CorrectionForm) -> Correction:
        return corrections.correct_claim(claim_id=claim.pk, draft=form.draft(), actor=request.actor, at=timezone.now())

    return _written(request, Subject.of_claim(claim), selectors.standing_of(claim), act, claim=claim)


@require_http_methods(["GET", "POST"])
def import_row_correct(request: Request, import_id: int, row_id: int) -> HttpResponse:
    """Ask for the correction of one posted row of an import."""
    row = visible_row(request, import_id, row_id)
    right = policies.can_correct_row(row, request.actor)
    if not right or row.state != ImportRowState.POSTED:
        refuse(row, right=right and row.state == ImportRowState.REVERSED, back=Subject.of_row(row).url)

    def act(form: CorrectionForm) -> Correction:
        return corrections.correct_row(row_id=row.pk, draft=form.draft(), actor=request.actor, at=timezone.now())

    return _written(request, Subject.of_row(row), selectors.standing_of_row(row), act)


@require_http_methods(["GET", "POST"])
def correction_edit(request: Request, correction_id: int) -> HttpResponse:
    """Write a returned correction anew and send it again."""
    correction = visible(request, correction_id)
    gate(correction, "submit", actor=request.actor)

    def act(form: CorrectionForm) -> Correction:
        return corrections.resubmit_correction(
            correction_id=correction.pk,
            draft=form.draft(),
            actor=request.actor,
            at=timezone.now(),
            version=form.cleaned_data["version"],
        )

    subject = Subject.of(correction)
    standing = selectors.standing_of_subject(correction)
    return _written(request, subject, standing, act, correction=correction, claim=correction.claim)


def _written(
    request: Request,
    subject: Subject,
    standing: list[Standing],
    act: Callable[[CorrectionForm], Correction],
    *,
    correction: Correction | None = None,
    claim: Claim | None = None,
) -> HttpResponse:
    form = _form(request, standing, correction)
    error: DomainError | None = None
    key = request.POST.get("request_key", "")
    if request.method == "POST" and form.is_valid():
        try:
            with sendings.once(actor=request.actor, key=key, body=request.POST) as sent:
                if sent.is_repeated:
                    messages.info(request, _("This was done already; it was not done a second time."))
                    return HttpResponseRedirect(subject.url)
                done = act(form)
        except DomainError as refused:
            error, key = refused, ""
        else:
            messages.success(request, _("%(number)s was submitted.") % {"number": done.number})
            return go_to(request, "expenses:correction_detail", correction_id=done.pk)
    context = {
        "form": form,
        "subject": subject,
        "correction": correction,
        "paid": selectors.paid_of(claim),
        "error": error,
        "request_key": key or new_request_key(),
    }
    status = 200 if request.method == "GET" else status_of(error) if error else 422
    return render(request, "expenses/correction_form.html", context, status=status)


def _form(request: Request, standing: list[Standing], correction: Correction | None) -> CorrectionForm:
    departments = list(Department.objects.filter(status=DepartmentStatus.ACTIVE))
    initial: dict[str, Any] = {}
    if correction is not None:
        initial = {
            "correction_kind": correction.correction_kind,
            "to_category": correction.to_category_id,
            "to_department": correction.to_department_id,
            "to_project": correction.to_project_id,
            "to_period": correction.to_period_id,
            "reason": correction.reason,
            "version": correction.version,
        }
        taken = {line.key: line.amount for line in correction.lines.select_related("correction")}
    form = CorrectionForm(
        request.POST or None,
        initial=initial,
        standing=standing,
        categories=choices.category_groups(),
        departments=[(one.pk, one.name) for one in departments],
        projects=[(one.pk, one.name) for one in choices.projects_for(departments)],
        periods=[(one.pk, str(one)) for one in years.open_periods().select_related("fiscal_year")],
    )
    if correction is not None:
        for one in form.standing:
            form.fields[f"amount-{one.key}"].initial = taken.get(one.key)
    return form


def visible_row(request: Request, import_id: int, row_id: int) -> ImportRow:
    """A row of an import, if the reader sees it; 404 otherwise (GEN-10)."""
    found = get_object_or_404(ExpenseImport, pk=import_id)
    rows = visible_rows(request.actor, found).select_related(
        "document", "department", "category", "period__fiscal_year"
    )
    return get_object_or_404(rows, pk=row_id)


def visible(request: Request, correction_id: int) -> Correction:
    """The correction, if the reader sees it; 404 otherwise (GEN-10)."""
    rows = selectors.corrections_visible_to(request.actor).select_related(
        "claim", "import_row__document", "import_row__department", "import_row__category", "import_row__period",
        "department", "created_by", "to_department", "to_category", "to_project", "to_period",
    )  # fmt: skip
    return get_object_or_404(rows, pk=correction_id)


@require_GET
def correction_detail(request: Request, correction_id: int) -> HttpResponse:
    """One correction: what, from where to where, why, route, timeline, decision."""
    return _page(request, visible(request, correction_id))


@require_POST
def correction_cancel(request: Request, correction_id: int) -> HttpResponse:
    """Give it up before anybody decided, or after it came back, with a reason."""
    correction = visible(request, correction_id)
    form = forms.ReasonForm(request.POST)
    form.is_valid()

    def act() -> str:
        corrections.cancel_correction(
            correction_id=correction.pk,
            reason=form.cleaned_data.get("reason", ""),
            actor=request.actor,
            at=timezone.now(),
            version=version_of(request),
        )
        return _("%(number)s was given up.") % {"number": correction.number}

    return made(
        request,
        act,
        back_to="expenses:correction_detail",
        again=lambda error: _page(request, visible(request, correction.pk), error=error, panel="cancel", form=form),
        correction_id=correction.pk,
    )


def _page(request: Request, correction: Correction, *, error: DomainError | None = None, **more: Any) -> HttpResponse:
    context = {
        "page": selectors.correction_page(correction=correction, actor=request.actor),
        "correction": correction,
        "subject": Subject.of(correction),
        "error": error,
        **approval_context(actor=request.actor, kind=correction.kind, document_id=correction.pk),
        **document_context(actor=request.actor, kind=correction.kind, document=correction),
        **more,
    }
    return render(request, "expenses/correction_detail.html", context, status=status_of(error))
