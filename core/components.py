"""What pages hand to the components: plain frozen values, ready to be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import formats
from core.errors import DomainError, WayOut

Text = str | Promise
StepState = Literal["done", "now", "ahead", "returned", "stopped"]
Tone = Literal["mute", "info", "warn", "danger", "ok", "solid", "over"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a step line: done, now (who has it), ahead, returned (goes back), or stopped (refused, stuck)."""

    name: Text
    state: StepState = "ahead"
    note: Text = ""


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One event of a document as the timeline shows it; `detail` is the reason in quotes or old → new (GEN-05);
    `place` names the part of the document a remark is about."""

    action: Text
    who: Text = ""
    at: datetime | None = None
    detail: Text = ""
    on_behalf_of: Text = ""
    icon: str = "point"
    time_text: Text = ""
    place: Text = ""
    place_url: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to begin on an empty page."""

    title: Text
    url: str
    text: Text = ""
    icon: str = "plus"
    best: bool = False


@dataclass(frozen=True, slots=True)
class Holder:
    """A document that holds part of a budget line: named in refusals (LED-09)."""

    label: str
    amount: Decimal
    url: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something was refused and what can be done: what, why, how much is missing, who holds the rest (LED-09)."""

    title: Text
    text: Text
    short_amount: Decimal | None = None
    holders: Sequence[Holder] = ()
    ways_out: Sequence[WayOut] = ()

    @classmethod
    def of(cls, error: DomainError | Refusal | str, *, tried: Text = "") -> Refusal:
        """A refusal from an error that can speak; what the error carries under the names below is shown.

        `tried` heads it where the error has no title of its own: what did not happen. `short` or `short_amount` is the
        missing amount, told once; `holders` a list of Holder or of (label, amount[, url]).
        """
        if isinstance(error, Refusal):
            return error
        title = tried or _("This did not go through.")
        if not isinstance(error, DomainError):
            return cls(title=title, text=str(error))
        params, text = error.params, str(error)
        short = params.get("short_amount", params.get("short"))
        return cls(
            title=getattr(error, "title", title),
            text=text,
            short_amount=None if short is None or formats.amount(short) in text else short,
            holders=[_holder(item) for item in params.get("holders", ())],
            ways_out=error.ways_out,
        )


@dataclass(frozen=True, slots=True)
class StateLook:
    """How a state is drawn: icon and tone. The word comes from the document's own label."""

    icon: str
    tone: Tone
    label: Text = field(default="")


def _holder(item: Any) -> Holder:
    if isinstance(item, Holder):
        return item
    if isinstance(item, dict):
        return Holder(label=str(item["label"]), amount=Decimal(str(item["amount"])), url=str(item.get("url", "")))
    label, amount, *rest = item
    return Holder(label=str(label), amount=Decimal(str(amount)), url=str(rest[0]) if rest else "")


NOT_DONE: dict[str, Text] = {
    "submit": _("Not submitted."),
    "withdraw": _("Not withdrawn."),
    "cancel": _("Not cancelled."),
    "close": _("Not closed."),
    "reopen": _("Not reopened."),
    "open": _("Not opened."),
    "decide": _("Not decided."),
    "apply": _("Not imported."),
    "upload": _("The file was not read."),
    "map": _("The file was not read."),
    "discard": _("Not discarded."),
    "grant": _("Not granted."),
    "end": _("Not ended."),
    "adjust": _("Not changed."),
    "remove": _("Not removed."),
    "restore": _("Not restored."),
    "retire": _("Not retired."),
    "move": _("Not moved."),
    "leave": _("Not recorded."),
    "start": _("No draft was begun."),
    "question_ask": _("Not asked."),
    "question_answer": _("Not answered."),
    **dict.fromkeys(("create", "edit", "add", "enter", "set", "settings", "methods", "bounds"), _("Not saved.")),
    "save": _("Not saved."),
}
"""What heads a refusal, by the end of the address's name: `expenses:claim_submit` was not submitted."""


def not_done(url_name: str, action: str = "") -> Text:
    """What did not happen on the page of this name; `action` is the button that was pressed on it."""
    ends = (action, url_name, url_name.partition("_")[2], url_name.rpartition("_")[2])
    return next((NOT_DONE[end] for end in ends if end in NOT_DONE), "")


STATE_LOOKS: dict[str, StateLook] = {
    "DRAFT": StateLook("pencil", "mute", _("Draft")),
    "PLANNING": StateLook("pencil", "info", _("Being planned")),
    "NEW": StateLook("circle-dashed", "mute", pgettext_lazy("state", "New")),
    "OPEN": StateLook("lock-open", "info", pgettext_lazy("state", "Open")),
    "SUBMITTED": StateLook("clock", "info", _("In review")),
    "IN_REVIEW": StateLook("clock", "info", _("In review")),
    "IN_APPROVAL": StateLook("clock", "info", _("In review")),
    "PENDING": StateLook("clock", "info", pgettext_lazy("state", "Waiting")),
    "WAITING": StateLook("clock", "info", pgettext_lazy("state", "Waiting")),
    "RUNNING": StateLook("clock", "info", pgettext_lazy("state", "Running")),
    "ASKED": StateLook("message-question", "warn", _("Question asked")),
    "RETURNED": StateLook("arrow-back-up", "warn", _("Returned")),
    "REJECTED": StateLook("x", "danger", _("Rejected")),
    "REFUSED": StateLook("x", "danger", _("Rejected")),
    "FAILED": StateLook("alert-circle", "danger", pgettext_lazy("state", "Failed")),
    "OVERDUE": StateLook("alarm", "danger", _("Overdue")),
    "APPROVED": StateLook("check", "ok", _("Approved")),
    "PARTLY_APPROVED": StateLook("cut", "ok", _("Approved in part")),
    "ANSWERED": StateLook("check", "ok", pgettext_lazy("state", "Answered")),
    "CONFIRMED": StateLook("check", "ok", pgettext_lazy("state", "Confirmed")),
    "DONE": StateLook("check", "ok", pgettext_lazy("state", "Done")),
    "IN_FORCE": StateLook("shield-check", "solid", _("In force")),
    "ACTIVE": StateLook("shield-check", "solid", _("In force")),
    "PAID": StateLook("cash", "ok", _("Paid")),
    "PARTLY_PAID": StateLook("cash", "info", _("Paid in part")),
    "POSTED": StateLook("book", "ok", pgettext_lazy("state", "Posted")),
    "SENT": StateLook("send", "info", pgettext_lazy("state", "Sent")),
    "PREPARED": StateLook("clock", "info", pgettext_lazy("state", "Prepared")),
    "SHIPPED": StateLook("truck", "ok", pgettext_lazy("state", "Shipped")),
    "RECORDED": StateLook("cash", "ok", pgettext_lazy("state", "Received")),
    "SUSPENDED": StateLook("player-pause", "warn", pgettext_lazy("state", "Suspended")),
    "ENDED": StateLook("lock", "over", pgettext_lazy("state", "Ended")),
    "MADE": StateLook("circle-dashed", "mute", pgettext_lazy("state", "Made")),
    "ISSUED": StateLook("send", "info", pgettext_lazy("state", "Issued")),
    "DISPUTED": StateLook("alert-circle", "danger", pgettext_lazy("state", "Disputed")),
    "ON_HOLD": StateLook("player-pause", "warn", _("On hold")),
    "CANCELLED": StateLook("ban", "over", _("Cancelled")),
    "WITHDRAWN": StateLook("arrow-back", "over", _("Withdrawn")),
    "CLOSED": StateLook("lock", "over", _("Closed")),
    "REVERSED": StateLook("rotate", "over", _("Reversed")),
    "EXPIRED": StateLook("hourglass", "over", _("Expired")),
    "SUPERSEDED": StateLook("versions", "over", _("Superseded")),
    "INACTIVE": StateLook("ban", "over", _("Inactive")),
    "CHECKING": StateLook("clock", "info", _("Being checked")),
    "CHECKED": StateLook("list", "info", pgettext_lazy("state", "Checked")),
    "POSTING": StateLook("clock", "info", _("Being posted")),
    "REVERSING": StateLook("clock", "info", _("Being reversed")),
    "UNREADABLE": StateLook("alert-circle", "danger", _("Cannot be read")),
    "DISCARDED": StateLook("ban", "over", _("Let go")),
    "IMPLEMENTED": StateLook("clipboard-check", "info", _("Effect to be verified")),
    "KEPT": StateLook("shield-check", "ok", _("Effective, kept up")),
    "JUDGING": StateLook("clock", "info", _("Liability with the panel")),
    "EXPLAINING": StateLook("message-circle", "warn", _("To be explained")),
    "NEGOTIATING": StateLook("users", "warn", _("Being negotiated")),
    "ESCALATED": StateLook("alert-triangle", "danger", _("Escalated")),
    "NONCONFORMING": StateLook("clipboard-check", "warn", _("Non-conformance to be reported")),
    "MEASURES": StateLook("refresh", "info", _("Measures under way")),
    "TELLING": StateLook("send", "warn", _("Effective: customer to be told")),
    "TAKEN": StateLook("circle-check", "ok", _("Recorded as a complaint")),
    "SET_ASIDE": StateLook("ban", "over", _("Set aside")),
    "TO_REVIEW": StateLook("clock", "info", pgettext_lazy("delivery note", "To be reviewed")),
    "TO_PRINT": StateLook("printer", "info", pgettext_lazy("delivery note", "To be printed")),
    "TO_CHECK": StateLook("cash", "info", pgettext_lazy("delivery note", "With finance")),
    "TO_SIGN": StateLook("edit", "info", pgettext_lazy("delivery note", "With the department manager")),
    "TO_CONFIRM": StateLook("building-warehouse", "info", pgettext_lazy("delivery note", "With the warehouse")),
    "TO_ISSUE": StateLook("package", "info", pgettext_lazy("delivery note", "To be issued")),
    "TO_SHIP": StateLook("package", "warn", pgettext_lazy("delivery note", "Issued, to be shipped")),
    "ARRIVED": StateLook("circle-check", "ok", pgettext_lazy("delivery note", "Arrived")),
    "RECEIVED": StateLook("package", "info", pgettext_lazy("return", "Received, to be inspected")),
    "INSPECTED": StateLook("clipboard-check", "info", pgettext_lazy("return", "Inspected, to be settled")),
    "DEDUCTING": StateLook("wallet", "danger", pgettext_lazy("state", "Being deducted")),
    "SETTLED": StateLook("circle-check", "ok", pgettext_lazy("state", "Settled")),
    "COLLECTED": StateLook("wallet", "over", pgettext_lazy("state", "Collected")),
    "CREDITED": StateLook("receipt-refund", "ok", pgettext_lazy("return", "Credited")),
    "REPLACED": StateLook("truck", "ok", pgettext_lazy("return", "Replaced")),
    "READY": StateLook("edit", "info", pgettext_lazy("agreement", "To be signed")),
    "SIGNED": StateLook("shield-check", "solid", pgettext_lazy("agreement", "Signed")),
    "SIGN": StateLook("check", "ok", pgettext_lazy("agreement", "Sign")),
    "DECLINE": StateLook("x", "danger", pgettext_lazy("agreement", "Decline")),
    "DECLINED": StateLook("x", "danger", pgettext_lazy("agreement", "Declined")),
    "LOCKED": StateLook("lock", "over", pgettext_lazy("state", "Locked")),
}
"""The one table of states: every document's badge is drawn from here. An unknown code gets a neutral look."""

UNKNOWN_STATE = StateLook("point", "mute")
