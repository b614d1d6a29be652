"""How approvals ask about reports on liability, and tell them how a round ended (APR-01, CMP-02)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from approvals.registry import Facts, Impact
from complaints import locks
from complaints.models import LiabilityReport
from complaints.services import liability
from core.actors import Actor
from core.money import base_currency


class LiabilityHandler:
    """Reports on liability: the panel confirms or sends back; neither its writer nor who recorded the complaint."""

    kind = LiabilityReport.kind
    holds_budget = False

    def lock(self, document_id: int) -> None:
        """Lock the complaint's row, then the report's."""
        locks.lock_report(document_id)

    def facts(self, document_id: int) -> Facts:
        """The report as it is now."""
        report = LiabilityReport.objects.select_related("complaint").get(pk=document_id)
        complaint = report.complaint
        told = (report.liable, report.cause, report.analysis, report.conclusion, report.responsible_id)
        return Facts(
            department_id=complaint.department_id,
            makers=frozenset({report.created_by_id, complaint.created_by_id}),
            number=report.number or "",
            title=complaint.title,
            title_en=complaint.title,
            amount=None,  # nothing is spent by it
            currency=base_currency(),
            category_codes=frozenset(),
            flags=frozenset(),
            document_version=report.version,
            fingerprint=hashlib.sha256(repr(told).encode()).hexdigest(),
            summary={"complaint": complaint.number or "", "cause": report.cause},
        )

    def approved(self, *, document_id: int, actor: Actor, at: datetime) -> None:
        """The complaint goes on by whose fault it is."""
        liability.confirmed(report_id=document_id, actor=actor, at=at)

    def returned(self, *, document_id: int, actor: Actor, at: datetime, reason: str) -> None:
        """Back to its writer."""
        liability.sent_back(report_id=document_id, actor=actor, at=at, reason=reason)

    def rejected(self, *, document_id: int, actor: Actor, at: datetime, reason: str) -> None:
        """Back to its writer too: somebody has to say whose fault it is."""
        liability.sent_back(report_id=document_id, actor=actor, at=at, reason=reason)

    def impacts(self, document_ids: Sequence[int]) -> dict[int, list[Impact]]:
        """No budget is touched."""
        return {}

    def consequence(self, document_id: int) -> str:
        """What confirming does."""
        report = LiabilityReport.objects.select_related("responsible", "complaint__salesperson").get(pk=document_id)
        if report.is_ours and report.responsible is not None:
            return _("Our fault: customer service reports what does not conform, %(department)s writes measures.") % {
                "department": report.responsible.name
            }
        return _("Not our fault: %(person)s explains it to the customer.") % {
            "person": report.complaint.salesperson.name
        }
