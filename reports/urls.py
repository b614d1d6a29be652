from django.urls import path

from reports.views import overview, variance

app_name = "reports"

variance_urls = [
    path("reports/variance/", variance.variance_table, name="variance"),
    path("reports/variance/documents/", variance.variance_documents, name="variance_documents"),
    path("reports/variance/export/", variance.variance_export, name="variance_export"),
]

urlpatterns = [
    path("", overview.home, name="home"),
    path("reports/overview/", overview.company, name="company"),
    path("reports/finance/", overview.finance_page, name="finance"),
    path("start/", overview.own_page, name="own"),
    *variance_urls,
]
