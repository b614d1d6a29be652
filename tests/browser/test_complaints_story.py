"""Complaints from the first word to the end, each hand at its own browser: one that is our fault and takes two rounds of
measures, one that is not and ends in negotiation (CMP-01 to CMP-06).
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from complaints.choices import ComplaintState, Ending
from complaints.models import Complaint, LiabilityReport, PublicIntake
from core import attachments
from corrective.models import CorrectiveAction, EffectReport
from tests.browser.seats import Room, Seat
from tests.complaints.conftest import buyer, expert, handler, panellist
from tests.factories import complaints as grievances
from tests.factories import corrective as measures
from tests.factories import organization as cast

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["buyer", "expert", "handler", "panellist"]
PICTURES = Path("/tmp/h5")
PHOTO = {"name": "主轴.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff\xe0" + bytes(300)}
BOTH = pytest.mark.parametrize("room", [("zh-hans", 1440), ("en", 390)], indirect=True, ids=["laptop", "phone"])


def look(seat: Seat, name: str) -> None:
    """What axe and the console say, and a picture."""
    if PICTURES.is_dir():
        seat.page.screenshot(path=PICTURES / f"{name}-{seat.language[:2]}-{seat.width}.png", full_page=True)
    seat.look()


def fill(page: Page, **fields: str) -> None:
    """Type into the fields of a form."""
    for name, text in fields.items():
        page.locator(f"#id_{name}").fill(text)


def send(seat: Seat) -> None:
    """The main button of the page's form."""
    seat.page.locator("form .btn-primary:visible, .sh-bar .btn-primary:visible").last.click()
    seat.page.wait_for_load_state("load")
    seat.look()


def agrees(seat: Seat, path: str) -> None:
    """Reads the document and says yes (APR-05)."""
    page = seat.open(path)
    if seat.width < 768:
        page.locator("#decision .sh-bar-main").click()
    else:
        page.keyboard.press("a")
    expect(page.locator("#toasts")).not_to_be_empty()
    seat.look()


def at(name: str, *args: Any) -> str:
    return reverse(name, args=args)


@BOTH
@pytest.mark.rule("CMP-05", "CMP-06")
def test_our_fault_takes_two_rounds(
    room: Room, company: cast.Tree, handler: Any, expert: Any, panellist: Any, buyer: Any, manager: Any, owner: Any
):
    public = room.seat(owner, signed_in=False)
    page = public.open(at("public_complaints:complain"))
    fill(page, happened="开机十分钟后主轴发出尖锐声音", company=buyer.name_zh, name="赵厂长", phone="13800000000")
    page.locator("#id_photos").set_input_files([PHOTO])  # type: ignore[list-item]
    look(public, "public-form")
    send(public)
    intake = PublicIntake.objects.get()

    desk = room.seat(handler)
    page = desk.open(at("complaints:intake_detail", intake.pk))
    look(desk, "intake")
    page.goto(desk.base + at("complaints:intake_take", intake.pk) + f"?customer={buyer.pk}")
    fill(page, title="主轴异响")
    page.locator("#id_department").select_option(str(company.service.pk), force=True)
    look(desk, "intake-take")
    send(desk)
    complaint = Complaint.objects.get()
    expect(page.locator(".sh-title-number")).to_have_text(complaint.number or "")
    assert attachments.attachments_of(kind=Complaint.kind, document_id=complaint.pk).count() == 1
    assert not intake.photos.exists()
    desk.open(at("complaints:complaint_talk", complaint.pk))
    fill(page, text="已致歉，明日上门检查。")
    if page.locator("#id_by_letter").is_checked():
        page.locator("#id_by_letter").uncheck()
    send(desk)

    lead = room.seat(manager)
    page = lead.open(at("complaints:liability_write", complaint.pk))
    page.locator("input[name=liable][value=OURS]").check()
    page.locator("#id_responsible").select_option(str(company.service.pk), force=True)
    fill(page, cause="轴承缺油", analysis="拆检发现润滑不足。", conclusion="装配时未注油。")
    look(lead, "liability-form")
    send(lead)
    report = LiabilityReport.objects.get()
    panel = room.seat(expert)
    agrees(panel, at("complaints:liability_detail", report.pk))

    page = desk.open(at("complaints:nonconformance_write", complaint.pk))
    fill(page, item="主轴轴承", required="润滑脂 12 g", found="润滑脂不足 3 g")
    page.locator("#id_disposition").select_option("REPLACE")
    page.locator("#id_expert").select_option(str(expert.pk))
    look(desk, "nonconformance-form")
    send(desk)
    assert not CorrectiveAction.objects.exists()
    page = panel.open(at("approvals:inbox"))
    look(panel, "inbox-errands")
    page.locator("[aria-labelledby=errands-title] a").click()
    look(panel, "nonconformance-to-agree")
    page.locator("a[href$='/agree/']").click()
    send(panel)
    look(panel, "nonconformance-agreed")
    action = CorrectiveAction.objects.get()

    page = lead.open(at("corrective:plan_edit", action.pk))
    due = (timezone.localdate() + timedelta(days=10)).isoformat()
    fill(
        page, why1="主轴异响", why2="轴承缺油", why3="润滑周期未写入保养表", root_cause="保养表缺少润滑周期",
        effect_measure="三个月内同类投诉为零",
    )  # fmt: skip
    for place, text in enumerate(("更换轴承并补充润滑", "保养表增加润滑周期")):
        page.locator(f"[name=lines-{place}-text]").fill(text)
        page.locator(f"[name=lines-{place}-owner]").select_option(str(owner.pk), force=True)
        page.locator(f"[name=lines-{place}-due_date]").fill(due)
    look(lead, "plan-form")
    send(lead)
    agrees(panel, at("corrective:action_detail", action.pk))

    worker = room.seat(owner)
    for measure in action.rounds.get().measures.all():
        page = worker.open(at("corrective:measure_finish", action.pk, measure.pk))
        fill(page, result="已完成并附照片")
        send(worker)
    page = desk.open(at("corrective:check_add", action.pk))
    page.locator("input[name=in_order][value=yes]").check()
    fill(page, finding="现场确认措施已落实")
    send(desk)
    page = desk.open(at("corrective:action_detail", action.pk))
    page.locator(f"form[action='{at('corrective:action_implement', action.pk)}'] button").click()
    page.wait_for_load_state("load")

    centre = room.seat(panellist)
    page = centre.open(at("corrective:report_create", action.pk))
    page.locator("input[name=outcome][value=no]").check()
    fill(page, finding="仍有一台机床异响", figures="投诉 3 → 1")
    look(centre, "effect-form")
    send(centre)
    agrees(panel, at("corrective:report_detail", EffectReport.objects.get().pk))
    action = measures.again(action)
    assert (action.round_number, grievances.again(complaint).state) == (2, ComplaintState.MEASURES)
    look_page = desk.open(at("complaints:complaint_detail", complaint.pk))
    expect(look_page.locator("[aria-labelledby=course-title]")).to_contain_text("2")
    look(desk, "complaint-second-round")
    assert not look_page.locator(f"a[href='{at('complaints:complaint_close', complaint.pk)}']").count()

    measures.running(action, manager, owner, expert)
    measures.carried_out(action, owner, handler)
    page = centre.open(at("corrective:report_create", action.pk))
    page.locator("input[name=outcome][value=yes]").check()
    fill(page, finding="复查三台机床，未再出现异响", figures="投诉 3 → 0")
    send(centre)
    agrees(panel, at("corrective:report_detail", EffectReport.objects.latest("pk").pk))

    page = desk.open(at("complaints:complaint_close", complaint.pk))
    fill(page, text="轴承已更换，保养表已补充，复查正常。")
    look(desk, "close-form")
    send(desk)
    complaint = grievances.again(complaint)
    assert (complaint.state, complaint.ending) == (ComplaintState.CLOSED, Ending.EFFECTIVE)
    look(desk, "complaint-closed")
    desk.open(at("corrective:action_detail", action.pk))
    look(desk, "action-two-rounds")


@BOTH
@pytest.mark.rule("CMP-03")
def test_not_our_fault_ends_in_negotiation(
    room: Room, company: cast.Tree, handler: Any, expert: Any, buyer: Any, manager: Any, owner: Any
):
    complaint = grievances.recorded(handler, buyer, company.service, salesperson=owner, email="")
    lead, panel, seller, desk = (room.seat(one) for one in (manager, expert, owner, handler))
    page = lead.open(at("complaints:liability_write", complaint.pk))
    page.locator("input[name=liable][value=CUSTOMER]").check()
    fill(page, cause="超负荷使用", analysis="切削参数超出手册。", conclusion="非产品质量问题。")
    send(lead)
    agrees(panel, at("complaints:liability_detail", LiabilityReport.objects.get().pk))

    page = seller.open(at("complaints:complaint_explain", complaint.pk))
    fill(page, text="说明切削参数超出手册。", answer="要求免费更换")
    page.locator("input[name=understood][value=no]").check()
    look(seller, "explain")
    send(seller)
    page = seller.open(at("complaints:complaint_negotiate", complaint.pk))
    page.locator("input[name=outcome][value=ESCALATED]").check()
    fill(page, text="客户坚持免费更换。")
    look(seller, "negotiate")
    send(seller)
    assert grievances.again(complaint).state == ComplaintState.ESCALATED

    page = lead.open(at("approvals:inbox"))
    look(lead, "inbox-escalated")
    page.locator("[aria-labelledby=errands-title] a").click()
    look(lead, "escalated")
    page.locator("a[href$='/decide/']").click()
    fill(
        page, text="可按成本价供应轴承，人工由客户承担。",
        settle_by=(timezone.localdate() + timedelta(days=7)).isoformat(),
    )  # fmt: skip
    look(lead, "decide-form")
    send(lead)
    look(lead, "decided")
    assert grievances.again(complaint).state == ComplaintState.NEGOTIATING

    page = seller.open(at("approvals:inbox"))
    page.locator("[aria-labelledby=errands-title] a").click()
    page.locator("a[href$='/negotiate/']").click()
    page.locator("input[name=outcome][value=SETTLED]").check()
    fill(page, text="按成本价供应轴承，双方同意。")
    send(seller)
    complaint = grievances.again(complaint)
    assert (complaint.state, complaint.ending) == (ComplaintState.CLOSED, Ending.NEGOTIATED)
    desk.open(at("complaints:complaint_detail", complaint.pk))
    look(desk, "settled")
