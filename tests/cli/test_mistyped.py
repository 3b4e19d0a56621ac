"""What is typed nearly right: the nearest is named; the program's options are taken behind a command too."""

import errno
from pathlib import Path

import pytest
from stand_ins.cli import run_here, run_on_terminal
from stand_ins.wards import PLAYLIST, write_ward

from broadcast.cli.root import _COMMANDS


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("tody", "today"), ("TODAY", "today"), ("chek", "check"), ("play", "play-today"),
     ("rehearse-tomorow", "rehearse-tomorrow"),
     ("stauts", "status"), ("stp", "stop"), ("announc", "announce"), ("docter", "doctor")],
)  # fmt: skip
def test_a_mistyped_command_gets_its_nearest(typed: str, meant: str) -> None:
    result = run_here(typed)
    assert result.code == 2
    assert f"không có lệnh “{typed}”. Ý bạn là “{meant}”?" in result.stderr
    assert f"Did you mean “{meant}”?" in run_here("--lang", "en", typed).stderr


def test_what_is_like_no_command_gets_no_advice() -> None:
    result = run_here("xyzzy")
    assert (result.code, "Ý bạn" in result.stderr) == (2, False)


@pytest.mark.parametrize(("typed", "meant"), [("--dat", "--date"), ("--jsn", "--json"), ("--hom", "--home")])
def test_a_mistyped_option_gets_its_nearest(typed: str, meant: str) -> None:
    result = run_here("today", typed, "x")
    assert (result.code, f"Ý bạn là {meant}?" in result.stderr) == (2, True)


@pytest.mark.parametrize("name", _COMMANDS)
def test_home_and_language_are_taken_behind_every_command(name: str) -> None:
    assert "Usage:" in run_here(name, "--home", "/khong/co", "--lang", "en", "--no-color", "-h").stdout


def test_home_behind_the_command_is_the_home_that_counts(tmp_path: Path) -> None:
    here = write_ward(tmp_path / "a", PLAYLIST.replace("Buổi sáng", "Buổi tinh mơ"))
    there = write_ward(tmp_path / "b")
    for words in (
        ("--home", here, "today"),
        ("today", "--home", here),
        ("--home", there, "today", "--home", here),
    ):
        assert "Buổi tinh mơ" in run_here(*words, "--date", "06/10/2025").stdout
    assert run_here("today", "--home", here / "playlist.yaml").code == 2


def test_dash_h_is_help() -> None:
    assert run_here("-h").stdout == run_here("--help").stdout
    assert run_here("today", "-h").stdout == run_here("today", "--help").stdout != ""


@pytest.mark.parametrize("words", [("--no-color", "check"), ("check", "--no-color")], ids=" ".join)
def test_no_color_leaves_colours_out(
    tmp_path: Path, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    home = write_ward(tmp_path)
    assert "\x1b[" in run_on_terminal(80, "--home", home, "check", NO_COLOR="").stdout
    plain = run_on_terminal(80, "--home", home, *words, NO_COLOR="")
    assert (plain.code, "\x1b[3" in plain.stdout + plain.stderr) == (0, False)


def test_ranges_and_defaults_are_told_in_words() -> None:
    assert "[mặc định 3; từ 1 đến 60]" in " ".join(run_here("build", "-h").stdout.split())
    assert "[bắt buộc]" in run_here("skip", "-h").stdout
    assert "99 nằm ngoài khoảng từ 1 đến 60" in run_here("build", "--days", "99").stderr
    assert not any("<=" in run_here(name, "-h").stdout for name in _COMMANDS)


@pytest.mark.parametrize(
    "typed",
    [
        ("--home", "a" * 300, "check"),
        ("--home", "a" * 300, "status"),
        ("--home", "a" * 300, "stop"),
        ("init", "a" * 300),
        ("spoken", "a" * 5000),
        ("import", "x.docx", "--in", "a" * 5000),
    ],
    ids=lambda typed: " ".join(word[:12] for word in typed),
)
def test_a_name_that_no_disk_can_hold_is_told_and_is_no_bug(typed: tuple[str, ...]) -> None:
    done = run_here(*typed)
    assert (done.code, done.stderr) == (2, "Tên tệp hay thư mục vừa gõ dài quá, máy không mở được.\n")


def test_a_name_that_is_too_long_and_was_not_typed_is_not_put_down_to_what_was_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = write_ward(tmp_path)

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.ENAMETOOLONG, "File name too long", f"{home}/scripts/{'b' * 300}.md")

    monkeypatch.setattr("broadcast.ward.check.check", refuse)
    done = run_here("--home", home, "check")
    assert done.code == 5, done
    assert "vừa gõ" not in done.stderr
    assert "bbb.md" in done.stderr
