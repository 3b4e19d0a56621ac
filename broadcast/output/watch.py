"""What PulseAudio says of our stream -> whether it is muted, suspended or led elsewhere; nothing where it is not.

A muted sink takes every frame and tells no one; a removed one hands its streams to the next. Only the sound server
knows, and `pactl` is its voice (PipeWire speaks it too; one older than 16 has no JSON and is not asked).
"""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from typing import Any

from broadcast.output.wire import Trouble

_PATIENCE_S = 2.0


class Watch:
    """Watches the stream of one process on the sound server."""

    def __init__(self, process_id: int) -> None:
        self._process_id = str(process_id)
        self._pactl = shutil.which("pactl")
        self._events: subprocess.Popen[str] | None = None
        self._sink: int | None = None

    def run(self, tell: Callable[[Trouble | None], None]) -> None:
        """Tell of each change until the server goes or `close` is called; the first telling is at once."""
        said: Trouble | None = None
        for _ in self._changes():
            trouble = self._look()
            if trouble is not said:
                tell(trouble)
                said = trouble

    def close(self) -> None:
        if self._events is not None:
            self._events.kill()
            self._events.wait()

    def _changes(self) -> Iterator[None]:
        if self._pactl is None:
            return
        self._events = subprocess.Popen(  # noqa: S603  # our own words
            [self._pactl, "subscribe"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=_env(),
        )
        assert self._events.stdout is not None  # noqa: S101  # asked for above
        yield
        for line in self._events.stdout:
            if "sink" in line or "server" in line:  # not of clients: our own looks are clients too
                yield

    def _look(self) -> Trouble | None:
        stream = next(
            (
                one
                for one in self._list("sink-inputs")
                if one.get("properties", {}).get("application.process.id") == self._process_id
            ),
            None,
        )
        if stream is None:
            return None
        if self._sink is None:
            self._sink = stream["sink"]
        if stream["sink"] != self._sink:
            return Trouble.MOVED
        sink = next((one for one in self._list("sinks") if one["index"] == self._sink), None)
        if sink is not None and sink["state"] == "SUSPENDED":
            return Trouble.SUSPENDED
        return Trouble.MUTED if _mute(stream) or (sink is not None and _mute(sink)) else None

    def _list(self, what: str) -> list[dict[str, Any]]:
        """Any: here pactl's JSON comes in. Empty where pactl does not answer: a stall is seen elsewhere."""
        assert self._pactl is not None  # noqa: S101  # no events without it
        try:
            answer = subprocess.run(  # noqa: S603  # our own words
                [self._pactl, "-f", "json", "list", what],
                capture_output=True,
                text=True,
                env=_env(),
                timeout=_PATIENCE_S,
                check=True,
            )
            return list(json.loads(answer.stdout))
        except (subprocess.SubprocessError, json.JSONDecodeError):
            return []


def _mute(one: dict[str, Any]) -> bool:
    volumes = [channel["value"] for channel in one.get("volume", {}).values()]
    return bool(one["mute"]) or (bool(volumes) and max(volumes) == 0)


def _env() -> dict[str, str]:
    return {**os.environ, "LC_ALL": "C"}
