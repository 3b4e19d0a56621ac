"""One loudspeaker of the machine -> held by one player, whatever folder and account it belongs to.

A folder's own lock does not do: a folder and its copy would both play on the one loudspeaker. On Linux a name in
the socket namespace of the machine is held, which needs no file that somebody could lack the right to, and which
the system lets go when its holder dies; elsewhere a lock file in the folder for passing things.
"""

import hashlib
import os
import socket
import struct
import sys
import tempfile
from contextlib import ExitStack, suppress
from pathlib import Path

from broadcast.base.errors import DiskError, Message, tell
from broadcast.base.files import StillHeld, locked

_ASKING = 4096
"""How many have asked who holds it, until nobody learns any more: nobody ever answers them."""
_CREDENTIALS = struct.Struct("3i")
_ABSTRACT = sys.platform == "linux"


class HeldDevices:
    """The devices that one player holds, each from its first sound until `close`."""

    def __init__(self) -> None:
        self._held: set[str] = set()
        self._open = ExitStack()

    def take(self, device: str) -> Message | None:
        """Hold the device of that name, the machine's own (`Opened.device`); return who holds it, None for us.

        Returns None also where the name is empty, where it is held already, and where the machine takes no lock:
        what cannot be known must silence nobody.
        """
        if not device or device in self._held:
            return None
        name = f"broadcast-loudspeaker-{hashlib.sha256(device.encode()).hexdigest()[:32]}"
        holder = self._bind(name) if _ABSTRACT else self._lock(name)
        if holder is None:
            self._held.add(device)
        return holder

    def close(self) -> None:
        """Let go of every device."""
        self._open.close()
        self._held.clear()

    def _bind(self, name: str) -> Message | None:
        ours = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            ours.bind(f"\0{name}")
            ours.listen(_ASKING)
        except OSError:  # taken; or a machine that lets nobody bind, where nobody is found at it either
            ours.close()
            return _listener(name)
        self._open.callback(ours.close)
        return None

    def _lock(self, name: str) -> Message | None:
        with ExitStack() as stack:
            try:
                stack.enter_context(locked(Path(tempfile.gettempdir()) / f"{name}.lock"))
            except StillHeld:
                return tell("chưa rõ")
            except DiskError:
                return None
            self._open.push(stack.pop_all())
        return None


def _listener(name: str) -> Message | None:
    """Who holds the name, by the system's word; None where nobody does any more."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as asking:
        asking.setblocking(False)
        try:
            asking.connect(f"\0{name}")
        except BlockingIOError:
            return tell("chưa rõ")
        except OSError:
            return None
        told = asking.getsockopt(socket.SOL_SOCKET, getattr(socket, "SO_PEERCRED", 17), _CREDENTIALS.size)
    pid, account, _ = _CREDENTIALS.unpack(told)
    if account == os.getuid():
        return tell("pid {pid}", pid=pid)
    return tell("pid {pid} của tài khoản {account}", pid=pid, account=_name_of(account))


def _name_of(account: int) -> str:
    with suppress(ImportError, KeyError):
        import pwd

        return pwd.getpwuid(account).pw_name
    return str(account)
