"""Departments and people from Excel or CSV: read, checked as a whole, brought in whole or not at all (ORG-10)."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation

from core.errors import NotAllowed, StaleDocument
from core.models import AuditEvent, StopWish
from core.sheets.errors import (
    BadRowsLeft,
    ColumnsMissing,
    ImportBusy,
    ImportClosed,
    NothingToImport,
    SameFile,
    SameFileWaits,
)
from organization import services, staff_layout, staff_rows
from organization.choices import StaffImportState, StaffKind
from organization.models import Department, Person, RoleAssignment, StaffColumns, StaffImport
from tests.factories import organization as cast
from tests.organization.unchanged import nothing_changes

pytestmark = pytest.mark.rule("ORG-10")

DEPARTMENTS = "编码,名称,类型,上级编码,负责人用户名\n"
PEOPLE = "用户名,姓名,部门编码,角色,角色范围,入职日期\n"


@pytest.fixture
def send(finance_supervisor, actor_of, run_jobs):
    """Sends a file as the finance supervisor and has it checked."""

    def act(kind, text, *, encoding="utf-8", **more) -> StaffImport:
        found = services.upload_staff(
            kind=kind, file_name="名单.csv", content=text.encode(encoding), actor=actor_of(finance_supervisor),
            at=timezone.now(), **more,
        )  # fmt: skip
        run_jobs()
        found.refresh_from_db()
        return found

    return act


@pytest.fixture
def bring_in(finance_supervisor, actor_of, run_jobs):
    def act(found, **more) -> StaffImport:
        services.begin_applying(
            import_id=found.pk, actor=actor_of(finance_supervisor), at=timezone.now(),
            **({"leave_out_bad": False} | more),
        )  # fmt: skip
        run_jobs()
        found.refresh_from_db()
        return found

    return act


def problems(found):
    """What is wrong: by row, the cell and the words."""
    return {
        row["number"]: [(one["column"], staff_rows.in_language(one["words"])) for one in row["problems"]]
        for row in found.rows
        if row["problems"]
    }


# --- Departments


def test_departments_come_in_any_order_with_those_above_them(company, send, bring_in):
    code = company.company.code
    found = send(
        "DEPARTMENTS", f"{DEPARTMENTS}T1,三组,班组,D1,\nD1,售后二部,部门,V1,\nV1,海外事业部,Division,{code},\n"
    )

    assert (found.state, found.counts) == ("CHECKED", {"NEW": 3})
    assert not Department.objects.filter(code="T1").exists()
    bring_in(found)

    team = Department.objects.get(code="T1")
    assert (team.parent.code, team.parent.parent.code, team.parent.parent.parent) == ("D1", "V1", company.company)
    assert AuditEvent.objects.filter(code="department.create").count() == 3
    assert AuditEvent.objects.get(code="staff_import.apply").facts["counts"] == {"NEW": 3}


def test_one_that_is_there_is_changed_by_its_code_and_moved(company, send, bring_in):
    other = company.other
    found = send(
        "DEPARTMENTS",
        f"{DEPARTMENTS}{other.code.lower()},国内销售一部,,{company.company.code},\n"
        f"{company.service.code},{company.service.name_zh},部门,{company.division.code},\n",
    )

    assert found.counts == {"CHANGED": 1, "SAME": 1}
    bring_in(found)

    other.refresh_from_db()
    assert (other.name_zh, other.name_en, other.parent) == ("国内销售一部", "Domestic sales", company.company)
    assert AuditEvent.objects.get(code="department.move").reason == "导入 名单.csv"


def test_circles_are_refused_in_the_file_and_with_what_is_there(company, send):
    service, team = company.service.code, company.team.code
    found = send(
        "DEPARTMENTS",
        f"{DEPARTMENTS}A1,甲,部门,B1,\nB1,乙,部门,A1,\nC1,丙,班组,A1,\n{service},售后服务部,部门,{team},\n",
    )

    wrong = problems(found)
    assert wrong[2] == wrong[3] == [("parent", "部门之间的上下级形成循环。")]
    assert wrong[4][0][0] == "parent"
    assert wrong[5][0][0] in {"parent", "kind"}


def test_a_long_chain_is_read_in_bounded_depth(company, send):
    rows = "".join(f"N{n},部门{n},部门,N{n + 1},\n" for n in range(1500))

    found = send("DEPARTMENTS", DEPARTMENTS + rows)

    assert found.counts == {"BAD": 1500}


def test_each_bad_cell_is_named(company, send, owner):
    found = send(
        "DEPARTMENTS",
        f"{DEPARTMENTS},无编码,部门,{company.company.code},\nX1,,部门,{company.company.code},\n"
        f"X2,甲,分公司,{company.company.code},\nX3,乙,部门,NOWHERE,\nX4,丙,部门,{company.company.code},nobody\n"
        f"x3,丁,部门,{company.company.code},\n{company.service.code},售后,班组,,\n{'X' * 21},戊,,,\n",
    )

    cells = {number: [column for column, _words in wrong] for number, wrong in problems(found).items()}
    assert cells == {
        2: ["code"], 3: ["name_zh"], 4: ["kind"], 5: ["parent"], 6: ["manager"], 7: ["code"], 8: ["kind"], 9: ["code"]
    }  # fmt: skip


# --- People


def test_people_are_made_and_changed_with_their_roles(company, send, bring_in, owner):
    code = company.service.code
    found = send(
        "PEOPLE",
        f"{PEOPLE}Li.Lei,李雷,{code},员工；调试员,,2026-03-01\nhan.mei,韩梅,{code},财务,公司,\n"
        f"{owner.username},陈志强,{company.other.code},,,\n",
    )

    assert found.counts == {"NEW": 2, "CHANGED": 1}
    bring_in(found)

    made = Person.objects.get(username="li.lei")
    assert (made.department, str(made.joined_date), made.has_usable_password()) == (
        company.service,
        "2026-03-01",
        False,
    )
    held = set(RoleAssignment.objects.values_list("person__username", "role__code", "scope_kind", "department__code"))
    assert {
        ("li.lei", "employee", "DEPARTMENT", code), ("li.lei", "commissioning_engineer", "DEPARTMENT", code),
        ("han.mei", "finance", "COMPANY", None),
    } <= held  # fmt: skip
    owner.refresh_from_db()
    assert owner.department == company.other
    assert AuditEvent.objects.filter(code="role_assignment.grant", reason="导入 名单.csv").count() == 3


@pytest.mark.rule("ORG-10")
def test_a_department_is_also_found_by_its_name_alone(company, send, bring_in):
    twin = cast.department(company.division, name_zh="同名部", kind="DEPARTMENT")
    cast.department(company.division, name_zh="同名部", kind="DEPARTMENT")
    heading = "用户名,姓名,部门\n"
    found = send(
        "PEOPLE", f"{heading}p.one,甲,{company.service.name_zh}\np.two,乙,{twin.name_zh}\np.three,丙,{twin.code}\n"
    )

    assert list(problems(found)) == [3]
    bring_in(found, leave_out_bad=True)
    assert Person.objects.get(username="p.one").department == company.service
    assert Person.objects.get(username="p.three").department == twin


def test_a_second_time_changes_nothing(company, send, bring_in):
    text = f"{PEOPLE}li.lei,李雷,{company.service.code},员工,,2026-03-01\n"
    bring_in(send("PEOPLE", text))

    again = send("PEOPLE", text, again=True)

    assert again.counts == {"SAME": 1}
    with pytest.raises(NothingToImport):
        bring_in(again)


@pytest.mark.rule("ORG-05")
def test_a_pair_is_named_in_the_cell_of_the_roles(company, send, owner):
    found = send("PEOPLE", f"{PEOPLE}{owner.username},陈志强,{company.service.code},出纳,公司,\n")

    ((column, words),) = problems(found)[2]
    assert column == "roles"
    assert "陈志强" in words
    assert "费用报销" in words or "报销" in words


def test_what_stands_wrong_for_a_person_is_named(company, send, gm):
    code = company.service.code
    found = send(
        "PEOPLE",
        f"{PEOPLE}a,甲,{code},,,\nb.b,乙,NOWHERE,,,\nc.c,丙,{code},国王,,\nd.d,丁,{code},员工,火星,\n"
        f"e.e,戊,{code},,,昨天\nf.f,己,{code},员工,,\nF.F,庚,{code},,,\n",
    )

    cells = {number: [column for column, _words in wrong] for number, wrong in problems(found).items()}
    assert cells == {
        2: ["username"], 3: ["department"], 4: ["roles"], 5: ["scope"], 6: ["joined_date"], 8: ["username"]
    }  # fmt: skip


def test_who_keeps_people_but_grants_no_roles_brings_none_in(company, actor_of, run_jobs):
    keeper = cast.member(company.company, "information_manager", company_wide=True)
    text = f"{PEOPLE}li.lei,李雷,{company.service.code},员工,,\nhan.mei,韩梅,{company.service.code},,,\n"

    services.upload_staff(
        kind="PEOPLE", file_name="x.csv", content=text.encode(), actor=actor_of(keeper), at=timezone.now()
    )
    run_jobs()

    found = StaffImport.objects.get()
    assert found.counts == {"BAD": 1, "NEW": 1}
    assert problems(found)[2][0][0] == "roles"


# --- As a whole


def test_bad_rows_keep_all_out_until_they_are_left_out(company, send, bring_in):
    found = send("PEOPLE", f"{PEOPLE}li.lei,李雷,{company.service.code},,,\nhan.mei,韩梅,NOWHERE,,,\n")

    with nothing_changes(), pytest.raises(BadRowsLeft):
        bring_in(found)
    bring_in(found, leave_out_bad=True)

    assert (found.state, found.counts, found.sheets) == ("APPLIED", {"NEW": 1, "LEFT_OUT": 1}, {})
    assert Person.objects.filter(username="li.lei").exists()
    with pytest.raises(ImportClosed):
        bring_in(found)


def test_what_changed_since_the_check_keeps_all_out(company, send, bring_in):
    fresh = cast.department(company.division, code="NEW1")
    found = send("PEOPLE", f"{PEOPLE}li.lei,李雷,{company.service.code},,,\nhan.mei,韩梅,NEW1,,,\n")
    fresh.status = "CLOSED"
    fresh.save()

    bring_in(found)

    assert (found.state, found.counts) == ("CHECKED", {"NEW": 1, "BAD": 1})
    assert "没有导入任何内容" in found.problem["zh"]
    assert not Person.objects.filter(username="li.lei").exists()


def test_a_check_leaves_nothing_behind(company, finance_supervisor, actor_of, run_jobs):
    services.upload_staff(
        kind="PEOPLE", file_name="x.csv", content=f"{PEOPLE}li.lei,李雷,{company.service.code},员工,,\n".encode(),
        actor=actor_of(finance_supervisor), at=timezone.now(),
    )  # fmt: skip
    before = (Person.objects.count(), RoleAssignment.objects.count(), AuditEvent.objects.count())

    run_jobs()

    assert StaffImport.objects.get().counts == {"NEW": 1}
    assert (Person.objects.count(), RoleAssignment.objects.count(), AuditEvent.objects.count()) == before


@pytest.mark.rule("ORG-10", "QLT-52")
@pytest.mark.parametrize("step", ["check", "apply"])
def test_a_stop_leaves_everything_as_before(
    step, company, finance_supervisor, actor_of, owner, send, bring_in, run_jobs
):
    mine = {"actor": actor_of(finance_supervisor), "at": timezone.now()}
    text = f"{PEOPLE}li.lei,李雷,{company.service.code},员工,,\n".encode()
    if step == "check":
        found = services.upload_staff(kind="PEOPLE", file_name="名单.csv", content=text, **mine)
    else:
        found = send("PEOPLE", text.decode())
        services.begin_applying(import_id=found.pk, leave_out_bad=False, **mine)
    with pytest.raises(NotAllowed):
        services.stop_staff(import_id=found.pk, actor=actor_of(owner), at=timezone.now())

    services.stop_staff(import_id=found.pk, **mine)
    services.stop_staff(import_id=found.pk, **mine)
    run_jobs()

    found.refresh_from_db()
    assert (found.state, found.counts) == ("CHECKED", {} if step == "check" else {"NEW": 1})
    assert staff_rows.in_language(found.problem) == "已停止，数据没有变化。"
    assert not Person.objects.filter(username="li.lei").exists()
    assert AuditEvent.objects.filter(code="staff_import.stop").count() == 1
    assert not StopWish.objects.exists()

    if step == "apply":
        bring_in(found)
        assert Person.objects.filter(username="li.lei").exists(), "brought in after all"


def test_what_is_finished_is_not_stopped(company, send, finance_supervisor, actor_of):
    found = send("PEOPLE", f"{PEOPLE}li.lei,李雷,{company.service.code},,,\n")

    services.stop_staff(import_id=found.pk, actor=actor_of(finance_supervisor), at=timezone.now())

    assert not StopWish.objects.exists()


def test_the_same_file_is_recognised(company, send, bring_in):
    text = f"{PEOPLE}li.lei,李雷,{company.service.code},,,\n"
    bring_in(send("PEOPLE", text))

    with pytest.raises(SameFile):
        send("PEOPLE", text)


def test_a_file_that_waits_to_be_brought_in_is_recognised(company, send):
    text = f"{PEOPLE}li.lei,李雷,{company.service.code},,,\n"
    first = send("PEOPLE", text)

    with pytest.raises(SameFileWaits) as refused:
        send("PEOPLE", text)

    assert refused.value.params["waiting"] == first.pk


def test_a_file_is_worked_on_once_and_from_the_page_that_was_read(company, send, finance_supervisor, actor_of, owner):
    found = send("PEOPLE", f"{PEOPLE}li.lei,李雷,{company.service.code},,,\n")
    mine = {"import_id": found.pk, "actor": actor_of(finance_supervisor), "at": timezone.now()}

    with pytest.raises(StaleDocument):
        services.begin_applying(**mine, leave_out_bad=False, version=found.version - 1)
    with pytest.raises(NotAllowed):
        services.begin_applying(**{**mine, "actor": actor_of(owner)}, leave_out_bad=False)
    services.begin_applying(**mine, leave_out_bad=False, version=found.version)
    with pytest.raises(ImportBusy):
        services.discard_staff(**mine)


def test_a_file_that_was_let_go_is_forgotten(company, send, finance_supervisor, actor_of):
    found = send("PEOPLE", f"{PEOPLE}li.lei,李雷,{company.service.code},,,\n")

    services.discard_staff(import_id=found.pk, actor=actor_of(finance_supervisor), at=timezone.now())

    found.refresh_from_db()
    assert (found.state, found.rows, found.sheets) == (StaffImportState.DISCARDED, [], {})


# --- Reading


def test_gb18030_and_a_title_above_the_headings_are_read(company, send):
    found = send("PEOPLE", f"员工名单,,,,,\n{PEOPLE}li.lei,李雷,{company.service.code},,,\n", encoding="gb18030")

    assert (found.reading["header_row"], found.counts) == (1, {"NEW": 1})


def test_what_a_column_is_is_asked_once_and_remembered(company, send, finance_supervisor, actor_of, run_jobs):
    text = f"Wer,姓名,部门编码\nli.lei,李雷,{company.service.code}\n"
    found = send("PEOPLE", text)
    assert found.rows == []
    mine = {"import_id": found.pk, "actor": actor_of(finance_supervisor), "at": timezone.now()}

    with pytest.raises(ColumnsMissing):
        services.read_staff_again(**mine, wanted=services.StaffReading("CSV", 0, {1: "name_zh"}))
    services.read_staff_again(
        **mine, wanted=services.StaffReading("CSV", 0, {0: "username", 1: "name_zh", 2: "department"})
    )
    run_jobs()

    found.refresh_from_db()
    assert found.counts == {"NEW": 1}
    assert StaffColumns.objects.get().columns["wer"] == "username"
    assert send("PEOPLE", text, again=True).counts == {"NEW": 1}


@pytest.mark.parametrize("kind", StaffKind.values)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_templates_headings_are_understood(kind, language):
    with translation.override(language):
        heading = [str(staff_layout.LABELS[column]) for column in staff_layout.COLUMNS[kind]]

    assert tuple(staff_layout.columns_of(kind, heading, {}).values()) == staff_layout.COLUMNS[kind]
    rows = staff_layout.EXAMPLES[kind, language[:2]]
    assert {len(row) for row in rows} == {len(heading)}


@pytest.mark.parametrize(("kind", "language"), [("people", "zh"), ("people", "en"), ("departments", "en")])
def test_a_template_can_be_sent_back_as_it_is(kind, language, client, signed_in, finance_supervisor, company, run_jobs):
    signed_in(client, finance_supervisor)
    template = client.get(reverse("organization:staff_template", args=[kind, language]))
    book = openpyxl.load_workbook(BytesIO(template.content))
    assert book.worksheets[0].max_row == 4

    sent = SimpleUploadedFile("t.xlsx", template.content)
    client.post(reverse("organization:staff_import_create"), {"kind": kind.upper(), "file": sent})
    run_jobs()

    found = StaffImport.objects.get()
    assert len(found.rows) == 3
    assert client.get(reverse("organization:staff_template", args=[kind, "fr"])).status_code == 404


# --- Pages


def test_the_pages_lead_from_the_file_to_the_people(client, signed_in, finance_supervisor, company, run_jobs):
    signed_in(client, finance_supervisor)
    text = f"{PEOPLE}li.lei,李雷,{company.service.code},员工,,\nhan.mei,韩梅,NOWHERE,,,\n"
    sent = SimpleUploadedFile("名单.csv", text.encode())

    made = client.post(reverse("organization:staff_import_create"), {"kind": "PEOPLE", "file": sent})
    found = StaffImport.objects.get()
    page = reverse("organization:staff_import_detail", args=[found.pk])
    assert made["Location"] == page
    assert "检查中" in client.get(page).content.decode()
    run_jobs()
    checked = client.get(page).content.decode()
    assert "没有编码为“NOWHERE”的部门" in checked
    found.refresh_from_db()
    refused = client.post(reverse("organization:staff_import_apply", args=[found.pk]), {"version": found.version})
    assert refused.status_code == 422
    client.post(
        reverse("organization:staff_import_apply", args=[found.pk]), {"version": found.version, "leave_out_bad": "on"}
    )
    progress = client.get(reverse("organization:staff_import_progress", args=[found.pk]))
    assert "HX-Refresh" not in progress
    assert reverse("organization:staff_import_stop", args=[found.pk]) in progress.content.decode()
    run_jobs()

    assert client.get(reverse("organization:staff_import_progress", args=[found.pk]))["HX-Refresh"] == "true"
    assert Person.objects.filter(username="li.lei", joined_date__gte=timezone.localdate() - timedelta(days=1)).exists()
    file = openpyxl.load_workbook(BytesIO(client.get(page, {"format": "xlsx"}).getvalue()))
    assert [cell.value for cell in file.worksheets[0][3]][:3] == [3, "不导入", "han.mei"]


@pytest.mark.rule("ORG-10")
@pytest.mark.parametrize(
    ("heading", "columns"),
    [
        (("工号", "姓名", "用户名", "部门"), {1: "name_zh", 2: "username", 3: "department"}),
        (("工号", "姓名", "部门", "部门编码"), {0: "username", 1: "name_zh", 3: "department"}),
        (("员工姓名", "姓名", "账号"), {1: "name_zh", 2: "username"}),
    ],
)
def test_the_heading_that_says_it_best_is_taken(heading, columns):
    assert staff_layout.columns_of("PEOPLE", heading, {}) == columns
    assert staff_layout.columns_of("PEOPLE", heading, {"工号": "username"}).get(heading.index("姓名")) == "name_zh"
