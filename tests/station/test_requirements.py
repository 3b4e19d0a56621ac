"""What is installed beside what the program needs."""

import json
from importlib.metadata import version
from pathlib import Path

import pytest
from stand_ins.wards import write_ward

from broadcast.cli.root import broadcast
from broadcast.station import doctor, requirements
from broadcast.station.requirements import Unmet, unmet


def test_what_is_installed_here_is_what_the_program_needs() -> None:
    assert unmet() == ()


def test_a_newer_click_is_told_of_with_what_the_program_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requirements, "installed", lambda name: "8.5.1" if name == "click" else version(name))
    told = unmet(["click>=8.1,<8.2", "rich>=13.7"])
    assert told == (Unmet(name="click", needed="<8.2,>=8.1", installed="8.5.1"),)


def test_a_package_that_is_missing_is_told_of() -> None:
    assert unmet(["khong-co-goi-nay>=1"]) == (Unmet(name="khong-co-goi-nay", needed=">=1", installed=None),)


def test_extras_and_what_belongs_to_other_systems_are_not_asked_for() -> None:
    assert unmet(['khong-co>=1; extra == "docs"', 'khong-co>=1; sys_platform == "khac"']) == ()


def test_doctor_says_which_package_another_program_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    other = (Unmet(name="click", needed="<8.2,>=8.1", installed="8.5.1"),)
    monkeypatch.setattr(doctor, "unmet", lambda: other)
    broadcast.run(["--home", str(write_ward(tmp_path)), "doctor", "--json"])
    told = capsys.readouterr().out
    assert "click" in told
    assert "8.5.1" in told
    assert "<8.2,>=8.1" in json.dumps(json.loads(told))
