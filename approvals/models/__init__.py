from approvals.models.cases import Case, Decision, Step, Task
from approvals.models.routes import Route, RouteStep

__all__ = ["Case", "Decision", "Route", "RouteStep", "Step", "Task"]
