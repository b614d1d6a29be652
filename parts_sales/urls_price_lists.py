from django.urls import path

from parts_sales.views import price_lists

urlpatterns = [
    path("price-lists/", price_lists.price_list_list, name="price_list_list"),
    path("price-lists/new/", price_lists.price_list_create, name="price_list_create"),
    path("price-lists/<int:list_id>/", price_lists.price_list_detail, name="price_list_detail"),
    path("price-lists/<int:list_id>/parts/<int:part_id>/", price_lists.price_list_line, name="price_list_line"),
    path("price-lists/<int:list_id>/release/", price_lists.price_list_release, name="price_list_release"),
    path("price-lists/<int:list_id>/cancel/", price_lists.price_list_cancel, name="price_list_cancel"),
]
