"""The service's texts, word by word; what needs a running systemd or Windows is not shown here."""

import configparser
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from stand_ins.cli import run_here
from stand_ins.wards import write_ward

from broadcast.base.errors import MachineError, UsageRefused
from broadcast.station import autostart as unit
from broadcast.station.autostart import systemd_unit, windows_task

ODD = 'Phường "Hồng Bàng" 100% $HOME \\ & <loa>'
TASK = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}


def _parsed(text: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None, strict=True)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(text)
    return parser


def _words(line: str) -> list[str]:
    """ExecStart as systemd.service(5) reads it."""
    return [word.replace("%%", "%").replace("$$", "$") for word in shlex.split(line)]


def test_the_unit_pings_restarts_for_ever_and_starts_with_the_machine(tmp_path: Path) -> None:
    parsed = _parsed(systemd_unit(tmp_path, system=False, user="dai"))
    service = parsed["Service"]
    assert (service["Type"], service["WatchdogSec"], service["Restart"]) == ("notify", "120", "always")
    assert (service["RestartSec"], parsed["Unit"]["StartLimitIntervalSec"]) == ("5", "0")
    assert service["KillMode"] == "mixed"  # the sound card's child lives until the fade is over
    assert parsed["Install"]["WantedBy"] == "default.target"
    assert "User" not in service
    wanted = [sys.executable, "-P", "-m", "broadcast", "--home", str(tmp_path), "run"]
    assert _words(service["ExecStart"]) == wanted


def test_the_system_s_unit_runs_as_the_station_s_user(tmp_path: Path) -> None:
    parsed = _parsed(systemd_unit(tmp_path, system=True, user="dai"))
    assert (parsed["Service"]["User"], parsed["Service"]["SupplementaryGroups"]) == ("dai", "audio")
    assert parsed["Install"]["WantedBy"] == "multi-user.target"


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no such names")
def test_odd_paths_and_names_come_through_both_texts(tmp_path: Path) -> None:
    home = tmp_path / ODD
    device = 'Loa "USB" 50%'
    start = _parsed(systemd_unit(home, system=False, user="dai", device=device))["Service"]["ExecStart"]
    assert _words(start)[-4:] == [str(home), "run", "--device", device]
    assert re.findall(r"(?<!%)%(?!%)|(?<!\$)\$(?!\$)", start.replace("%%", "").replace("$$", "")) == []
    task = ElementTree.fromstring(windows_task(home, user="PHUONG\\đài & loa", device=device).encode("utf-16"))  # noqa: S314
    exec_ = task.find("t:Actions/t:Exec", TASK)
    assert exec_ is not None
    assert exec_.findtext("t:WorkingDirectory", "", TASK) == str(home)
    arguments = exec_.findtext("t:Arguments", "", TASK)
    assert arguments == subprocess.list2cmdline(
        ["-P", "-m", "broadcast", "--home", str(home), "run", "--device", device]
    )
    assert task.findtext("t:Principals/t:Principal/t:UserId", "", TASK) == "PHUONG\\đài & loa"


def test_a_path_that_would_add_a_line_to_the_unit_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageRefused):
        systemd_unit(tmp_path / "a\nExecStartPre=/bin/sh", system=False, user="dai")


def test_the_task_runs_at_logon_with_audio_without_end_and_only_once() -> None:
    text = windows_task(Path.cwd(), user="PC\\dai")
    task = ElementTree.fromstring(text.encode("utf-16"))  # noqa: S314
    assert task.find("t:Triggers/t:LogonTrigger", TASK) is not None
    assert task.findtext("t:Triggers/t:LogonTrigger/t:Repetition/t:Interval", "", TASK) == "PT5M"
    assert task.findtext("t:Principals/t:Principal/t:LogonType", "", TASK) == "InteractiveToken"
    settings = {one.tag.rpartition("}")[2]: one.text for one in task.findall("t:Settings/*", TASK)}
    assert settings["ExecutionTimeLimit"] == "PT0S"
    assert settings["MultipleInstancesPolicy"] == "IgnoreNew"
    assert settings["DisallowStartIfOnBatteries"] == settings["StopIfGoingOnBatteries"] == "false"
    assert "no audio" in text


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
def test_systemd_itself_finds_nothing_wrong_with_the_unit(tmp_path: Path) -> None:
    path = tmp_path / "broadcast.service"
    path.write_text(systemd_unit(tmp_path / "Phường Hồng Bàng", system=True, user="root"), encoding="utf-8")
    verified = subprocess.run(
        ["systemd-analyze", "verify", "--recursive-errors=no", path], capture_output=True, text=True, check=False
    )
    assert "broadcast.service" not in verified.stderr, verified.stderr


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """systemctl and loginctl that write down what they were told; and a home of their own."""
    folder, said = tmp_path / "bin", tmp_path / "said"
    folder.mkdir()
    for name in ("systemctl", "loginctl"):
        (folder / name).write_text(f'#!/bin/sh\necho {name} "$@" >> {said}\necho active\n', encoding="utf-8")
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return said


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="systemd is Linux's")
def test_install_writes_the_unit_and_starts_it_and_uninstall_takes_it_away(tmp_path: Path, tools: Path) -> None:
    home = write_ward(tmp_path / "ward")
    assert run_here("--home", home, "service", "install").code == 0
    path = unit.unit_path(system=False)
    assert _parsed(path.read_text(encoding="utf-8"))["Service"]["Type"] == "notify"
    assert tools.read_text().splitlines() == [
        "systemctl --user daemon-reload",
        "systemctl --user enable --now broadcast.service",
        "loginctl enable-linger",
    ]
    shown = run_here("--home", home, "service", "status")
    assert (shown.code, "đang chạy" in shown.stdout) == (0, True)
    assert run_here("--home", home, "service", "uninstall").code == 0
    assert not path.exists()
    assert "systemctl --user disable --now broadcast.service" in tools.read_text()
    assert "Chưa cài" in run_here("--home", home, "service", "uninstall").stdout


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="systemd is Linux's")
def test_where_systemd_does_not_answer_it_says_what_is_left_to_do(tmp_path: Path, tools: Path) -> None:
    (tmp_path / "bin" / "systemctl").write_text("#!/bin/sh\necho 'not booted' >&2\nexit 1\n", encoding="utf-8")
    home = write_ward(tmp_path / "ward")
    result = run_here("--home", home, "service", "install")
    assert result.code == MachineError.exit_code
    assert "not booted" in result.stderr
    assert "broadcast.service" in result.stderr
    assert run_here("--home", home, "service", "status").code == 5


def test_no_service_is_installed_for_a_folder_that_cannot_start(tmp_path: Path) -> None:
    assert run_here("--home", tmp_path, "service", "install", "--print").code == 3


_COLUMNS = (
    '"PC","\\\\broadcast","N/A","{status}","{mode}","28/11/2026 06:00:00","{result}","PC\\\\dai","python","N/A"'
)


@pytest.mark.skipif(os.name == "nt", reason="a stand-in for schtasks, as a shell script")
@pytest.mark.parametrize("status", ["Running", "Wird ausgeführt", "Đang chạy", "実行中"])
@pytest.mark.parametrize(("result", "running"), [("267009", True), ("0", False), ("267014", False)])
def test_whether_the_task_runs_is_read_in_every_language_of_windows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, status: str, result: str, running: bool
) -> None:
    answer = tmp_path / "answer.csv"
    answer.write_text(_COLUMNS.format(status=status, mode="Interactive only", result=result), encoding="utf-8")
    _schtasks(tmp_path, monkeypatch, f"cat {answer}")
    standing = unit.standing()
    assert (standing.installed, standing.running, standing.said) == (True, running, status)


@pytest.mark.skipif(os.name == "nt", reason="a stand-in for schtasks, as a shell script")
def test_a_task_that_is_not_there_is_not_installed_whatever_the_system_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _schtasks(
        tmp_path, monkeypatch, "echo 'FEHLER: Das System kann die angegebene Datei nicht finden.' >&2; exit 1"
    )
    standing = unit.standing()
    assert (standing.installed, standing.running) == (False, False)
    assert "FEHLER" in standing.said


def _schtasks(folder: Path, monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    (folder / "schtasks").write_text(f"#!/bin/sh\n{answer}\n", encoding="utf-8")
    (folder / "schtasks").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    monkeypatch.setattr(unit, "keeper", lambda **_: unit.Keeper.WINDOWS_TASK)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="systemd is Linux's")
@pytest.mark.parametrize("script", ["#!/bin/sh\nsleep 20\n", "#!/khong/co\n"], ids=["it hangs", "it cannot start"])
def test_a_tool_of_the_system_that_does_not_end_or_start_is_told_and_no_bug(
    tmp_path: Path, tools: Path, script: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unit, "_PATIENCE_S", 0.3)
    (tmp_path / "bin" / "systemctl").write_text(script, encoding="utf-8")
    home = write_ward(tmp_path / "ward")
    result = run_here("--home", home, "service", "install")
    assert result.code == MachineError.exit_code, result
    assert "systemctl --user daemon-reload không làm được" in result.stderr
    assert "broadcast.service" in result.stderr
    assert run_here("--home", home, "service", "status").code == MachineError.exit_code


@pytest.mark.skipif(os.name == "nt", reason="stand-ins for schtasks, as shell scripts")
def test_windows_own_tool_is_taken_and_not_one_of_the_folder_one_stands_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _schtasks(tmp_path, monkeypatch, "echo the wrong one")
    monkeypatch.chdir(tmp_path)
    system = tmp_path / "Windows" / "System32"
    system.mkdir(parents=True)
    (system / "schtasks.exe").write_text("#!/bin/sh\necho the system one; exit 1\n", encoding="utf-8")
    (system / "schtasks.exe").chmod(0o755)
    assert unit.standing().said == "the wrong one"
    monkeypatch.setenv("SystemRoot", str(tmp_path / "Windows"))
    assert unit.standing().said == "the system one"
