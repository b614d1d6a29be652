"""What other apps and the ground are told about budgets: their kind, their approval, their words (BUD-30, BUD-31)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from approvals import registry
from approvals.registry import Facts, Impact
from budgets import frame, locks, policies
from budgets.models import Budget, BudgetLine, Category
from budgets.selectors import ceilings
from budgets.selectors.budgets import (
    baseline_of,
    budgets_visible_to,
    contingency_of,
    lines_of,
    open_questions,
    totals_of,
)
from budgets.selectors.versions import changes_since
from budgets.services import budgets
from core import audit, formats, jobs, kinds, notifications
from core.actors import Actor
from core.money import ZERO, base_currency
from organization.models import Person

OUT_OF_BOUNDS = "contingency_out_of_bounds"
ABOVE_CEILING = "above_ceiling"
MAKING = ("budget.start", "budget.change", "budget.methods", "budget.import")
"""What a maker does besides typing into cells."""


class BudgetHandler:
    """How the approvals engine asks and tells about budgets."""

    kind = Budget.kind
    tells_its_changes = True

    def lock(self, document_id: int) -> None:
        locks.lock_budget(document_id)

    def facts(self, document_id: int) -> Facts:
        """The budget as its deciders see it; outside its contingency bounds it carries a flag (BUD-16)."""
        budget = Budget.objects.select_related("department", "fiscal_year").get(pk=document_id)
        lines = lines_of(budget)
        totals = totals_of([budget.pk])[budget.pk]
        judged = contingency_of(budget, totals)
        passed = ceilings.above(ceilings.distances_of(budget))
        changed = changes_since(baseline_of(budget), lines) if budget.version_number > 1 else []
        summary: dict[str, Any] = {
            "version": budget.version_number,
            "scenario": budget.scenario,
            "lines": totals.lines,
            "costs": str(totals.costs),
            "revenue": str(totals.revenue),
            "result": str(totals.result),
            "contingency": str(totals.contingency),
            "contingency_share": f"{judged.share:.4f}" if judged.share is not None else "",
            "contingency_reason": budget.contingency_reason if judged.is_out_of_bounds else "",
            "above_ceiling": str(max((own.over for own in passed), default=ZERO)),
            "ceiling_reason": budget.ceiling_reason if passed else "",
            "changed_lines": len(changed),
            "open_questions": open_questions(budget).count(),
        }
        return Facts(
            department_id=budget.department_id,
            makers=self._makers(budget),
            number=budget.number or "",
            title=title_of(budget),
            title_en=title_of(budget, "en"),
            amount=totals.costs,
            currency=base_currency(),
            category_codes=frozenset(line.category.code for line in lines if any(line.amounts)),
            flags=_flags(is_out_of_bounds=judged.is_out_of_bounds, is_above=bool(passed)),
            document_version=budget.version,
            fingerprint=_fingerprint(budget, lines),
            summary=summary,
        )

    def _makers(self, budget: Budget) -> frozenset[int]:
        """Everybody who made any of it: none of them decides on it (ORG-06)."""
        people = set(budget.changes.order_by().values_list("changed_by", flat=True).distinct())
        people |= audit.people_of(kind=Budget.kind, document_id=budget.pk, codes=MAKING)
        people |= {budget.created_by_id, budget.submitted_by_id or budget.created_by_id}
        return frozenset(people)

    def approved(self, *, document_id: int, actor: Actor, at: datetime) -> None:
        budgets.put_in_force(budget_id=document_id, actor=actor, at=at)

    def returned(self, *, document_id: int, actor: Actor, at: datetime, reason: str) -> None:
        budgets.send_back(budget_id=document_id, actor=actor, at=at, reason=reason)

    def rejected(self, *, document_id: int, actor: Actor, at: datetime, reason: str) -> None:
        budgets.reject(budget_id=document_id, actor=actor, at=at, reason=reason)

    def impacts(self, document_ids: Sequence[int]) -> dict[int, list[Impact]]:
        """A budget draws on no other budget."""
        return {document_id: [] for document_id in document_ids}

    def consequence(self, document_id: int) -> str:
        """What the last approval does, in money."""
        totals = totals_of([document_id])[document_id]
        return ngettext(
            "Once the last step approves, %(amount)s is appropriated over %(lines)s line and the version is frozen.",
            "Once the last step approves, %(amount)s is appropriated over %(lines)s lines and the version is frozen.",
            totals.lines,
        ) % {"amount": formats.amount(totals.costs), "lines": totals.lines}


def title_of(budget: Budget, language: str = settings.LANGUAGE_CODE) -> str:
    """The title as copied into cases and entries: in the installation's language, unless another is asked for."""
    with translation.override(language):
        return _("%(department)s annual budget %(year)s") % {
            "department": budget.department.name,
            "year": budget.fiscal_year.year,
        }


def _flags(*, is_out_of_bounds: bool, is_above: bool) -> frozenset[str]:
    flags = {OUT_OF_BOUNDS} if is_out_of_bounds else set()
    return frozenset(flags | ({ABOVE_CEILING} if is_above else set()))


def _line_pages(budget: Budget, line_ids: Collection[int]) -> dict[int, str]:
    found = BudgetLine.objects.filter(budget=budget, pk__in=line_ids).values_list("pk", flat=True)
    return {line_id: reverse("budgets:line_detail", args=[budget.pk, line_id]) for line_id in found}


def _fingerprint(budget: Budget, lines: Sequence[Any]) -> str:
    matter = [
        budget.contingency_reason,
        *([budget.ceiling_reason] if budget.ceiling_reason else []),
        [[line.pk, line.category_id, line.project_id, [str(a) for a in line.amounts]] for line in lines],
    ]
    return hashlib.sha256(json.dumps(matter).encode()).hexdigest()


@jobs.handler("budgets.tell_in_force")
def tell_in_force(*, budget_id: int, at: datetime, **_later: object) -> None:
    """Tell the department that its budget is in force (BUD-31). Safe to run late and twice: a notice has its key."""
    budget = Budget.objects.select_related("department", "fiscal_year").get(pk=budget_id)
    people = set(Person.objects.filter(department=budget.department_id, is_active=True).values_list("pk", flat=True))
    people |= {budget.created_by_id, budget.submitted_by_id or budget.created_by_id}
    notifications.notify(
        people,
        code="budget.in_force",
        kind=Budget.kind,
        document_id=budget.pk,
        label=f"{budget.number} {title_of(budget)}",
        key=f"budget.in_force:{budget.pk}",
        at=at,
        facts={"year": budget.fiscal_year.year, "document_en": f"{budget.number} {title_of(budget, 'en')}"},
    )


def category_choices() -> list[tuple[str, str]]:
    """The categories a route's condition can name: leaves in use, as documents carry them (APR-03)."""
    leaves = Category.objects.filter(children__isnull=True, retired_at__isnull=True)
    return [(category.code, f"{category.code} {category.name}") for category in leaves]


def register() -> None:
    """Make budgets known: kind, approval handler, words of events and notices."""
    kinds.register(
        kinds.DocumentKind(
            code=Budget.kind,
            label=gettext_lazy("Annual budget"),
            model=Budget,
            prefix=budgets.PREFIX,
            visible_to=budgets_visible_to,
            url_name="budgets:budget_detail",
            url_argument="budget_id",
            can_edit=policies.can_edit,
            places=_line_pages,
        )
    )
    registry.register(BudgetHandler())
    frame.register()
    registry.register_categories(category_choices)
    audit.register(
        {
            "budget.start": gettext_lazy("Draft started"),
            "budget.submit": gettext_lazy("Submitted"),
            "budget.withdraw": gettext_lazy("Withdrawn"),
            "budget.send_back": gettext_lazy("Became a new version"),
            "budget.reject": gettext_lazy("Rejected"),
            "budget.put_in_force": gettext_lazy("Put in force, appropriations posted"),
            "budget.cancel": gettext_lazy("Draft given up"),
            "budget.change": gettext_lazy("Note or reasons changed"),
            "budget.methods": gettext_lazy("Control methods changed"),
            "budget.question": gettext_lazy("Question on a line"),
            "budget.answer": gettext_lazy("Question answered"),
            "budget.import": gettext_lazy("Workbook brought in"),
            "fiscal_year.contingency_bounds": gettext_lazy("Bounds of the contingency changed"),
        }
    )
    notifications.register(
        {
            "budget.in_force": gettext_lazy("%(document)s is in force: the money for %(year)s can be used."),
            "budget.question": gettext_lazy("%(document)s: a question on “%(line)s” waits for your answer."),
            "budget.answer": gettext_lazy("%(document)s: your question on “%(line)s” was answered."),
        }
    )
