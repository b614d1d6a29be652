from django.urls import URLPattern, URLResolver, path

from approvals.views import decisions, inbox

app_name = "approvals"

inbox_urls = [
    path("", inbox.inbox, name="inbox"),
    path("decided/", inbox.decided, name="decided"),
]
decision_urls = [
    path("tasks/<int:task_id>/decide/", decisions.decide, name="decide"),
    path("decide/", decisions.decide_many, name="decide_many"),
    path("cases/<int:case_id>/resume/", decisions.case_resume, name="case_resume"),
]
urlpatterns: list[URLPattern | URLResolver] = [*inbox_urls, *decision_urls]
