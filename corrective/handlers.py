"""How approvals ask about plans of measures and reports on effects, and tell them how a round ended (APR-01, CMP-05,
CMP-06).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from approvals.registry import Facts, Impact
from core import formats
from core.actors import Actor
from core.money import base_currency
from corrective import locks
from corrective.models import CorrectiveAction, EffectReport
from corrective.selectors.actions import current_round
from corrective.selectors.people import barred_from_verifying
from corrective.services import plans, verifying


class ActionHandler:
    """Plans of measures: the experts approve or return them; no budget is held."""

    kind = CorrectiveAction.kind
    holds_budget = False

    def lock(self, document_id: int) -> None:
        """Lock the action's row."""
        locks.lock_action(document_id)

    def facts(self, document_id: int) -> Facts:
        """The plan as it is now."""
        action = CorrectiveAction.objects.get(pk=document_id)
        made = current_round(action)
        measures = list(made.measures.values_list("measure_kind", "text", "owner_id", "due_date"))
        causes = list(made.causes.values_list("branch", "text"))
        told = (action.title, action.problem, made.method, made.root_cause, made.effect_measure, causes, measures)
        return _facts(
            action, told, department_id=action.department_id, title=action.title,
            makers=frozenset({made.written_by_id or action.created_by_id}),
            summary={"round": made.number, "measures": len(measures)},
        )  # fmt: skip

    def approved(self, *, document_id: int, actor: Actor, at: datetime) -> None:
        """The measures are carried out."""
        plans.approved(action_id=document_id, actor=actor, at=at)

    def returned(self, *, document_id: int, actor: Actor, at: datetime, reason: str) -> None:
        """Back to the department."""
        plans.returned(action_id=document_id, actor=actor, at=at, reason=reason)

    def rejected(self, *, document_id: int, actor: Actor, at: datetime, reason: str) -> None:
        """Back to the department too: measures are needed all the same."""
        plans.returned(action_id=document_id, actor=actor, at=at, reason=reason)

    def impacts(self, document_ids: Sequence[int]) -> dict[int, list[Impact]]:
        """No budget is touched."""
        return {}

    def consequence(self, document_id: int) -> str:
        """What approving does."""
        action = CorrectiveAction.objects.select_related("department").get(pk=document_id)
        days = list(current_round(action).measures.values_list("due_date", flat=True))
        return _("%(department)s carries the measures out, the last by %(day)s.") % {
            "department": action.department.name,
            "day": formats.day(max(days)) if days else "—",
        }


class EffectHandler:
    """Reports on effects: others of the panel confirm them."""

    kind = EffectReport.kind
    holds_budget = False

    def lock(self, document_id: int) -> None:
        """Lock the action's row, then the report's."""
        locks.lock_report(document_id)

    def facts(self, document_id: int) -> Facts:
        """The report as it is now. Whoever may not judge the effect counts as one of its makers (CMP-06)."""
        report = EffectReport.objects.select_related("round__action").get(pk=document_id)
        action = report.round.action
        return _facts(
            report, (report.is_effective, report.finding, report.figures), department_id=action.department_id,
            title=action.title, makers=frozenset({report.created_by_id}) | barred_from_verifying(action),
            summary={"round": report.round.number, "effective": report.is_effective},
        )  # fmt: skip

    def approved(self, *, document_id: int, actor: Actor, at: datetime) -> None:
        """The verdict moves the action."""
        verifying.confirmed(report_id=document_id, actor=actor, at=at)

    def returned(self, *, document_id: int, actor: Actor, at: datetime, reason: str) -> None:
        """Back to its writer."""
        verifying.ended(report_id=document_id, move="send_back", actor=actor, at=at, reason=reason)

    def rejected(self, *, document_id: int, actor: Actor, at: datetime, reason: str) -> None:
        """Over; another report is written."""
        verifying.ended(report_id=document_id, move="reject", actor=actor, at=at, reason=reason)

    def impacts(self, document_ids: Sequence[int]) -> dict[int, list[Impact]]:
        """No budget is touched."""
        return {}

    def consequence(self, document_id: int) -> str:
        """What confirming does."""
        report = EffectReport.objects.get(pk=document_id)
        if report.is_effective:
            return _("The matter is settled; the measures are looked at again later.")
        return _("The department writes new measures in another round.")


def _facts(
    document: Any, told: object, *, department_id: int, title: str, makers: frozenset[int], summary: dict[str, Any]
) -> Facts:
    return Facts(
        department_id=department_id,
        makers=makers,
        number=document.number or "",
        title=title,
        title_en=title,
        amount=None,  # nothing is spent by it
        currency=base_currency(),
        category_codes=frozenset(),
        flags=frozenset(),
        document_version=document.version,
        fingerprint=hashlib.sha256(repr(told).encode()).hexdigest(),
        summary=summary,
    )
