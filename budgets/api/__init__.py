"""Budgets in the REST API (api.md)."""
