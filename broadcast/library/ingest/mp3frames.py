"""The bytes of an MP3 -> its frames, run by run: how long it really is, whatever a header in it says.

How to call it: `walked(held)` with the whole file (bytes, or a read-only mmap of it) gives a `Walk`: runs of
frames of one layer, rate and number of channels, in their order. A new run begins where the format changes and at
each Xing, Info or VBRI frame, because that is where one file was joined to another (`copy /b`). Tags (ID3v1,
ID3v2, APE) and junk between the frames are passed over. `Run.bytes_of(held)` are a run's frames and nothing else.
Pure, linear in the length of the file, and never beyond its end.
"""

import re
from dataclasses import dataclass, field, replace

from broadcast.library.ingest.claim import Bytes, Claim, together
from broadcast.library.ingest.mp3header import NO_HEADER, Format, Head, counted, head_at, made_header
from broadcast.library.ingest.tags import tag_length, without_end_tags

_LONGEST_FRAME = 4_608
"""Bytes: a frame in free format is no longer than 1152 samples of 32 bits."""
_GAPLESS = 3
"""So many frames at most are an encoder's delay and padding, which a decoder takes off."""
_MAY_START = re.compile(rb"\xff[\xe0-\xff]|ID3|APETAGEX")
_CONFIRMED = 3
"""So many frames of a new format must follow the first: two bytes in 2,000 of noise look like a frame's start."""


@dataclass(slots=True, kw_only=True)
class Run:
    """Frames of one format, one behind another as they were recorded."""

    format: Format
    frame_samples: int
    """Samples a channel in each of its frames."""
    frames: int = 0
    """How many frames hold sound; the Xing, Info or VBRI frame before them is not counted."""
    claimed: int | None = None
    """How many frames its Xing, Info or VBRI frame says there are; None where none does."""
    header: tuple[int, int] | None = None
    """Where that frame begins and ends."""
    last: int = 0
    """Where the last of its frames begins."""
    spans: list[tuple[int, int]] = field(default_factory=list)
    """Where its frames lie in the file, without that frame; neighbours are joined."""

    @property
    def seconds(self) -> float:
        """Return how long its frames last, with the encoder's delay and padding."""
        return self.frames * self.frame_samples / self.format.rate_hz

    @property
    def claim(self) -> Claim:
        """Return how long its header says it lasts, or its frames where they are as many or more."""
        frame_s = self.frame_samples / self.format.rate_hz
        frames = self.frames if self.claimed is None or self.is_right else max(self.claimed, self.frames)
        return Claim(seconds=frames * frame_s, slack_s=_GAPLESS * frame_s)

    @property
    def is_right(self) -> bool:
        """Whether its header counts its frames rightly, so that a decoder may believe it.

        Some encoders count the header's own frame too.
        """
        return self.claimed is not None and self.frames <= self.claimed <= self.frames + 1

    def bytes_of(self, held: Bytes) -> bytes:
        """Take the run's frames out of the file they were found in, so that libmpg123 decodes them all.

        In front stands a header that counts them rightly: its own, or one that is made here for layer III. Without
        one libmpg123 guesses how many frames there are by the size of the first (10 s of VBR became 1.7), and
        libsndfile stops there.
        """
        frames = b"".join(held[begin:end] for begin, end in self.spans)
        if self.header is not None and self.is_right:
            return held[slice(*self.header)] + frames
        return made_header(frames[:4], self.frames) + frames if self.format.layer == 3 else frames


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """All frames of an MP3."""

    runs: tuple[Run, ...]
    """In their order; none is empty. No run at all: no MP3."""
    cut: bool
    """The last frame begins, and the file ends before it does."""

    @property
    def claim(self) -> Claim:
        """Return what the file claims: what its headers count, or the frames themselves where they are more."""
        whole = together([run.claim for run in self.runs])
        return replace(whole, cut=self.cut, stated=any(run.claimed for run in self.runs))

    @property
    def is_plain(self) -> bool:
        """Whether a decoder that trusts the file's first header hears all of it: one run, rightly counted."""
        return len(self.runs) == 1 and (self.runs[0].header is None or self.runs[0].is_right)


def walked(held: Bytes) -> Walk:
    """Go through a whole MP3 frame by frame; return its runs. Where there is no frame at all, there are none."""
    end = without_end_tags(held)
    runs: list[Run] = []
    at, free, run = 0, 0, None
    sure = False  # a frame begins where the one before it ended, or two agree
    while at + 4 <= end:
        head = head_at(held, at)
        if head is not None and head.length == 0:
            free = free if sure and free else _free_length(held, at, end, head)
            head = head._replace(length=free + head.slot) if free else None
        same = run is not None and head is not None and head.format == run.format
        if head is None or (not (sure and same) and not _agrees(held, at, end, head, 1 if same else _CONFIRMED)):
            at = (sure and run is not None and _start_within(held, run, at, end)) or _next_start(held, at, end)
            sure = False
            continue
        if at + head.length > end:
            return Walk(runs=_sounding(runs), cut=True)
        claimed = counted(held, at, head)
        if run is None or head.format != run.format or claimed != NO_HEADER:
            run = Run(format=head.format, frame_samples=head.samples)
            runs.append(run)
        if claimed != NO_HEADER:
            run.claimed, run.header = claimed, (at, at + head.length)
        else:
            _add(run, at, at + head.length)
        at, sure = at + head.length, True
    # fewer than four bytes of a header are left, or none of it: what ends there is whole
    return Walk(runs=_sounding(runs), cut=sure and 0 < end - at < 4 and held[at : at + 1] == b"\xff")


def frame_at(held: Bytes, at: int) -> tuple[Format, int] | None:
    """Read the frame whose header stands at `at`; return its format and its length in bytes.

    None where none begins there, or one in free format, whose length the next alone tells.
    """
    head = head_at(held, at)
    return (head.format, head.length) if head is not None and head.length else None


def is_cut_short(mp3: bytes) -> bool:
    """Whether the last frame of an MP3, given as its bytes, begins and does not end.

    What follows the last frame and is none (a tag, filling) is not looked at, nor is what a decoder will refuse
    anyhow.
    """
    return walked(mp3).cut


def _sounding(runs: list[Run]) -> tuple[Run, ...]:
    return tuple(run for run in runs if run.frames)


def _add(run: Run, begin: int, end: int) -> None:
    run.frames, run.last = run.frames + 1, begin
    if run.spans and run.spans[-1][1] == begin:
        run.spans[-1] = (run.spans[-1][0], end)
    else:
        run.spans.append((begin, end))


# --- one frame ---


def _agrees(held: Bytes, at: int, end: int, head: Head, wanted: int) -> bool:
    """Whether so many frames of the same format follow, or the file ends with one of them."""
    after = at + head.length
    free = head.length - head.slot if _is_free(held, at) else 0
    for _ in range(wanted):
        if after >= end:
            return after == end
        follower = head_at(held, after)
        if follower is None or follower.format != head.format:
            return False
        after += follower.length or free + follower.slot
    return True


def _next_start(held: Bytes, at: int, end: int) -> int:
    """Where the next frame may begin, behind a tag that begins at `at` or the byte there."""
    if (tag := tag_length(held, at)) and at + tag <= end:
        return at + tag
    found = _MAY_START.search(held, at + 1, end)
    return found.start() if found else end


def _free_length(held: Bytes, at: int, end: int, head: Head) -> int:
    """How long a frame in free format is without its padding: until the next with the same first 15 bits."""
    mark = held[at : at + 2]
    after = at + 4
    while (after := held.find(mark, after, min(end, at + _LONGEST_FRAME))) >= 0:
        follower = head_at(held, after)
        if follower is not None and follower.length == 0 and follower.format == head.format:
            return after - at - head.slot
        after += 1
    return 0


def _is_free(held: Bytes, at: int) -> bool:
    return not held[at + 2] & 0xF0


def _start_within(held: Bytes, run: Run, at: int, end: int) -> int | None:
    """Where frames begin again before the last frame of a run ends, at `at`, if nothing follows it there.

    So it is where a file that was cut short was joined to another: the last frame is not counted then.
    """
    if not run.spans or run.spans[-1][1] != at:
        return None
    for found in _MAY_START.finditer(held, max(run.spans[-1][0], run.last) + 1, at):
        head = head_at(held, found.start())
        if head is not None and head.length and _agrees(held, found.start(), end, head, _CONFIRMED):
            run.spans[-1] = (run.spans[-1][0], run.last)
            run.frames -= 1
            return found.start()
    return None
