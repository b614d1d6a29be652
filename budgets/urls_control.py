"""The addresses of years, categories, control and the ledger; included by `urls.py`."""

from django.urls import URLPattern, URLResolver, path

from budgets.views import carry_overs, categories, ledger, policies, projects, rates, years

urlpatterns: list[URLPattern | URLResolver] = [
    path("years/", years.year_list, name="year_list"),
    path("years/new/", years.year_create, name="year_create"),
    path("years/<int:year_id>/open/", years.year_open, name="year_open"),
    path("years/<int:year_id>/close/", years.year_close, name="year_close"),
    path("years/<int:year>/end/", carry_overs.year_end, name="year_end"),
    path("carry-overs/<int:adjustment_id>/edit/", carry_overs.carry_over_edit, name="carry_over_edit"),
    path("periods/<int:period_id>/close/", years.period_close, name="period_close"),
    path("periods/<int:period_id>/reopen/", years.period_reopen, name="period_reopen"),
    path("categories/", categories.category_list, name="category_list"),
    path("categories/new/", categories.category_create, name="category_create"),
    path("categories/<int:category_id>/edit/", categories.category_edit, name="category_edit"),
    path("categories/<int:category_id>/control/", categories.category_policy, name="category_policy"),
    path("categories/<int:category_id>/retire/", categories.category_retire, name="category_retire"),
    path("categories/<int:category_id>/restore/", categories.category_restore, name="category_restore"),
    path("projects/", projects.project_list, name="project_list"),
    path("projects/new/", projects.project_create, name="project_create"),
    path("projects/<int:project_id>/edit/", projects.project_edit, name="project_edit"),
    path("projects/<int:project_id>/retire/", projects.project_retire, name="project_retire"),
    path("projects/<int:project_id>/restore/", projects.project_restore, name="project_restore"),
    path("rates/", rates.rate_list, name="rate_list"),
    path("rates/new/", rates.rate_create, name="rate_create"),
    path("rates/<int:rate_id>/edit/", rates.rate_edit, name="rate_edit"),
    path("control/", policies.policy_list, name="policy_list"),
    path("control/departments/", policies.policy_set, name="policy_set"),
    path("control/departments/<int:policy_id>/end/", policies.policy_remove, name="policy_remove"),
    path("overrides/<int:override_id>/end/", policies.override_end, name="override_end"),
    path("keys/", ledger.key_list, name="key_list"),
    path("keys/<int:key_id>/", ledger.key_detail, name="key_detail"),
    path("keys/<int:key_id>/entries/", ledger.entry_list, name="entry_list"),
    path("keys/<int:key_id>/override/", policies.override_grant, name="override_grant"),
]
