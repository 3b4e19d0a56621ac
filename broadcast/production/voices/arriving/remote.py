"""The address of a voice, on HTTPS -> its two files, fetched by a child that nothing can make wait for ever."""

import os
import pickle
from collections.abc import Callable
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from broadcast.base.children import Done, NotWanted, OutOfTime, run
from broadcast.base.clock import Clock
from broadcast.base.errors import BroadcastError, MachineError, Message, SpeechError, UsageRefused, tell
from broadcast.base.reasons import reason_of
from broadcast.library.voiceshelf import MOST_CONFIG, MOST_MODEL
from broadcast.library.voicestaging import Received
from broadcast.production.voices.arriving.download import DEADLINE_S, Errand
from broadcast.production.voices.arriving.origin import MODEL
from broadcast.production.voices.online.wire import Redirected

_CHILD = "broadcast.production.voices.arriving.download"
_SPARE_S = 10.0
"""For the child's own deadline to be told in its own words."""
_HOPS = 5
_LEAST_BYTES, _IN_S = 600_000, 60.0
"""What comes slower than so much in so many seconds is dripped; the slow line of a ward brings six times that."""

Fetching = Callable[[int], None]
"""Is told, several times a second, how many bytes of the network have come."""


class Remote:
    """A voice on a server; its address is told without what may be secret: a name, a password, a query."""

    def __init__(self, url: str, *, is_pinned: bool, clock: Clock, progress: Fetching) -> None:
        """Fetch nothing yet. `is_pinned`: its sha256 is known, so that redirects may be followed."""
        self._url = _checked(url)
        self._hops = _HOPS if is_pinned else 0
        self._clock, self._progress = clock, progress
        self.name = unquote(self._url.path).rsplit("/", 1)[-1][: -len(MODEL)]
        self.told = self._url._replace(netloc=self._url.netloc.rpartition("@")[2], query="", fragment="").geturl()

    def bring_config(self, into: Path) -> Received:
        """Fetch its .onnx.json, which is asked for beside it, to `into`; raise as Origin says."""
        beside = self._url._replace(path=f"{self._url.path}.json")
        return self._fetched(beside, into, MOST_CONFIG, lambda _: None)

    def bring_model(self, into: Path) -> Received:
        """Fetch its .onnx to `into`; raise as Origin says."""
        return self._fetched(self._url, into, MOST_MODEL, self._progress)

    def _fetched(self, url: SplitResult, into: Path, most: int, progress: Fetching) -> Received:
        errand = Errand(
            url=url._replace(fragment="").geturl(), into=into, most=most, hops=self._hops, clock=self._clock
        )
        try:
            return fetched(errand, _Pace(into, self._clock, progress).goes_on)
        except Redirected as error:
            raise self._sent_on(into.name, error.host) from error
        except SpeechError as error:
            raise _unfetched(into.name, error.what, error.fix) from error

    def _sent_on(self, file: str, host: str) -> SpeechError:
        if self._hops:
            why = tell("máy chủ chuyển đi quá {hops} lần, hoặc sang địa chỉ không phải https", hops=self._hops)
            return _unfetched(file, why, None)
        return _unfetched(
            file,
            tell("máy chủ chuyển sang {host}, mà chưa có mã sha256 thì không đi theo", host=host),
            tell("Thêm --sha256 và mã mà nơi phát hành công bố."),
        )


def is_address(source: str) -> bool:
    """Tell whether `source` is an address on the network, whether good or not, and no path."""
    return "://" in source


def fetched(errand: Errand, wanted: Callable[[], bool]) -> Received:
    """Have a child run an errand, and return what it received.

    `wanted` is asked four times a second; where it says no, the server was too slow. Raises what `download`
    raises, SpeechError also where the child had to be ended, MachineError where none can be started.
    """
    try:
        done = run(
            _CHILD, given=pickle.dumps(errand), deadline_s=DEADLINE_S + _SPARE_S, wanted=wanted, ends_with_us=True
        )
    except NotWanted as error:
        raise SpeechError(tell("máy chủ gửi quá chậm, gần như không nhận được gì")) from error
    except OutOfTime as error:
        raise SpeechError(tell("quá {minutes:.0f} phút mà chưa xong", minutes=DEADLINE_S / 60)) from error
    except OSError as error:
        raise MachineError(
            tell("Không khởi động được tiến trình tải ({reason}).", reason=reason_of(error)),
            tell("Tắt bớt chương trình khác, hoặc khởi động lại máy."),
        ) from error
    return _answer(done)


class _Pace:
    """Whether a file still grows as fast as one that is not dripped."""

    def __init__(self, path: Path, clock: Clock, progress: Fetching) -> None:
        self._path, self._clock, self._progress = path, clock, progress
        self._since_s, self._had = clock.monotonic(), 0

    def goes_on(self) -> bool:
        size, now_s = self._size(), self._clock.monotonic()
        self._progress(size)
        if size - self._had >= _LEAST_BYTES or size < self._had:  # less: from the beginning again
            self._since_s, self._had = now_s, size
        return now_s - self._since_s < _IN_S

    def _size(self) -> int:
        try:
            return os.stat(self._path).st_size  # noqa: PTH116
        except OSError:  # not begun
            return 0


def _answer(done: Done) -> Received:
    if done.code:
        raise SpeechError(tell("tiến trình tải dừng đột ngột (mã {code})", code=done.code))
    answer = pickle.loads(done.out)  # noqa: S301  # our own child's
    if isinstance(answer, BroadcastError):
        raise answer
    assert isinstance(answer, Received)  # noqa: S101
    return answer


def _unfetched(file: str, why: Message, fix: Message | None) -> SpeechError:
    first = fix or tell("Chạy lại sau.")
    return SpeechError(
        tell("Chưa tải được {file}: {why}.", file=file, why=why),
        tell("{first} Hoặc tải hai tệp bằng trình duyệt vào USB rồi cài từ USB.", first=first),
    )


def _checked(url: str) -> SplitResult:
    try:
        parts = urlsplit(url.strip())
        known = parts.scheme.lower() == "https" and bool(parts.hostname) and (parts.port or 443)
    except ValueError:
        known = False
    if not known:
        raise UsageRefused(
            tell("Chỉ tải giọng từ địa chỉ https://…, vì địa chỉ khác không bảo đảm tệp còn nguyên."),
            tell("Xem lại địa chỉ; hoặc tải bằng trình duyệt vào USB rồi cài từ USB."),
        )
    if not parts.path.lower().endswith(MODEL):
        raise UsageRefused(
            tell("Địa chỉ này không phải của một tệp .onnx."),
            tell("Ở trang của giọng, chép địa chỉ tải của tệp .onnx; tệp .onnx.json được tải cùng."),
        )
    return parts
