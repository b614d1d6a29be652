"""What is refused about corrective actions (CMP-05, CMP-06)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError


class PlanIncomplete(DomainError):
    """The plan lacks what the experts need."""

    code = "plan_incomplete"
    text = _("The plan is not complete yet: %(missing)s.")


class StepsOpen(DomainError):
    """Something has to be done first."""

    code = "steps_open"
    text = _("%(document)s cannot go on yet: %(missing)s.")


class OwnEffect(DomainError):
    """Handler, responsible department and maker of the measures never verify their effect (CMP-06, ORG-05)."""

    code = "own_effect"
    text = _(
        "The effect is verified by people outside the responsible department who neither handled the matter nor wrote"
        " the measures."
    )
    status = 403


class ReportPending(DomainError):
    """One report on the effect of a round is being confirmed already."""

    code = "report_pending"
    text = _("%(report)s is being confirmed already.")
