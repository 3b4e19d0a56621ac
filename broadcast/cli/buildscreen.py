"""What a build tells -> how much there is to make, how far it is, and about how long the rest takes."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from broadcast.base.words import words
from broadcast.cli.face import Face, voice_name

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

    from broadcast.station.events import Progress
    from broadcast.station.forecast import Ahead


@contextmanager
def build_screen(face: Face) -> "Iterator[Lines]":
    """Give a screen on stderr for one build: on a terminal a bar below the first line, else a line a script."""
    if not face.err.is_terminal:
        yield Lines(face)
        return
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bar

    told = TextColumn("{task.description}", markup=False), TextColumn("{task.fields[rest]}", markup=False)
    with Bar(told[0], BarColumn(20), told[1], console=face.err, transient=True) as bar:
        yield Rows(face, bar)


class Lines:
    """Writes how much there is to make, then a line for each script of which something is spoken."""

    def __init__(self, face: Face) -> None:
        self._face = face
        self._script = ""

    def begins(self, ahead: "Ahead") -> None:
        """Tell how much there is to make; nothing where all is made."""
        if ahead.utterances:
            self._face.note(words("Phải tạo tiếng {announcements} bài, đọc mới {utterances} đoạn. Đọc được vài "
                                  "đoạn thì máy mới biết mất bao lâu.", announcements=ahead.announcements,
                                  utterances=ahead.utterances))  # fmt: skip
        elif ahead.announcements:
            self._face.note(words("Phải trộn lại {announcements} bài; lời đọc đã có đủ.",
                                  announcements=ahead.announcements))  # fmt: skip

    def step(self, step: "Progress", ahead: "Ahead") -> None:
        """Tell which script is spoken, at the first of its utterances that is; and what is ahead with it."""
        if step.script != self._script:
            self._script = step.script or ""
            script, voice = step.script, voice_name(step.engine)
            self._face.note(words("đọc {script} ({voice}); {rest}", script=script, voice=voice, rest=rest(ahead)))

    def made(self, ahead: "Ahead") -> None:
        """Tell nothing of a cart that is made."""


class Rows(Lines):
    """Writes how much there is to make; below it a bar that grows with each utterance and each cart."""

    def __init__(self, face: Face, bar: "Bar") -> None:
        super().__init__(face)
        self._bar = bar
        self._row: TaskID | None = None
        self._all = 0

    def begins(self, ahead: "Ahead") -> None:
        """Tell how much there is to make, and begin the bar; nothing where all is made."""
        super().begins(ahead)
        self._all = _pieces(ahead)
        if self._all:
            self._row = self._bar.add_task("", total=self._all, rest=rest(ahead))

    def step(self, step: "Progress", ahead: "Ahead") -> None:
        """Let the bar grow, and name the script beside it."""
        self._show(ahead, f"{words('Đọc')} {step.script}")

    def made(self, ahead: "Ahead") -> None:
        """Let the bar grow."""
        self._show(ahead, "")

    def _show(self, ahead: "Ahead", told: str) -> None:
        if self._row is None:
            return
        self._all = max(self._all, _pieces(ahead))  # another voice may have more to speak
        done = self._all - _pieces(ahead)
        self._bar.update(self._row, description=told, completed=done, total=self._all, rest=rest(ahead))


def _pieces(ahead: "Ahead") -> int:
    return ahead.utterances + ahead.announcements


def rest(ahead: "Ahead") -> str:
    """Tell what is ahead: how many utterances, or else carts, and about how long, where that is known."""
    if ahead.utterances:
        count = words("còn {utterances} đoạn", utterances=ahead.utterances)
    else:
        count = words("còn {announcements} bài", announcements=ahead.announcements)
    return f"{count}, {time_left(ahead)}" if ahead.seconds is not None else count


def time_left(ahead: "Ahead") -> str:
    """Tell about how long the rest takes, to the minute; empty where that is not known."""
    if ahead.seconds is None:
        return ""
    minutes = round(ahead.seconds / 60)
    if not minutes:
        return words("chưa đầy một phút")
    if minutes < 60:
        return words("khoảng {minutes} phút", minutes=minutes)
    return words("khoảng {hours} giờ {minutes:02} phút", hours=minutes // 60, minutes=minutes % 60)
