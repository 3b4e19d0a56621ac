"""What the player has just seen alive -> a ping to systemd, by the datagram socket of sd_notify(3).

The ping comes from the player's own loop and from nowhere else: a loop that hangs, a journal that cannot be read,
a lock that is lost or a device that stands still gives none, and systemd starts the station again.
"""

import os
import socket
from collections.abc import Callable, Mapping
from contextlib import suppress

Alive = Callable[[], bool]
Monotonic = Callable[[], float]

_PATIENCE_S = 0.1
_A_PART = 3
"""Pings come so many times as often as they must."""


class Notifier:
    """The way to the service manager that started us, by sd_notify(3); silent where there is none."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        self._address = environment.get("NOTIFY_SOCKET", "")
        ours = environment.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
        usec = environment.get("WATCHDOG_USEC", "")
        self.ping_every_s = int(usec) / 1e6 / _A_PART if ours and usec.isdecimal() else None
        """Seconds between two pings, a third of what the service manager waits; None: nobody waits for pings."""

    def say(self, *lines: str) -> None:
        """Send lines such as `READY=1` or `STATUS=...`; one that cannot be sent within 0.1 s is dropped."""
        if not self._address or not hasattr(socket, "AF_UNIX"):
            return
        address = "\0" + self._address[1:] if self._address.startswith("@") else self._address
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as way:  # it has gone: we play on
            way.settimeout(_PATIENCE_S)  # a manager that does not read must not hold up the loudspeaker
            way.sendto("\n".join(lines).encode(), address)


class Heartbeat:
    """Pings to the service manager while every sign of life is there; the player's loop calls `beat` often.

    `monotonic` returns seconds that only grow.
    """

    def __init__(self, notifier: Notifier, monotonic: Monotonic) -> None:
        self._notifier = notifier
        self._monotonic = monotonic
        self._signs: dict[str, Alive] = {}
        self._beaten_s = float("-inf")
        self._ready = False
        self.dead: tuple[str, ...] = ()
        """The names of the signs found without life at the last look; empty where all had it."""

    def watch(self, signs: Mapping[str, Alive]) -> None:
        """From now on ask these signs of life, by name, at each ping; the first call sends READY."""
        self._signs = dict(signs)
        if not self._ready:
            self._ready = True
            self._notifier.say("READY=1")

    def beat(self) -> None:
        """When a ping is due, send it where every sign of life is there, else the names of those that are not."""
        every_s = self._notifier.ping_every_s
        now_s = self._monotonic()
        if every_s is None or not self._ready or now_s - self._beaten_s < every_s:
            return
        self._beaten_s = now_s
        self.dead = tuple(name for name, alive in self._signs.items() if not alive())
        if self.dead:
            self._notifier.say(f"STATUS=no sign of life: {', '.join(self.dead)}")
        else:
            self._notifier.say("WATCHDOG=1", "STATUS=on duty")

    def leave(self) -> None:
        """Tell the service manager that the service ends in order."""
        self._notifier.say("STOPPING=1")
