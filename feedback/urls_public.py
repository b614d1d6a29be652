"""What customers open without signing in (CMP-20)."""

from django.urls import URLPattern, URLResolver, path

from feedback.views import public

app_name = "feedback_public"
urlpatterns: list[URLPattern | URLResolver] = [path("<str:token>/", public.survey, name="survey")]
