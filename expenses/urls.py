from django.urls import URLPattern, URLResolver, include, path

from expenses.views import (
    advances,
    claim_forms,
    claims,
    corrections,
    import_moves,
    imports,
    lists,
    payees,
    payments,
    request_forms,
    requests,
)

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
    path("<int:claim_id>/flags/<int:flag_id>/explain/", claims.claim_explain, name="claim_explain"),
    path("<int:claim_id>/grant/", claims.claim_grant, name="claim_grant"),
    path("<int:claim_id>/correct/", corrections.claim_correct, name="claim_correct"),
]
request_urls = [
    path("", lists.request_list, name="request_list"),
    path("new/", request_forms.request_create, name="request_create"),
    path("impact/", request_forms.request_impact, name="request_impact"),
    path("<int:request_id>/", requests.request_detail, name="request_detail"),
    path("<int:request_id>/edit/", request_forms.request_edit, name="request_edit"),
    path("<int:request_id>/submit/", requests.request_submit, name="request_submit"),
    path("<int:request_id>/withdraw/", requests.request_withdraw, name="request_withdraw"),
    path("<int:request_id>/flags/<int:flag_id>/explain/", requests.request_explain, name="request_explain"),
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
    path("<int:import_id>/rows/<int:row_id>/correct/", corrections.import_row_correct, name="import_row_correct"),
    path("<int:import_id>/file/", imports.import_file, name="import_file"),
    path("<int:import_id>/columns/", import_moves.import_columns, name="import_columns"),
    path("<int:import_id>/values/", import_moves.import_values, name="import_values"),
    path("<int:import_id>/post/", import_moves.import_post, name="import_post"),
    path("<int:import_id>/stop/", import_moves.import_stop, name="import_stop"),
    path("<int:import_id>/discard/", import_moves.import_discard, name="import_discard"),
    path("<int:import_id>/reverse/", import_moves.import_reverse, name="import_reverse"),
]
correction_urls = [
    path("<int:correction_id>/", corrections.correction_detail, name="correction_detail"),
    path("<int:correction_id>/edit/", corrections.correction_edit, name="correction_edit"),
    path("<int:correction_id>/cancel/", corrections.correction_cancel, name="correction_cancel"),
]
advance_urls = [
    path("", advances.advance_list, name="advance_list"),
    path("new/", advances.advance_create, name="advance_create"),
    path("<int:advance_id>/", advances.advance_detail, name="advance_detail"),
    path("<int:advance_id>/edit/", advances.advance_edit, name="advance_edit"),
    path("<int:advance_id>/cancel/", advances.advance_cancel, name="advance_cancel"),
    path("<int:advance_id>/return/", advances.advance_return, name="advance_return"),
]
payment_urls = [
    path("", payments.payment_list, name="payment_list"),
    path("new/", payments.payment_create, name="payment_create"),
    path("outstanding/", payments.payable_list, name="payable_list"),
    path("accounts/", payees.payee_list, name="payee_list"),
    path("accounts/new/", payees.payee_create, name="payee_create"),
    path("accounts/mine/", payees.own_account, name="own_account"),
    path("accounts/<int:account_id>/edit/", payees.payee_edit, name="payee_edit"),
    path("<int:payment_id>/", payments.payment_detail, name="payment_detail"),
    path("<int:payment_id>/record/", payments.payment_record, name="payment_record"),
    path("<int:payment_id>/cancel/", payments.payment_cancel, name="payment_cancel"),
    path("<int:payment_id>/reverse/", payments.payment_reverse, name="payment_reverse"),
    path("<int:payment_id>/file/", payments.payment_file, name="payment_file"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("claims/", include(claim_urls)),
    path("requests/", include(request_urls)),
    path("imports/", include(import_urls)),
    path("corrections/", include(correction_urls)),
    path("advances/", include(advance_urls)),
    path("payments/", include(payment_urls)),
]
