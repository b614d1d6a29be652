from django.urls import URLPattern, URLResolver, path

from approvals.views import decisions, delegations, inbox, measures, moves, routes

app_name = "approvals"

inbox_urls = [
    path("", inbox.inbox, name="inbox"),
    path("decided/", inbox.decided, name="decided"),
]
decision_urls = [
    path("tasks/<int:task_id>/decide/", decisions.decide, name="decide"),
    path("tasks/<int:task_id>/hand-over/", moves.hand_over, name="hand_over"),
    path("tasks/<int:task_id>/add-approver/", moves.add_approver, name="add_approver"),
    path("tasks/<int:task_id>/ask/", moves.ask, name="ask"),
    path("steps/<int:step_id>/take-back/", moves.take_back_step, name="take_back_step"),
    path("questions/<int:question_id>/take-back/", moves.take_back_question, name="take_back_question"),
    path("questions/<int:asked_id>/answer/", moves.answer, name="answer"),
    path("decide/", decisions.decide_many, name="decide_many"),
    path("cases/<int:case_id>/resume/", decisions.case_resume, name="case_resume"),
]
route_urls = [
    path("routes/", routes.route_list, name="route_list"),
    path("routes/new/", routes.route_create, name="route_create"),
    path("routes/<int:route_id>/", routes.route_edit, name="route_edit"),
    path("routes/<int:route_id>/retire/", routes.route_retire, name="route_retire"),
]
delegation_urls = [
    path("delegations/", delegations.delegation_list, name="delegation_list"),
    path("delegations/new/", delegations.delegation_create, name="delegation_create"),
    path("delegations/<int:delegation_id>/end/", delegations.delegation_end, name="delegation_end"),
]
measure_urls = [
    path("measures/", measures.measures, name="measures"),
    path("measures/cases/", measures.measure_cases, name="measure_cases"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    *inbox_urls,
    *decision_urls,
    *delegation_urls,
    *measure_urls,
    *route_urls,
]
