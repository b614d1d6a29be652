"""How complaints are locked: the complaint, then its report; a corrective action is locked before its complaint."""

from __future__ import annotations

from complaints.models import Complaint, LiabilityReport, NonConformanceReport, PublicIntake


def lock_complaint(complaint_id: int) -> Complaint:
    """Lock a complaint until the transaction ends; freshly read. Raises Complaint.DoesNotExist."""
    return Complaint.objects.select_for_update(of=("self",), no_key=True).get(pk=complaint_id)


def lock_report(report_id: int) -> LiabilityReport:
    """Lock the complaint of a report on liability, then the report. Raises LiabilityReport.DoesNotExist."""
    lock_complaint(LiabilityReport.objects.values_list("complaint", flat=True).get(pk=report_id))
    return LiabilityReport.objects.select_for_update(of=("self",), no_key=True).get(pk=report_id)


def lock_nonconformance(report_id: int) -> NonConformanceReport:
    """Lock the complaint of a report on what does not conform, then the report. Raises
    NonConformanceReport.DoesNotExist.
    """
    lock_complaint(NonConformanceReport.objects.values_list("complaint", flat=True).get(pk=report_id))
    return NonConformanceReport.objects.select_for_update(of=("self",), no_key=True).get(pk=report_id)


def lock_intake(intake_id: int) -> PublicIntake:
    """Lock what came by the public form. Raises PublicIntake.DoesNotExist."""
    return PublicIntake.objects.select_for_update(of=("self",), no_key=True).get(pk=intake_id)
