"""The addresses of drafts, their grid and their imports; included by `urls.py`."""

from django.urls import URLPattern, URLResolver, path

from budgets.views import budgets, ceilings, documents, grid, imports, lines

urlpatterns: list[URLPattern | URLResolver] = [
    path("", budgets.budget_list, name="budget_list"),
    path("export/", budgets.budget_list_export, name="budget_list_export"),
    path("start/", budgets.budget_start, name="budget_start"),
    path("years/<int:year>/contingency/", documents.contingency_bounds, name="contingency_bounds"),
    path("years/<int:year>/ceilings/", ceilings.ceiling_list, name="ceiling_list"),
    path("years/<int:year>/ceilings/export/", ceilings.ceiling_export, name="ceiling_export"),
    path("years/<int:year>/ceilings/category/", ceilings.ceiling_single, name="ceiling_single"),
    path("<int:budget_id>/", documents.budget_detail, name="budget_detail"),
    path("<int:budget_id>/submit/", documents.budget_submit, name="budget_submit"),
    path("<int:budget_id>/withdraw/", documents.budget_withdraw, name="budget_withdraw"),
    path("<int:budget_id>/cancel/", documents.budget_cancel, name="budget_cancel"),
    path("<int:budget_id>/settings/", documents.budget_settings, name="budget_settings"),
    path("<int:budget_id>/methods/", documents.budget_methods, name="budget_methods"),
    path("<int:budget_id>/export/", documents.budget_export, name="budget_export"),
    path("<int:budget_id>/questions/<int:question_id>/answer/", documents.question_answer, name="question_answer"),
    path("<int:budget_id>/grid/", grid.budget_grid, name="budget_grid"),
    path("<int:budget_id>/cells/", grid.budget_cells, name="budget_cells"),
    path("<int:budget_id>/pulse/", grid.budget_pulse, name="budget_pulse"),
    path("<int:budget_id>/checks/", grid.budget_checks, name="budget_checks"),
    path("<int:budget_id>/lines/add/", lines.line_add, name="line_add"),
    path("<int:budget_id>/lines/<int:line_id>/", lines.line_detail, name="line_detail"),
    path("<int:budget_id>/lines/<int:line_id>/comment/", lines.line_comment, name="line_comment"),
    path("<int:budget_id>/lines/<int:line_id>/edit/", lines.line_edit, name="line_edit"),
    path("<int:budget_id>/lines/<int:line_id>/remove/", lines.line_remove, name="line_remove"),
    path("<int:budget_id>/lines/<int:line_id>/restore/", lines.line_restore, name="line_restore"),
    path("<int:budget_id>/lines/<int:line_id>/spread/", lines.line_spread, name="line_spread"),
    path("<int:budget_id>/lines/<int:line_id>/ask/", documents.question_ask, name="question_ask"),
    path("<int:budget_id>/lines/<int:line_id>/cells/<int:month>/", grid.cell_history, name="cell_history"),
    path("<int:budget_id>/imports/new/", imports.import_upload, name="import_upload"),
    path("<int:budget_id>/imports/template/", imports.import_template, name="import_template"),
    path("<int:budget_id>/imports/<int:import_id>/", imports.import_detail, name="import_detail"),
    path("<int:budget_id>/imports/<int:import_id>/map/", imports.import_map, name="import_map"),
    path("<int:budget_id>/imports/<int:import_id>/apply/", imports.import_apply, name="import_apply"),
    path("<int:budget_id>/imports/<int:import_id>/discard/", imports.import_discard, name="import_discard"),
]
