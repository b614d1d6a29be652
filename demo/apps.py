from django.apps import AppConfig


class DemoConfig(AppConfig):
    """One company's story, told through the services users use; only the demo and the tests install it (QLT-55)."""

    name = "demo"
