"""Every list page and what it has (GEN-13). `test_lists.py` walks the URL names: one that is neither here nor among
`NO_LISTS` fails, and so does a list that lacks what its row says.

| column | means |
| --- | --- |
| `filters` | parameters the page offers as fields or links |
| `sorts` | columns that sort, upwards and downwards; empty with a reason in `why` |
| `paged` | whether long lists are cut into pages; False with a reason in `why` |
| `totals` | whether amounts stand in it, and so a total below them |
| `nothing` | a question nothing fits, to see that the empty list says so; "" with a reason in `why` |
| `file` | the name of its Excel file |
| `most` | statements the page may cost, whatever it shows |
| `kwargs` | arguments of its address, from the world |
| `who` | a person of the cast who opens it |
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.permissions.world import World


@dataclass(frozen=True, slots=True)
class ListRow:
    file: str
    filters: tuple[str, ...]
    sorts: tuple[str, ...]
    paged: bool = True
    totals: bool = False
    nothing: str = "q=zzzzz"
    most: int = 30
    who: str = "finance_manager"
    kwargs: Callable[[World], dict[str, Any]] = lambda _world: {}
    why: str = ""


DOCUMENTS = ("scope", "state", "department", "category", "since", "until", "least", "most", "q")


def key(world: World) -> dict[str, Any]:
    """A key with entries."""
    world.approved_claim  # noqa: B018 - posts
    from budgets.models import LedgerEntry

    return {"key_id": LedgerEntry.objects.values_list("key", flat=True)[0]}


LISTS: dict[str, ListRow] = {
    "expenses:claim_list": ListRow(
        "claims", DOCUMENTS, ("number", "title", "maker", "department", "created", "state", "amount"),
        totals=True, nothing="scope=all&q=zzzzz",
    ),
    "expenses:request_list": ListRow(
        "spend-requests", DOCUMENTS, ("number", "title", "maker", "department", "created", "end", "state", "amount"),
        totals=True, nothing="scope=all&q=zzzzz",
    ),
    "expenses:payable_list": ListRow(
        "outstanding", ("by", "side", "q"), ("payee", "count", "oldest", "total"), totals=True
    ),
    "expenses:payment_list": ListRow("payments", ("state", "q"), ("number", "day", "state", "amount"), totals=True),
    "expenses:payee_list": ListRow("supplier-accounts", ("q",), ("supplier", "changed")),
    "expenses:advance_list": ListRow(
        "advances", ("by", "open", "q"), ("number", "title", "person", "due", "state", "amount"), totals=True
    ),
    "budgets:adjustment_list": ListRow(
        "adjustments", (*DOCUMENTS, "kind", "year"),
        ("number", "title", "kind", "maker", "department", "created", "state", "amount"), totals=True,
    ),
    "budgets:budget_list": ListRow(
        "budgets", ("year", "state", "department", "scenario", "q"), ("department", "state", "costs", "revenue"),
        totals=True, most=40,
    ),
    "budgets:key_list": ListRow(
        "available-budget", ("year", "department", "only", "q"),
        ("category", "department", "appropriated", "committed", "actual", "left"), totals=True,
    ),
    "budgets:entry_list": ListRow(
        "entries", ("month", "kind", "q"), ("posted", "month", "kind", "amount", "number"), totals=True, kwargs=key,
    ),
    "budgets:category_list": ListRow(
        "categories", ("q", "retired"), (), paged=False,
        why="a tree has one order, and is shown whole",
    ),
    "budgets:project_list": ListRow("projects", ("q", "retired"), ("name", "code", "department")),
    "budgets:rate_list": ListRow(
        "exchange-rates", ("currency",), ("currency", "day", "rate"), nothing="",
        why="only currencies that exist can be asked for",
    ),
    "budgets:year_list": ListRow(
        "fiscal-years", (), (), paged=False, nothing="", why="a card for each year with its months in order",
    ),
    "budgets:policy_list": ListRow(
        "control", (), (), paged=False, nothing="", why="the few exceptions, in the order of departments",
    ),
    "approvals:inbox": ListRow(
        "inbox", ("kind", "q", "sort"), (), totals=True, who="manager",
        why="sorted by a field, since it is no table",
    ),
    "approvals:decided": ListRow(
        "decisions", ("kind", "verdict", "q"), ("number", "author", "verdict", "when", "amount"), totals=True,
        who="manager",
    ),
    "approvals:route_list": ListRow(
        "approval-routes", (), (), paged=False, nothing="", why="the routes of each kind, which never are many",
    ),
    "organization:people": ListRow(
        "people", ("q", "department", "status"), ("name", "department", "joined"),
    ),
    "organization:departments": ListRow(
        "departments", ("q",), ("name", "code", "people", "below"), paged=False, why="a tree is shown whole",
    ),
    "organization:roles": ListRow(
        "roles", ("q",), ("name", "code", "limit", "holders"), paged=False, why="some twenty roles",
    ),
    "organization:assignments": ListRow(
        "role-assignments", ("q", "role", "status"), ("person", "role", "from", "until"),
    ),
    "organization:sign_ins": ListRow(
        "sign-ins", ("q", "outcome", "since", "until"), ("at", "person", "outcome", "address"),
        who="finance_supervisor",
    ),
    "organization:pairs": ListRow(
        "incompatible-pairs", ("q",), ("first", "second"), paged=False, why="some twenty pairs",
    ),
    "organization:duties": ListRow(
        "segregation-of-duties", ("since",), (), nothing="", why="a report of four questions, each in its own order",
    ),
    "core:notices": ListRow("notices", ("kind", "unread", "sort"), (), nothing="kind=budget", who="employee",
                            why="sorted by a field, since it is no table"),
    "core:job_list": ListRow("jobs", ("state", "q"), ("name", "due", "attempts")),
    "core:calendar": ListRow(
        "working-days", ("year",), (), paged=False, nothing="", why="the days of one year, in order",
    ),
    "reports:variance": ListRow(
        "", ("year", "department", "category"), (), paged=False, nothing="", totals=True, most=40,
        why="a table of the tree of departments; its file is a report of its own (RPT-45)",
    ),
    "reports:variance_documents": ListRow(
        "documents", ("figure",), ("document", "posted", "amount"), totals=True, nothing="month=1&span=month",
    ),
}  # fmt: skip

OWED: dict[str, tuple[str, str]] = {
    "approvals:delegation_list": ("approvals/delegation_list.html", "kept views, sorting, its file as all are written"),
    "approvals:measures": ("", "its three files as all are written; kept views"),
    "approvals:measure_cases": ("approvals/measure_cases.html", "kept views, sorting, a file"),
    "core:mail_list": ("core/mails.html", "search, sorting, kept views, a file"),
    "core:webhook_list": ("", "sorting, a file"),
    "core:webhook_detail": ("core/webhook_detail.html", "sorting and a file of its deliveries"),
    "reports:run_list": ("reports/runs.html", "filters, sorting, kept views, a file"),
}
"""Lists that do not have all of it yet: their template, where it pages or sorts, and what is owed. Nothing is added here."""

NO_LISTS: dict[str, str] = {
    "core:palette": "the palette finds, and lists nothing by itself",
    "core:search": "what was found, the most fitting first; each kind leads to its own list",
    "core:menu": "the navigation of a phone",
    "core:keys": "the keys of a page",
    "budgets:budget_start": "a form",
    "budgets:adjustment_create": "a form",
    "budgets:adjustment_impact": "a part of a form",
    "budgets:year_create": "a form",
    "budgets:category_create": "a form",
    "budgets:project_create": "a form",
    "budgets:rate_create": "a form",
    "budgets:policy_set": "a form",
    "approvals:route_create": "a form",
    "expenses:claim_create": "a form",
    "expenses:payment_create": "a form",
    "expenses:payee_create": "a form",
    "expenses:own_account": "one's own bank account",
    "expenses:advance_create": "a form",
    "expenses:claim_impact": "a part of a form",
    "expenses:request_create": "a form",
    "expenses:request_impact": "a part of a form",
    "organization:person_create": "a form",
    "organization:department_create": "a form",
    "organization:role_create": "a form",
    "organization:pair_add": "a form",
    "organization:profile": "one person's own page",
    "organization:password_own": "a form",
    "organization:security": "one's own devices and last sign-ins",
    "organization:second_factor_set_up": "a form",
    "organization:recovery_codes_renew": "a form",
    "organization:second_factor_off": "a form",
    "organization:company_sign_in": "the way in",
    "organization:company_sign_in_back": "the way in",
    "organization:sign_in": "the way in",
    "organization:sign_in_code": "the way in",
    "reports:home": "leads to the start page of one's role",
    "reports:company": "an overview of figures",
    "reports:finance": "an overview of figures",
    "reports:own": "an overview of figures",
    "reports:variance_export": "the file of the variance table",
    "budgets:company_now": "leads to the company budget of the year",
    "approvals:delegation_create": "a form",
    "core:notice_choices": "a form",
    "core:webhook_create": "a form",
    "reports:standard": "the reports one can ask for",
    "set_language": "a choice",
}
