from django.urls import path

from core.api import Router
from reports.api.alerts import BudgetAlertResource
from reports.api.complaint_costs import complaint_costs
from reports.api.runs import RunResource
from reports.api.variance import variance_table

router = Router()
router.register("report-runs", RunResource, basename="report-runs")
router.register("budget-alerts", BudgetAlertResource, basename="budget-alerts")
urlpatterns = [
    *router.urls,
    path("variance/", variance_table, name="variance"),
    path("complaint-costs/", complaint_costs, name="complaint-costs"),
]
