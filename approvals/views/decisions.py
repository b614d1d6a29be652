"""Deciding: from a document's page, from the list, many at once (APR-05)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from approvals import forms, pages, policies, selectors, services
from approvals.choices import OPINIONS, CaseState, StepState, Verdict
from approvals.errors import GivenBack
from approvals.models import Case, Task
from approvals.selectors import InboxItem
from core import kinds
from core.errors import DomainError
from core.web import Request, go_to, page_or_part

TITLE = "#title"
"""The next document opens with the focus on its title."""


@require_POST
def decide(request: Request, task_id: int) -> HttpResponse:
    """One verdict on one document; then the next one that waits opens."""
    task = selectors.tasks_of(request.actor).filter(pk=task_id).first()
    if task is None:
        return gone(request, task_id)
    order = list(selectors.waiting_tasks(request.actor).values_list("pk", flat=True))
    form = forms.Decide(request.POST)
    if not form.is_valid():
        return _again(request, task, form=form, status=422)
    given = form.cleaned_data
    try:
        case = services.decide(
            task_id=task.pk,
            verdict=given["verdict"],
            reason=given["reason"],
            actor=request.actor,
            at=timezone.now(),
            document_version=given["version"],
            return_to=given["step"],
        )
    except DomainError as error:
        if isinstance(error, services.NoLongerYours):
            services.reassign_tasks(person_id=task.person_id, at=timezone.now())
        return _again(request, task, error=error, status=409)
    messages.success(request, _said(case, given["verdict"]))
    return go_to(request, next_url(request, order, task.pk))


def gone(request: Request, task_id: int) -> HttpResponse:
    """To the inbox with a sentence for who had the task in another's place before; 404 for everybody else."""
    task = selectors.task_given_back(request.actor, task_id)
    if task is None:
        raise Http404
    messages.warning(request, str(GivenBack(document=task.case.number, who=task.person.name)))
    return go_to(request, "approvals:inbox")


@require_POST
def decide_many(request: Request) -> HttpResponse:
    """First a sum line and what is flagged, then the one confirm; a single plain approval needs none."""
    form = forms.DecideMany(request.POST)
    wanted = {task_id for task_id, _version in form.choices}
    tasks = selectors.waiting_tasks(request.actor).filter(pk__in=wanted)
    items = selectors.items_of(tasks, on=timezone.localdate())
    if not form.is_valid():
        return _confirm(request, form, items, status=422)
    given = form.cleaned_data
    plain = len(items) == 1 and given["verdict"] == Verdict.APPROVE and not items[0].is_flagged
    if not (given["confirmed"] or plain):
        return _confirm(request, form, items, status=200)
    result = services.decide_many(
        choices=form.choices,
        verdict=given["verdict"],
        reason=given["reason"],
        actor=request.actor,
        at=timezone.now(),
    )
    if result.done:
        messages.success(request, _said_many(result.done, given["verdict"]))
    for number, error in result.refused:
        messages.warning(request, _("%(document)s was left as it is: %(why)s") % {"document": number, "why": error})
    return go_to(request, _inbox_url(request))


@require_POST
def case_resume(request: Request, case_id: int) -> HttpResponse:
    """Look again for somebody where nobody could decide (APR-11)."""
    case = get_object_or_404(selectors.cases_visible_to(request.actor), pk=case_id)
    if not policies.can_edit_routes(request.actor):
        raise PermissionDenied
    if services.resume(case_id=case.pk, at=timezone.now()):
        messages.success(request, _("%(document)s goes on.") % {"document": case.number})
    else:
        messages.warning(request, _("Still nobody can decide on %(document)s.") % {"document": case.number})
    return go_to(request, kinds.get(case.subject_kind).url_of(case.subject_id))


def _again(
    request: Request,
    task: Task,
    *,
    status: int,
    form: forms.Decide | None = None,
    error: DomainError | None = None,
) -> HttpResponse:
    """The decision bar once more with what was wrong; without scripts, the document's page with a message."""
    kind, document_id = task.case.subject_kind, task.case.subject_id
    if request.htmx:
        context = pages.approval_context(actor=request.actor, kind=kind, document_id=document_id)
        context |= {"decide_form": form, "decide_error": error, "inbox_url": reverse("approvals:inbox")}
        return render(request, "approvals/parts/decision_bar.html", context, status=status)
    problem = error or next(str(problem) for errors in (form.errors if form else {}).values() for problem in errors)
    messages.error(request, str(problem))
    return go_to(request, kinds.get(kind).url_of(document_id))


def _confirm(request: Request, form: forms.DecideMany, items: Sequence[InboxItem], *, status: int) -> HttpResponse:
    """The sum line and what is flagged, before the one confirm."""
    verdict = form.data.get("verdict", "")
    alone = len(items) == 1
    ticked = {task_id for task_id, _version in form.choices} if form.cleaned_data.get("confirmed") or alone else set()
    flagged = [item for item in items if item.is_flagged]
    plain = [item for item in items if not item.is_flagged]
    context: dict[str, Any] = {
        "form": form,
        "items": items,
        "plain": plain,
        "flagged": flagged,
        "ticked": ticked,
        "verdict": verdict if verdict in dict(forms.VERDICTS) else Verdict.APPROVE,
        "refuses": verdict in {Verdict.RETURN, Verdict.REJECT},
        "plain_total": sum((item.amount or Decimal(0) for item in plain), Decimal(0)),
        "query": request.POST.get("query", "")[:300],
    }
    return page_or_part(request, "approvals/decide_many.html", "confirm", context, status=status)


def next_url(request: Request, order: list[int], task_id: int) -> str:
    """The document after this one in the list, else the first that still waits, else the empty inbox."""
    waiting = {
        pk: (kind, document_id)
        for pk, kind, document_id in selectors.waiting_tasks(request.actor).values_list(
            "pk", "case__subject_kind", "case__subject_id"
        )
    }
    place = order.index(task_id) if task_id in order else 0
    following = next((pk for pk in [*order[place + 1 :], *order[:place]] if pk in waiting), None)
    if following is None:
        following = next(iter(waiting), None)
    if following is None:
        return reverse("approvals:inbox")
    kind, document_id = waiting[following]
    return kinds.get(kind).url_of(document_id) + TITLE


def _inbox_url(request: Request) -> str:
    """The list with the filter it had."""
    query = request.POST.get("query", "")[:300]
    safe = forms.inbox_filter(QueryDict(query))
    asked = {
        key: value
        for key, value in {
            "kind": safe.kind,
            "q": safe.text,
            "flagged": "1" if safe.flagged else "",
            "overdue": "1" if safe.overdue else "",
        }.items()
        if value
    }
    return reverse("approvals:inbox") + (f"?{urlencode(asked)}" if asked else "")


def _said(case: Case, verdict: str) -> str:
    """What was done and what comes next, in a sentence."""
    facts = {"document": case.number, "author": case.author.name}
    if verdict == Verdict.RETURN and case.state == CaseState.RETURNED:
        return _("%(document)s was returned to %(author)s.") % facts
    if verdict == Verdict.REJECT:
        return _("%(document)s was rejected; %(author)s is told.") % facts
    if case.state == CaseState.APPROVED:
        return _("%(document)s is approved.") % facts
    if verdict in OPINIONS:
        return _("Your department's opinion on %(document)s is recorded.") % facts
    step = case.steps.filter(state__in=[StepState.CURRENT, StepState.STUCK]).first()
    if verdict == Verdict.RETURN:
        return _("%(document)s was returned to the step %(step)s.") % {**facts, "step": step.name if step else ""}
    return _("%(document)s approved; next: %(step)s.") % {**facts, "step": step.name if step else ""}


def _said_many(cases: Sequence[Case], verdict: str) -> str:
    count = len(cases)
    if verdict == Verdict.RETURN:
        text = ngettext("%(count)s document was returned.", "%(count)s documents were returned.", count)
    elif verdict == Verdict.REJECT:
        text = ngettext("%(count)s document was rejected.", "%(count)s documents were rejected.", count)
    else:
        text = ngettext("%(count)s document was approved.", "%(count)s documents were approved.", count)
    return text % {"count": count}
