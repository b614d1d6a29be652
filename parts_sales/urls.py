from django.urls import URLPattern, URLResolver, path

from parts_sales import urls_delivery, urls_guarantee, urls_money, urls_price_lists, urls_quotes, urls_results
from parts_sales.views import parts, rules, stock

app_name = "parts_sales"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", parts.part_list, name="part_list"),
    path("search/", parts.part_search, name="part_search"),
    path("new/", parts.part_create, name="part_create"),
    path("rules/", rules.price_rules, name="price_rules"),
    path("rules/figures/<slug:code>/", rules.figure_enter, name="figure_enter"),
    path("rules/tiers/", rules.tiers_enter, name="tiers_enter"),
    path("rules/bank/", rules.bank_details_enter, name="bank_details_enter"),
    *urls_quotes.urlpatterns,
    path("<int:part_id>/", parts.part_detail, name="part_detail"),
    path("<int:part_id>/edit/", parts.part_edit, name="part_edit"),
    path("<int:part_id>/retire/", parts.part_retire, name="part_retire"),
    path("<int:part_id>/restore/", parts.part_restore, name="part_restore"),
    path("<int:part_id>/picture/", parts.part_picture, name="part_picture"),
    path("<int:part_id>/cost/", parts.part_cost, name="part_cost"),
    path("<int:part_id>/price/", parts.part_price, name="part_price"),
    path("<int:part_id>/count/<int:warehouse_id>/", stock.stock_count, name="stock_count"),
    *urls_delivery.urlpatterns,
    *urls_money.urlpatterns,
    *urls_guarantee.urlpatterns,
    *urls_results.urlpatterns,
    *urls_price_lists.urlpatterns,
]
