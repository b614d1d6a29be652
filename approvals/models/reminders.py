from __future__ import annotations

from django.db import models

from approvals.choices import Reminded
from approvals.models.cases import Task


class TaskReminder(models.Model):
    """That somebody was reminded of a task, or that it was found to have nobody above: each once for a due date
    (APR-08)."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="reminders")
    what = models.CharField(max_length=8, choices=Reminded.choices)
    due_date = models.DateField()
    on_date = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("task", "what", "due_date"), name="approvals_taskreminder_once"),
        )

    def __str__(self) -> str:
        return f"{self.task}: {self.what} {self.due_date}"
