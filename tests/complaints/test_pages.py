"""The pages of complaints and the public form (CMP-01, CMP-02)."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from complaints.choices import IntakeState
from complaints.models import Complaint, IntakePhoto, PublicIntake
from complaints.services import intakes
from complaints.views.public import PER_HOUR
from core import attachments
from core.errors import NotAllowed, ReasonMissing, WrongState
from tests.factories import complaints as grievances
from tests.factories import organization as cast
from tests.factories.organization import actor_of, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.rule("CMP-01")]
JPEG = b"\xff\xd8\xff\xe0" + bytes(200)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
TYPED = {"company": "宏达机械厂", "name": "周工", "phone": "13800000000", "happened": "机床漏油"}


class TestPublicForm:
    def send(self, client, **fields):
        return client.post(reverse("public_complaints:complain"), TYPED | fields)

    def test_everybody_gets_the_same_answer_and_machines_leave_nothing(self, client, buyer):
        known = self.send(client, company=buyer.name_zh)
        unknown = self.send(client, order_number="SO-1")
        machine = self.send(client, website="http://spam.example")

        assert {known.status_code, unknown.status_code, machine.status_code} == {302}
        assert known.url == unknown.url == machine.url == reverse("public_complaints:thanks")
        assert PublicIntake.objects.count() == 2
        assert client.get(known.url).status_code == 200
        assert not Complaint.objects.exists()

    def test_no_way_to_answer_is_refused(self, client):
        assert self.send(client, phone="").status_code == 422
        assert not PublicIntake.objects.exists()

    def test_so_many_an_hour(self, client):
        for _one in range(PER_HOUR):
            assert self.send(client).status_code == 302

        assert self.send(client).status_code == 429
        assert PublicIntake.objects.count() == PER_HOUR

    def test_customer_service_takes_it_in_once(self, client, signed_in, handler, buyer, manager, company):
        made = grievances.received()
        desk = signed_in(client, handler)
        assert desk.get(reverse("complaints:intake_detail", args=[made.pk])).status_code == 200
        given = {
            "source": "FORM", "severity": "MINOR", "customer": buyer.pk, "title": "漏油", "happened": "机床漏油",
            "department": company.service.pk,
        }  # fmt: skip
        assert desk.get(reverse("complaints:intake_take", args=[made.pk])).status_code == 200
        sent = desk.post(reverse("complaints:intake_take", args=[made.pk]), given)

        made = PublicIntake.objects.get()
        assert sent.status_code == 302
        assert (made.state, made.complaint) == (IntakeState.TAKEN, Complaint.objects.get())
        again = desk.post(reverse("complaints:intake_take", args=[made.pk]), given)
        assert (again.status_code, Complaint.objects.count()) == (409, 1)
        assert reverse("complaints:intake_detail", args=[made.pk]) in again.content.decode()
        with pytest.raises(WrongState):
            intakes.set_aside(intake_id=made.pk, reason="x", actor=actor_of(handler), at=made.received_at)

    def test_what_is_set_aside_says_why(self, handler, manager):
        made = grievances.received()
        act = {"intake_id": made.pk, "at": made.received_at}
        with pytest.raises(ReasonMissing):
            intakes.set_aside(reason="", actor=actor_of(handler), **act)
        with pytest.raises(NotAllowed):
            intakes.set_aside(reason="广告", actor=actor_of(manager), **act)

        assert intakes.set_aside(reason="广告", actor=actor_of(handler), **act).state == IntakeState.SET_ASIDE


class TestPhotos:
    """Sent by anybody: told by content, seen by nobody before the complaint is recorded (GEN-07)."""

    def send(self, client, *photos):
        return client.post(reverse("public_complaints:complain"), TYPED | {"photos": list(photos)})

    def test_they_become_attachments_of_the_complaint(
        self, client, handler, buyer, company, django_capture_on_commit_callbacks
    ):
        assert self.send(client, photo("漏油.jpg"), photo("again.jpg"), photo("2.png", PNG)).status_code == 302
        made = PublicIntake.objects.get()
        kept = [row.file for row in made.photos.all()]
        assert [row.name for row in made.photos.all()] == ["漏油.jpg", "2.png"]
        assert not any(row.name in file.name for row in made.photos.all() for file in kept)

        with django_capture_on_commit_callbacks(execute=True):
            complaint = intakes.take_in(
                intake_id=made.pk, draft=grievances.draft(buyer, department_id=company.service.pk),
                actor=actor_of(handler), at=made.received_at,
            )  # fmt: skip

        found = attachments.attachments_of(kind=Complaint.kind, document_id=complaint.pk)
        assert [row.name for row in found] == ["漏油.jpg", "2.png"]
        assert found[0].file.read() == JPEG
        assert not made.photos.exists()
        assert not any(file.storage.exists(file.name) for file in kept)

    def test_what_is_set_aside_loses_them(self, client, handler, django_capture_on_commit_callbacks):
        self.send(client, photo("1.jpg"))
        made = PublicIntake.objects.get()
        file = made.photos.get().file

        with django_capture_on_commit_callbacks(execute=True):
            intakes.set_aside(intake_id=made.pk, reason="广告", actor=actor_of(handler), at=made.received_at)

        assert not made.photos.exists()
        assert not file.storage.exists(file.name)

    @pytest.mark.parametrize(
        "sent",
        [
            ("page.jpg", b"<html><script>alert(1)</script></html>"), ("report.pdf", b"%PDF-1.7 x"),
            ("run.exe", b"MZ" + bytes(100)), ("empty.jpg", b""), ("big.jpg", b"\xff\xd8\xff" + bytes(10 * 1024 * 1024)),
        ],
        ids=["a page", "a document", "a program", "nothing", "too large"],
    )  # fmt: skip
    def test_what_is_no_photo_is_refused_and_nothing_kept(self, client, sent):
        answer = self.send(client, photo("1.jpg"), photo(*sent))

        assert answer.status_code == 422
        assert not PublicIntake.objects.exists()
        assert not IntakePhoto.objects.exists()

    def test_so_many_and_no_more(self, client):
        assert self.send(client, *(photo(f"{one}.jpg", JPEG + bytes([one])) for one in range(6))).status_code == 422
        assert self.send(client, *(photo(f"{one}.jpg", JPEG + bytes([one])) for one in range(5))).status_code == 302

    def test_a_machine_leaves_none(self, client):
        client.post(reverse("public_complaints:complain"), TYPED | {"website": "x", "photos": [photo("1.jpg")]})

        assert not IntakePhoto.objects.exists()


def photo(name, content=None):
    return SimpleUploadedFile(name, JPEG if content is None else content)


def test_a_complaint_is_recorded_and_judged_on_its_pages(client, signed_in, handler, buyer, company, expert, manager):
    desk = signed_in(client, handler)
    given = {
        "source": "PHONE", "severity": "MAJOR", "customer": buyer.pk, "title": "主轴异响", "happened": "尖锐声音",
        "department": company.service.pk,
    }  # fmt: skip
    assert desk.get(reverse("complaints:complaint_create")).status_code == 200
    assert desk.post(reverse("complaints:complaint_create"), given).status_code == 302
    made = Complaint.objects.get()
    page = desk.get(reverse("complaints:complaint_detail", args=[made.pk]))
    assert made.number in page.content.decode()
    assert desk.get(reverse("customers:customer_detail", args=[buyer.pk])).content.decode().count(made.title)

    lead = signed_in(client, manager)
    judged = {
        "liable": "OURS", "responsible": company.service.pk, "cause": "缺油", "analysis": "拆检", "conclusion": "装配",
        "version": made.version,
    }  # fmt: skip
    sent = lead.post(reverse("complaints:liability_write", args=[made.pk]), judged)

    report = made.liability_reports.get()
    assert sent.url == reverse("complaints:liability_detail", args=[report.pk])
    assert lead.get(sent.url).status_code == 200


@pytest.mark.rule("GEN-10")
def test_the_panel_reads_whose_complaint_it_is_without_a_link_that_leads_nowhere(client, company, complaint, handler):
    expert = cast.member(company.other, "expert", company_wide=True, name_zh="谢东")
    page = reverse("complaints:complaint_detail", args=[complaint.pk])
    address = reverse("customers:customer_detail", args=[complaint.customer_id])

    shown = {}
    for person in (handler, expert):
        signed_in(client, person)
        shown[person] = client.get(page).content.decode()
        assert complaint.customer.name in shown[person]

    assert address in shown[handler]
    assert address not in shown[expert]
    assert client.get(address).status_code == 404
