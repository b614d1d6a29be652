from django.urls import path

from reports.views import alerts, complaint_costs, overview, runs, standard, variance

app_name = "reports"

variance_urls = [
    path("reports/variance/", variance.variance_table, name="variance"),
    path("reports/variance/documents/", variance.variance_documents, name="variance_documents"),
    path("reports/variance/export/", variance.variance_export, name="variance_export"),
]

run_urls = [
    path("reports/runs/", runs.run_list, name="run_list"),
    path("reports/runs/ask/", runs.run_ask, name="run_ask"),
    path("reports/runs/<int:run_id>/", runs.run_detail, name="run_detail"),
    path("reports/runs/<int:run_id>/file/", runs.run_file, name="run_file"),
    path("reports/runs/<int:run_id>/cancel/", runs.run_cancel, name="run_cancel"),
    path("reports/runs/<int:run_id>/again/", runs.run_again, name="run_again"),
]

urlpatterns = [
    path("", overview.home, name="home"),
    path("reports/overview/", overview.company, name="company"),
    path("reports/finance/", overview.finance_page, name="finance"),
    path("start/", overview.own_page, name="own"),
    path("reports/alerts/", alerts.alert_list, name="alert_list"),
    path("reports/alerts/<int:alert_id>/", alerts.alert_detail, name="alert_detail"),
    path("reports/alerts/<int:alert_id>/acknowledge/", alerts.alert_acknowledge, name="alert_acknowledge"),
    path("reports/complaint-costs/", complaint_costs.complaint_costs, name="complaint_costs"),
    path("reports/standard/", standard.standard, name="standard"),
    *variance_urls,
    *run_urls,
]
