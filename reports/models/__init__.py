from reports.models.runs import ReportRun
from reports.models.saved_views import SavedView

__all__ = ["ReportRun", "SavedView"]
