"""What the columns of an accounting system's export are (EXP-09). Pure: headings in, roles out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from core.sheets.headings import heading_row, squeezed

IGNORE = "ignore"
DATE, VOUCHER, WORD, ENTRY, SUMMARY = "date", "voucher", "word", "entry", "summary"
SUBJECT, SUBJECT_NAME, DEPARTMENT = "subject", "subject_name", "department"
SUPPLIER, INVOICE, TAX, COMPLAINT = "supplier", "invoice", "tax", "complaint"
DEBIT, CREDIT, AMOUNT, DIRECTION = "debit", "credit", "amount", "direction"
ROLES = (
    IGNORE, DATE, WORD, VOUCHER, ENTRY, SUMMARY, SUBJECT, SUBJECT_NAME, DEPARTMENT, DEBIT, CREDIT, AMOUNT, DIRECTION,
    TAX, SUPPLIER, INVOICE, COMPLAINT,
)  # fmt: skip

WORDS: Mapping[str, tuple[str, ...]] = {
    DATE: ("日期", "凭证日期", "制单日期", "记账日期", "业务日期", "单据日期", "date", "voucherdate", "postingdate"),
    WORD: ("凭证字", "凭证类别", "凭证类型", "vouchertype"),
    VOUCHER: ("凭证号", "凭证字号", "凭证编号", "凭证号数", "凭证号码", "voucher", "voucherno", "vouchernumber"),
    ENTRY: ("分录号", "分录序号", "分录", "行号", "分录行号", "lineno", "entryno", "entry"),
    SUMMARY: ("摘要", "说明", "事由", "用途", "summary", "description", "memo", "text"),
    SUBJECT: ("科目", "科目编码", "科目代码", "会计科目", "会计科目编码", "科目编号", "account", "accountcode"),
    SUBJECT_NAME: ("科目名称", "科目全名", "会计科目名称", "科目全称", "accountname"),
    DEPARTMENT: ("部门", "部门名称", "部门编码", "核算部门", "部门核算", "成本中心", "department", "costcenter"),
    DEBIT: ("借方金额", "借方", "借方本币", "借方发生额", "本币借方", "debit", "debitamount"),
    CREDIT: ("贷方金额", "贷方", "贷方本币", "贷方发生额", "本币贷方", "credit", "creditamount"),
    AMOUNT: ("金额", "本币金额", "发生额", "价税合计", "报销金额", "amount"),
    DIRECTION: ("方向", "借贷方向", "借贷", "direction", "dc"),
    TAX: ("税额", "进项税额", "进项税", "tax", "taxamount", "vat"),
    SUPPLIER: ("供应商", "供应商名称", "往来单位", "客商", "客商名称", "单位名称", "supplier", "vendor"),
    COMPLAINT: ("投诉", "投诉号", "投诉编号", "投诉单号", "投诉单", "complaint", "complaintno", "complaintnumber"),
    INVOICE: ("发票号", "发票号码", "发票编号", "invoice", "invoiceno", "invoicenumber"),
}  # fmt: skip
_ROLE_OF = {word: role for role, words in WORDS.items() for word in words}
_REMARK = re.compile(r"\((元|人民币|rmb|cny|本位币|本币)\)|[::*]")


@dataclass(frozen=True, slots=True)
class Layout:
    """How a sheet is read: the heading row (0-based) and what each column is."""

    header_row: int = 0
    columns: Mapping[int, str] = field(default_factory=dict)

    @property
    def missing(self) -> tuple[str, ...]:
        """The roles without which no row is an expense; DEBIT stands for any column of amounts."""
        roles = set(self.columns.values())
        lacks = [DATE] if DATE not in roles else []
        if not roles & {SUBJECT, SUBJECT_NAME}:
            lacks.append(SUBJECT)
        if not roles & {DEBIT, AMOUNT}:
            lacks.append(DEBIT)
        return tuple(lacks)


def heading_key(text: str) -> str:
    """A heading as it is compared and remembered."""
    return _REMARK.sub("", squeezed(text))


def role_of(text: str, learned: Mapping[str, str] | None = None) -> str:
    """What a column with this heading is: as it was read before from this source, else by its words."""
    key = heading_key(text)
    if learned and key in learned:
        return learned[key]
    return _ROLE_OF.get(key, IGNORE)


def guess(rows: Sequence[Sequence[str]], learned: Mapping[str, str] | None = None) -> Layout:
    """The likeliest layout of a sheet, from its first rows."""
    if not rows:
        return Layout()
    header = heading_row(rows, lambda row: len({role_of(text, learned) for text in row} - {IGNORE}))
    return Layout(header, columns_of(rows[header], learned))


def columns_of(heading: Sequence[str], learned: Mapping[str, str] | None = None) -> dict[int, str]:
    """What each column is; the first of two alike counts."""
    columns: dict[int, str] = {}
    taken: set[str] = set()
    for column, text in enumerate(heading):
        role = role_of(text, learned)
        columns[column] = IGNORE if role in taken else role
        taken.add(role)
    if DEBIT in taken:  # 借方 and 贷方 say it all; a column “amount” beside them is in another currency or a sum
        columns = {column: IGNORE if role in {AMOUNT, DIRECTION} else role for column, role in columns.items()}
    return columns


def learned_from(heading: Sequence[str], columns: Mapping[int, str]) -> dict[str, str]:
    """What a source's headings are, to be remembered."""
    return {heading_key(text): columns.get(column, IGNORE) for column, text in enumerate(heading) if heading_key(text)}
