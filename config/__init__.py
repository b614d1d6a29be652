"""Wiring: settings, URLs, the queue, logs. No rules of the business live here."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
