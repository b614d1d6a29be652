from django.urls import URLPattern, URLResolver, path

from core.views import notices, palette, preferences

app_name = "core"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", notices.home, name="home"),
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.notices_read, name="notices_read"),
    path("notices/<int:notice_id>/", notices.notice_open, name="notice_open"),
    path("palette/", palette.palette, name="palette"),
    path("preferences/", preferences.preferences, name="preferences"),
    path("menu/", preferences.menu, name="menu"),
    path("keys/", preferences.keys, name="keys"),
]
