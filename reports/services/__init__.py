"""Writes of the reports app: views that are kept, reports that are made."""

from reports.services.saved_views import ViewNameTaken, delete_view, save_view

__all__ = ["ViewNameTaken", "delete_view", "save_view"]
