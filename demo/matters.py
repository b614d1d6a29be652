"""What else is under way today: goods that left on a colleague's word, last month's statements, a new price list, and
three matters of quality with their corrective actions (QLT-55).
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from core import jobs
from corrective.choices import CauseMethod, MeasureKind
from corrective.models import CorrectiveAction
from corrective.services import actions, following, plans
from corrective.services.inputs import ActionInput, CauseInput, CheckInput, MeasureInput, PlanInput
from demo.sale import Sale, Story
from demo.selling import Selling
from demo.stage import Stage, moment
from parts_sales.models import Guarantee
from parts_sales.services import guarantees, price_lists, statements
from parts_sales.services.quote_inputs import QuoteLineInput

D = Decimal
CLERK, HANDLER, WRITER = "service_clerk", "customer_service", "quality_manager"
MATTERS = (
    ("主轴轴承组批次异响", "三家客户装机一个月内反映异响，拆检见滚道压痕。"),
    ("液压密封包渗漏", "同一批次密封包在 60 °C 油温下渗漏，已退换七套。"),
    ("操作面板按键失灵", "面板受潮后急停键卡滞，现场两次误停。"),
)


def settle(stage: Stage, selling: Selling, *, today: date) -> None:
    """As it stands this morning."""
    _guaranteed(stage, selling, today)
    statements.make_monthly(at=moment(today.replace(day=1), 6))
    _price_list(stage, today)
    _corrective(stage, today)


def _guaranteed(stage: Stage, selling: Selling, today: date) -> None:
    """Two small orders leave before they are paid: one guarantee is in force, one is to be confirmed (PSL-23)."""
    small = [part for part in selling.parts if part.number.startswith("22-15")]
    for place, (guarantor, ago) in enumerate((("salesperson", 8), ("commissioning_engineer", 2))):
        day = today - timedelta(days=ago)
        lines = (QuoteLineInput(quantity=D(4), part_id=small[place].pk),)
        needs = ((small[place], D(4)),)
        story = Story(stage, Sale(selling.home[place + 9], CLERK, day, lines, needs, "M2600"), number=9000 + place)
        story.asks(day)
        story.is_quoted(day)
        story.is_sent(day + timedelta(days=1))
        day += timedelta(days=2)
        story.confirms(day)
        asked = guarantees.ask(
            order_id=story.order.pk, guarantor_id=stage.people[guarantor].pk,
            reason="客户停机，货款下周随大修款一并支付", actor=stage.actor(CLERK), at=moment(day, 10, 40),
        )  # fmt: skip
        if place:
            return
        guarantees.confirm(guarantee_id=asked.pk, actor=stage.actor(guarantor), at=moment(day, 11))
        stage.decide_all(kind=Guarantee.kind, document_id=asked.pk, at=moment(day, 13))
        story.is_noted(day + timedelta(days=1))
        story.leaves(day + timedelta(days=2))


def _price_list(stage: Stage, today: date) -> None:
    """Finance has computed hydraulics anew from next month on; somebody else is to release it (PSL-02)."""
    price_lists.draw_up(
        currency="CNY", margin_share=D("0.30"), start_date=(today.replace(day=1) + timedelta(days=32)).replace(day=1),
        category="液压", note="密封件进价上调，液压类价目调整", actor=stage.actor("finance"),
        at=moment(today - timedelta(days=1), 10),
    )  # fmt: skip
    jobs.run_all_waiting()


def _corrective(stage: Stage, today: date) -> None:
    """One waits for its measures, one lies with the experts, one is being carried out (CMP-05)."""
    for place, (title, problem) in enumerate(MATTERS):
        day = today - timedelta(days=4 + 12 * place)
        made = actions.ask(
            draft=ActionInput(department_id=stage.department("QLT").pk, title=title, problem=problem),
            actor=stage.actor(HANDLER), at=moment(day, 9),
        )  # fmt: skip
        if place:
            _planned(stage, made, day + timedelta(days=2), today)
        if place == 2:
            stage.decide_all(kind=CorrectiveAction.kind, document_id=made.pk, at=moment(day + timedelta(days=3), 10))
            _followed(stage, made, day + timedelta(days=9))


def _planned(stage: Stage, action: CorrectiveAction, day: date, today: date) -> None:
    owner = stage.people["quality_inspector"]
    plan = PlanInput(
        method=CauseMethod.FIVE_WHY,
        root_cause="供应商更换材料未报备，进货检验只查尺寸",
        effect_measure="三个月内同批次投诉为零，抽检合格率不低于 99.5%",
        causes=tuple(
            CauseInput(why) for why in ("材料硬度偏低", "供应商更换了材料牌号", "变更未通知，进货检验不查材质")
        ),
        measures=(
            MeasureInput(MeasureKind.CORRECTIVE, "隔离在库批次，逐件复检并更换", owner.pk, today + timedelta(days=10)),
            MeasureInput(MeasureKind.PREVENTIVE, "进货检验增加材质光谱抽检", owner.pk, today + timedelta(days=24)),
        ),
    )  # fmt: skip
    writer = stage.actor(WRITER)
    plans.submit_plan(action_id=action.pk, plan=plan, actor=writer, at=moment(day, 10, 20))


def _followed(stage: Stage, action: CorrectiveAction, day: date) -> None:
    """The first measure is done and was looked at."""
    first = action.rounds.get().measures.order_by("position")[0]
    following.finish_measure(
        action_id=action.pk, measure_id=first.pk, result="在库 46 套全部复检，更换 5 套",
        actor=stage.actor("quality_inspector"), at=moment(day, 15),
    )  # fmt: skip
    following.record_check(
        action_id=action.pk, check=CheckInput("抽查 10 套，硬度合格，标识齐全", in_order=True, measure_id=first.pk),
        actor=stage.actor(HANDLER), at=moment(day + timedelta(days=2), 10),
    )  # fmt: skip
