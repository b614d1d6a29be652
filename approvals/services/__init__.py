from approvals.errors import (
    AlreadyDecided,
    CaseEnded,
    NoLongerYours,
    NoRoute,
    NotRunning,
    NotYourTurn,
    OwnRoute,
    RouteChanged,
    RouteLeavesGap,
    StepWithoutPerson,
    StepWithoutRight,
)
from approvals.services.cases import lapse, start, withdraw
from approvals.services.decisions import decide
from approvals.services.handing import pass_on_expired, reassign_tasks, resume, resume_stuck
from approvals.services.many import Many, decide_many
from approvals.services.routes import StepDraft, retire_route, save_route

__all__ = [
    "AlreadyDecided",
    "CaseEnded",
    "Many",
    "NoLongerYours",
    "NoRoute",
    "NotRunning",
    "NotYourTurn",
    "OwnRoute",
    "RouteChanged",
    "RouteLeavesGap",
    "StepDraft",
    "StepWithoutPerson",
    "StepWithoutRight",
    "decide",
    "decide_many",
    "lapse",
    "pass_on_expired",
    "reassign_tasks",
    "resume",
    "resume_stuck",
    "retire_route",
    "save_route",
    "start",
    "withdraw",
]
