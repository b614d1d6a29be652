from django.urls import URLPattern, URLResolver, path

from organization.views import sign_in

app_name = "organization"

entrance: list[URLPattern | URLResolver] = [
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
]

urlpatterns: list[URLPattern | URLResolver] = [*entrance]
