"""What a decider does besides deciding: hand over, add an approver (APR-05). A panel above the decision bar; without
scripts, a page of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from approvals import forms, pages, selectors, services
from approvals.choices import Added
from approvals.models import Case, Question, Step, Task
from approvals.views.decisions import gone, next_url
from core import comments, kinds
from core.errors import DomainError, NotAllowed
from core.web import Request, go_to, page_or_part


@dataclass(frozen=True, slots=True)
class Move:
    """One of the panels: its words, its form, what it does (answering what was done, in a sentence), where it leads."""

    title: str | Promise
    says: str | Promise
    verb: str | Promise
    icon: str
    form: type[forms.MoveForm]
    act: Callable[[Request, Task, Mapping[str, Any]], str]


def _hand_over(request: Request, task: Task, given: Mapping[str, Any]) -> str:
    heir = services.hand_over(
        task_id=task.pk,
        person_id=given["person"].pk,
        reason=given["reason"],
        actor=request.actor,
        at=timezone.now(),
        document_version=given["version"],
    ).person
    return _("%(document)s was handed over to %(who)s.") % {"document": task.case.number, "who": heir.name}


def _add(request: Request, task: Task, given: Mapping[str, Any]) -> str:
    services.add_approver(
        task_id=task.pk,
        person_ids=[person.pk for person in given["people"]],
        where=given["where"],
        mode=given["mode"],
        reason=given["reason"],
        actor=request.actor,
        at=timezone.now(),
        document_version=given["version"],
    )
    facts = {"document": task.case.number, "who": pages.names([person.name for person in given["people"]], every=True)}
    if given["where"] == Added.BEFORE:
        return _("%(who)s is asked first; %(document)s comes back to you afterwards.") % facts
    return _("%(who)s decides on %(document)s after you.") % facts


def _ask(request: Request, task: Task, given: Mapping[str, Any]) -> str:
    services.ask(
        task_id=task.pk,
        person_ids=[person.pk for person in given["people"]],
        text=given["text"],
        actor=request.actor,
        at=timezone.now(),
        document_version=given["version"],
    )
    facts = {"document": task.case.number, "who": pages.names([person.name for person in given["people"]], every=True)}
    return _("%(who)s is asked about %(document)s. You can decide at any time.") % facts


HAND_OVER = Move(
    title=gettext_lazy("Hand over to somebody else?"),
    says=gettext_lazy("They decide in your place, with their time anew. You are no longer asked at this step."),
    verb=pgettext_lazy("verb", "Hand over"),
    icon="user-share",
    form=forms.HandOver,
    act=_hand_over,
)
ADD = Move(
    title=gettext_lazy("Add an approver?"),
    says=gettext_lazy("The route stays as it is; a step is added before or after yours."),
    verb=gettext_lazy("Add the approver"),
    icon="user-plus",
    form=forms.AddApprover,
    act=_add,
)


ASK = Move(
    title=gettext_lazy("Ask before you decide?"),
    says=gettext_lazy("The document stays with you. Only people who may see it can be asked; they get no right by it."),
    verb=pgettext_lazy("verb", "Ask"),
    icon="message-question",
    form=forms.Ask,
    act=_ask,
)


@require_http_methods(["GET", "POST"])
def ask(request: Request, task_id: int) -> HttpResponse:
    """Ask people something about what waits for the reader."""
    return _panel(request, task_id, ASK)


@require_POST
def answer(request: Request, asked_id: int) -> HttpResponse:
    """Answer what the reader was asked; the document's page comes back with it."""
    asked = get_object_or_404(selectors.asked_of(request.actor), pk=asked_id)
    case = asked.question.case
    kinds.visible_or_404(case.subject_kind, case.subject_id, request.actor)
    form = forms.Answer(request.POST)
    error: DomainError | None = None
    if form.is_valid():
        try:
            services.answer(asked_id=asked.pk, text=form.cleaned_data["text"], actor=request.actor, at=timezone.now())
        except DomainError as refusal:
            error = refusal
    else:
        error = comments.CommentEmpty() if not form.data.get("text", "").strip() else None
        error = error or comments.CommentTooLong(limit=comments.LONGEST)
    url = kinds.get(case.subject_kind).url_of(case.subject_id)
    if error is None:
        messages.success(request, _("Your answer was sent to %(who)s.") % {"who": asked.question.asked_by.name})
        return go_to(request, url)
    if not request.htmx:
        messages.error(request, str(error))
        return go_to(request, f"{url}?decide=answer#decision")
    context = pages.approval_context(actor=request.actor, kind=case.subject_kind, document_id=case.subject_id)
    context |= {"answer_error": error, "answer_text": request.POST.get("text", "")[: comments.LONGEST]}
    return render(request, "approvals/parts/decision_bar.html", context, status=409 if form.is_valid() else 422)


@require_POST
def take_back_step(request: Request, step_id: int) -> HttpResponse:
    """Take out an approver one added, while nobody has decided there."""
    step = get_object_or_404(
        Step.objects.filter(case__in=selectors.cases_visible_to(request.actor)).select_related("case"), pk=step_id
    )
    return _took_back(
        request, step.case, partial(services.take_back_step, step_id=step.pk), _("The added approver was taken back.")
    )


@require_POST
def take_back_question(request: Request, question_id: int) -> HttpResponse:
    """Take back a question nobody has answered."""
    question = get_object_or_404(
        Question.objects.filter(case__in=selectors.cases_visible_to(request.actor)).select_related("case"),
        pk=question_id,
    )
    act = partial(services.take_back_question, question_id=question.pk)
    return _took_back(request, question.case, act, _("The question was taken back."))


def _took_back(request: Request, case: Case, act: Callable[..., object], said: str) -> HttpResponse:
    try:
        act(actor=request.actor, at=timezone.now())
    except NotAllowed as error:
        raise PermissionDenied from error
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return go_to(request, kinds.get(case.subject_kind).url_of(case.subject_id))


@require_http_methods(["GET", "POST"])
def hand_over(request: Request, task_id: int) -> HttpResponse:
    """Give what waits for the reader to somebody else."""
    return _panel(request, task_id, HAND_OVER)


@require_http_methods(["GET", "POST"])
def add_approver(request: Request, task_id: int) -> HttpResponse:
    """Have others decide before or after the reader."""
    return _panel(request, task_id, ADD)


def _panel(request: Request, task_id: int, move: Move) -> HttpResponse:
    task = selectors.tasks_of(request.actor).filter(pk=task_id).first()
    if task is None:
        return gone(request, task_id)
    order = list(selectors.waiting_tasks(request.actor).values_list("pk", flat=True))
    if request.method == "GET":
        try:
            turn = services.look(task_id=task.pk, actor=request.actor, at=timezone.now())
        except DomainError as error:
            return _shown(request, task, move, error=error, status=409)
        seen = request.GET.get("version", "")
        version = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else turn.facts.document_version
        form = move.form(task=task, initial={"version": version})
        return _shown(request, task, move, form=form, status=200)
    form = move.form(request.POST, task=task)
    if not form.is_valid():
        return _shown(request, task, move, form=form, status=422)
    try:
        said = move.act(request, task, form.cleaned_data)
    except DomainError as error:
        if isinstance(error, services.NoLongerYours):
            services.reassign_tasks(person_id=task.person_id, at=timezone.now())
        return _shown(request, task, move, form=form, error=error, status=409)
    messages.success(request, said)
    mine = selectors.my_task(request.actor, task.case.subject_kind, task.case.subject_id)
    url = kinds.get(task.case.subject_kind).url_of(task.case.subject_id)
    return go_to(request, url if mine is not None else next_url(request, order, task.pk))


def _shown(
    request: Request,
    task: Task,
    move: Move,
    *,
    status: int,
    form: forms.MoveForm | None = None,
    error: DomainError | None = None,
) -> HttpResponse:
    """The panel, or for who came without scripts a page with it."""
    opened_on = request.htmx.current_url or ""
    context = {
        "in_page": bool(request.htmx) and request.path not in opened_on,
        "move": move,
        "form": form,
        "error": error,
        "case": task.case,
        "document_url": kinds.get(task.case.subject_kind).url_of(task.case.subject_id),
    }
    return page_or_part(request, "approvals/move.html", "panel", context, status=status)
