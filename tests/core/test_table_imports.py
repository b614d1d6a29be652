"""Files of master data: checked as a whole, written as a whole, once (GEN-16)."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.models import AuditEvent, TableImport
from customers.models import Contact, Customer
from organization.models import Person, Warehouse
from parts_sales.models import Part, PartCost, PartPrice, StockBalance
from tests.factories import customers as known
from tests.factories import hostile
from tests.factories import organization as cast
from tests.factories import parts as make
from tests.factories.organization import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.rule("GEN-16")]


@pytest.fixture
def clerk(company: cast.Tree) -> Person:
    return cast.member(company.service, "service_clerk", name_zh="李敏")


@pytest.fixture
def keeper(company: cast.Tree) -> Person:
    made = cast.person(company.other, name_zh="何军")
    cast.give(made, "warehouse_keeper", Warehouse.objects.get(code="raw"))
    return made


def sent(client: Client, target: str, text: str, encoding: str = "utf-8", **more: str):
    """Send a CSV; the answer, and the import where it was taken in."""
    file = SimpleUploadedFile("表.csv", text.encode(encoding))
    answer = client.post(reverse("core:table_import_new", args=[target]), {"file": file, **more})
    return answer, TableImport.objects.order_by("pk").last()


def states(client: Client, found: TableImport) -> list[tuple[int, str]]:
    page = client.get(reverse("core:table_import", args=[found.target, found.pk]), {"show": "ALL"})
    return [(one.number, one.state) for one in page.context["page"].object_list]


def applied(client: Client, found: TableImport, **more: str):
    seen = client.get(reverse("core:table_import", args=[found.target, found.pk])).context["seen"]
    return client.post(reverse("core:table_import_apply", args=[found.target, found.pk]), {"seen": seen, **more})


CUSTOMERS = """客户清单,,,,
客户名称,税号,等级,联系人,联系电话
沈阳恒通机械有限公司,91210100MA0X,B类,王建国,024-1
,123,,,
大连某某机床厂,,Z,,
沈阳恒通机械,91210100ma0x,,,
"""


@pytest.mark.rule("CUS-01")
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_customers_come_in_when_the_bad_rows_are_left_out(clerk, encoding):
    client = signed_in(Client(), clerk)
    _answer, found = sent(client, "customers", CUSTOMERS, encoding)

    assert states(client, found) == [(3, "NEW"), (4, "BAD"), (5, "BAD"), (6, "BAD")]
    assert applied(client, found).status_code == 422
    assert not Customer.objects.exists()
    assert applied(client, found, leave_out_bad="on").status_code == 302

    made = Customer.objects.get()
    assert (made.name_zh, made.grade, made.owner) == ("沈阳恒通机械有限公司", "B", clerk)
    assert Contact.objects.get().name == "王建国"


@pytest.mark.rule("CUS-01")
def test_a_known_customer_is_changed_and_nothing_is_emptied(clerk):
    made = known.customer(clerk, "沈阳恒通机械有限公司", phone="024-1", tax_number="X1")
    client = signed_in(Client(), clerk)

    _answer, found = sent(client, "customers", "名称,税号,电话,开户行\n沈阳恒通机械,x1,,工商银行\n")
    assert states(client, found) == [(2, "CHANGED")]
    applied(client, found)

    made = Customer.objects.get(pk=made.pk)
    assert (made.bank, made.phone, made.name_zh) == ("工商银行", "024-1", "沈阳恒通机械有限公司")


def test_the_same_file_is_recognised(clerk):
    client, text = signed_in(Client(), clerk), "名称,电话\n甲厂,\n"
    _answer, found = sent(client, "customers", text)
    applied(client, found)

    refused, _found = sent(client, "customers", text)
    again, _found = sent(client, "customers", text, again="on")

    assert (refused.status_code, again.status_code) == (422, 302)


def test_a_file_that_waits_to_be_brought_in_is_recognised_and_led_to(clerk):
    client, text = signed_in(Client(), clerk), "名称,电话\n甲厂,\n"
    _answer, first = sent(client, "customers", text)

    refused, _found = sent(client, "customers", text)
    again, _found = sent(client, "customers", text, again="on")

    assert (refused.status_code, again.status_code) == (422, 302)
    assert reverse("core:table_import", args=["customers", first.pk]) in refused.content.decode()


def test_what_changed_since_the_preview_is_looked_at_again(clerk):
    client = signed_in(Client(), clerk)
    _answer, found = sent(client, "customers", "名称,电话\n甲厂,\n")
    seen = client.get(reverse("core:table_import", args=["customers", found.pk])).context["seen"]
    known.customer(clerk, "甲厂", phone="1")

    answer = client.post(reverse("core:table_import_apply", args=["customers", found.pk]), {"seen": seen})

    assert answer.status_code == 422
    assert Customer.objects.count() == 1


def test_columns_can_be_said_by_hand(clerk):
    client = signed_in(Client(), clerk)
    _answer, found = sent(client, "parts", "甲,乙\nA-1,垫片\n")
    address = reverse("core:table_import", args=["parts", found.pk])
    assert client.get(address).context["error"] is not None

    client.post(address, {"header_row": "0", "column-0": "number", "column-1": "name_zh"})

    assert states(client, TableImport.objects.get()) == [(2, "NEW")]


def test_parts_come_in_with_prices_from_who_sets_them(clerk, finance_officer):
    cast.give(finance_officer, "employee")
    text = "件号,名称,类别,适用机型,仓库,标准成本,目录价\n20-4410,主轴轴承组,采购件,M2600、M1800,,5417,6480\n55-1,软管,五金件,,,,\n"
    client = signed_in(Client(), clerk)
    _answer, found = sent(client, "parts", text)

    assert states(client, found) == [(2, "BAD"), (3, "NEW")]
    applied(client, found, leave_out_bad="on")

    assert list(Part.objects.values_list("number", "warehouse__code")) == [("55-1", "semi")]
    assert not PartCost.objects.exists()
    assert not PartPrice.objects.exists()


def test_a_count_comes_in_for_the_warehouses_one_keeps(clerk, keeper):
    one, hardware = make.part(clerk, "A-1"), make.part(clerk, "B-1", part_kind="HARDWARE")
    make.receive(one, "10")
    text = "件号,实盘数量,原因\nA-1,8,盘亏\nB-1,3,初始\nC-9,1,x\nA-1,7,又一次\n"
    client = signed_in(Client(), keeper)
    _answer, found = sent(client, "stock-count", text)

    assert states(client, found) == [(2, "CHANGED"), (3, "BAD"), (4, "BAD"), (5, "BAD")]
    applied(client, found, leave_out_bad="on")

    assert StockBalance.objects.get(part=one).on_hand == 8
    assert not StockBalance.objects.filter(part=hardware).exists()


@pytest.mark.rule("QLT-42")
@pytest.mark.parametrize("target", ["customers", "parts"])
@pytest.mark.parametrize("name", hostile.FILES)
def test_hostile_files_end_in_a_sentence(name, target, clerk):
    client = signed_in(Client(), clerk)

    answer = client.post(
        reverse("core:table_import_new", args=[target]), {"file": SimpleUploadedFile(name, hostile.FILES[name]())}
    )

    assert answer.status_code in {302, 422}
    found = TableImport.objects.first()
    if found is not None:
        page = client.get(reverse("core:table_import", args=[target, found.pk]))
        assert page.status_code == 200
        assert hostile.MARK not in page.content.decode()


def test_a_file_is_only_for_who_may_bring_it_in(clerk, outsider):
    _answer, found = sent(signed_in(Client(), clerk), "customers", "名称,电话\n甲厂,\n")
    client = signed_in(Client(), outsider)

    for name, args in (("table_import_new", ["customers"]), ("table_import", ["customers", found.pk])):
        assert client.get(reverse(f"core:{name}", args=args)).status_code == 404
    assert timezone.now() > found.uploaded_at


@pytest.mark.rule("GEN-16")
def test_every_step_of_a_file_stands_on_its_page(clerk):
    client = signed_in(Client(), clerk)
    _answer, found = sent(client, "parts", "甲,乙\nA-1,垫片\n")
    address = reverse("core:table_import", args=["parts", found.pk])
    client.post(address, {"header_row": "0", "column-0": "number", "column-1": "name_zh"})
    client.post(reverse("core:table_import_discard", args=["parts", found.pk]))

    shown = client.get(address).content.decode()

    events = AuditEvent.objects.filter(subject_kind="table_import", subject_id=found.pk).order_by("pk")
    assert [event.code.partition(".")[2] for event in events] == ["create", "read_anew", "discard"]
    assert all(words in shown for words in ("上传文件", "设定读取方式", "放弃文件"))
