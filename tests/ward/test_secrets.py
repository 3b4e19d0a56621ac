"""Passwords in playlist.yaml: no typo on their line, or beside it, puts them on a screen."""

import json
import sys
import time
from contextlib import nullcontext
from pathlib import Path
from threading import Thread

import pytest
from stand_ins.cli import run_here
from stand_ins.wards import PLAYLIST, write_ward

from broadcast.base.errors import Fault, tell
from broadcast.ward.check import check
from broadcast.ward.secrets import Secrets

HEAD = "station: {name: Đài truyền thanh phường Thử, timezone: Asia/Ho_Chi_Minh}"
URL = "mailtos://ten:s3cr3t@example.com"
STATION = (  # what a hurried hand makes of `notices: [mailtos://…]` in the section `station`
    "  notices: [mailtos:/ten:s3cr3t@example.com]",
    "  notices: mailtos//ten:s3cr3t@example.com",
    "  notices: ten:s3cr3t@example.com",
    "  notices: s3cr3t",
    "  notices: [json://h/?token=s3cr3t, x]",
    f"  notice: {URL}",
    f"  Notices: {URL}",
    f"  noitces: {URL}",
    f"  notics: {URL}",
    f"  thông báo: {URL}",
    f"  báo cho: {URL}",
    f"  rehearse_at: {URL}",
    "  opening: https://u:s3cr3t@h/x",
    "  password: s3cr3t",
    "  ghi chú: mật khẩu s3cr3t",
    f"  notices {URL}",
    f"  notices{URL}",
    f"  notices:\t{URL}",
    f"\tnotices: {URL}",
    f"  {URL}",
    f"  {URL}:",
    f"  - {URL}",
    f"  ? {URL}",
    f"  notices: - {URL}",
    f"  notices: [{URL}, ]]",
    f"  notices: {URL}: x",
    f"  notices: [{URL}",
    f"  notices: [{URL}] x",
    f"  notices: '{URL}' x",
    f'  notices: "{URL}',
    f"  notices: [[{URL}]]",
    f"  notices: {{url: {URL}}}",
    f"  notices: {{{URL}: }}",
    f"  notices: !{URL}",
    "  notices: &s3cr3t x",
    "  notices: *s3cr3t",
    "  notices: @s3cr3t",
    "  notices: %s3cr3t",
    "  notices: `s3cr3t`",
    '  notices: "mailtos://ten:s3cr3t\\q@example.com"',
    "  notices: mailtos://ten:s3cr3t\x01@example.com",
    f"  notices: {URL}\n  notices: {URL}",
    f"  notices:\n    - {URL}\n   - x",
    f"  notices:\n    - {URL}\n    x: y",
    f'  notices:\n    - "{URL}\n    - x',
    f"  notices:\n  - {URL}\n  - \n    x: {URL}",
    f"  notices: |\n    {URL}\n  x: y",
    "  notices:\n    mailtos: s3cr3t",
    "  notices:\n    - mailtos:\n        pass: s3cr3t\n      user: s3cr3t",
    f"  notices: {URL}\n timezone: x",
    f"  notices:\n\t- {URL}",
    f"  notices: {URL}\n   phone: x",
    f"  notices: #{URL}\n    x",
    "  notices: [https://hooks.slack.com/services/T0/B0/s3cr3t x",
    "  notices: {headers: {Authorization: Bearer s3cr3t}}",
    f"notices: {URL}",
    f"notices:\n  - {URL}",
    "token: s3cr3t",
    f"phases: {URL}",
)


@pytest.mark.parametrize("lines", STATION)
def test_no_typo_shows_a_password(tmp_path: Path, lines: str) -> None:
    text = PLAYLIST.replace(HEAD, f"station:\n  name: Đài\n  timezone: Asia/Ho_Chi_Minh\n{lines}")
    home = write_ward(tmp_path, text)
    faults = check(home).faults
    assert any(fault.file == "playlist.yaml" for fault in faults) or lines.startswith("  notices: #")
    for command in (["check"], ["check", "--json"], ["status"]):
        told = run_here("--home", home, *command)
        assert "s3cr3t" not in told.stdout + told.stderr
        if "--json" in command:
            json.loads(told.stdout)


@pytest.mark.parametrize(
    "line",
    [
        f"station: {{name: Đài, notices: [{URL}], timezone: x}}",
        f"station: {{name: Đài, notic: {URL}, timezone: x}}",
        f"station: {{name: Đài, notices: [{URL}, timezone: x}}",
        "station: {notices: [s3cr3t], name: Đài}",
        f"staton: {{name: Đài, notices: [{URL}]}}",
        f"station: [name: Đài, notices: {URL}]",
    ],
)
def test_a_station_in_one_line_shows_none_either(tmp_path: Path, line: str) -> None:
    told = run_here("--home", write_ward(tmp_path, PLAYLIST.replace(HEAD, line)), "check")
    assert told.code == 3
    assert "s3cr3t" not in told.stdout + told.stderr
    assert "••••" in told.stdout + told.stderr


def test_a_file_in_another_coding_shows_none_either(tmp_path: Path) -> None:
    home = write_ward(tmp_path)
    text = PLAYLIST.replace(HEAD, f"station: {{notices: ['{URL}'], name: Đài}}")
    (home / "playlist.yaml").write_bytes(text.encode("cp1258", errors="replace"))
    told = run_here("--home", home, "check")
    assert "UTF-8" in told.stdout + told.stderr
    assert "s3cr3t" not in told.stdout + told.stderr


def test_what_is_no_secret_is_shown_as_it_stands(tmp_path: Path) -> None:
    for line in (
        "  - {id: b, name: Thông báo chung, at: 25:00, days: t2-t6, play: [chung/treo-co]}",
        "  - {id: b, name: Buổi tin, at: 08:00, on: [31/02/2026], play: [chung/treo-co]}",
        r"  - {id: b, name: B, at: 08:00, days: t2-t6, play: [C:\nhac\a]}",
    ):
        text = PLAYLIST.replace("sessions:\n", f"sessions:\n{line}\n")
        assert line in [fault.source for fault in check(write_ward(tmp_path, text)).faults]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("voice: {engines: [esspeak]}", "esspeak"),
        ("voice: {engines: [espeak], speed: 0}", "speed"),
        ("voice:\n  engines: [espeak]\n  speed: nhanh", "speed"),
        ("voice:\n  - engines: [esspeak]", "voice"),
    ],
)
def test_what_is_wrong_with_the_voice_is_shown(tmp_path: Path, lines: str, told: str) -> None:
    """The key is as like `notices` as a typo of it is."""
    home = write_ward(tmp_path, PLAYLIST.replace("voice: {engines: [espeak]}", lines))
    (fault,) = check(home).faults[:1]
    assert told in str(fault.what)
    assert "•" not in f"{fault.what} {fault.source}"


@pytest.mark.parametrize("line", ["a" * 100_000, "ab1/" * 25_000, "x" + " " * 100_000 + "y"])
def test_a_very_long_line_is_covered_at_once(line: str) -> None:
    """A picture pasted as text is one; at 40,000 signs it took 15 s once, as each sign began a search."""
    began = time.monotonic()
    fault = Fault(file="playlist.yaml", line=2, source=line, what=tell("“{value}”", value=f"x{line}"))
    assert Secrets(["notes:", line]).safe(fault, 2).line == 2
    assert time.monotonic() - began < 5


def _asked_at_once(secrets: Secrets, lines: list[str]) -> list[object]:
    """What many threads were told that is not right, as those of a console ask."""
    wrong: list[object] = []

    def ask(step: int) -> None:
        for line in range(step, len(lines) + 1, step):
            fault = Fault(file="playlist.yaml", line=line, source=lines[line - 1], what=tell("lỗi"))
            try:
                shown = secrets.safe(fault, line).source
            except (ValueError, IndexError) as error:
                wrong.append(error)
                return
            if "s3cr3t" in shown or not shown.startswith(f"  ghi chú {line - 1}:"):
                wrong.append(shown)

    threads = [Thread(target=ask, args=(step,)) for step in (1, 1, 2, 3, 5, 7, 11, 13)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return wrong


@pytest.mark.parametrize(("is_guarded", "times"), [(True, 3), (False, 100)])
def test_many_threads_ask_about_lines_at_once(*, is_guarded: bool, times: int) -> None:
    """The negative control: without its turn one of them meets another soon."""
    lines = [f"  ghi chú {number}: mật khẩu s3cr3t{number}" for number in range(200)]
    wrong, usual_s = list[object](), sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for _ in range(times):
            secrets = Secrets(lines)
            if not is_guarded:
                secrets._reading = nullcontext()  # type: ignore[assignment]
            if wrong := _asked_at_once(secrets, lines):
                break
    finally:
        sys.setswitchinterval(usual_s)
    assert bool(wrong) is not is_guarded, wrong[:3]
