from reports.models.saved_views import SavedView

__all__ = ["SavedView"]
