"""Draw the page of all components with sample values, to be looked at beside the pictures and tried with axe.

python -m scripts.kit FOLDER   writes kit.html (both themes), kit-light.html and kit-dark.html, with their static files
"""

from __future__ import annotations

import os
import shutil
import sys
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = {"kit": ("light", "dark"), "kit-light": ("light",), "kit-dark": ("dark",)}


def main(arguments: list[str]) -> int:
    """Write the pages; the first argument names the folder."""
    if len(arguments) != 1:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    folder = Path(arguments[0]).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    _set_up()
    from django.template.loader import render_to_string
    from django.utils import translation

    shutil.copytree(ROOT / "static", folder / "static", dirs_exist_ok=True)
    with translation.override("zh-hans"):
        for name, themes in PAGES.items():
            page = render_to_string("kit/page.html", {"themes": themes, "language": "zh-Hans", **samples()})
            (folder / f"{name}.html").write_text(page, encoding="utf-8")
    return 0


def samples() -> dict[str, object]:
    """Values as the pictures draw them."""
    from django import forms

    from core.components import Holder, Refusal, Step, TimelineEntry
    from core.errors import WayOut

    class Claim(forms.Form):
        amount = forms.DecimalField(label="金额（含税）")
        category = forms.ChoiceField(
            label="费用类别", choices=[("1", "出差费用 · 住宿")], help_text="按费用发生的用途选。"
        )
        note = forms.CharField(label="发票号码", required=True)
        agreed = forms.BooleanField(label="发票与实际相符", required=False)

        def clean_amount(self) -> Decimal:
            raise forms.ValidationError("超过住宿标准 450.00 / 晚。请改为 1,800.00 或说明原因。")

    return {
        "states_a": [
            ("DRAFT", "草稿 Draft"),
            ("SUBMITTED", "待审批 In review"),
            ("RETURNED", "已退回 Returned"),
            ("REJECTED", "已驳回 Rejected"),
            ("APPROVED", "已批准 Approved"),
        ],
        "states_b": [
            ("IN_FORCE", "执行中 In force"),
            ("PAID", "已付款 Paid"),
            ("SENT", "已发送 Sent"),
            ("ON_HOLD", "暂停 On hold"),
            ("OVERDUE", "逾期 Overdue"),
        ],
        "states_c": [
            ("CANCELLED", "已取消 Cancelled"),
            ("WITHDRAWN", "已撤回 Withdrawn"),
            ("CLOSED", "已关闭 Closed"),
            ("REVERSED", "已冲销 Reversed"),
            ("EXPIRED", "已过期 Expired"),
        ],
        "heat": [
            ("sh-heat-fav-3", "省 ≥10%"),
            ("sh-heat-fav-2", "5–10"),
            ("sh-heat-fav-1", "2–5"),
            ("sh-heat-mid", "±2"),
            ("sh-heat-unf-1", "2–5"),
            ("sh-heat-unf-2", "5–10"),
            ("sh-heat-unf-3", "超 ≥10%"),
        ],
        "steps": [
            Step("报价", "done", "周敏 9-18"),
            Step("审核", "done", "马国强 9-19"),
            Step("待收款", "now", "财务，2 天"),
            Step("发货单"),
            Step("已发运"),
        ],
        "refused": Refusal(
            title="预算不足，未提交。",
            text="备件及更换 · 累计至 9 月：申请 12,820.00，可用 6,620.00。",
            short_amount=Decimal(6200),
            holders=[Holder("REQ-2026-0379", Decimal(38600), "#r1"), Holder("REQ-2026-0391", Decimal(24000), "#r2")],
            ways_out=[WayOut("申请追加 6,200.00", "#w1"), WayOut("申请调剂", "#w2")],
        ),
        "form": Claim({"amount": "1960.00", "category": "1", "note": ""}),
        "events": [
            TimelineEntry("提交", "陈志强", datetime(2026, 9, 21, 0, 42, tzinfo=UTC), "占用 9,860.00", icon="send"),
            TimelineEntry(
                "同意", "马国强", datetime(2026, 9, 21, 8, 5, tzinfo=UTC), "“现场停机，采购属实。”", "陈立新", "check"
            ),
            TimelineEntry(
                "改动",
                "王静",
                datetime(2026, 9, 22, 1, 10, tzinfo=UTC),
                "第 4 行 1,386.00 → 1,200.00，理由：超出协议价",
                icon="pencil",
            ),
        ],
    }


def _set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    os.environ.setdefault("DATABASE_URL", "postgresql://nobody@localhost/none")  # never opened
    os.environ.setdefault("REDIS_URL", "redis://localhost/0")
    import django
    from django.conf import settings

    django.setup()
    settings.STATIC_URL = "static/"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
