"""Pages of requests and claims, with and without scripts (GEN-04, GEN-10, GEN-13, QLT-53)."""

from __future__ import annotations

import io
from datetime import timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.attachments import attachments_of
from expenses.models import Claim, SpendRequest
from tests.factories import expenses as make
from tests.factories.organization import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("manager", "finance_officer", "division_manager", "gm")]


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture(autouse=True)
def _this_year(company, travel, today):
    """The pages ask the clock, so the year that is now has money too."""
    from tests.factories import budgets

    if today.year != 2026:
        budgets.open_year(today.year)
        budgets.appropriate(company.service, travel, {1: "20000.00"}, year=today.year)


def claim_data(company, travel, today, *, action="save", key="k1", **line):
    first = {
        "category": travel.pk,
        "description": "住宿",
        "expense_date": today.isoformat(),
        "amount": "1,960.00",
        "tax_rate": "0.06",
    } | line
    return {
        "action": action,
        "request_key": key,
        "title": "差旅",
        "claim_kind": "EXPENSE",
        "department": company.service.pk,
        "currency": "CNY",
        "lines-TOTAL_FORMS": "1",
        "lines-INITIAL_FORMS": "0",
        **{f"lines-0-{name}": value for name, value in first.items()},
    }


def test_a_claim_is_written_and_submitted_without_scripts(client, owner, company, travel, today):
    signed_in(client, owner)

    answer = client.post(reverse("expenses:claim_create"), claim_data(company, travel, today, action="submit"))

    claim = Claim.objects.get()
    assert answer.status_code == 302
    assert (claim.state, claim.total) == ("IN_REVIEW", Decimal("1960.00"))
    assert claim.lines.get().tax_amount == Decimal("110.94")


@pytest.mark.rule("GEN-07")
def test_files_chosen_on_a_new_claim_are_kept_with_it(client, owner, company, travel, today):
    signed_in(client, owner)
    invoice = SimpleUploadedFile("发票.pdf", b"%PDF-1.4 invoice", content_type="application/pdf")
    data = claim_data(company, travel, today, action="submit") | {"files": [invoice]}

    client.post(reverse("expenses:claim_create"), data)

    claim = Claim.objects.get()
    assert claim.state == "IN_REVIEW"
    assert [row.name for row in attachments_of(kind=claim.kind, document_id=claim.pk)] == ["发票.pdf"]


@pytest.mark.rule("GEN-07")
def test_a_file_that_is_not_accepted_keeps_the_claim_a_draft(client, owner, company, travel, today):
    signed_in(client, owner)
    data = claim_data(company, travel, today, action="submit") | {"files": [SimpleUploadedFile("bad.exe", b"words")]}

    answer = client.post(reverse("expenses:claim_create"), data)

    assert answer.status_code == 422
    assert "bad.exe" in answer.content.decode()
    assert Claim.objects.get().state == "DRAFT"


@pytest.mark.rule("GEN-04")
def test_a_form_sent_twice_makes_one_claim(client, owner, company, travel, today):
    signed_in(client, owner)
    data = claim_data(company, travel, today, action="submit")

    first = client.post(reverse("expenses:claim_create"), data)
    second = client.post(reverse("expenses:claim_create"), data)

    assert Claim.objects.get().state == "IN_REVIEW"
    assert first["Location"] == second["Location"]


@pytest.mark.rule("QLT-53")
@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("amount", "-5", "金额须大于零。"),
        ("amount", "9" * 30, "金额过大。"),
        ("amount", "abc", "请按数字填写金额"),
        ("amount", "", "请填写金额。"),
        ("category", "999999", "请从列表中选择费用类别。"),
        ("description", "", "请填写用途说明。"),
        ("expense_date", "2099-01-01", "请在费用发生后报销"),
    ],
)
def test_a_wrong_field_is_told_and_what_was_typed_stays(client, owner, company, travel, today, field, value, says):
    signed_in(client, owner)

    answer = client.post(
        reverse("expenses:claim_create"), claim_data(company, travel, today, supplier="凯宾商务酒店", **{field: value})
    )

    text = answer.content.decode()
    assert answer.status_code == 422
    assert says in text
    assert "凯宾商务酒店" in text
    assert not Claim.objects.exists()


def test_lines_are_added_and_removed_without_scripts(client, owner, company, travel, today):
    signed_in(client, owner)
    data = claim_data(company, travel, today, action="add_line")

    more = client.post(reverse("expenses:claim_create"), data).content.decode()
    data |= {"action": "remove-0", "lines-TOTAL_FORMS": "2", "lines-1-description": "高铁", "lines-1-amount": "12"}
    fewer = client.post(reverse("expenses:claim_create"), data).content.decode()

    assert 'name="lines-1-amount"' in more
    assert 'value="高铁"' in fewer
    assert 'name="lines-1-amount"' not in fewer
    assert not Claim.objects.exists()


@pytest.mark.rule("LED-09")
def test_a_refused_submission_keeps_the_draft_and_says_what_is_missing(client, owner, company, travel, today):
    signed_in(client, owner)

    answer = client.post(
        reverse("expenses:claim_create"), claim_data(company, travel, today, action="submit", amount="20000.01")
    )

    claim = Claim.objects.get()
    text = answer.content.decode()
    assert answer.status_code == 422
    assert claim.state == "DRAFT"
    assert reverse("expenses:claim_edit", args=[claim.pk]) in text
    assert "填写内容未丢失" in text
    assert "0.01" in text


@pytest.mark.rule("EXP-01")
@pytest.mark.rule("LED-05b")
def test_the_panel_shows_what_is_available_and_what_would_remain(client, owner, company, travel, today):
    signed_in(client, owner)

    answer = client.post(reverse("expenses:claim_impact"), claim_data(company, travel, today))

    text = answer.content.decode()
    assert "20,000.00" in text
    assert "18,040.00" in text
    assert make.figures(company.service, travel) == (0, 0)
    assert not Claim.objects.exists()


@pytest.mark.rule("EXP-02")
def test_a_claim_on_a_request_shows_the_budget_its_hold_gives(client, owner, company, travel, today, now):
    request = make.approved_request(
        owner, make.request_line(travel, "20000.00"), at=now, expected_date=today, end_date=today + timedelta(days=9)
    )
    signed_in(client, owner)

    begun = client.get(reverse("expenses:claim_create"), {"request": request.pk}).content.decode()
    panel = client.post(
        reverse("expenses:claim_impact"), claim_data(company, travel, today) | {"request": request.pk}
    ).content.decode()

    assert 'value="20000.00"' in begun
    assert "1,960.00" in panel
    assert "提交会被拒绝" not in panel


@pytest.mark.rule("GEN-04")
def test_a_stale_form_is_refused_and_shows_what_was_typed(client, owner, company, travel, today, now):
    claim = make.draft_claim(owner, make.claim_line(travel, "10.00", expense_date=today), at=now)
    signed_in(client, owner)
    data = claim_data(company, travel, today) | {"version": "1"}
    address = reverse("expenses:claim_edit", args=[claim.pk])
    client.post(address, data | {"title": "第一个"})

    answer = client.post(address, data | {"title": "第二个"})

    assert answer.status_code == 422
    assert "第二个" in answer.content.decode()
    assert Claim.objects.get().title == "第一个"


@pytest.mark.rule("GEN-10")
def test_a_document_of_another_department_is_not_there(client, outsider, owner, travel, today, now):
    claim = make.submitted_claim(owner, make.claim_line(travel, expense_date=today), at=now)
    request = make.submitted_request(owner, make.request_line(travel), at=now, expected_date=today, end_date=today)
    signed_in(client, outsider)

    for address in (
        reverse("expenses:claim_detail", args=[claim.pk]),
        reverse("expenses:claim_edit", args=[claim.pk]),
        reverse("expenses:request_detail", args=[request.pk]),
    ):
        assert client.get(address).status_code == 404
    assert claim.number not in client.get(reverse("expenses:claim_list"), {"scope": "all"}).content.decode()


def test_the_page_of_a_claim_groups_its_lines_under_their_keys(client, finance_officer, owner, travel, today, now):
    request = make.approved_request(
        owner, make.request_line(travel, "10500.00"), at=now, single_use=True, expected_date=today, end_date=today
    )
    claim = make.submitted_claim(
        owner,
        make.claim_line(travel, "9000.00", expense_date=today),
        make.claim_line(travel, "860.00", expense_date=today, description="高铁"),
        request_id=request.pk,
        at=now,
    )
    make.decide(claim, "APPROVE", at=now)
    signed_in(client, finance_officer)

    text = client.get(reverse("expenses:claim_detail", args=[claim.pk])).content.decode()

    assert text.count("sh-bb-bar") == 1
    assert "本单 9,860.00" in text
    assert "可用 10,140.00" in text
    assert "9,860.00 由占用转为执行，释放 640.00" in text


@pytest.mark.rule("GEN-13")
def test_a_list_filters_sums_and_sorts(client, owner, travel, today, now):
    small = make.submitted_claim(owner, make.claim_line(travel, "100.00", expense_date=today), at=now, title="小额")
    make.submitted_claim(owner, make.claim_line(travel, "300.00", expense_date=today), at=now, title="大额")
    make.draft_claim(owner, make.claim_line(travel, "50.00", expense_date=today), at=now, title="草稿单")
    signed_in(client, owner)

    def rows(**query):
        page = client.get(reverse("expenses:claim_list"), {"scope": "mine", **query})
        return [row.title for row in page.context["page"]], page.context["totals"].total

    assert rows() == (["草稿单", "大额", "小额"], Decimal("450.00"))
    assert rows(sort="amount") == (["草稿单", "小额", "大额"], Decimal("450.00"))
    assert rows(state="IN_REVIEW", most="200") == (["小额"], Decimal("100.00"))
    assert rows(q=small.number) == (["小额"], Decimal("100.00"))
    assert rows(category=str(travel.pk), least="200") == (["大额"], Decimal("300.00"))
    assert rows(since=(today + timedelta(days=1)).isoformat()) == ([], Decimal("0.00"))
    assert rows(state="NONSENSE", least="abc", since="2026-99-99")[1] == Decimal("450.00")


@pytest.mark.rule("GEN-13")
@pytest.mark.parametrize("kind", ["claim", "request"])
def test_a_total_leaves_out_what_was_rejected_or_cancelled_unless_asked_for(client, owner, travel, kind):
    if kind == "claim":
        made = [make.draft_claim(owner, make.claim_line(travel, amount)) for amount in ("100.00", "30.00", "7.00")]
    else:
        made = [make.draft_request(owner, make.request_line(travel, amount)) for amount in ("100.00", "30.00", "7.00")]
    rows = type(made[0])._default_manager
    rows.filter(pk=made[1].pk).update(state="REJECTED", number="X-2026-9001", submitted_at=make.AT)
    rows.filter(pk=made[2].pk).update(state="CANCELLED")
    signed_in(client, owner)
    address = reverse(f"expenses:{kind}_list")

    page = client.get(address, {"scope": "mine"})
    asked = client.get(address, {"scope": "mine", "state": "CANCELLED"})
    files = [client.get(address, {"scope": "mine", "format": "xlsx", "state": state}) for state in ("", "CANCELLED")]

    shown, totals = page.content.decode(), page.context["totals"]
    assert (totals.count, totals.added, totals.total) == (3, 1, Decimal("100.00"))
    assert "（不含已驳回和已取消）" in shown
    assert (asked.context["totals"].added, asked.context["totals"].total) == (1, Decimal("7.00"))
    assert "不含" not in asked.content.decode()
    for file, words, sum_of in zip(files, ("合计（不含已驳回和已取消）", "合计"), (100, 7), strict=True):
        foot = list(openpyxl.load_workbook(io.BytesIO(file.getvalue())).active.values)[-1]
        assert (foot[0], sum_of in foot) == (words, True)


@pytest.mark.rule("QLT-05")
@pytest.mark.parametrize("kind", ["claim", "request"])
def test_a_list_asks_as_many_statements_for_many_rows_as_for_one(
    client, owner, travel, today, now, kind, django_assert_num_queries
):
    from django.db import connection

    def one():
        if kind == "claim":
            make.draft_claim(owner, make.claim_line(travel, expense_date=today), at=now)
        else:
            make.draft_request(owner, make.request_line(travel), at=now, expected_date=today, end_date=today)

    signed_in(client, owner)
    address = reverse(f"expenses:{kind}_list")
    one()
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for _time in range(7):
        one()

    with django_assert_num_queries(len(few)):
        client.get(address)


@pytest.mark.rule("GEN-13")
def test_excel_holds_what_is_shown_and_no_formula(client, owner, travel, today, now):
    make.draft_claim(owner, make.claim_line(travel, "100.00", expense_date=today), at=now, title='=HYPERLINK("x")')
    make.draft_claim(owner, make.claim_line(travel, "30.00", expense_date=today), at=now, title="其他")
    signed_in(client, owner)

    answer = client.get(reverse("expenses:claim_list"), {"q": "HYPERLINK", "format": "xlsx"})

    sheet = openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 3
    assert sheet.cell(2, 2).data_type == "s"
    assert rows[1][1] == '=HYPERLINK("x")'
    assert rows[2][-1] == 100


def test_a_request_is_raised_closed_and_claimed_on_from_its_page(client, owner, travel, today, now):
    request = make.approved_request(
        owner, make.request_line(travel, "1000.00"), at=now, expected_date=today, end_date=today
    )
    line = request.lines.get()
    signed_in(client, owner)

    page = client.get(reverse("expenses:request_detail", args=[request.pk])).content.decode()
    raised = client.post(
        reverse("expenses:request_adjust", args=[request.pk]),
        {"version": request.version, f"line-{line.pk}": "100", "reason": "涨价"},
    )
    stale = client.post(reverse("expenses:request_close", args=[request.pk]), {"version": request.version})
    closed = client.post(reverse("expenses:request_close", args=[request.pk]), {})

    assert f"{reverse('expenses:claim_create')}?request={request.pk}" in page
    assert (raised.status_code, stale.status_code, closed.status_code) == (302, 422, 302)
    assert SpendRequest.objects.get().state == "CLOSED"


@pytest.mark.rule("GEN-06")
def test_cancelling_without_a_reason_is_refused_in_words(client, owner, travel, today, now):
    claim = make.draft_claim(owner, make.claim_line(travel, expense_date=today), at=now)
    signed_in(client, owner)

    answer = client.post(reverse("expenses:claim_cancel", args=[claim.pk]), {"reason": " "})

    assert answer.status_code == 422
    assert Claim.objects.get().state == "DRAFT"
