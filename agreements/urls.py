from django.urls import URLPattern, URLResolver, path

from agreements.views import agreements, amendments, leads, plans, research, reviews

app_name = "agreements"
urlpatterns: list[URLPattern | URLResolver] = [
    path("agreements/", agreements.agreement_list, name="agreement_list"),
    path("agreements/new/", agreements.agreement_create, name="agreement_create"),
    path("agreements/<int:agreement_id>/", agreements.agreement_detail, name="agreement_detail"),
    path("agreements/<int:agreement_id>/edit/", agreements.agreement_edit, name="agreement_edit"),
    path("agreements/<int:agreement_id>/ready/", agreements.agreement_ready, name="agreement_ready"),
    path("agreements/<int:agreement_id>/review/", agreements.review_ask, name="review_ask"),
    path("agreements/<int:agreement_id>/sign/", agreements.agreement_sign, name="agreement_sign"),
    path("agreements/<int:agreement_id>/cancel/", agreements.agreement_cancel, name="agreement_cancel"),
    path("agreements/<int:agreement_id>/renew/", agreements.agreement_renew, name="agreement_renew"),
    path("agreements/<int:agreement_id>/compare/", agreements.version_compare, name="version_compare"),
    path("agreements/<int:agreement_id>/amend/", amendments.amendment_create, name="amendment_create"),
    path("agreements/reviews/", reviews.review_list, name="review_list"),
    path("agreements/reviews/<int:review_id>/", reviews.review_detail, name="review_detail"),
    path("agreements/reviews/<int:review_id>/start/", reviews.review_start, name="review_start"),
    path("agreements/reviews/<int:review_id>/answer/<str:part>/", reviews.review_answer, name="review_answer"),
    path("agreements/reviews/<int:review_id>/overrule/", reviews.review_overrule, name="review_overrule"),
    path("agreements/reviews/<int:review_id>/conclude/", reviews.review_conclude, name="review_conclude"),
    path("agreements/reviews/<int:review_id>/return/", reviews.review_return, name="review_return"),
    path("agreements/amendments/<int:amendment_id>/", amendments.amendment_detail, name="amendment_detail"),
    path("agreements/amendments/<int:amendment_id>/edit/", amendments.amendment_edit, name="amendment_edit"),
    path("agreements/amendments/<int:amendment_id>/confirm/", amendments.amendment_confirm, name="amendment_confirm"),
    path("agreements/amendments/<int:amendment_id>/sign/", amendments.amendment_sign, name="amendment_sign"),
    path(
        "agreements/amendments/<int:amendment_id>/withdraw/", amendments.amendment_withdraw, name="amendment_withdraw"
    ),
    path("agreements/plans/", plans.plan_list, name="plan_list"),
    path("agreements/<int:agreement_id>/plan/", plans.plan_add, name="plan_add"),
    path("agreements/plans/<int:item_id>/deliver/", plans.plan_deliver, name="plan_deliver"),
    path("leads/", leads.lead_list, name="lead_list"),
    path("leads/board/", leads.lead_board, name="lead_board"),
    path("leads/new/", leads.lead_create, name="lead_create"),
    path("leads/<int:lead_id>/", leads.lead_detail, name="lead_detail"),
    path("leads/<int:lead_id>/edit/", leads.lead_edit, name="lead_edit"),
    path("leads/<int:lead_id>/contact/", leads.lead_contact, name="lead_contact"),
    path("leads/<int:lead_id>/advance/<str:move>/", leads.lead_advance, name="lead_advance"),
    path("leads/<int:lead_id>/lose/", leads.lead_lose, name="lead_lose"),
    path("market-research/", research.research_list, name="research_list"),
    path("market-research/new/", research.research_create, name="research_create"),
    path("market-research/<int:report_id>/", research.research_detail, name="research_detail"),
    path("market-research/<int:report_id>/edit/", research.research_edit, name="research_edit"),
    path("market-research/<int:report_id>/issue/", research.research_issue, name="research_issue"),
    path("market-research/<int:report_id>/withdraw/", research.research_withdraw, name="research_withdraw"),
]
