"""The addresses of the application, app by app. Health addresses are answered before this (config/health.py)."""

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path

from organization.views import language

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("core.urls")),
    path("", include("organization.urls")),
    path("approvals/", include("approvals.urls")),
    path("budgets/", include("budgets.urls")),
    path("customers/", include("customers.urls")),
    path("", include("agreements.urls")),
    path("corrective/", include("corrective.urls")),
    path("complaints/", include("complaints.urls")),
    path("public/complaints/", include("complaints.urls_public")),
    path("expenses/", include("expenses.urls")),
    path("parts/", include("parts_sales.urls")),
    path("", include("feedback.urls")),
    path("public/surveys/", include("feedback.urls_public")),
    path("", include("reports.urls")),
    path("api/", include("config.api_urls")),
    path("language/", login_not_required(language.set_language), name="set_language"),
]
