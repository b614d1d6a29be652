from django.urls import URLPattern, URLResolver, include, path

from organization.views import assignments, departments, people, profile, roles, sign_in

app_name = "organization"

person: list[URLPattern] = [
    path("", people.person_detail, name="person_detail"),
    path("edit/", people.person_edit, name="person_edit"),
    path("move/", people.person_move, name="person_move"),
    path("leave/", people.person_leave, name="person_leave"),
    path("password/", people.person_password, name="person_password"),
    path("grant/", assignments.role_grant, name="role_grant"),
]
department: list[URLPattern] = [
    path("", departments.department_detail, name="department_detail"),
    path("edit/", departments.department_edit, name="department_edit"),
    path("move/", departments.department_move, name="department_move"),
    path("close/", departments.department_close, name="department_close"),
    path("reopen/", departments.department_reopen, name="department_reopen"),
]
settings: list[URLPattern | URLResolver] = [
    path("people/", people.people, name="people"),
    path("people/new/", people.person_create, name="person_create"),
    path("people/<int:person_id>/", include(person)),
    path("departments/", departments.departments, name="departments"),
    path("departments/new/", departments.department_create, name="department_create"),
    path("departments/<int:department_id>/", include(department)),
    path("roles/", roles.roles, name="roles"),
    path("roles/new/", roles.role_create, name="role_create"),
    path("roles/<int:role_id>/", roles.role_detail, name="role_detail"),
    path("roles/<int:role_id>/edit/", roles.role_edit, name="role_edit"),
    path("assignments/", assignments.assignments, name="assignments"),
    path("assignments/<int:assignment_id>/end/", assignments.assignment_end, name="assignment_end"),
    path("incompatible-pairs/", roles.pairs, name="pairs"),
    path("incompatible-pairs/new/", roles.pair_add, name="pair_add"),
]
own: list[URLPattern] = [
    path("", profile.profile, name="profile"),
    path("preferences/", profile.preferences_save, name="preferences_save"),
    path("password/", profile.password_change, name="password_change"),
    path("tokens/", profile.token_create, name="token_create"),
    path("tokens/<int:token_id>/revoke/", profile.token_revoke, name="token_revoke"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("profile/", include(own)),
    path("settings/", include(settings)),
]
