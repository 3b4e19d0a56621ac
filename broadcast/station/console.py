"""The console -> a process of its own: where it may listen, what it is started with, its address.

Nothing of the web is imported here: the process is the only thing that is known of it. On its stdout it tells the
address to open, one a line, the first as soon as it is ready.
"""

import ipaddress
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread

from broadcast.base.children import Child
from broadcast.base.errors import BroadcastError, DiskError, MachineError, UsageRefused, tell
from broadcast.base.files import StillHeld, is_locked, locked, write_whole
from broadcast.base.reasons import reason_of
from broadcast.programme.settings import ConsoleSettings
from broadcast.station.accounts import read_accounts
from broadcast.station.certificate import fingerprint, own_certificate
from broadcast.station.overview import journal_folder, machine_clock
from broadcast.station.readable import require_folder, require_to_write

MODULE = "broadcast.web"
_NEEDED = ("starlette", "uvicorn", "jinja2", "python_multipart")
"""What the extra `console` brings."""
_LOCK, _ADDRESS = "console.lock", "console-address"
_PATIENCE_S = 0.3
_NICENESS = 5
"""Behind whatever sounds."""
_LOOK_EVERY_S = 0.25
_ONLY_OURS = 0o600


class ConsoleRuns(BroadcastError):
    """Another process of this folder has its console open."""

    exit_code = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What the process is started with."""

    words: tuple[str, ...]
    fingerprint: str | None
    """Of the certificate that a browser is shown, to be compared; None without TLS."""


def opening(home: Path, settings: ConsoleSettings, module: str = MODULE) -> Opening:
    """Judge where the console may listen; return what to start it with.

    An address that other machines reach needs accounts and TLS. Raises UsageRefused where that is lacking,
    MachineError where the extra is not installed, DiskError where certificate or accounts cannot be read or made.
    """
    require_folder(home)
    require_to_write(home, tell("mở trang điều khiển"))
    _require_parts(module)
    alone = _is_loopback(settings.address)
    if not alone and not read_accounts(home).any:
        raise UsageRefused(
            tell(
                "Mở trang điều khiển cho máy khác ({address}) thì phải có tài khoản trước.",
                address=settings.address,
            ),
            tell('Thêm người: broadcast accounts add TÊN --role "quản trị". Hoặc để địa chỉ 127.0.0.1.'),
        )
    words = ["--home", str(home), "--address", settings.address, "--port", str(settings.port)]
    files = _certificate(home, settings, alone=alone)
    if files is None:
        return Opening(words=tuple(words), fingerprint=None)
    words += ["--certificate", str(files[0]), "--key", str(files[1])]
    return Opening(words=tuple(words), fingerprint=fingerprint(files[0]))


def address_of_running(home: Path) -> str | None:
    """Return the address of the console that runs beside this process; None where none runs, or is ready yet."""
    folder = journal_folder(home)
    if not is_locked(folder / _LOCK):
        return None
    try:
        return (folder / _ADDRESS).read_text(encoding="utf-8").strip() or None
    except (OSError, ValueError):
        return None


class ConsoleProcess:
    """The console's process, from its start to `end`."""

    def __init__(self, home: Path, told: Opening, module: str = MODULE) -> None:
        """Start it. Raises MachineError where the machine cannot."""
        self._file = journal_folder(home) / _ADDRESS
        self._addresses: SimpleQueue[str | None] = SimpleQueue()
        try:
            self._child = Child(module, *told.words, niceness=_NICENESS)
        except OSError as error:
            raise MachineError(
                tell("Không mở được trang điều khiển ({reason}).", reason=reason_of(error))
            ) from error
        Thread(target=self._read, name="console-addresses", daemon=True).start()

    @property
    def pid(self) -> int:
        """Return the number of its process."""
        return self._child.pid

    def addresses(self) -> Iterator[str]:
        """Yield each address that it tells, until it has ended."""
        while True:
            with suppress(Empty):  # Windows breaks a wait without end off for no Ctrl+C
                if (address := self._addresses.get(timeout=_LOOK_EVERY_S)) is None:
                    return
                yield address

    def end(self) -> str:
        """End it at once, whatever it does, and forget its address; return what it complained of last.

        Empty at a second call, and where it complained of nothing.
        """
        complaints = self._child.end().complaints
        with suppress(OSError):
            self._child.stdin.close()
        with suppress(OSError):  # nobody takes it for an address while the lock is free
            self._file.unlink(missing_ok=True)
        return complaints.splitlines()[-1] if complaints else ""

    def _read(self) -> None:
        with self._child.stdout, suppress(ValueError, OSError):
            for line in self._child.stdout:
                address = line.decode(errors="replace").strip()
                with suppress(DiskError):  # only for who asks later
                    write_whole(self._file, address.encode(), mode=_ONLY_OURS)
                self._addresses.put(address)
        self._addresses.put(None)


@contextmanager
def console_of(
    home: Path, settings: ConsoleSettings, module: str = MODULE
) -> Iterator[tuple[ConsoleProcess, Opening]]:
    """Start the console of the folder `home` and end it with the block; one of them runs at a time.

    Raises ConsoleRuns where one runs already, and as `opening` and ConsoleProcess.
    """
    told = opening(home, settings, module)
    folder = journal_folder(home)
    folder.mkdir(exist_ok=True)
    try:
        with locked(folder / _LOCK, patience_s=_PATIENCE_S):
            process = ConsoleProcess(home, told, module)
            try:
                yield process, told
            finally:
                process.end()
    except StillHeld as error:
        raise ConsoleRuns(tell("Trang điều khiển của thư mục này đang mở rồi.")) from error


def _require_parts(module: str) -> None:
    """Not for a stand-in of the tests, which needs none of them."""
    if module == MODULE and not all(find_spec(name) for name in _NEEDED):
        raise MachineError(
            tell("Máy này chưa cài phần trang điều khiển."),
            tell(
                "Cài một lần, đứng trong thư mục của chương trình: "
                '{python} -m pip install -c constraints.txt ".[console]"',
                python=sys.executable,
            ),
        )


def _is_loopback(address: str) -> bool:
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError as error:
        raise UsageRefused(
            tell("“{address}” không phải địa chỉ của máy.", address=address),
            tell("Viết như 127.0.0.1 (chỉ máy này), 0.0.0.0 (mọi mạng của máy này), hoặc 192.168.1.10."),
        ) from error


def _certificate(home: Path, settings: ConsoleSettings, *, alone: bool) -> tuple[Path, Path] | None:
    """The files of certificate and key; None where nothing leaves the machine and the ward names none."""
    if (settings.certificate is None) != (settings.key is None):
        raise UsageRefused(tell("Chứng chỉ TLS cần đủ hai tệp: certificate và key."))
    if settings.certificate is not None and settings.key is not None:
        files = home / settings.certificate, home / settings.key
        for path in files:
            if not path.is_file():
                raise UsageRefused(tell("Không có tệp {path}.", path=path))
        return files
    if alone:
        return None
    folder = journal_folder(home)
    folder.mkdir(exist_ok=True)
    path = own_certificate(folder, settings.address, machine_clock().now())
    return path, path
