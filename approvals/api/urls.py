from django.urls import path

from approvals.api import cases, delegations, routes, tasks
from approvals.api.measures import approval_measures
from core.api import Router

router = Router()
tasks.register(router)
cases.register(router)
delegations.register(router)
routes.register(router)
urlpatterns = [*router.urls, path("approval-measures/", approval_measures, name="approval-measures")]
