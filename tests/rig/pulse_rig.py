"""The rig of rig.sh for tests and benchmarks: two sinks without hardware, recordings with the time of each sample.

How a sample's moment is known. A null sink has no hardware: on the machine's monotonic clock it renders one block
after another, and hands each to its monitor when the block's first sample is due. So the arrival of a block, less
its place in the recording, is the moment of sample 0 plus what it took to wake and deliver: never too little and,
several times in each second, almost nothing. The low end of many such looks is when a sample was due; the arrival
of its own block is when it was there at the latest. (What arrives in the middle of a block comes before it is due,
and says nothing.) True hardware never waits for the processor, so the sink and the recorder go before all other
programs where the system allows it (root); where it does not and the machine is busy, the two moments lie apart.
"""

import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from ctypes.util import find_library
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

RATE_HZ = 48_000
SINKS = ("loa", "tai_nghe")

_GO_FIRST = ("nice", "-n", "-15")  # goes on without, where it may not

_WITHIN_A_BLOCK_S = 0.002

_SCRIPT = Path(__file__).with_name("rig.sh")


def lacking() -> str:
    """What this machine lacks for the rig; nothing when it can run it."""
    programs = [name for name in ("bash", "pulseaudio", "pactl", "parec") if shutil.which(name) is None]
    return ", ".join(programs + ([] if find_library("portaudio") else ["libportaudio"]))


class Rig:
    """A private PulseAudio with the sinks `loa`, the default, and `tai_nghe`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._listeners: dict[str, subprocess.Popen[bytes]] = {}

    def start(self) -> None:
        # PulseAudio takes a killed one for a living one for as long as nobody has reaped it.
        (self._folder / "xdg" / "pulse" / "pid").unlink(missing_ok=True)
        subprocess.run([*_GO_FIRST, "bash", _SCRIPT, "start", self._folder], check=True, timeout=30)

    def stop(self) -> None:
        for listener in self._listeners.values():
            listener.kill()
            listener.wait()
        self._listeners.clear()
        if self.process_file.exists():
            with suppress(ProcessLookupError):
                os.kill(self.process, signal.SIGCONT)  # one that stands still cannot end
        subprocess.run(["bash", _SCRIPT, "stop", self._folder], check=True, timeout=30)

    @property
    def process_file(self) -> Path:
        return self._folder / "pulse.pid"

    @property
    def process(self) -> int:
        return int(self.process_file.read_text())

    @cached_property
    def environment(self) -> dict[str, str]:
        lines = subprocess.run(
            ["bash", _SCRIPT, "env", self._folder], check=True, capture_output=True, text=True, timeout=30
        ).stdout
        return dict(pair.split("=", 1) for pair in lines.removeprefix("export ").split())

    @property
    def whole_environment(self) -> dict[str, str]:
        return {**os.environ, **self.environment}

    def pactl(self, *words: str) -> str:
        return subprocess.run(
            ["pactl", *words],
            check=True, capture_output=True, text=True, timeout=10, env={**self.whole_environment, "LC_ALL": "C"},
        ).stdout  # fmt: skip

    def alive(self) -> bool:
        try:
            self.pactl("info")
        except subprocess.SubprocessError:
            return False
        return True

    def make_good(self) -> None:
        """As new, whatever was done to it."""
        if self.process_file.exists() and not self.alive():
            self.stop()
        if not self.process_file.exists():
            self.start()
        self._plug_in_order()
        for sink in SINKS:
            self._keep_awake(sink)
        if self._is_good():
            return
        # Recorders are led after the default source, and that after the default sink, unless it is fixed.
        self.pactl("set-default-source", f"{SINKS[1]}.monitor")
        for sink in SINKS:
            self.pactl("suspend-sink", sink, "0")
            self.pactl("set-sink-mute", sink, "0")
            self.pactl("set-sink-volume", sink, "100%")
        self.pactl("set-default-sink", SINKS[0])

    def _is_good(self) -> bool:
        """Whether both sinks sound at full volume and are the defaults: one look, where mending takes eight."""
        info, sinks = self.pactl("info"), self.pactl("list", "sinks").split("Sink #")[1:]
        return (
            f"Default Sink: {SINKS[0]}\n" in info
            and f"Default Source: {SINKS[1]}.monitor\n" in info
            and all(all(word in one for word in ("Mute: no", "Volume: mono: 65536 ")) for one in sinks)
            and not any("State: SUSPENDED" in one for one in sinks)
        )

    def _plug_in_order(self) -> None:
        """Leave the sinks in the order of SINKS, whatever was unplugged: programs list them so."""
        there = [line.split("\t")[1] for line in self.pactl("list", "short", "sinks").splitlines()]
        if [name for name in there if name in SINKS] == [*SINKS]:
            return
        for name in there:
            if name in SINKS:
                self.unplug(name)
        for name in SINKS:
            self.plug(name)

    def _keep_awake(self, sink: str) -> None:
        """Somebody listens in small pieces, all the time: an idle null sink renders two seconds at once."""
        listener = self._listeners.get(sink)
        if listener is None or listener.poll() is not None:
            self._listeners[sink] = subprocess.Popen(
                _listening(sink), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=self.whole_environment
            )

    def plug(self, sink: str, channels: int = 1) -> None:
        self.pactl(
            "load-module", "module-null-sink", f"sink_name={sink}", "rate=48000", f"channels={channels}",
            f"sink_properties=device.description={sink}",
        )  # fmt: skip

    def unplug(self, sink: str) -> None:
        modules = self.pactl("list", "short", "modules").splitlines()
        number = next(line.split("\t")[0] for line in modules if f"sink_name={sink} " in line)
        self.pactl("unload-module", number)

    def listeners(self, source: str) -> int:
        """How many listen at that source; none where there is no such source."""
        numbers = [line.split("\t")[:2] for line in self.pactl("list", "short", "sources").splitlines()]
        outputs = [line.split("\t")[1] for line in self.pactl("list", "short", "source-outputs").splitlines()]
        return sum(outputs.count(number) for number, name in numbers if name == source)

    def recording(self, sink: str, channels: int = 1) -> "Recording":
        return Recording(sink, self.whole_environment, channels)


@dataclass(frozen=True, slots=True)
class Moment:
    """On the machine's monotonic clock, in seconds: not before `due`, not after `there`."""

    due: float
    there: float


class Recording:
    """What a sink plays, as 16-bit steps, from `with` until its end."""

    def __init__(self, sink: str, environment: dict[str, str], channels: int = 1) -> None:
        self._sink = sink
        self._channels = channels
        self._environment = environment
        self._pieces: list[bytes] = []
        self._looks: list[tuple[int, float]] = []
        self._frames = 0

    def __enter__(self) -> "Recording":
        self._process = subprocess.Popen(
            _listening(self._sink, self._channels),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=self._environment,
            bufsize=0,
        )
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()
        until(lambda: len(self._looks) > 20, 10)
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: object, trace: TracebackType | None) -> None:
        time.sleep(0.1)  # what has sounded is still on its way
        self._process.terminate()
        self._process.wait()
        self._thread.join()

    @property
    def frames(self) -> int:
        """So many have come so far."""
        return self._frames

    @property
    def steps(self) -> NDArray[np.int32]:
        """Shape (frames,), -32768 to 32767."""
        whole = b"".join(list(self._pieces))
        return np.frombuffer(whole[: len(whole) // 2 * 2], "<i2").astype(np.int32)

    @property
    def first(self) -> int:
        """The place of the first sample that is not silence."""
        return int(np.flatnonzero(self.steps)[0])

    def moment(self, place: int, *, before_s: float = 0.0, after_s: float = 0.4) -> Moment:
        """When the sample at that place was due at the sink, from the looks around it.

        No stream may come or go in that while: the sink then takes back a block, up to 10 ms, and renders it anew.
        """
        looks = self._blocks()
        near = (looks[:, 0] > place - before_s * RATE_HZ) & (looks[:, 0] < place + after_s * RATE_HZ)
        zeros = looks[near, 1] - looks[near, 0] / RATE_HZ
        piece = int(np.searchsorted(looks[:, 0], place, side="right")) - 1
        arrived = looks[piece, 1] + (place - looks[piece, 0]) / RATE_HZ
        return Moment(float(np.percentile(zeros, 5) + place / RATE_HZ), float(arrived))

    def onsets(self, *, silence_s: float = 0.1) -> NDArray[np.int64]:
        """The places at which a sound begins after so much silence."""
        sounding = np.flatnonzero(self.steps)
        return sounding[np.diff(sounding, prepend=-RATE_HZ) > silence_s * RATE_HZ]

    def times(self, block: int) -> list[float]:
        """When the end of each block of so many samples had come, on the machine's monotonic clock."""
        places, moments = (np.array(column) for column in zip(*list(self._looks), strict=True))
        ends = np.arange(1, len(self.steps) // block + 1) * block
        return [float(moments[min(int(at), len(moments) - 1)]) for at in np.searchsorted(places, ends)]

    def there(self, place: int) -> float:
        """When the sample at that place had arrived, on the machine's monotonic clock."""
        return next(moment for frames, moment in reversed(self._looks) if frames <= place)

    def _blocks(self) -> NDArray[np.float64]:
        """Where blocks begin in the recording, and when they arrived: shape (n, 2)."""
        looks = np.array(self._looks)
        return looks[np.diff(looks[:, 1], prepend=-1.0) > _WITHIN_A_BLOCK_S]

    def _listen(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as pipe:
            while piece := os.read(pipe.fileno(), 65536):
                self._looks.append((self._frames, time.monotonic()))
                self._keep(piece)
                self._frames += len(piece) // 2

    def _keep(self, piece: bytes) -> None:
        self._pieces.append(piece)


def _listening(sink: str, channels: int = 1) -> list[str]:
    words = ["--raw", "--format=s16le", f"--rate={RATE_HZ}", f"--channels={channels}", "--latency-msec=10"]
    return [*_GO_FIRST, "parec", "-d", f"{sink}.monitor", *words]


def until(true: Callable[[], bool], seconds: float, *, every_s: float = 0.01) -> None:
    """Wait until it is true, which is asked so often; TimeoutError when it is not in time."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise TimeoutError(f"not within {seconds} s")
        time.sleep(every_s)


@contextmanager
def said_at(rig: Rig, sink: str, samples: NDArray[np.float32]) -> Iterator[None]:
    """Somebody speaks: these samples, 1.0 for full scale, sound at the sink once, after half a second of silence.

    A null sink takes back its last block when a stream comes, and gives it out anew.
    """
    words = ["pacat", "--playback", "--raw", "--format=s16le", f"--rate={RATE_HZ}", "--channels=1", "-d", sink]
    speaker = subprocess.Popen(words, stdin=subprocess.PIPE, env=rig.whole_environment)
    assert speaker.stdin is not None
    try:
        speaker.stdin.write(bytes(RATE_HZ) + np.rint(samples * 32768).astype("<i2").tobytes())
        speaker.stdin.close()
        yield
    finally:
        speaker.kill()
        speaker.wait()
