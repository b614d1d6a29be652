"""The tables of complaints."""

from complaints.models.complaints import Complaint
from complaints.models.intakes import IntakePhoto, PublicIntake
from complaints.models.reports import LiabilityReport, NonConformanceReport
from complaints.models.talks import Talk

__all__ = ["Complaint", "IntakePhoto", "LiabilityReport", "NonConformanceReport", "PublicIntake", "Talk"]
