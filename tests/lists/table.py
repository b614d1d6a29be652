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
| `asked` | parameters without which its address shows nothing |
| `who` | a person of the cast who opens it |
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.models import Webhook
from parts_sales.models import ResultPosting
from tests.permissions import rows_reports
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
    asked: Callable[[World], dict[str, str]] = lambda _world: {}
    why: str = ""


DOCUMENTS = ("scope", "state", "department", "category", "since", "until", "least", "most", "q")


def key(world: World) -> dict[str, Any]:
    """A key with entries."""
    world.approved_claim  # noqa: B018 - posts
    from budgets.models import LedgerEntry

    return {"key_id": LedgerEntry.objects.values_list("key", flat=True)[0]}


def an_action(world: World) -> dict[str, str]:
    """No argument; a department was asked for measures."""
    world.corrective_action  # noqa: B018 - makes it
    return {}


def a_complaint(world: World) -> dict[str, str]:
    """No argument; a customer complained."""
    world.complaint  # noqa: B018 - makes it
    return {}


def an_intake(world: World) -> dict[str, str]:
    """No argument; somebody typed into the public form."""
    world.intake  # noqa: B018 - makes it
    return {}


def market(world: World) -> dict[str, str]:
    """No argument; there is information on a dispatched slip."""
    world.transfer_slip  # noqa: B018 - makes it
    return {}


def a_survey(world: World) -> dict[str, str]:
    """No argument; a customer was asked."""
    world.survey  # noqa: B018 - makes it
    return {}


def agreements_made(world: World) -> dict[str, str]:
    """No argument; there is one of each."""
    world.agreement, world.agreement_review, world.lead, world.plan_item, world.research_report  # noqa: B018 - makes them
    return {}


def a_receipt(world: World) -> dict[str, str]:
    """No argument; there is an order, and money matched to it in part."""
    world.receipt  # noqa: B018 - makes it
    return {}


def a_debt(world: World) -> dict[str, str]:
    """No argument; something is invoiced and unpaid."""
    world.order_invoice  # noqa: B018 - makes it
    return {}


def a_term(world: World) -> dict[str, str]:
    """No argument; a customer is delivered to on credit."""
    world.credit_term  # noqa: B018 - makes them
    return {}


def a_guarantee(world: World) -> dict[str, str]:
    """No argument; a colleague is named as guarantor."""
    world.guarantee  # noqa: B018 - makes it
    return {}


def a_statement(world: World) -> dict[str, str]:
    """No argument; a month was stated."""
    world.statement  # noqa: B018 - makes it
    return {}


def a_note(world: World) -> dict[str, str]:
    """No argument; there is a delivery note."""
    world.delivery_note  # noqa: B018 - makes it
    return {}


def a_return(world: World) -> dict[str, str]:
    """No argument; there is a return."""
    world.sales_return  # noqa: B018 - makes it
    return {}


def a_result(world: World) -> dict[str, str]:
    """No argument; goods have left."""
    world.result  # noqa: B018 - makes it
    return {}


def a_waiting_result(world: World) -> dict[str, str]:
    """No argument; what goods that left brought waits, whether a year is open by now or not."""
    ResultPosting.objects.filter(pk=world.result.pk).update(state="WAITING", why="NO_YEAR", posted_at=None)
    return {}


def a_price_list(world: World) -> dict[str, Any]:
    """A draft price list."""
    return {"list_id": world.price_list.pk}


def some_price_list(world: World) -> dict[str, str]:
    """No argument; there is a price list."""
    world.price_list  # noqa: B018 - makes it
    return {}


def an_alert(world: World) -> dict[str, Any]:
    """No argument; there is something to sort."""
    rows_reports.alert(world)
    return {}


LISTS: dict[str, ListRow] = {
    "expenses:claim_list": ListRow(
        "claims", (*DOCUMENTS, "flagged"), ("number", "title", "maker", "department", "created", "state", "amount"),
        totals=True, nothing="scope=all&q=zzzzz",
    ),
    "expenses:request_list": ListRow(
        "spend-requests", (*DOCUMENTS, "flagged"), ("number", "title", "maker", "department", "created", "end", "state", "amount"),
        totals=True, nothing="scope=all&q=zzzzz",
    ),
    "expenses:payable_list": ListRow(
        "outstanding", ("by", "side", "q"), ("payee", "count", "oldest", "total"), totals=True
    ),
    "expenses:payment_list": ListRow(
        "payments", ("state", "since", "until", "q"), ("number", "day", "state", "amount"), totals=True
    ),
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
    "customers:customer_list": ListRow(
        "customers", ("region", "grade", "mine", "state", "q"),
        ("name", "number", "region", "country", "grade", "owner", "machines", "created"),
    ),
    "feedback:info_list": ListRow(
        "market-information", ("state", "kind", "reliability", "importance", "only", "q"),
        ("title", "number", "kind", "reliability", "importance", "state", "reporter", "created"), asked=market,
    ),
    "feedback:slip_list": ListRow(
        "transfer-slips", ("state", "importance", "only", "q"),
        ("title", "number", "importance", "state", "due", "created"), asked=market,
    ),
    "feedback:sheet_list": ListRow(
        "market-feedback", ("state", "only", "department", "q"),
        ("number", "department", "state", "due", "given", "slip"), asked=market,
    ),
    "feedback:survey_list": ListRow(
        "surveys", ("state", "kind", "only", "division", "q"),
        ("customer", "kind", "department", "state", "score", "recommend", "created", "answered"), asked=a_survey,
    ),
    "agreements:agreement_list": ListRow(
        "agreements", ("state", "only", "department", "since", "until", "q"),
        ("subject", "number", "customer", "owner", "state", "start", "end", "amount"), totals=True,
        asked=agreements_made,
    ),
    "agreements:review_list": ListRow(
        "agreement-reviews", ("state", "only", "q"), ("subject", "number", "customer", "state", "created", "open"),
        asked=agreements_made,
    ),
    "agreements:lead_list": ListRow(
        "leads", ("state", "only", "department", "q"),
        ("name", "number", "state", "owner", "next", "created", "amount"), asked=agreements_made,
    ),
    "agreements:research_list": ListRow(
        "market-research", ("state", "only", "department", "q"),
        ("title", "number", "market", "until", "department", "by", "state", "created"), asked=agreements_made,
    ),
    "agreements:plan_list": ListRow(
        "service-plans", ("only", "department"), ("text", "customer", "department", "start", "due", "done"),
        asked=agreements_made, nothing="only=late",
    ),
    "corrective:action_list": ListRow(
        "corrective-actions", ("state", "only", "department", "q"),
        ("title", "number", "department", "state", "due", "created", "round"), asked=an_action,
    ),
    "complaints:complaint_list": ListRow(
        "complaints", ("state", "only", "severity", "source", "department", "q"),
        ("title", "number", "customer", "severity", "state", "due", "created"), asked=a_complaint,
    ),
    "complaints:intake_list": ListRow(
        "public-complaints", ("state", "q"), ("company", "received", "state"), asked=an_intake, who="customer_service",
    ),
    "parts_sales:part_list": ListRow(
        "parts", ("kind", "warehouse", "group", "stock", "state", "q"),
        ("number", "name", "kind", "group", "warehouse", "stock", "free", "price"),
    ),
    "parts_sales:order_list": ListRow(
        "sales-orders", ("state", "region", "only", "since", "until", "q"),
        ("number", "customer", "day", "maker", "state", "amount", "owed"), totals=True, asked=a_receipt,
    ),
    "parts_sales:receipt_list": ListRow(
        "receipts", ("state", "way", "since", "until", "q"), ("number", "day", "payer", "account", "left", "amount"),
        totals=True, asked=a_receipt,
    ),
    "parts_sales:debt_list": ListRow(
        "debts", ("only", "q"), ("customer", "dunned", "unbilled", "overdue", "total"), totals=True, asked=a_debt,
    ),
    "parts_sales:guarantee_list": ListRow(
        "guarantees", ("only", "state", "q"),
        ("number", "customer", "guarantor", "order", "state", "due", "created", "amount"), totals=True,
        kwargs=a_guarantee,
    ),
    "parts_sales:statement_list": ListRow(
        "statements", ("month", "state", "q"),
        ("number", "customer", "month", "state", "sent", "charged", "received", "closing"), totals=True,
        kwargs=a_statement,
    ),
    "parts_sales:term_list": ListRow(
        "credit-terms", ("state", "q"), ("customer", "number", "state", "due", "created", "days", "limit"), totals=True,
        asked=a_term,
    ),
    "parts_sales:note_list": ListRow(
        "delivery-notes", ("view", "state", "kind", "region", "warehouse", "since", "until", "q"),
        ("number", "customer", "order", "warehouse", "state", "since", "expected", "amount"), totals=True,
        asked=a_note,
    ),
    "parts_sales:return_list": ListRow(
        "returns", ("state", "remedy", "q"), ("number", "customer", "note", "remedy", "state", "created", "amount"),
        totals=True, asked=a_return,
    ),
    "parts_sales:margin_list": ListRow(
        "margins", ("by", "what", "region", "only", "since", "until", "q"),
        ("name", "revenue", "cost", "margin", "share"), totals=True, asked=a_result,
    ),
    "parts_sales:result_waiting_list": ListRow(
        "waiting-results", ("why", "since", "until", "q"),
        ("number", "day", "order", "customer", "why", "revenue", "cost"), totals=True,
        asked=a_waiting_result,
    ),
    "parts_sales:price_list_list": ListRow(
        "price-lists", ("state", "q"), ("number", "state", "start", "parts", "created"), asked=some_price_list,
    ),
    "parts_sales:price_list_detail": ListRow(
        "price-list", ("only", "q"), ("number", "cost", "old", "computed", "price", "change"), kwargs=a_price_list,
    ),
    "parts_sales:quote_list": ListRow(
        "quotes", ("scope", "state", "region", "since", "until", "least", "most", "q"),
        ("number", "customer", "maker", "created", "valid", "state", "amount"), totals=True,
    ),
    "parts_sales:inquiry_list": ListRow("inquiries", ("state", "q"), ("number", "received", "handed", "state")),
    "parts_sales:violation_list": ListRow(
        "violations", ("state", "q"), ("number", "person", "happened", "state"), who="manager"
    ),
    "approvals:inbox": ListRow(
        "inbox", ("kind", "q", "sort"), (), totals=True, who="manager", most=40,
        why="sorted by a field, since it is no table; one statement for each kind of errand that waits",
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
    "organization:staff_imports": ListRow(
        "staff-imports", ("q", "kind", "state"), ("file", "kind", "by", "at", "state"), who="finance_supervisor",
    ),
    "organization:staff_import_detail": ListRow(
        "staff-import", ("q", "show"), ("row", "state", "key"), who="finance_supervisor",
        kwargs=lambda world: {"import_id": world.staff_import.pk},
    ),
    "organization:break_glass": ListRow(
        "break-glass", ("q", "status"), ("number", "person", "role", "from", "until", "uses", "review"),
    ),
    "organization:duties": ListRow(
        "segregation-of-duties", ("since",), (), nothing="", why="a report of five questions, each in its own order",
    ),
    "core:notices": ListRow("notices", ("kind", "unread", "sort"), (), nothing="kind=budget", who="employee",
                            why="sorted by a field, since it is no table"),
    "core:job_list": ListRow("jobs", ("state", "q"), ("name", "due", "attempts")),
    "core:calendar": ListRow(
        "working-days", ("year",), (), paged=False, nothing="", why="the days of one year, in order",
    ),
    "reports:alert_list": ListRow(
        "budget-alerts", ("state", "kind", "department", "year", "q"),
        ("department", "category", "kind", "budget", "used", "found"), kwargs=an_alert,
    ),
    "reports:variance": ListRow(
        "", ("year", "department", "category"), (), paged=False, nothing="", totals=True, most=40,
        why="a table of the tree of departments; its file is a report of its own (RPT-45)",
    ),
    "reports:variance_documents": ListRow(
        "documents", ("figure",), ("document", "posted", "amount"), totals=True, nothing="month=1&span=month",
    ),
    "approvals:delegation_list": ListRow(
        "delegations", ("q", "status"), ("who", "first", "back", "most"), who="manager",
    ),
    "approvals:measures": ListRow(
        "approval-measures", ("kind", "department", "start", "until"), (), paged=False, totals=True, nothing="", most=45,
        why="three tables of figures, each in the order that says most; each figure leads to its rounds",
    ),
    "approvals:measure_cases": ListRow(
        "rounds", (), ("number", "author", "round", "submitted", "ended", "state", "amount"), totals=True,
        nothing="what=returned&person=1", asked=lambda world: {"what": "rounds", "person": str(world.employee.pk)},
        why="the rounds behind one figure, which its address names",
    ),
    "core:mail_list": ListRow("mails", ("q", "state"), ("to", "what", "written", "due")),
    "core:webhook_list": ListRow(
        "webhooks", ("q",), ("system", "waiting", "given_up"), paged=False, who="information_manager",
        why="a few systems",
    ),
    "core:webhook_detail": ListRow(
        "deliveries", ("q", "state"), ("at", "event", "outcome", "answer"), who="information_manager",
        kwargs=lambda _world: {"webhook_id": Webhook.objects.get().pk},
    ),
    "expenses:import_list": ListRow(
        "expense-imports", ("q", "state"), ("number", "file", "source", "by", "day", "state", "posted"), totals=True,
    ),
    "expenses:import_detail": ListRow(
        "", ("show",), ("row", "day", "voucher", "amount"), nothing="", most=60, who="finance_officer",
        kwargs=lambda world: {"import_id": world.posted_import.pk},
        why="its file is written at an address of its own; only states that rows have can be asked for",
    ),
    "reports:run_list": ListRow(
        "reports", ("q", "state"), ("title", "form", "state", "asked", "until"), who="employee",
    ),
}  # fmt: skip

NO_LISTS: dict[str, str] = {
    "core:palette": "the palette finds, and lists nothing by itself",
    "core:search": "what was found, the most fitting first; each kind leads to its own list",
    "core:menu": "the navigation of a phone",
    "core:keys": "the keys of a page",
    "budgets:budget_start": "a form",
    "parts_sales:desk": "the most urgent of several lists; each leads to its own",
    "parts_sales:bank_details_enter": "a form",
    "parts_sales:quote_create": "a form",
    "parts_sales:quote_parts": "what an editor's lines show of parts, as JSON",
    "parts_sales:inquiry_create": "a form",
    "parts_sales:violation_create": "a form",
    "budgets:adjustment_create": "a form",
    "budgets:adjustment_impact": "a part of a form",
    "budgets:year_create": "a form",
    "budgets:category_create": "a form",
    "budgets:project_create": "a form",
    "budgets:rate_create": "a form",
    "budgets:policy_set": "a form",
    "approvals:route_create": "a form",
    "core:threshold_list": "a page of settings: each threshold once, below its subject",
    "feedback:info_create": "a form",
    "feedback:survey_create": "a form",
    "feedback:survey_figures": "figures by month, division and kind, in their order",
    "agreements:agreement_create": "a form",
    "agreements:agreement_detail": "one agreement",
    "agreements:agreement_edit": "a form",
    "agreements:agreement_ready": "a form",
    "agreements:review_ask": "a form",
    "agreements:agreement_sign": "a form",
    "agreements:agreement_cancel": "a form",
    "agreements:agreement_renew": "a form",
    "agreements:version_compare": "two versions side by side",
    "agreements:amendment_create": "a form",
    "agreements:review_detail": "one review",
    "agreements:review_start": "a form",
    "agreements:review_answer": "a form",
    "agreements:review_overrule": "a form",
    "agreements:review_conclude": "a form",
    "agreements:review_return": "a form",
    "agreements:amendment_detail": "one amendment",
    "agreements:amendment_edit": "a form",
    "agreements:amendment_confirm": "a form",
    "agreements:amendment_sign": "a form",
    "agreements:amendment_withdraw": "a form",
    "agreements:plan_add": "a form",
    "agreements:plan_deliver": "a form",
    "agreements:lead_board": "open leads by stage, the first of each; the list has all",
    "agreements:research_create": "a form",
    "agreements:research_detail": "one report",
    "agreements:research_edit": "a form",
    "agreements:research_issue": "a form",
    "agreements:research_withdraw": "a form",
    "feedback:survey_wish": "a form",
    "agreements:lead_create": "a form",
    "agreements:lead_detail": "one lead",
    "agreements:lead_edit": "a form",
    "agreements:lead_contact": "a form",
    "agreements:lead_advance": "a form",
    "agreements:lead_lose": "a form",
    "corrective:action_create": "a form",
    "complaints:pattern_page": "figures, the most frequent first",
    "complaints:complaint_create": "a form",
    "public_complaints:complain": "a form for the public",
    "public_complaints:thanks": "words for the public",
    "customers:customer_create": "a form",
    "customers:customer_alike": "a part of a form",
    "parts_sales:part_create": "a form",
    "parts_sales:receipt_create": "a form",
    "parts_sales:term_create": "a form",
    "parts_sales:price_list_create": "a form",
    "parts_sales:guarantee_create": "a form",
    "parts_sales:statement_create": "a form",
    "parts_sales:part_search": "what the quick search offers, as JSON",
    "parts_sales:price_rules": "a few figures with their days, a table of tiers, bank details",
    "parts_sales:tiers_enter": "a form",
    "expenses:import_create": "a form",
    "expenses:claim_create": "a form",
    "expenses:payment_create": "a form",
    "expenses:payee_create": "a form",
    "expenses:own_account": "one's own bank account",
    "expenses:advance_create": "a form",
    "expenses:claim_impact": "a part of a form",
    "expenses:request_create": "a form",
    "expenses:request_impact": "a part of a form",
    "organization:person_create": "a form",
    "organization:break_glass_grant": "a form",
    "organization:staff_import_create": "a form",
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
    "reports:complaint_costs": "a report by budget; its file is a report of its own (RPT-45)",
    "reports:standard": "the reports one can ask for",
    "set_language": "a choice",
}
