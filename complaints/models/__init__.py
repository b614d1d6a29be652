"""The tables of complaints."""

from complaints.models.complaints import Complaint
from complaints.models.intakes import PublicIntake
from complaints.models.reports import LiabilityReport, NonConformanceReport
from complaints.models.talks import Talk

__all__ = ["Complaint", "LiabilityReport", "NonConformanceReport", "PublicIntake", "Talk"]
