from django.urls import URLPattern, URLResolver, include, path

from expenses.views import claim_forms, claims, import_moves, imports, lists, request_forms, requests

app_name = "expenses"

claim_urls = [
    path("", lists.claim_list, name="claim_list"),
    path("new/", claim_forms.claim_create, name="claim_create"),
    path("impact/", claim_forms.claim_impact, name="claim_impact"),
    path("<int:claim_id>/", claims.claim_detail, name="claim_detail"),
    path("<int:claim_id>/edit/", claim_forms.claim_edit, name="claim_edit"),
    path("<int:claim_id>/submit/", claims.claim_submit, name="claim_submit"),
    path("<int:claim_id>/withdraw/", claims.claim_withdraw, name="claim_withdraw"),
    path("<int:claim_id>/cancel/", claims.claim_cancel, name="claim_cancel"),
]
request_urls = [
    path("", lists.request_list, name="request_list"),
    path("new/", request_forms.request_create, name="request_create"),
    path("impact/", request_forms.request_impact, name="request_impact"),
    path("<int:request_id>/", requests.request_detail, name="request_detail"),
    path("<int:request_id>/edit/", request_forms.request_edit, name="request_edit"),
    path("<int:request_id>/submit/", requests.request_submit, name="request_submit"),
    path("<int:request_id>/withdraw/", requests.request_withdraw, name="request_withdraw"),
    path("<int:request_id>/cancel/", requests.request_cancel, name="request_cancel"),
    path("<int:request_id>/close/", requests.request_close, name="request_close"),
    path("<int:request_id>/adjust/", requests.request_adjust, name="request_adjust"),
]
import_urls = [
    path("", imports.import_list, name="import_list"),
    path("new/", import_moves.import_create, name="import_create"),
    path("<int:import_id>/", imports.import_detail, name="import_detail"),
    path("<int:import_id>/progress/", imports.import_progress, name="import_progress"),
    path("<int:import_id>/rows.xlsx", imports.import_rows, name="import_rows"),
    path("<int:import_id>/file/", imports.import_file, name="import_file"),
    path("<int:import_id>/columns/", import_moves.import_columns, name="import_columns"),
    path("<int:import_id>/values/", import_moves.import_values, name="import_values"),
    path("<int:import_id>/post/", import_moves.import_post, name="import_post"),
    path("<int:import_id>/stop/", import_moves.import_stop, name="import_stop"),
    path("<int:import_id>/discard/", import_moves.import_discard, name="import_discard"),
    path("<int:import_id>/reverse/", import_moves.import_reverse, name="import_reverse"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("claims/", include(claim_urls)),
    path("requests/", include(request_urls)),
    path("imports/", include(import_urls)),
]
