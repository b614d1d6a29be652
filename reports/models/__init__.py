from reports.models.alerts import BudgetAlert
from reports.models.runs import ReportRun

__all__ = ["BudgetAlert", "ReportRun"]
