from django.urls import URLPattern, URLResolver, include, path

app_name = "budgets"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("budgets.urls_budgets")),
    path("adjustments/", include("budgets.urls_adjustments")),
    path("", include("budgets.urls_control")),
]
