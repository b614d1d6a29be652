from django.urls import URLPattern, URLResolver, path

from core.views import calendar, documents, jobs, notices, palette, preferences, saved_views, search

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
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/enter/", calendar.calendar_enter, name="calendar_enter"),
    path("calendar/<int:day_id>/remove/", calendar.calendar_remove, name="calendar_remove"),
    path("views/", saved_views.view_keep, name="view_keep"),
    path("views/<int:view_id>/", saved_views.view_edit, name="view_edit"),
    path("views/<int:view_id>/delete/", saved_views.view_delete, name="view_delete"),
    path("views/<int:view_id>/restore/", saved_views.view_restore, name="view_restore"),
    path("views/<int:view_id>/usual/", saved_views.view_usual, name="view_usual"),
    path("search/", search.search_page, name="search"),
    path("palette/", palette.palette, name="palette"),
    path("preferences/", preferences.preferences, name="preferences"),
    path("tour/", preferences.tour_set, name="tour"),
    path("menu/", preferences.menu, name="menu"),
    path("keys/", preferences.keys, name="keys"),
]
