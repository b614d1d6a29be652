from django.urls import URLPattern, URLResolver, path

from core.views import palette, preferences

app_name = "core"
urlpatterns: list[URLPattern | URLResolver] = [
    path("palette/", palette.palette, name="palette"),
    path("preferences/", preferences.preferences, name="preferences"),
    path("menu/", preferences.menu, name="menu"),
    path("keys/", preferences.keys, name="keys"),
]
