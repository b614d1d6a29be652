"""Addresses of quotes and what belongs to them."""

from django.urls import URLPattern, path

from parts_sales.views import applications, desk, inquiries, quote_forms, quotes

urlpatterns: list[URLPattern] = [
    path("desk/", desk.desk, name="desk"),
    path("quotes/", quotes.quote_list, name="quote_list"),
    path("quotes/new/", quote_forms.quote_create, name="quote_create"),
    path("quotes/check/", quote_forms.quote_check, name="quote_check"),
    path("quotes/parts/", quote_forms.quote_parts, name="quote_parts"),
    path("quotes/<int:quote_id>/", quotes.quote_detail, name="quote_detail"),
    path("quotes/<int:quote_id>/edit/", quote_forms.quote_edit, name="quote_edit"),
    path("quotes/<int:quote_id>/pictures/<int:attachment_id>/", quotes.quote_picture, name="quote_picture"),
    path("quotes/<int:quote_id>/compare/", quotes.quote_compare_page, name="quote_compare"),
    path("quotes/<int:quote_id>/submit/", quotes.quote_submit, name="quote_submit"),
    path("quotes/<int:quote_id>/withdraw/", quotes.quote_withdraw, name="quote_withdraw"),
    path("quotes/<int:quote_id>/cancel/", quotes.quote_cancel, name="quote_cancel"),
    path("quotes/<int:quote_id>/send/", quotes.quote_send, name="quote_send"),
    path("quotes/<int:quote_id>/freight/", quotes.quote_freight, name="quote_freight"),
    path("quotes/<int:quote_id>/confirm/", quotes.quote_confirm, name="quote_confirm"),
    path("quotes/<int:quote_id>/revise/", quotes.quote_revise, name="quote_revise"),
    path("quotes/<int:quote_id>/lose/", quotes.quote_lose, name="quote_lose"),
    path("quotes/<int:quote_id>/copy/", quotes.quote_copy, name="quote_copy"),
    path("quotes/<int:quote_id>/discount/", quotes.quote_discount, name="quote_discount"),
    path("quotes/<int:quote_id>/apply/", quotes.quote_apply, name="quote_apply"),
    path("quotes/<int:quote_id>/prepare/", quotes.quote_prepare, name="quote_prepare"),
    path("applications/<int:application_id>/", applications.application_detail, name="application_detail"),
    path("applications/<int:application_id>/withdraw/", applications.application_withdraw, name="application_withdraw"),
    path("inquiries/", inquiries.inquiry_list, name="inquiry_list"),
    path("inquiries/new/", inquiries.inquiry_create, name="inquiry_create"),
    path("inquiries/<int:inquiry_id>/", inquiries.inquiry_detail, name="inquiry_detail"),
    path("inquiries/<int:inquiry_id>/close/", inquiries.inquiry_close, name="inquiry_close"),
    path("violations/", inquiries.violation_list, name="violation_list"),
    path("violations/new/", inquiries.violation_create, name="violation_create"),
    path("violations/<int:violation_id>/", inquiries.violation_detail, name="violation_detail"),
    path("violations/<int:violation_id>/propose/", inquiries.violation_propose, name="violation_propose"),
    path("violations/<int:violation_id>/decide/", inquiries.violation_decide, name="violation_decide"),
]
