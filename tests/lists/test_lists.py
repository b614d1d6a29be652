"""All list pages have what GEN-13 asks, and nobody adds one without it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from approvals import services as approvals
from budgets.models import ExchangeRate
from core.list_workbooks import XLSX
from core.models import WebhookDelivery
from organization.models import SignIn
from tests.factories import organization as cast
from tests.factories.organization import signed_in
from tests.lists.table import LISTS, NO_LISTS, ListRow
from tests.permissions import rows_core, rows_reports
from tests.permissions.urls import addresses
from tests.permissions.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.rule("GEN-13")]


@pytest.fixture
def world(db: None, ledger_partitions: None) -> World:
    """A company with one of everything that is listed."""
    made = World()
    for name in (
        "budget",
        "project",
        "adjustment",
        "request",
        "claim",
        "approved_claim",
        "other_approved_claim",
        "payment",
        "advance",
        "payee_account",
        "customer",
        "part",
        "quote",
        "inquiry",
        "violation",
        "task",
        "notice",
        "break_glass",
        "staff_import",
        "posted_import",
        "job",
    ):
        getattr(made, name)
    ExchangeRate.objects.create(currency="EUR", day=made.today, rate="7.81", source="中国银行", entered_at=made.now)
    made.people["customer_service"] = made.complaints_handler
    made.people["information_manager"] = cast.member(made.tree.company, "information_manager", company_wide=True)
    approvals.delegate(
        delegate_id=made.people["manager"].pk, start_date=made.today, end_date=made.today + timedelta(days=3),
        reason="休假", actor=cast.actor_of(made.other_manager), at=made.now,
    )  # fmt: skip
    rows_core.mail(made)
    WebhookDelivery.objects.create(
        webhook=rows_core.webhook(made), event="expense_claim.submit", body="{}", subject_kind="expense_claim",
        subject_id=1, due_at=made.now, created_at=made.now,
    )  # fmt: skip
    rows_reports.asked_run(made)
    SignIn.objects.create(
        person=made.employee, at=made.now, outcome="IN", method="PASSWORD", address="10.0.0.1", agent="Chrome"
    )
    return made


def marked() -> set[str]:
    """The URL names of pages marked as lists in the code."""
    return {name for address in addresses() if getattr(_view(name := address.name), "is_list", False)}


def _view(name: str) -> object:
    from tests.permissions.urls import _walk

    return next(pattern.callback for known, pattern in _walk(get_resolver().url_patterns, "") if known == name)


def _arguments(name: str) -> bool:
    from tests.permissions.urls import _walk

    pattern = next(pattern for known, pattern in _walk(get_resolver().url_patterns, "") if known == name)
    try:
        reverse(name)
    except Exception:  # noqa: BLE001 - whatever it lacks
        return True
    return bool(pattern.pattern.converters)


def test_every_page_is_a_list_with_a_row_or_none_with_a_reason():
    pages = {one.name for one in addresses() if "GET" in one.methods and not one.is_api and not _arguments(one.name)}
    unknown = sorted(pages - LISTS.keys() - NO_LISTS.keys() - {name for name in pages if name.startswith("api_")})

    assert not unknown, f"neither in LISTS nor in NO_LISTS: {unknown}"


def test_the_rows_are_the_pages_marked_as_lists():
    assert marked() == set(LISTS)


def test_every_page_that_pages_or_sorts_rows_is_marked_as_a_list():
    """A template with a pager or sortable heads that no row's page draws would be a list nobody looks at."""
    templates = Path("templates")
    drawing = {
        str(path.relative_to(templates))
        for path in templates.rglob("*.html")
        if re.search(r"\{% (pager|sort_header|list_tools)\b", path.read_text()) and "components" not in path.parts
    }
    without_tools = sorted(name for name in drawing if "list_tools" not in (templates / name).read_text())

    assert without_tools == ["core/search.html"]
    assert len(drawing) == len(LISTS) + len(without_tools)


def test_what_a_list_lacks_has_a_reason():
    bare = [
        name for name, row in LISTS.items()
        if not row.why and not (row.filters and row.sorts and row.paged and row.nothing and row.file)
    ]  # fmt: skip

    assert bare == []


def test_every_list_has_what_its_row_says(world):
    wrong = [f"{name}: {problem}" for name, row in LISTS.items() for problem in _problems(name, row, world)]

    assert not wrong, "\n".join(wrong)


def _problems(name: str, row: ListRow, world: World) -> Iterator[str]:
    client = signed_in(Client(), world.people[row.who])
    address, asked = reverse(name, kwargs=row.kwargs(world)), {"scope": "all"} if "scope" in row.filters else {}
    asked |= row.asked(world)
    page = client.get(address, asked)
    text = page.content.decode()
    if page.status_code != 200:
        yield f"answers {page.status_code}"
        return
    yield from (f"no filter {one}" for one in row.filters if not re.search(rf'name="{one}"|[?;&]{one}=', text))
    for column in row.sorts:
        if not re.search(rf'[?;&]sort=-?{column}["&]', text):
            yield f"{column} does not sort"
        for sort in (column, f"-{column}"):
            if client.get(address, {**asked, "sort": sort}).status_code != 200:
                yield f"sorted by {sort} it fails"
    if row.paged and "sh-pager" not in text and not hasattr(page.context.get("page"), "paginator"):
        yield "no pages"
    if row.totals and not re.search("<tfoot|sh-in-foot|sh-row-total", text):
        yield "no total below the amounts"
    if "sh-views-keep" not in text:
        yield "filters cannot be kept"
    if row.file:
        yield from _file_problems(client, address, row, asked)
    if row.nothing and "sh-empty" not in client.get(f"{address}?{row.nothing}").content.decode():
        yield f"empty ({row.nothing}) it says nothing"
    with CaptureQueriesContext(connection) as statements:
        client.get(address, asked)
    if len(statements) > row.most:
        yield f"{len(statements)} statements, more than {row.most}"


def _file_problems(client: Client, address: str, row: ListRow, asked: dict[str, str]) -> Iterator[str]:
    words = {"q": "=1+1"} if "q" in row.filters else {}
    file = client.get(address, {**asked, "format": "xlsx", **words})
    if file.status_code != 200 or file["Content-Type"] != XLSX or not file.streaming:
        yield f"no Excel ({file.status_code})"
        return
    if f'filename="{row.file}-' not in file["Content-Disposition"]:
        yield f"Excel is called {file['Content-Disposition']}"
    book = openpyxl.load_workbook(io.BytesIO(file.getvalue()))
    about = {cells[0].value: cells[1].value for cells in book["关于本文件"].iter_rows()}
    if not {"列表", "数据截至", "生成时间", "生成人"} <= about.keys():
        yield f"Excel does not say what it is: {about}"
    if words and about.get("搜索") != "=1+1":
        yield f"Excel does not name its filters: {about}"
    if any(cell.data_type == "f" for sheet in book for cells in sheet.iter_rows() for cell in cells):
        yield "Excel has formulas"


@pytest.mark.rule("GEN-13", "QLT-53")
def test_a_filter_that_cannot_be_used_is_said_above_every_list(world):
    """What a list cannot use it says, on the page, in the part and instead of a file; what it can use it does not."""
    wrong = [f"{name}: {problem}" for name, row in LISTS.items() for problem in _silent(name, row, world)]

    assert not wrong, "\n".join(wrong)


FREE = {"q", "sort", "view"}
"""Any words can be searched for; what an unknown column means is known."""


def _silent(name: str, row: ListRow, world: World) -> Iterator[str]:
    client = signed_in(Client(), world.people[row.who])
    address, asked = reverse(name, kwargs=row.kwargs(world)), row.asked(world)
    if SAID in client.get(address, asked).content:
        yield "says something where nothing is wrong"
    for one in sorted({*row.filters, *asked} - FREE):
        bad = {**asked, one: "zz-none"}
        page, part = client.get(address, bad), client.get(address, bad, headers={"HX-Request": "true"})
        if SAID not in page.content or "zz-none" not in page.content.decode():
            yield f"{one}=zz-none is not said on the page ({page.status_code})"
        if SAID not in part.content or b'hx-swap-oob="true"' not in part.content:
            yield f"{one}=zz-none is not said with the part"
        if row.file and (file := client.get(address, {**bad, "format": "xlsx"})).status_code != 302:
            yield f"{one}=zz-none makes a file ({file.status_code})"


SAID = b"sh-left-out-list"
