"""The unattended station in the hands of the system: a systemd unit, or a Windows task at logon.

A Windows service would not do: services run in session 0, which has no audio.
"""

import csv
import getpass
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from xml.sax.saxutils import escape

from broadcast.base.children import ours
from broadcast.base.errors import DiskError, MachineError, Message, UsageRefused, tell
from broadcast.base.files import write_whole
from broadcast.base.reasons import reason_of

NAME = "broadcast"
WATCHDOG_S = 120
"""Without a ping for this many seconds, systemd ends the player and starts it again."""
_TASK_RUNS = "267009"
"""The result of a task that has not ended (SCHED_S_TASK_RUNNING): a number, where the status is a word of the
system's own language."""
_PATIENCE_S = 60.0
"""With the system's own tools."""
_STATUS_COLUMN = 3
"""Of `schtasks /Query /V /FO CSV`: host, task, next run, status, logon mode, last run, last result, and so on."""
_DESCRIPTION = "Đài truyền thanh phường (broadcast run)"


class Keeper(StrEnum):
    """Who starts the station and keeps it running."""

    SYSTEMD_USER = "systemd-user"
    SYSTEMD_SYSTEM = "systemd-system"
    WINDOWS_TASK = "windows-task"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the system says of the service that runs the station."""

    keeper: Keeper
    place: str
    """The unit's file, or the task's name."""
    installed: bool
    running: bool
    said: str
    """In the system's own words."""


def keeper(*, system: bool = False) -> Keeper:
    """Choose what starts the station here: systemd (the machine's with `system`, else the user's) or Windows.

    Raises UsageRefused on a system that has neither.
    """
    if os.name == "nt":
        return Keeper.WINDOWS_TASK
    if sys.platform.startswith("linux"):
        return Keeper.SYSTEMD_SYSTEM if system else Keeper.SYSTEMD_USER
    raise UsageRefused(
        tell("Chưa biết cách cài dịch vụ trên hệ máy này."), tell("Cứ mở một cửa sổ và chạy: broadcast run")
    )


# --- texts ---


def systemd_unit(home: Path, *, system: bool, user: str, device: str | None = None) -> str:
    """Return the text of a systemd unit that runs `broadcast run` for the folder `home`; nothing is written.

    `system`: the machine's unit, which runs as `user`. `device` None: the loudspeaker of playlist.yaml. Raises
    UsageRefused where a path or the device has a line break in it.
    """
    account = f"User={user}\nSupplementaryGroups=audio\nNice=-10\nOOMScoreAdjust=-500\n" if system else ""
    return _template("broadcast.service").format(
        description=_DESCRIPTION.replace("%", "%%"),
        after="sound.target time-sync.target" if system else "pipewire.service pulseaudio.service",
        command=" ".join(_quoted(word) for word in _command(home, device)),
        watchdog_s=WATCHDOG_S,
        account=account,
        wanted_by="multi-user.target" if system else "default.target",
    )


def windows_task(home: Path, *, user: str, device: str | None = None) -> str:
    """Return the XML of a task that runs `broadcast run` at the logon of `user`; nothing is written.

    `schtasks /Create` wants it in a file in UTF-16. `device` None: the loudspeaker of playlist.yaml.
    """
    command, *arguments = _command(home, device)
    return _template("broadcast.xml").format(
        description=escape(_DESCRIPTION),
        user=escape(user),
        command=escape(command),
        arguments=escape(subprocess.list2cmdline(arguments)),
        folder=escape(str(home.resolve())),
    )


def _template(name: str) -> str:
    return (files("broadcast.station") / "templates" / name).read_text(encoding="utf-8")


def _command(home: Path, device: str | None) -> list[str]:
    words = ours("broadcast", "--home", str(home.resolve()), "run")
    return [*words, "--device", device] if device else words


def _quoted(word: str) -> str:
    """A word of ExecStart, as systemd.service(5) reads it: C escapes in quotes, %% and $$ for themselves."""
    if "\n" in word:
        raise UsageRefused(tell("Đường dẫn “{path}” có dấu xuống dòng, không cài được.", path=word))
    plain = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{plain}"'


# --- doing ---


def install(home: Path, *, system: bool = False, device: str | None = None) -> str:
    """Install the service for the folder `home`, start it now and at every start of the machine or logon.

    Returns its place: the unit's file, or the task's name. Raises UsageRefused where this system has no service or
    a path cannot be written into one, DiskError where the file cannot be written, MachineError where the system
    refuses.
    """
    match keeper(system=system):
        case Keeper.WINDOWS_TASK:
            _create_task(windows_task(home, user=account(system=system), device=device))
            return NAME
        case _:
            path = unit_path(system=system)
            text = systemd_unit(home, system=system, user=account(system=system), device=device)
            write_whole(path, text.encode())
            _run([*_systemctl(system), "daemon-reload"], left=path)
            _run([*_systemctl(system), "enable", "--now", f"{NAME}.service"], left=path)
            if not system:
                _run(["loginctl", "enable-linger"], left=path)  # or it would end when its user logs off
            return str(path)


def uninstall(*, system: bool = False) -> bool:
    """Stop the service and take it away; return False where there was none. The ward's files and the log stay.

    Raises UsageRefused where this system has no service, DiskError where the unit's file cannot be deleted,
    MachineError where the system refuses.
    """
    match keeper(system=system):
        case Keeper.WINDOWS_TASK:
            if not standing().installed:
                return False
            _run(["schtasks", "/End", "/TN", NAME], needed=False)
            _run(["schtasks", "/Delete", "/TN", NAME, "/F"])
        case _:
            path = unit_path(system=system)
            if not path.exists():
                return False
            _run([*_systemctl(system), "disable", "--now", f"{NAME}.service"], needed=False)
            try:
                path.unlink()
            except OSError as error:
                raise DiskError(
                    tell("Không xoá được {path} ({reason}).", path=path, reason=reason_of(error))
                ) from error
            _run([*_systemctl(system), "daemon-reload"], needed=False)
    return True


def standing(*, system: bool = False) -> Standing:
    """Ask the system whether the service is installed and runs. Raises UsageRefused where it knows no service."""
    who = keeper(system=system)
    if who is Keeper.WINDOWS_TASK:
        done = _run(["schtasks", "/Query", "/TN", NAME, "/V", "/FO", "CSV", "/NH"], needed=False)
        columns = next(csv.reader(done.stdout.splitlines()), []) if done.returncode == 0 else []
        return Standing(
            keeper=who,
            place=NAME,
            installed=done.returncode == 0,
            running=_TASK_RUNS in columns,
            said=columns[_STATUS_COLUMN] if len(columns) > _STATUS_COLUMN else _last(done),
        )
    path = unit_path(system=system)
    done = _run([*_systemctl(system), "is-active", f"{NAME}.service"], needed=False)
    return Standing(
        keeper=who,
        place=str(path),
        installed=path.exists(),
        running=done.returncode == 0,
        said=_last(done),
    )


def unit_path(*, system: bool) -> Path:
    """Return the path where the systemd unit's file belongs: the machine's with `system`, else this user's."""
    if system:
        return Path("/etc/systemd/system") / f"{NAME}.service"
    config = os.environ.get("XDG_CONFIG_HOME")
    return (Path(config) if config else Path.home() / ".config") / "systemd" / "user" / f"{NAME}.service"


def _systemctl(system: bool) -> list[str]:
    return ["systemctl"] if system else ["systemctl", "--user"]


def account(*, system: bool) -> str:
    """Return the name of the user as whom the station runs, on Windows with its domain.

    With `system`, whoever called this program through sudo; else the user of this process.
    """
    if os.name == "nt":
        domain = os.environ.get("USERDOMAIN", "")
        return f"{domain}\\{getpass.getuser()}" if domain else getpass.getuser()
    return (system and os.environ.get("SUDO_USER")) or getpass.getuser()


def _create_task(text: str) -> None:
    with tempfile.TemporaryDirectory(prefix="broadcast-") as folder:
        path = Path(folder) / "broadcast.xml"
        write_whole(path, text.encode("utf-16"))  # with its mark: schtasks reads nothing else for sure
        _run(["schtasks", "/Create", "/TN", NAME, "/XML", str(path), "/F"])
    _run(["schtasks", "/Run", "/TN", NAME])


def _run(
    words: Sequence[str], *, needed: bool = True, left: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Raises MachineError where it is needed and does not succeed; `left` is what has been written before."""
    tool = _tool(words[0])
    if tool is None:
        if needed:
            raise MachineError(tell("Máy này không có {program}.", program=words[0]), _by_hand(left))
        return subprocess.CompletedProcess(words, 127, "", f"{words[0]}: ?")
    done = _done([tool, *words[1:]])
    if needed and done.returncode:
        what = tell("{command} không làm được: {why}", command=" ".join(words), why=_last(done))
        raise MachineError(what, _by_hand(left))
    return done


def _tool(name: str) -> str | None:
    """Where the system's own tool lies; on Windows never in the folder one stands in, which is looked at first."""
    if system := os.environ.get("SystemRoot"):  # noqa: SIM112 - as Windows writes it
        return str(Path(system) / "System32" / f"{name}.exe")
    return shutil.which(name)


def _done(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """It has ended, or what kept it from that stands where its complaint would."""
    try:
        return subprocess.run(  # noqa: S603 - the system's own tool, by our words
            command, capture_output=True, encoding="utf-8", errors="replace", timeout=_PATIENCE_S, check=False
        )
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(
            command, 124, "", str(tell("quá {seconds:.0f} giây", seconds=_PATIENCE_S))
        )
    except OSError as error:
        return subprocess.CompletedProcess(command, 126, "", str(error))


def _by_hand(left: Path | None) -> Message | None:
    if left is None:
        return None
    return tell("Tệp {path} đã ghi xong; phần còn lại nhờ người quản trị máy, hoặc chạy broadcast run.", path=left)


def _last(done: subprocess.CompletedProcess[str]) -> str:
    lines = [line.strip() for line in f"{done.stdout}\n{done.stderr}".splitlines() if line.strip()]
    return lines[-1] if lines else f"({done.returncode})"
