from django.urls import URLPattern, URLResolver, include, path

from feedback.views import infos, sheets, slips, surveys, wishes

app_name = "feedback"

INFORMATION: list[URLPattern | URLResolver] = [
    path("", infos.info_list, name="info_list"),
    path("new/", infos.info_create, name="info_create"),
    path("<int:info_id>/", infos.info_detail, name="info_detail"),
    path("<int:info_id>/screen/", infos.info_screen, name="info_screen"),
    path("<int:info_id>/set-aside/", infos.info_set_aside, name="info_set_aside"),
    path("<int:info_id>/withdraw/", infos.info_withdraw, name="info_withdraw"),
    path("<int:info_id>/reward/", infos.info_reward, name="info_reward"),
    path("<int:info_id>/slip/", slips.slip_create, name="slip_create"),
    path("slips/", slips.slip_list, name="slip_list"),
    path("slips/<int:slip_id>/", slips.slip_detail, name="slip_detail"),
    path("slips/<int:slip_id>/edit/", slips.slip_edit, name="slip_edit"),
    path("slips/<int:slip_id>/withdraw/", slips.slip_withdraw, name="slip_withdraw"),
    path("slips/<int:slip_id>/mark/", slips.slip_mark, name="slip_mark"),
    path("slips/<int:slip_id>/archive/", slips.slip_archive, name="slip_archive"),
    path("feedback/", sheets.sheet_list, name="sheet_list"),
    path("feedback/<int:sheet_id>/", sheets.sheet_detail, name="sheet_detail"),
    path("feedback/<int:sheet_id>/give/", sheets.sheet_give, name="sheet_give"),
    path("feedback/<int:sheet_id>/again/", sheets.sheet_again, name="sheet_again"),
    path("feedback/<int:sheet_id>/cancel/", sheets.sheet_cancel, name="sheet_cancel"),
]
SURVEYS: list[URLPattern | URLResolver] = [
    path("", surveys.survey_list, name="survey_list"),
    path("new/", surveys.survey_create, name="survey_create"),
    path("figures/", surveys.survey_figures, name="survey_figures"),
    path("customers/<int:customer_id>/", wishes.survey_wish, name="survey_wish"),
    path("<int:survey_id>/", surveys.survey_detail, name="survey_detail"),
    path("<int:survey_id>/answer/", surveys.survey_enter, name="survey_enter"),
    path("<int:survey_id>/renew/", surveys.survey_renew, name="survey_renew"),
    path("<int:survey_id>/cancel/", surveys.survey_cancel, name="survey_cancel"),
    path("<int:survey_id>/follow-up/", surveys.survey_follow_up, name="survey_follow_up"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("market/", include(INFORMATION)),
    path("surveys/", include(SURVEYS)),
]
