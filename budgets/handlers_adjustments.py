"""What other apps and the ground are told about adjustments: their kind, their approval, their words (BUD-32)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals import registry
from approvals.registry import Facts, Impact
from budgets import locks, policies
from budgets.models import Adjustment, AdjustmentLine
from budgets.rules import adjustments as rules
from budgets.selectors import adjustment_impacts
from budgets.selectors.adjustments import adjustments_visible_to, lacks_papers, lines_of
from budgets.services import adjustments
from budgets.services.adjustment_drafts import moves_of
from core import audit, formats, jobs, kinds, notifications
from core.actors import Actor
from core.money import base_currency
from organization.models import Department

NO_PAPERS = "no_papers"
MADE_BY = ("budget_adjustment.create", "budget_adjustment.change", "budget_adjustment.submit")
"""The events whose people made an adjustment: none of them decides on it (ORG-06)."""


class AdjustmentHandler:
    """How the approvals engine asks and tells about adjustments."""

    kind = Adjustment.kind
    holds_budget = False

    def lock(self, document_id: int) -> None:
        """Lock the adjustment's row; its lines are covered by it."""
        locks.lock_adjustment(document_id)

    def facts(self, document_id: int) -> Facts:
        """The adjustment as its deciders see it: which departments it concerns, which totals it changes, whether
        papers are missing.
        """
        adjustment = Adjustment.objects.select_related("department", "fiscal_year").get(pk=document_id)
        lines = lines_of(adjustment)
        moves = moves_of(lines, {line.category_id: line.category for line in lines})
        flags = rules.flags_of(adjustment.adjustment_kind, moves)
        if lacks_papers(adjustment):  # submitted before papers were asked for
            flags |= {NO_PAPERS}
        summary: dict[str, Any] = {
            "adjustment_kind": adjustment.adjustment_kind,
            "lines": len(lines),
            "risk": adjustment.risk,
        }
        return Facts(
            department_id=adjustment.department_id,
            makers=self._makers(adjustment),
            number=adjustment.number or "",
            title=adjustment.title,
            amount=adjustment.total,
            currency=base_currency(),
            category_codes=frozenset(line.category.code for line in lines),
            flags=flags,
            document_version=adjustment.version,
            fingerprint=_fingerprint(adjustment, lines),
            summary=summary,
            other_departments=frozenset(line.department_id for line in lines) - {adjustment.department_id},
        )

    def _makers(self, adjustment: Adjustment) -> frozenset[int]:
        people = audit.people_of(kind=self.kind, document_id=adjustment.pk, codes=MADE_BY)
        return frozenset(people | {adjustment.created_by_id, adjustment.submitted_by_id or adjustment.created_by_id})

    def approved(self, *, document_id: int, actor: Actor, at: datetime) -> None:
        """Post every line, or refuse the decision."""
        adjustments.approved(adjustment_id=document_id, actor=actor, at=at)

    def returned(self, *, document_id: int, actor: Actor, at: datetime, reason: str) -> None:
        """Back to its author."""
        adjustments.send_back(adjustment_id=document_id, actor=actor, at=at, reason=reason)

    def rejected(self, *, document_id: int, actor: Actor, at: datetime, reason: str) -> None:
        """Over; nothing is posted."""
        adjustments.reject(adjustment_id=document_id, actor=actor, at=at, reason=reason)

    def impacts(self, document_ids: Sequence[int]) -> dict[int, list[Impact]]:
        """One bar for each control key of each adjustment, with the adjustment in it."""
        found = adjustment_impacts.impacts_of(document_ids)
        return {pk: [one.as_impact() for one in found.get(pk, [])] for pk in document_ids}

    def consequence(self, document_id: int) -> str:
        """What the last approval does, in money."""
        adjustment = Adjustment.objects.get(pk=document_id)
        amount = formats.amount(adjustment.total)
        said = {
            "SUPPLEMENT": _("Once the last step approves, %(amount)s is added to the budget at once."),
            "CUT": _("Once the last step approves, %(amount)s is taken off the budget at once."),
            "TRANSFER": _("Once the last step approves, %(amount)s moves between the lines at once."),
            "CARRY_OVER": _("Once the last step approves, %(amount)s moves into the new year at once."),
            "CONTINGENCY_RELEASE": _("Once the last step approves, %(amount)s of the contingency is released at once."),
        }
        return said[adjustment.adjustment_kind] % {"amount": amount}


def _fingerprint(adjustment: Adjustment, lines: Sequence[AdjustmentLine]) -> str:
    matter = [
        adjustment.adjustment_kind,
        [getattr(adjustment, name) for name in ("title", "purpose", "criteria", "risk")],
        [
            [
                *(line.department_id, line.category_id, line.project_id, line.period_id, str(line.amount), line.note),
                *((line.from_period_id, line.carried_kind, line.carried_id) if line.from_period_id else ()),
            ]
            for line in lines
        ],
    ]
    return hashlib.sha256(json.dumps(matter, ensure_ascii=False).encode()).hexdigest()


@jobs.handler("budgets.tell_adjusted")
def tell_adjusted(*, adjustment_id: int, at: datetime, **_later: object) -> None:
    """Tell the managers whose budgets changed. Safe to run late and twice: a notice has its key."""
    adjustment = Adjustment.objects.get(pk=adjustment_id)
    concerned = set(adjustment.lines.values_list("department_id", flat=True))
    managers = Department.objects.filter(pk__in=concerned, manager__isnull=False).values_list("manager_id", flat=True)
    notifications.notify(
        {person for person in managers if person is not None} - {adjustment.created_by_id},
        code="budget_adjustment.in_force",
        kind=Adjustment.kind,
        document_id=adjustment.pk,
        label=f"{adjustment.number} {adjustment.title}",
        key=f"budget_adjustment.in_force:{adjustment.pk}",
        at=at,
        facts={"amount": str(adjustment.total)},
    )


def register() -> None:
    """Make adjustments known: kind, approval handler, flags, words of events and notices."""
    kinds.register(
        kinds.DocumentKind(
            code=Adjustment.kind,
            label=gettext_lazy("Budget adjustment"),
            model=Adjustment,
            prefix=adjustments.PREFIX,
            visible_to=adjustments_visible_to,
            url_name="budgets:adjustment_detail",
            url_argument="adjustment_id",
            can_edit=policies.can_edit_adjustment,
            can_attach=_can_attach,
            needs_files=lambda adjustment: rules.needs_papers(adjustment.adjustment_kind),
        )
    )
    registry.register(AdjustmentHandler())
    registry.register_flags({NO_PAPERS: gettext_lazy("No papers attached")})
    registry.register_flags(
        {
            rules.ACROSS_DEPARTMENTS: gettext_lazy("Between departments"),
            rules.CHANGES_TOTALS: gettext_lazy("Changes a total"),
            rules.FROM_CONTINGENCY: gettext_lazy("Uses the contingency"),
        },
        quiet=True,
    )
    audit.register(
        {
            "budget_adjustment.create": gettext_lazy("Adjustment created"),
            "budget_adjustment.change": gettext_lazy("Adjustment changed"),
            "budget_adjustment.submit": gettext_lazy("Adjustment submitted"),
            "budget_adjustment.withdraw": gettext_lazy("Adjustment withdrawn"),
            "budget_adjustment.send_back": gettext_lazy("Adjustment returned"),
            "budget_adjustment.reject": gettext_lazy("Adjustment rejected"),
            "budget_adjustment.approve": gettext_lazy("Adjustment approved and posted"),
            "budget_adjustment.cancel": gettext_lazy("Adjustment given up"),
        }
    )
    notifications.register(
        {"budget_adjustment.in_force": gettext_lazy("%(document)s is in force: the budget has changed.")}
    )


def _can_attach(adjustment: Any, actor: Actor) -> bool:
    """Papers can be added until the adjustment is decided."""
    return policies.can_edit_adjustment(adjustment, actor) or (
        adjustment.is_in_review and policies.can_submit_adjustment(adjustment, actor)
    )
