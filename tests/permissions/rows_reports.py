"""Rows of reports: start pages, variance, and what stands behind its figures."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from budgets.models import FiscalYear
from reports.choices import RunState
from reports.models import BudgetAlert, ReportRun
from reports.services import runs
from tests.factories.organization import actor_of
from tests.permissions.world import World

WITHOUT_REPORTS = ("employee", "outsider")


def readers(status: int = 200, others: int = 403) -> dict[str, Any]:
    """Managers, finance and the GM read reports; an employee has a page of their own."""
    return {"*": status, **dict.fromkeys(WITHOUT_REPORTS, others)}


def asked_run(world: World) -> ReportRun:
    """A report of the employee's that is still being made."""
    return runs.ask(
        paper="expense_claim",
        form="xlsx",
        language="en",
        parameters={"id": str(world.claim_draft.pk)},
        actor=actor_of(world.employee),
        at=world.now,
    )


def run(world: World) -> dict[str, Any]:
    return {"run_id": asked_run(world).pk}


def ready_run(world: World) -> ReportRun:
    """A report of the employee's with its file."""
    found = ReportRun.objects.filter(asked_by=world.employee, state=RunState.DONE).first()
    if found is None:
        found = asked_run(world)
        runs.make(run_id=found.pk, at=world.now)
    return found


def of_claim(world: World) -> dict[str, Any]:
    return {"paper": "expense_claim", "form": "xlsx", "id": str(world.claim_draft.pk)}


def api_of_claim(world: World) -> dict[str, Any]:
    return {"paper": "expense_claim", "form": "xlsx", "parameters": {"id": str(world.claim_draft.pk)}}


def with_figures(world: World) -> dict[str, Any]:
    """No argument; the money it asks for gives the pages after it their figures."""
    assert world.category.pk
    return {}


def alert(world: World) -> dict[str, Any]:
    """An alert of service, open again for whoever comes next."""
    category = world.category  # with its year
    made, _new = BudgetAlert.objects.update_or_create(
        fiscal_year=FiscalYear.objects.filter(state="OPEN").order_by("year").first(),
        department=world.service,
        category=category,
        alert_kind="USED",
        month=0,
        threshold=Decimal("0.8"),
        defaults={
            "budget": 100, "used": 80, "found_at": world.now, "run": UUID(int=1), "note": "", "acknowledged_by": None,
            "acknowledged_at": None,
        },
    )  # fmt: skip
    return {"alert_id": made.pk}


def alert_pk(world: World) -> dict[str, Any]:
    return {"pk": alert(world)["alert_id"]}


OF_SERVICE = {"*": 200, "employee": 404, "outsider": 404}
"""An alert of service: who reads its figures; none of those who only make documents."""
KEEPS_ALERTS = {"finance_supervisor": 403, "gm": 403}

MINE = {"*": 404}
"""A report is its person's alone."""

ROWS: dict[str, dict[str, Any]] = {
    "reports:home": {"kwargs": with_figures, "*": 302},
    "reports:own": {"*": 200},
    "reports:company": readers(),
    "reports:finance": {
        "*": 403,
        **dict.fromkeys(("finance_officer", "finance_manager", "finance_supervisor", "gm"), 200),
    },
    "reports:variance": readers(),
    "reports:variance_documents": readers(),
    "reports:variance_export": readers(),
    "reports:standard": readers(),
    "reports:complaint_costs": readers(),
    "reports:alert_list": readers(),
    "reports:alert_detail": {"kwargs": alert, **OF_SERVICE},
    "reports:alert_acknowledge": {
        "kwargs": alert,
        "data": {"note": "已处理"},
        **dict.fromkeys(OF_SERVICE, 404),
        "*": 302,
        **KEEPS_ALERTS,
    },
    "api:budget-alerts-list": {"*": 200},
    "api:budget-alerts-detail": {"kwargs": alert_pk, **OF_SERVICE},
    "api:budget-alerts-acknowledge": {"kwargs": alert_pk, "data": {"note": "已处理"}, **OF_SERVICE, **KEEPS_ALERTS},
    "reports:run_list": {"*": 200},
    "reports:run_ask": {"data": of_claim, "*": 302, "outsider": 404},
    "reports:run_detail": {"kwargs": run, **MINE, "employee": 200},
    "reports:run_cancel": {"kwargs": run, **MINE, "employee": 302},
    "reports:run_again": {"kwargs": run, **MINE, "employee": 302},
    "reports:run_file": {"kwargs": lambda world: {"run_id": ready_run(world).pk}, **MINE, "employee": 200},
    "api:report-runs-list": {"*": 200},
    "api:report-runs-list POST": {"data": api_of_claim, "*": 201, "outsider": 404},
    "api:report-runs-detail": {"kwargs": lambda world: {"pk": asked_run(world).pk}, **MINE, "employee": 200},
    "api:report-runs-cancel": {"kwargs": lambda world: {"pk": ready_run(world).pk}, **MINE, "employee": 409},
    "api:report-runs-content": {"kwargs": lambda world: {"pk": ready_run(world).pk}, **MINE, "employee": 200},
}
