"""What a back-up made under load brings back: the ledger, balances, chains, files, sign-in (QLT-32)."""

from __future__ import annotations

import json
import os
import threading
import time

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connections
from django.utils import timezone

from budgets.models import LedgerEntry
from core.backup import archive, making
from core.backup.contents import sessions_table
from core.models import Attachment
from devstack.migrated import VARIABLE
from organization import totp
from organization.models import SecondFactor
from tests.factories import budgets as money
from tests.factories import organization as cast

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.services,
    pytest.mark.rule("QLT-32"),
]

PASSWORD = "a-long-enough-word-2026"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
LOOK = """
import json
from django.test import Client
from django.urls import reverse
from core.models import Attachment
from core.backup.contents import hash_in_storage
from organization import totp
from organization.models import Person, SecondFactor
answer = Client(SERVER_NAME="127.0.0.1").post(reverse("organization:sign_in"), %(form)s)
row = Attachment.objects.get()
print(json.dumps({
    "signed_in": answer.status_code == 302 and "sessionid" in answer.cookies,
    "secret": totp.unseal(SecondFactor.objects.get().secret),
    "file": hash_in_storage(row.file.name) == row.sha256,
}))
"""


class Writers:
    """People who go on posting while the block lasts."""

    def __init__(self, department, category):
        self.department, self.category = department, category
        self.failures = []
        self.ended = threading.Event()
        self.threads = [threading.Thread(target=self.work, daemon=True) for _ in range(2)]

    def work(self):
        try:
            while not self.ended.is_set():
                money.post(money.posting(self.department, self.category, 9, "1.00"))
        except Exception as error:  # noqa: BLE001 - whatever it is, the test tells it
            self.failures.append(error)
        finally:
            connections.close_all()

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_error):
        self.ended.set()
        for thread in self.threads:
            thread.join(30)


@pytest.fixture
def company_at_work(company):
    """Money to spend, a file on a document, somebody with a password and a second factor."""
    money.open_year()
    category = money.leaf_category("备件", action="WARN")
    money.appropriate(company.service, category, per_month="1000.00")
    person = cast.member(company.service, "employee", username="back")
    person.password = Argon2PasswordHasher().encode(PASSWORD, "saltsaltsalt")
    person.save(update_fields=("password",))
    sealed = cast.member(company.service, "employee")
    SecondFactor.objects.create(person=sealed, secret=totp.seal(SECRET), set_up_at=timezone.now())
    attachment(person, b"an invoice")
    return company, category


def attachment(person, content):
    name = default_storage.save("attachments/2026/11/0123456789abcdef", ContentFile(content))
    return Attachment.objects.create(
        subject_kind="spend_request", subject_id=1, file=name, name="发票.pdf", size=len(content),
        content_type="application/pdf", sha256=archive.Hashing(ContentFile(content)).drain(), uploaded_by=person,
        uploaded_at=timezone.now(),
    )  # fmt: skip


def quiet(_line):
    """Nobody listens."""


def test_what_was_backed_up_under_load_comes_back_whole(company_at_work, other, our_key, tmp_path, client):
    company, category = company_at_work
    cast.signed_in(client, cast.member(company.service, "employee"))
    target = tmp_path / "b.tar"

    with Writers(company.service, category) as writers:
        while LedgerEntry.objects.count() < 30:
            time.sleep(0.01)
        before = LedgerEntry.objects.count()
        made = making.make(target, at=timezone.now(), say=quiet)
        after = LedgerEntry.objects.count()
    key_file = other.folder / "secret-key"
    done = other.restore(target, "--secret-file", str(key_file))

    assert writers.failures == []
    assert done.returncode == 0, done.stderr
    assert "The ledger verifies" in done.stdout
    assert "Restored and verified." in done.stdout
    entries = other.value("SELECT count(*) FROM budgets_ledgerentry")
    assert before <= entries < after
    held = other.value("SELECT sum(amount) FROM budgets_ledgerentry WHERE kind = 'COMMITMENT'")
    assert other.value("SELECT sum(committed) FROM budgets_controlkey") == held
    assert other.value(f"SELECT count(*) FROM {sessions_table()}") == 0
    with archive.Reader(made.path) as reader:
        rows = reader.manifest["rows"]
    assert {table: other.value(f'SELECT count(*) FROM "{table}"') for table in rows} == rows
    assert key_file.read_text() == our_key
    assert [path.stat().st_mode & 0o077 for path in (made.path, key_file)] == [0, 0]
    form = {"username": "back", "password": PASSWORD}
    seen = other.tell(LOOK % {"form": json.dumps(form)}, SECRET_KEY=key_file.read_text())
    assert seen == {"signed_in": True, "secret": SECRET, "file": True}


def test_what_is_restored_can_be_backed_up_and_restored_over(company_at_work, other, tmp_path):
    first, second = tmp_path / "one.tar", tmp_path / "two.tar"
    making.make(first, at=timezone.now(), say=quiet)
    unread = other.restore(first)
    saved = other.run("backup", str(second))

    refused = other.restore(second)
    replaced = other.restore(second, "--force")

    assert unread.returncode == 1
    assert "sealed with another SECRET_KEY" in unread.stderr  # all came back, but one thing has to be done
    assert saved.returncode == 0, saved.stderr
    assert refused.returncode == 1
    assert "holds data already: 2 people. Nothing was changed." in refused.stderr
    assert replaced.returncode == 0, replaced.stderr
    assert other.value("SELECT count(*) FROM organization_person") == 2


def test_an_older_back_up_is_brought_to_this_version(empty_installation, tmp_path):
    old, new = empty_installation(os.environ.get(VARIABLE, "template0")), empty_installation()
    before = old.run("migrate", "reports", "zero")
    assert before.returncode == 0, before.stderr
    assert old.run("backup", str(tmp_path)).returncode == 0
    (path,) = tmp_path.glob("*.tar")

    done = new.restore(path)

    assert done.returncode == 0, done.stderr
    assert "migrations brought it to this version." in done.stdout
    assert new.run("migrate", "--check").returncode == 0
