from django.urls import URLPattern, URLResolver, path

from corrective.views import actions, checks, plans, reports

app_name = "corrective"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", actions.action_list, name="action_list"),
    path("new/", actions.action_create, name="action_create"),
    path("<int:action_id>/", actions.action_detail, name="action_detail"),
    path("<int:action_id>/plan/", plans.plan_edit, name="plan_edit"),
    path("<int:action_id>/plan/withdraw/", plans.plan_withdraw, name="plan_withdraw"),
    path("<int:action_id>/cancel/", actions.action_cancel, name="action_cancel"),
    path("<int:action_id>/reopen/", actions.action_reopen, name="action_reopen"),
    path("<int:action_id>/measures/<int:measure_id>/finish/", checks.measure_finish, name="measure_finish"),
    path("<int:action_id>/check/", checks.check_add, name="check_add"),
    path("<int:action_id>/implemented/", checks.action_implement, name="action_implement"),
    path("<int:action_id>/effect/", reports.report_create, name="report_create"),
    path("effects/<int:report_id>/", reports.report_detail, name="report_detail"),
    path("effects/<int:report_id>/edit/", reports.report_edit, name="report_edit"),
    path("effects/<int:report_id>/withdraw/", reports.report_withdraw, name="report_withdraw"),
]
