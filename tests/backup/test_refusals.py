"""What a restore refuses before it changes anything, and what back-ups tell of files that do not fit (QLT-32)."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import FileField
from django.utils import timezone, translation

from core import mails
from core.backup import archive, contents, database, making, restoring
from core.backup.contents import KeptFile
from core.backup.errors import BackupError
from core.models import Mail, MailKind
from devstack.migrated import VARIABLE
from devstack.services import folder_lock
from tests.backup.conftest import ROOT
from tests.factories.organization import actor_of, member

pytestmark = [pytest.mark.rule("QLT-32")]


def written(path: Path, *, dump: bytes = b"rows", **facts: object) -> Path:
    """A back-up with a made-up database in it."""
    usual = {
        "application": "9.9", "migrations": [], "postgresql": 15, "keys": contents.key_marks(),
        "rows": {}, "missing": [], "changed": [],
    }  # fmt: skip
    with archive.Writer(path) as writer:
        writer.add(archive.DATABASE, io.BytesIO(dump), len(dump))
        writer.finish(usual | facts)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(BackupError) as refused:
        restoring.restore(path, at=timezone.now(), say=lambda _line: None)
    return str(refused.value)


def changed(path: Path, old: bytes, new: bytes) -> Path:
    data = path.read_bytes()
    assert data.count(old) >= 1
    path.write_bytes(data.replace(old, new, 1))
    return path


def test_a_file_that_is_not_there_is_said(tmp_path):
    assert refusal(tmp_path / "b.tar") == f"There is no file {tmp_path / 'b.tar'}."


@pytest.mark.parametrize("kept", [0, 100, 2000])
def test_a_back_up_cut_off_is_refused(tmp_path, kept):
    path = written(tmp_path / "b.tar", dump=b"r" * 4000)
    path.write_bytes(path.read_bytes()[:kept])

    assert "is damaged: it is no back-up, or its end is missing. Nothing was changed." in refusal(path)


@pytest.mark.django_db
def test_a_changed_byte_is_found_before_anything_is_restored(tmp_path):
    path = changed(written(tmp_path / "b.tar", dump=b"all the rows"), b"all the rows", b"all the raws")

    assert "database.dump is not what was written" in refusal(path)


def test_a_changed_manifest_is_found(tmp_path):
    path = changed(written(tmp_path / "b.tar"), b'"9.9"', b'"9.8"')

    assert "is damaged" in refusal(path)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"migrations": ["budgets.0999_from_the_future"]}, "this one does not know budgets.0999_from_the_future"),
        ({"postgresql": 99}, "The back-up is of PostgreSQL 99"),
    ],
)
def test_a_back_up_of_a_later_version_is_refused(tmp_path, facts, words):
    assert words in refusal(written(tmp_path / "b.tar", **facts))


@pytest.mark.django_db
def test_a_back_up_with_some_of_the_former_migrations_is_refused(tmp_path):
    path = written(tmp_path / "b.tar", migrations=["budgets.0001_initial"])

    assert "before the first release" in refusal(path)


def test_a_later_form_of_the_file_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "FORMAT", 2)
    path = written(tmp_path / "b.tar")
    monkeypatch.setattr(archive, "FORMAT", 1)

    assert "was made by a later version of Shouhou (9.9)" in refusal(path)


def test_a_database_in_use_is_left_alone(other, tmp_path):
    with psycopg.connect(other.address):
        done = other.restore(written(tmp_path / "b.tar"))

    assert done.returncode == 1
    assert "The database is in use (1 connections). End web, worker and beat first; nothing was changed." in done.stderr
    assert other.value("SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relname LIKE '%django%'") == 0


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_a_dump_that_ends_too_early_leaves_the_database_as_it_was(empty_installation, tmp_path):
    whole = empty_installation(os.environ.get(VARIABLE, "template0"))
    before = whole.value("SELECT count(*) FROM pg_class")
    with database.snapshot() as name:
        database.dump(tmp_path / "dump", at_snapshot=name, without_rows_of=contents.sessions_table())
    dump = (tmp_path / "dump").read_bytes()

    done = whole.restore(written(tmp_path / "cut.tar", dump=dump[: len(dump) // 2]), "--force")

    assert done.returncode == 1
    assert "The database could not be restored and is as it was before" in done.stderr
    assert whole.value("SELECT count(*) FROM pg_class") == before


def test_the_application_must_have_ended_on_the_folder(tmp_path):
    path = written(tmp_path / "b.tar")

    with folder_lock(tmp_path / "data"):
        done = subprocess.run(
            [sys.executable, "-m", "devstack.backup", "restore", str(path), "--data", str(tmp_path / "data")],
            cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip

    assert done.returncode == 1
    assert "The application runs on" in done.stderr


def test_files_that_do_not_fit_their_rows_are_told(tmp_path, db):
    right = default_storage.save("attachments/right", ContentFile(b"as it was"))
    other = default_storage.save("attachments/other", ContentFile(b"not as it was"))
    was = archive.Hashing(ContentFile(b"as it was")).drain()
    wanted = [KeptFile(right, was), KeptFile(other, was), KeptFile("attachments/gone", was)]

    with archive.Writer(tmp_path / "b.tar") as writer:
        _missing, different = making._add_files(writer, wanted)

    assert different == [other]
    assert sorted(writer.members) == [archive.FILES + other, archive.FILES + right]


def test_every_kind_of_row_that_keeps_a_file_is_in_back_ups():
    named = {field.model for model in apps.get_models() for field in model._meta.get_fields() if _is_file(field)}

    assert named <= contents.holders()


def _is_file(field: object) -> bool:
    """A file's field, or the name of one as text."""
    return isinstance(field, FileField) or getattr(field, "name", "") == "file"


def test_what_waited_to_be_sent_is_held_back_and_can_be_sent_again(company):
    person = member(company.service, "employee", email="a@shouhou.example")
    now = timezone.now()
    mails.write(person_id=person.pk, kind=MailKind.DIGEST, address=person.email, key="k", at=now, facts={})

    held = restoring.hold_back(at=now)

    mail = Mail.objects.get()
    assert held == 1
    assert mail.state == "GIVEN_UP"
    assert mail.failure == "恢复备份后暂不发送：备份之后可能已经发出。"
    with translation.override("en"):
        assert mail.failure == "Held back after a restore: it may have been sent before."
    keeper = member(company.company, "information_manager", company_wide=True)
    assert mails.send_again(mail_id=mail.pk, actor=actor_of(keeper), at=now).state == "WAITING"
