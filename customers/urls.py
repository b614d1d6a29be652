from django.urls import URLPattern, URLResolver, path

from customers.views import customers, merging

app_name = "customers"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", customers.customer_list, name="customer_list"),
    path("new/", customers.customer_create, name="customer_create"),
    path("alike/", customers.customer_alike, name="customer_alike"),
    path("<int:customer_id>/", customers.customer_detail, name="customer_detail"),
    path("<int:customer_id>/edit/", customers.customer_edit, name="customer_edit"),
    path("<int:customer_id>/archive/", customers.customer_archive, name="customer_archive"),
    path("<int:customer_id>/restore/", customers.customer_restore, name="customer_restore"),
    path("<int:customer_id>/merge/", merging.customer_merge, name="customer_merge"),
    path("<int:customer_id>/<slug:part>/new/", customers.part_add, name="part_add"),
    path("<int:customer_id>/<slug:part>/<int:part_id>/", customers.part_edit, name="part_edit"),
    path("<int:customer_id>/<slug:part>/<int:part_id>/retire/", customers.part_retire, name="part_retire"),
]
