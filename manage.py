#!/usr/bin/env python3
"""Django's commands. They need DATABASE_URL and REDIS_URL, or `python3 run.py manage …`, which starts both."""

import os
import sys


def main() -> None:
    """Run one management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
