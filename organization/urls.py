from django.urls import URLPattern, URLResolver, include, path

from organization.views import (
    assignments,
    break_glass,
    company,
    departments,
    duties,
    people,
    profile,
    roles,
    security,
    sign_in,
    sign_ins,
    staff_imports,
)

app_name = "organization"

person: list[URLPattern] = [
    path("", people.person_detail, name="person_detail"),
    path("edit/", people.person_edit, name="person_edit"),
    path("move/", people.person_move, name="person_move"),
    path("leave/", people.person_leave, name="person_leave"),
    path("left/", people.person_left, name="person_left"),
    path("password/", people.person_password, name="person_password"),
    path("second-factor/", people.person_second_factor, name="person_second_factor"),
    path("grant/", assignments.role_grant, name="role_grant"),
]
department: list[URLPattern] = [
    path("", departments.department_detail, name="department_detail"),
    path("edit/", departments.department_edit, name="department_edit"),
    path("move/", departments.department_move, name="department_move"),
    path("close/", departments.department_close, name="department_close"),
    path("reopen/", departments.department_reopen, name="department_reopen"),
]
staff_import: list[URLPattern] = [
    path("", staff_imports.staff_import_detail, name="staff_import_detail"),
    path("progress/", staff_imports.staff_import_progress, name="staff_import_progress"),
    path("read/", staff_imports.staff_import_read, name="staff_import_read"),
    path("apply/", staff_imports.staff_import_apply, name="staff_import_apply"),
    path("stop/", staff_imports.staff_import_stop, name="staff_import_stop"),
    path("discard/", staff_imports.staff_import_discard, name="staff_import_discard"),
]
settings: list[URLPattern | URLResolver] = [
    path("people/", people.people, name="people"),
    path("people/new/", people.person_create, name="person_create"),
    path("people/<int:person_id>/", include(person)),
    path("departments/", departments.departments, name="departments"),
    path("departments/new/", departments.department_create, name="department_create"),
    path("departments/<int:department_id>/", include(department)),
    path("imports/", staff_imports.staff_imports, name="staff_imports"),
    path("imports/new/", staff_imports.staff_import_create, name="staff_import_create"),
    path("imports/<int:import_id>/", include(staff_import)),
    path("imports/template/<slug:kind>-<slug:language>.xlsx", staff_imports.staff_template, name="staff_template"),
    path("roles/", roles.roles, name="roles"),
    path("roles/new/", roles.role_create, name="role_create"),
    path("roles/<int:role_id>/", roles.role_detail, name="role_detail"),
    path("roles/<int:role_id>/edit/", roles.role_edit, name="role_edit"),
    path("roles/<int:role_id>/second-factor/", sign_ins.role_second_factor, name="role_second_factor"),
    path("assignments/", assignments.assignments, name="assignments"),
    path("assignments/<int:assignment_id>/end/", assignments.assignment_end, name="assignment_end"),
    path("sign-ins/", sign_ins.sign_ins, name="sign_ins"),
    path("segregation/", duties.duties, name="duties"),
    path("break-glass/", break_glass.break_glass, name="break_glass"),
    path("break-glass/new/", break_glass.break_glass_grant, name="break_glass_grant"),
    path("break-glass/<int:right_id>/", break_glass.break_glass_detail, name="break_glass_detail"),
    path("break-glass/<int:right_id>/end/", break_glass.break_glass_end, name="break_glass_end"),
    path("break-glass/<int:right_id>/review/", break_glass.break_glass_review, name="break_glass_review"),
    path("incompatible-pairs/", roles.pairs, name="pairs"),
    path("incompatible-pairs/new/", roles.pair_add, name="pair_add"),
]
own: list[URLPattern] = [
    path("", profile.profile, name="profile"),
    path("email/<str:token>/", profile.email_confirm, name="email_confirm"),
    path("preferences/", profile.preferences_save, name="preferences_save"),
    path("password/", profile.password_change, name="password_change"),
    path("password/own/", profile.password_own, name="password_own"),
    path("security/", security.security, name="security"),
    path("security/second-factor/", security.second_factor_set_up, name="second_factor_set_up"),
    path("security/second-factor/off/", security.second_factor_off, name="second_factor_off"),
    path("security/recovery-codes/", security.recovery_codes_renew, name="recovery_codes_renew"),
    path("security/sessions/end/", security.sessions_end, name="sessions_end"),
    path("security/sessions/<slug:handle>/end/", security.session_end, name="session_end"),
    path("tokens/", profile.token_create, name="token_create"),
    path("tokens/<int:token_id>/revoke/", profile.token_revoke, name="token_revoke"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-in/code/", sign_in.sign_in_code, name="sign_in_code"),
    path("sign-in/company/", company.company_sign_in, name="company_sign_in"),
    path("sign-in/company/back/", company.company_sign_in_back, name="company_sign_in_back"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("profile/", include(own)),
    path("settings/", include(settings)),
]
