from django.urls import path

from parts_sales.views import results

urlpatterns = [
    path("margins/", results.margin_list, name="margin_list"),
    path("margins/waiting/", results.result_waiting_list, name="result_waiting_list"),
    path("margins/waiting/post/", results.results_post, name="results_post"),
]
