from django.urls import URLPattern, URLResolver, path

from parts_sales.views import deductions, guarantees

urlpatterns: list[URLPattern | URLResolver] = [
    path("guarantees/", guarantees.guarantee_list, name="guarantee_list"),
    path("guarantees/new/", guarantees.guarantee_create, name="guarantee_create"),
    path("orders/<int:order_id>/guarantee/", guarantees.guarantee_ask, name="guarantee_ask"),
    path("guarantees/<int:guarantee_id>/", guarantees.guarantee_detail, name="guarantee_detail"),
    path("guarantees/<int:guarantee_id>/confirm/", guarantees.guarantee_confirm, name="guarantee_confirm"),
    path("guarantees/<int:guarantee_id>/give-up/", guarantees.guarantee_give_up, name="guarantee_give_up"),
    path("guarantees/<int:guarantee_id>/consent/", deductions.deduction_consent, name="deduction_consent"),
    path("guarantees/<int:guarantee_id>/plan/", deductions.deduction_plan, name="deduction_plan"),
    path("guarantees/<int:guarantee_id>/collect/", deductions.deduction_collect, name="deduction_collect"),
]
