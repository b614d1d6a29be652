from approvals.selectors.cases import (
    approvers_of,
    approvers_of_step,
    case_of,
    cases_of,
    document_ids_acted_on,
    my_task,
    tasks_of,
    waiting_people,
)
from approvals.selectors.chains import BrokenLink, broken_links, first_broken_link, link_of
from approvals.selectors.deciders import authority_limits, deciders, has_authority, managers_up
from approvals.selectors.inbox import (
    InboxCounts,
    InboxFilter,
    InboxItem,
    counts,
    inbox,
    items_of,
    waiting_count,
    waiting_tasks,
)
from approvals.selectors.preview import PreviewStep, preview, usual_total
from approvals.selectors.routes import PlannedStep, authority_step, plan, route_for, routes_in_use, who_of
from approvals.selectors.timing import usual_days

__all__ = [
    "BrokenLink",
    "InboxCounts",
    "InboxFilter",
    "InboxItem",
    "PlannedStep",
    "PreviewStep",
    "approvers_of",
    "approvers_of_step",
    "authority_limits",
    "authority_step",
    "broken_links",
    "case_of",
    "cases_of",
    "counts",
    "deciders",
    "document_ids_acted_on",
    "first_broken_link",
    "has_authority",
    "inbox",
    "items_of",
    "link_of",
    "managers_up",
    "my_task",
    "plan",
    "preview",
    "route_for",
    "routes_in_use",
    "tasks_of",
    "usual_days",
    "usual_total",
    "waiting_count",
    "waiting_people",
    "waiting_tasks",
    "who_of",
]
