from django.urls import URLPattern, URLResolver, path

from complaints.views import public

app_name = "public_complaints"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", public.complain, name="complain"),
    path("thanks/", public.thanks, name="thanks"),
]
