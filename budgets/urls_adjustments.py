"""The addresses of adjustments; included by `urls.py`."""

from django.urls import URLPattern, URLResolver, path

from budgets.views import adjustment_forms, adjustments

urlpatterns: list[URLPattern | URLResolver] = [
    path("", adjustments.adjustment_list, name="adjustment_list"),
    path("new/", adjustment_forms.adjustment_create, name="adjustment_create"),
    path("impact/", adjustment_forms.adjustment_impact, name="adjustment_impact"),
    path("<int:adjustment_id>/", adjustments.adjustment_detail, name="adjustment_detail"),
    path("<int:adjustment_id>/edit/", adjustment_forms.adjustment_edit, name="adjustment_edit"),
    path("<int:adjustment_id>/submit/", adjustments.adjustment_submit, name="adjustment_submit"),
    path("<int:adjustment_id>/withdraw/", adjustments.adjustment_withdraw, name="adjustment_withdraw"),
    path("<int:adjustment_id>/cancel/", adjustments.adjustment_cancel, name="adjustment_cancel"),
]
