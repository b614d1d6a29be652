from django.urls import URLPattern, URLResolver, path

from complaints.views import complaints, intakes, moves, patterns, reports

app_name = "complaints"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", complaints.complaint_list, name="complaint_list"),
    path("patterns/", patterns.pattern_page, name="pattern_page"),
    path("new/", complaints.complaint_create, name="complaint_create"),
    path("<int:complaint_id>/", complaints.complaint_detail, name="complaint_detail"),
    path("<int:complaint_id>/edit/", complaints.complaint_edit, name="complaint_edit"),
    path("<int:complaint_id>/cancel/", complaints.complaint_cancel, name="complaint_cancel"),
    path("<int:complaint_id>/talk/", moves.complaint_talk, name="complaint_talk"),
    path("<int:complaint_id>/explain/", moves.complaint_explain, name="complaint_explain"),
    path("<int:complaint_id>/negotiate/", moves.complaint_negotiate, name="complaint_negotiate"),
    path("<int:complaint_id>/decide/", moves.complaint_decide, name="complaint_decide"),
    path("<int:complaint_id>/ask/", moves.complaint_ask, name="complaint_ask"),
    path("<int:complaint_id>/close/", moves.complaint_close, name="complaint_close"),
    path("<int:complaint_id>/liability/", reports.liability_write, name="liability_write"),
    path("<int:complaint_id>/nonconformance/", reports.nonconformance_write, name="nonconformance_write"),
    path("liability/<int:report_id>/", reports.liability_detail, name="liability_detail"),
    path("nonconformance/<int:report_id>/", reports.nonconformance_detail, name="nonconformance_detail"),
    path("nonconformance/<int:report_id>/agree/", reports.nonconformance_agree, name="nonconformance_agree"),
    path(
        "nonconformance/<int:report_id>/send-back/", reports.nonconformance_send_back, name="nonconformance_send_back"
    ),
    path("public/", intakes.intake_list, name="intake_list"),
    path("public/<int:intake_id>/", intakes.intake_detail, name="intake_detail"),
    path("public/<int:intake_id>/take/", intakes.intake_take, name="intake_take"),
    path("public/<int:intake_id>/set-aside/", intakes.intake_set_aside, name="intake_set_aside"),
]
