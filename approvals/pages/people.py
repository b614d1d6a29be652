"""Who decides, decided or will, in words (APR-04, APR-07)."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from approvals import selectors
from approvals.choices import StepMode, TaskState
from approvals.models import Case, Step, Task
from approvals.rules import Who
from core import formats
from core.actors import Actor

MOST_NAMES = 3


def names(people: Sequence[str], *, every: bool = False) -> str:
    """Names in a row; of many the first few and how many more."""
    shown = (_(" and ") if every else _(" or ")).join(people) if len(people) == 2 else _(", ").join(people[:MOST_NAMES])
    more = len(people) - MOST_NAMES
    if more > 0:
        return ngettext("%(names)s and %(more)s more", "%(names)s and %(more)s more", more) % {
            "names": shown,
            "more": more,
        }
    return shown


def handed(task: Task, step: Step, actor: Actor | None = None) -> str:
    """Whose task it is, with those who handed it over: A → B."""
    tasks = {each.pk: each for each in step.tasks.all()}
    mine = actor is not None and task.person_id == actor.person_id
    chain = [_in_place(_("you (%(name)s)") % {"name": task.person.name} if mine else task.person.name, task)]
    while task.handed_from_id in tasks:
        task = tasks[task.handed_from_id]
        chain.append(_in_place(task.person.name, task))
    return " → ".join(reversed(chain))


def _in_place(name: str, task: Task) -> str:
    return in_place(name, task.on_behalf_of.name if task.on_behalf_of else "")


def in_department(review: selectors.Reviewing) -> str:
    """A department with who would answer for it."""
    return _("%(department)s (%(who)s)") % {"department": review.department, "who": review.who or "?"}


def in_place(name: str, whom: str) -> str:
    """Who decides, and in whose place where it is another's: A for B (APR-07)."""
    return _("%(who)s for %(whom)s") % {"who": name, "whom": whom} if whom else name


def added(step: Step, note: str) -> str:
    """Who decides at a step, and who added it where the route did not."""
    if not step.added:
        return note
    return _("%(names)s · added by %(who)s") % {"names": note, "who": step.added_by.name if step.added_by else ""}


def who_decided(step: Step) -> list[str]:
    """Who approved at a step, in person or just before it; with who handed it to them."""
    states = {TaskState.DECIDED, TaskState.CARRIED}
    return [handed(task, step) for task in step.tasks.all() if task.state in states and not task.is_review]


def who_has_it(step: Step, actor: Actor) -> str:
    """Whose decision a step waits for, the reader first, and until when."""
    tasks = [task for task in step.tasks.all() if task.state == TaskState.WAITING]
    people = [handed(task, step, actor) for task in sorted(tasks, key=lambda task: task.person_id != actor.person_id)]
    due = next((task.due_date for task in tasks if task.due_date), None)
    if due is None:
        return names(people)
    return _("%(names)s · due %(day)s") % {
        "names": names(people, every=any(task.is_review for task in tasks)),
        "day": formats.short_day(due),
    }


def expected_names(step: Step, case: Case) -> list[str]:
    """Who would decide at a step ahead today, with who stands in for them."""
    people = selectors.deciders(
        who=Who.of(step.who),
        department_id=case.department_id,
        makers=case.facts.get("makers", ()),
        on=timezone.localdate(),
        amount=case.amount,
        others=case.facts.get("other_departments", ()),
    )
    call = selectors.Call(kind=case.subject_kind, amount=case.amount, makers=case.facts.get("makers", ()))
    instead = selectors.standing_in(people=people, call=call, on=timezone.localdate())
    return [
        in_place(instead[person.pk].name, person.name) if person.pk in instead else person.name for person in people
    ]


def expected(step: selectors.PreviewStep) -> str:
    """Who would decide at a step of a draft."""
    if step.is_stuck:
        return _("nobody can decide here today")
    note = names(step.people, every=step.mode in {StepMode.ALL, StepMode.IN_ORDER})
    if step.reviews:
        asked = names([in_department(review) for review in step.reviews], every=True)
        return _("%(departments)s review; then %(names)s concludes") % {"departments": asked, "names": note}
    return _("%(names)s, decides once") % {"names": note} if step.is_carried else note
