from approvals.models.cases import Case, Decision, Step, Task
from approvals.models.delegations import Delegation
from approvals.models.questions import Asked, Question
from approvals.models.reminders import TaskReminder
from approvals.models.routes import Route, RouteStep

__all__ = ["Asked", "Case", "Decision", "Delegation", "Question", "Route", "RouteStep", "Step", "Task", "TaskReminder"]
