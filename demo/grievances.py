"""A year's complaints: recorded, judged, explained or put right by measures whose effect was verified (QLT-55)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from complaints.choices import Disposition, Liable
from complaints.models import Complaint, LiabilityReport
from complaints.services import closing, complaints, intakes, liability, nonconformance, settling
from complaints.services.inputs import ComplaintInput, IntakeInput, LiabilityInput, NonConformanceInput
from corrective.choices import CauseMethod, MeasureKind
from corrective.models import CorrectiveAction, EffectReport
from corrective.selectors.actions import actions_about
from corrective.services import following, plans, verifying
from corrective.services.inputs import CauseInput, CheckInput, EffectInput, MeasureInput, PlanInput
from demo.selling import Selling
from demo.stage import Stage, moment

HANDLER, LEADER, SELLER = "customer_service", "service_manager", "salesperson"
JUDGED, EXPLAINED, SETTLED, MEASURES = "judged", "explained", "settled", "measures"
ESCALATED, FINDING = "escalated", "finding"


@dataclass(frozen=True, slots=True)
class Trouble:
    """A complaint as it is told: how many days ago, about which family of parts, and how far it went."""

    ago: int
    title: str
    happened: str
    family: str
    severity: str
    cause: str
    end: str


TROUBLES = (
    Trouble(331, "主轴异响", "开机十分钟后主轴发出尖锐声音。", "20-44", "MAJOR", "轴承缺油", SETTLED),
    Trouble(298, "密封圈渗油", "换装一周后油缸端盖渗油。", "31-00", "MINOR", "安装不当", EXPLAINED),
    Trouble(262, "编码器报警", "快速移动时随机报警停机。", "20-48", "MAJOR", "电缆屏蔽破损", EXPLAINED),
    Trouble(214, "轴承寿命短", "三个月内两次更换轴承。", "20-44", "CRITICAL", "轴承缺油", SETTLED),
    Trouble(176, "面板按键失灵", "急停键卡滞，误停两次。", "22-19", "MAJOR", "面板受潮", EXPLAINED),
    Trouble(139, "阀芯卡滞", "冷机启动时换向阀不动作。", "31-04", "MINOR", "油液不洁", SETTLED),
    Trouble(88, "丝杠间隙大", "反向间隙超过 0.03 mm。", "20-51", "MAJOR", "预紧力不足", MEASURES),
    Trouble(41, "密封包批次渗漏", "同批七套渗漏，油温 60 °C。", "31-00", "CRITICAL", "材质变更", MEASURES),
    Trouble(27, "导轨划伤", "客户要求整机更换，我方认为切屑清理不及时。", "31-00", "MAJOR", "保养不当", ESCALATED),
    Trouble(13, "伺服电机过热", "连续加工两小时后温升超过 80 K。", "22-13", "MAJOR", "散热片漏装", FINDING),
    Trouble(17, "到货少件", "清单 12 件，实到 11 件。", "22-15", "MINOR", "拣货差错", JUDGED),
    Trouble(6, "主轴异响", "新机运行两周后出现异响。", "20-44", "MAJOR", "", ""),
    Trouble(1, "驱动器烧毁", "上电即跳闸，驱动器有焦味。", "22-13", "CRITICAL", "", ""),
)


def complain(stage: Stage, selling: Selling, *, today: date) -> None:
    """Recorded, judged, explained or put right; one came by the public form and waits (CMP-01 to CMP-06)."""
    for place, trouble in enumerate(TROUBLES):
        day, customer = today - timedelta(days=trouble.ago), selling.home[(place * 5) % 12]
        part = next(one for one in selling.parts if one.number.startswith(trouble.family))
        made = complaints.record(
            draft=ComplaintInput(
                "PHONE", trouble.severity, customer.pk, trouble.title, trouble.happened, "尽快派人处理",
                part_number=part.number, salesperson_id=stage.people[SELLER].pk,
            ),
            actor=stage.actor(HANDLER), at=moment(day, 9, 15),
        )  # fmt: skip
        if trouble.end:
            complaints.talk(
                complaint_id=made.pk, text="已电话联系客户，安排工程师上门查看。", actor=stage.actor(HANDLER),
                at=moment(day, 10, 30),
            )  # fmt: skip
            _judge(stage, made, trouble, day + timedelta(days=1))
    intakes.receive(
        draft=IntakeInput(
            "宏远机械厂", "周工", "M2600 加工中心主轴温升高，夜班停机两小时。", "希望三天内派人", phone="13800004521",
            machine="M2600 26-0417",
        ),
        at=moment(today, 8, 5),
    )  # fmt: skip


def _judge(stage: Stage, made: Complaint, trouble: Trouble, day: date) -> None:
    is_ours = trouble.end not in {EXPLAINED, ESCALATED}
    report = liability.report(
        complaint_id=made.pk,
        draft=LiabilityInput(
            Liable.OURS if is_ours else Liable.CUSTOMER, trouble.cause, "现场拆检，核对装配与使用记录。",
            "属我方责任。" if is_ours else "属使用与维护不当。",
            stage.department("QLT").pk if is_ours else None,
        ),
        actor=stage.actor(LEADER), at=moment(day, 15),
    )  # fmt: skip
    if trouble.end == JUDGED:
        return
    stage.decide_all(kind=LiabilityReport.kind, document_id=report.pk, at=moment(day + timedelta(days=1), 10))
    after = day + timedelta(days=2)
    if trouble.end == ESCALATED:
        settling.explain(
            complaint_id=made.pk, text="说明切屑清理的要求。", understood=False, answer="不接受，要求整机更换。",
            actor=stage.actor(SELLER), at=moment(after, 11),
        )  # fmt: skip
        settling.negotiate(
            complaint_id=made.pk, text="提出免费修复导轨，客户坚持更换。", outcome=settling.ESCALATED,
            actor=stage.actor(SELLER), at=moment(after + timedelta(days=3), 16),
        )  # fmt: skip
        return
    if not is_ours:
        settling.explain(
            complaint_id=made.pk, text="说明拆检结果与保养要求。", understood=True, answer="同意，今后按手册保养。",
            actor=stage.actor(SELLER), at=moment(after, 11),
        )  # fmt: skip
        return
    finding = nonconformance.report(
        complaint_id=made.pk,
        draft=NonConformanceInput(
            trouble.title, "符合图样与装配规范", trouble.happened, Disposition.REPLACE, stage.people["expert"].pk
        ),
        actor=stage.actor(HANDLER), at=moment(after, 10),
    )  # fmt: skip
    if trouble.end == FINDING:
        return
    nonconformance.agree(report_id=finding.pk, actor=stage.actor("expert"), at=moment(after, 14))
    if trouble.end == SETTLED:
        _work_out(stage, made, trouble, after + timedelta(days=2))


def _work_out(stage: Stage, made: Complaint, trouble: Trouble, day: date) -> None:
    """Measures are planned, carried out, looked at, found effective; the customer is told (CMP-05, CMP-06)."""
    (action,) = actions_about(Complaint.kind, made.pk)
    owner, handler = stage.people["quality_inspector"], stage.actor(HANDLER)
    plan = PlanInput(
        method=CauseMethod.FIVE_WHY, root_cause=trouble.cause, effect_measure="三个月内不再发生同类投诉",
        causes=(CauseInput(trouble.happened), CauseInput(trouble.cause)),
        measures=tuple(
            MeasureInput(kind, text, owner.pk, day + timedelta(days=20))
            for kind, text in ((MeasureKind.CORRECTIVE, "更换并复检在库件"), (MeasureKind.PREVENTIVE, "修订检验规范"))
        ),
    )  # fmt: skip
    plans.submit_plan(action_id=action.pk, plan=plan, actor=stage.actor("quality_manager"), at=moment(day, 10))
    stage.decide_all(kind=CorrectiveAction.kind, document_id=action.pk, at=moment(day + timedelta(days=1), 10))
    done = day + timedelta(days=12)
    for measure in action.rounds.get().measures.order_by("position"):
        following.finish_measure(
            action_id=action.pk, measure_id=measure.pk, result="已完成", actor=stage.actor("quality_inspector"),
            at=moment(done, 10, measure.position),
        )  # fmt: skip
    following.record_check(
        action_id=action.pk, check=CheckInput("现场核查，措施已落实", in_order=True), actor=handler, at=moment(done, 15)
    )
    following.finish_round(action_id=action.pk, actor=handler, at=moment(done, 15, 20))
    report = verifying.report_effect(
        action_id=action.pk, effect=EffectInput(is_effective=True, finding="跟踪期内无同类问题", figures="投诉 0 件"),
        actor=stage.actor("planning_centre"), at=moment(done + timedelta(days=14), 10),
    )  # fmt: skip
    stage.decide_all(kind=EffectReport.kind, document_id=report.pk, at=moment(done + timedelta(days=15), 10))
    closing.tell_and_close(
        complaint_id=made.pk, text="已更换并改进装配检验，客户认可。", actor=handler,
        at=moment(done + timedelta(days=16), 10),
    )  # fmt: skip
