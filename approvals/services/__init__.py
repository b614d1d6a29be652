from approvals.errors import (
    AlreadyAgreed,
    AlreadyAsked,
    AlreadyDecided,
    AuthorityTooLow,
    CannotDecide,
    CaseEnded,
    HandedOver,
    MadeIt,
    NoLongerYours,
    NoRoute,
    NotAStepToReturnTo,
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
from approvals.services.moves import add_approver, hand_over
from approvals.services.routes import StepDraft, retire_route, save_route
from approvals.services.turns import look

__all__ = [
    "AlreadyAgreed",
    "AlreadyAsked",
    "AlreadyDecided",
    "AuthorityTooLow",
    "CannotDecide",
    "CaseEnded",
    "HandedOver",
    "MadeIt",
    "Many",
    "NoLongerYours",
    "NoRoute",
    "NotAStepToReturnTo",
    "NotRunning",
    "NotYourTurn",
    "OwnRoute",
    "RouteChanged",
    "RouteLeavesGap",
    "StepDraft",
    "StepWithoutPerson",
    "StepWithoutRight",
    "add_approver",
    "decide",
    "decide_many",
    "hand_over",
    "lapse",
    "look",
    "pass_on_expired",
    "reassign_tasks",
    "resume",
    "resume_stuck",
    "retire_route",
    "save_route",
    "start",
    "withdraw",
]
