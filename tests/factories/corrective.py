"""Corrective actions for tests, made the way the application makes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from corrective.choices import CauseMethod, MeasureKind
from corrective.models import CorrectiveAction, EffectReport
from corrective.selectors.actions import current_round
from corrective.services import actions, following, plans, verifying
from corrective.services.inputs import ActionInput, CauseInput, CheckInput, EffectInput, MeasureInput, PlanInput
from organization.models import Department, Person
from tests.factories.approvals import decide
from tests.factories.expenses import case_of
from tests.factories.organization import actor_of

WHYS = ("主轴异响", "轴承缺油", "润滑周期未写入保养表")


def asked(handler: Person, department: Department, *, at: datetime | None = None, **fields: Any) -> CorrectiveAction:
    """A department asked for measures."""
    given = {"title": "主轴异响重复发生", "problem": "同一台机床三个月内两次主轴异响。"} | fields
    draft = ActionInput(department_id=department.pk, **given)
    return actions.ask(draft=draft, actor=actor_of(handler), at=at or timezone.now())


def plan(owner: Person, *, due: date | None = None, whys: Sequence[str] = WHYS, **fields: Any) -> PlanInput:
    """A whole plan: one measure of each kind."""
    day = due or timezone.localdate() + timedelta(days=10)
    given: dict[str, Any] = {
        "method": CauseMethod.FIVE_WHY,
        "root_cause": "保养表缺少润滑周期",
        "effect_measure": "三个月内同类投诉为零",
        "causes": [CauseInput(text) for text in whys],
        "measures": [
            MeasureInput(MeasureKind.CORRECTIVE, "更换轴承并补充润滑", owner.pk, day),
            MeasureInput(MeasureKind.PREVENTIVE, "保养表增加润滑周期并培训", owner.pk, day),
        ],
    }
    return PlanInput(**(given | fields))


def submitted(action: CorrectiveAction, planner: Person, owner: Person, **fields: Any) -> CorrectiveAction:
    """The plan with the experts."""
    return plans.submit_plan(
        action_id=action.pk, plan=plan(owner, **fields), actor=actor_of(planner), at=timezone.now()
    )


def running(action: CorrectiveAction, planner: Person, owner: Person, expert: Person) -> CorrectiveAction:
    """The plan approved."""
    decide(case_of(submitted(action, planner, owner)), expert)
    return again(action)


def carried_out(action: CorrectiveAction, owner: Person, handler: Person) -> CorrectiveAction:
    """All measures done, checked and reported for verification."""
    for measure in current_round(again(action)).measures.all():
        following.finish_measure(
            action_id=action.pk,
            measure_id=measure.pk,
            result="已完成并附照片",
            actor=actor_of(owner),
            at=timezone.now(),
        )
    following.record_check(
        action_id=action.pk, check=CheckInput("现场确认措施已落实", in_order=True), actor=actor_of(handler),
        at=timezone.now(),
    )  # fmt: skip
    return following.finish_round(action_id=action.pk, actor=actor_of(handler), at=timezone.now())


def reported(action: CorrectiveAction, writer: Person, *, effective: bool = True) -> EffectReport:
    """One of the panel's report on the effect."""
    effect = EffectInput(effective, "复查三台机床，未再出现异响" if effective else "仍有一台机床异响", "投诉 3 → 0")
    return verifying.report_effect(action_id=action.pk, effect=effect, actor=actor_of(writer), at=timezone.now())


def verified(
    action: CorrectiveAction, writer: Person, confirmer: Person, *, effective: bool = True
) -> CorrectiveAction:
    """The verdict confirmed."""
    decide(case_of(reported(action, writer, effective=effective)), confirmer)
    return again(action)


def again(action: CorrectiveAction) -> CorrectiveAction:
    """Freshly read."""
    return CorrectiveAction.objects.get(pk=action.pk)
