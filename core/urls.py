from django.urls import URLPattern, URLResolver, path

from core.views import calendar, documents, jobs, mails, notice_choices, notices, palette, preferences

app_name = "core"
urlpatterns: list[URLPattern | URLResolver] = [
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.notices_read, name="notices_read"),
    path("notices/<int:notice_id>/", notices.notice_open, name="notice_open"),
    path("documents/<slug:kind>/<int:document_id>/attachments/", documents.attachment_add, name="attachment_add"),
    path("documents/<slug:kind>/<int:document_id>/comments/", documents.comment_add, name="comment_add"),
    path("documents/<slug:kind>/<int:document_id>/mentions/", documents.mentions, name="mentions"),
    path("documents/<slug:kind>/<int:document_id>/values/", documents.values, name="values"),
    path("attachments/<int:attachment_id>/", documents.attachment, name="attachment"),
    path("attachments/<int:attachment_id>/remove/", documents.attachment_remove, name="attachment_remove"),
    path("jobs/", jobs.job_list, name="job_list"),
    path("jobs/<int:job_id>/retry/", jobs.job_retry, name="job_retry"),
    path("mails/", mails.mail_list, name="mail_list"),
    path("mails/<int:mail_id>/", mails.mail_detail, name="mail_detail"),
    path("mails/<int:mail_id>/html/", mails.mail_html, name="mail_html"),
    path("mails/<int:mail_id>/again/", mails.mail_again, name="mail_again"),
    path("mails/stop/<str:token>/", mails.mail_stop, name="mail_stop"),
    path("profile/notices/", notice_choices.notice_choices, name="notice_choices"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/enter/", calendar.calendar_enter, name="calendar_enter"),
    path("calendar/<int:day_id>/remove/", calendar.calendar_remove, name="calendar_remove"),
    path("palette/", palette.palette, name="palette"),
    path("preferences/", preferences.preferences, name="preferences"),
    path("menu/", preferences.menu, name="menu"),
    path("keys/", preferences.keys, name="keys"),
]
