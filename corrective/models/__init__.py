"""The tables of corrective actions."""

from corrective.models.actions import CorrectiveAction
from corrective.models.reports import EffectReport
from corrective.models.rounds import Cause, Check, Measure, Round

__all__ = ["Cause", "Check", "CorrectiveAction", "EffectReport", "Measure", "Round"]
