"""Set-up on machines that lack something."""

import pytest

import run
from core import press, press_process

NONE = "libsomething-nobody-has"


def test_where_pango_cannot_be_had_set_up_goes_on_and_says_so(monkeypatch, capsys):
    monkeypatch.setattr(run, "has_pango", lambda: False)
    monkeypatch.setattr(run.shutil, "which", lambda _program: None)

    run.ensure_pango()

    said = capsys.readouterr().err
    assert "PDF files cannot be made here, all else works." in said
    assert "apt-get install libpango-1.0-0" in said


def test_a_machine_that_cannot_fetch_pango_is_set_up_all_the_same(monkeypatch, capsys):
    def no_network():
        raise run.SetupError("Fetching Pango failed: no network")

    monkeypatch.setattr(run, "has_pango", lambda: False)
    monkeypatch.setattr(run.shutil, "which", lambda program: f"/usr/bin/{program}")
    monkeypatch.setattr(run.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(run, "unpack_pango", no_network)

    run.ensure_pango()

    assert "Fetching Pango failed: no network" in capsys.readouterr().err


@pytest.mark.parametrize("library", press_process.LIBRARIES)
def test_each_library_that_draws_is_looked_for(library, monkeypatch):
    monkeypatch.setattr(run, "can_load", lambda name: name != library)
    monkeypatch.setattr(run, "SYSROOT", run.ROOT / "there-is-no-such-folder")

    assert not run.has_pango()


def test_a_library_nobody_has_cannot_be_loaded():
    assert not press_process.can_load(NONE)


def test_the_press_of_this_machine_is_there(monkeypatch):
    monkeypatch.setattr(press, "_is_there", False)

    assert press.is_there()
