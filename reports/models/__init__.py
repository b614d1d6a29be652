from reports.models.runs import ReportRun

__all__ = ["ReportRun"]
