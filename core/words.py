"""What the ground tells the registries: words of its events and notices, its permission, its page (GEN-05, GEN-09)."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import (
    attachments,
    audit,
    calendar_days,
    comments,
    jobs,
    mails,
    navigation,
    notifications,
    permissions,
    thresholds,
    webhooks,
)
from core.models import Way
from core.navigation import Item


def register() -> None:
    """Give them their words."""
    audit.register({attachments.ATTACHED: _("File attached"), attachments.REMOVED: _("File taken off")})
    audit.register_fields(
        {
            "subject": _("Holds for"),
            "number": _("Number"),
            "version": _("Version"),
            "created_by": _("Maker"),
            "created_at": _("Made at"),
            "submitted_at": _("Submitted at"),
            "submitted_by": _("Submitted by"),
            "state": _("State"),
            "parent": _("Above"),
            "position": _("Place in the list"),
            "is_shipped": _("Shipped with the application"),
            "retired_at": _("Retired at"),
        }
    )
    audit.register(
        {
            f"{calendar_days.KIND}.enter": _("Day entered into the calendar"),
            f"{calendar_days.KIND}.remove": _("Day taken out of the calendar"),
        }
    )
    audit.register(
        {
            f"{thresholds.KIND}.set": _("Threshold set"),
            f"{thresholds.KIND}.take_back": _("Coming value of a threshold taken away"),
        }
    )
    audit.register(
        {
            "table_import.create": _("File sent"),
            "table_import.read_anew": _("Said how the file is read"),
            "table_import.apply": _("File brought in"),
            "table_import.discard": _("File let go"),
        }
    )
    audit.register({"job.retry": _("Failed job tried again")})
    permissions.register(
        "core",
        (jobs.WATCH, _("See background work and try again what failed")),
        (calendar_days.KEEP, _("Enter holidays and worked weekends")),
        (thresholds.KEEP, _("Set tolerances, checks and alerts")),
        (webhooks.KEEP, _("Have other systems told of events (webhooks)")),
    )
    notifications.register(
        {
            calendar_days.MISSING: _("The holidays of %(document)s are missing in the calendar. Please enter them."),
            comments.MENTIONED: _("%(author)s mentioned you on %(document)s: “%(text)s”"),
            comments.WRITTEN: _("%(author)s commented on %(document)s: “%(text)s”"),
        }
    )
    notifications.register_page(
        calendar_days.KIND, _("Working days"), lambda year: f"{reverse('core:calendar')}?year={year}"
    )
    audit.register({"mail.send_again": _("Mail sent again")})
    audit.register(
        {
            f"{webhooks.KIND}.create": _("Webhook set up"),
            f"{webhooks.KIND}.change": _("Webhook changed"),
            f"{webhooks.KIND}.pause": _("Webhook paused"),
            f"{webhooks.KIND}.resume": _("Webhook goes on"),
            f"{webhooks.KIND}.renew_secret": _("Secret of the webhook renewed"),
            f"{webhooks.KIND}.send_again": _("Event sent again"),
        }
    )
    notifications.register_topic(
        notifications.Topic("talk", _("Comments and mentions"), (comments.MENTIONED, comments.WRITTEN), usual=Way.MAIL)
    )
    notifications.register_topic(
        notifications.Topic(
            "calendar",
            _("Holidays missing in the calendar"),
            (calendar_days.MISSING,),
            usual=Way.MAIL,
            concerns=calendar_days.can_keep,
        )
    )
    navigation.register_section(
        "settings",
        _("Settings"),
        "settings",
        90,
        [
            Item(
                _("Working days"),
                "core:calendar",
                can=calendar_days.can_keep,
                match=("core:calendar",),
                keywords="工作日 节假日 调休 gzr jjr holiday calendar",
            ),
            Item(
                _("Checks and alerts"),
                "core:threshold_list",
                can=thresholds.can_see,
                match=("core:threshold_",),
                keywords="检查 阈值 容差 预警 限价 jc yz rc yj xj threshold tolerance alert",
            ),
            Item(
                _("Background work"),
                "core:job_list",
                can=jobs.can_watch,
                match=("core:job_",),
                keywords="后台任务 htrw jobs queue",
            ),
            Item(
                _("Webhooks"),
                "core:webhook_list",
                can=webhooks.can_keep,
                match=("core:webhook_",),
                keywords="网络钩子 事件推送 wlgz sjts webhook",
            ),
            Item(
                _("Outgoing mail"),
                "core:mail_list",
                can=mails.can_open_list,
                match=("core:mail_",),
                keywords="邮件 发件箱 yj fjx mail outbox",
            ),
        ],
    )
