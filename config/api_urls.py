"""The REST API's addresses, collected from the apps: `/api/v1/…`, names `api:<resource>-<action>` (api.md)."""

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path, re_path

from core.api import views

APPS = (
    "core", "organization", "approvals", "corrective", "customers", "budgets", "agreements", "expenses", "parts_sales",
    "complaints", "feedback", "reports",
)  # fmt: skip


def _resources() -> list[URLPattern | URLResolver]:
    found: list[URLPattern | URLResolver] = []
    for app in APPS:
        if find_spec(f"{app}.api") and find_spec(f"{app}.api.urls"):
            found += import_module(f"{app}.api.urls").urlpatterns
    return found


urlpatterns: list[URLPattern | URLResolver] = [
    path("v1/", include((_resources(), "api"), namespace="api")),
    path("schema/", views.schema, name="api_schema"),
    path("docs/", views.documentation, name="api_docs"),
    re_path(r"^.*$", views.nothing_here, name="api_nothing"),
]
