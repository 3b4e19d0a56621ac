"""What playout tells -> lines on the screen."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from broadcast.base.errors import BroadcastError, DeviceError, FaultsFound, Message
from broadcast.base.words import said, words
from broadcast.cli.face import Face, clock_length, long_date
from broadcast.programme.model import Airing, Outcome

if TYPE_CHECKING:
    from broadcast.programme.dealing import Dealing
    from broadcast.station.events import Event, OnAir, Progress
    from broadcast.station.station import Station
    from broadcast.station.verdict import Tomorrow

_SIGNS = {
    Outcome.AIRED: ("√", "green", "đã phát"),
    Outcome.CUT: ("■", "yellow", "phát dở"),
    Outcome.MISSED: ("!", "yellow", "bỏ qua"),
    Outcome.REFUSED: ("×", "red", "không được phát"),
}


class EventScreen:
    """Writes to stderr what happens on air; on a terminal the line of a sounding cue is rewritten in place."""

    def __init__(self, face: Face, station: "Station") -> None:
        self._face = face
        self._station = station
        self._on_air = ""
        self._trouble: Message | None = None

    def progress(self, step: "Progress") -> None:
        """Tell that production is speaking a script: at its first utterance only."""
        if step.utterance == 1:
            self._face.note(words("đang tạo tiếng: {title}", title=self._title(step.script)), "bright_black")

    def __call__(self, event: "Event") -> None:
        from broadcast.station.events import DeviceTrouble, OnAir, Settled, Waiting

        match event:
            case Waiting(session=session):
                left = session.at - self._station.clock.now()
                if left.total_seconds() > 0:
                    waits = clock_length(left.total_seconds())
                    self._face.note(words("○ chờ {name} {time}, còn {left}", name=session.name,
                                          time=f"{session.at:%H:%M %d/%m}", left=waits))  # fmt: skip
            case OnAir() as on_air:
                self._trouble = None
                self._show_on_air(on_air)
            case Settled(cue=cue, outcome=outcome, seconds=seconds, note=note):
                sign, style, what = _SIGNS[outcome]
                why = f" ({said(note)})" if note else ""
                heard = f" {clock_length(seconds)}" if seconds else ""
                self._clear()
                self._face.note(f"{sign} {self._title(cue.script)}{heard} {words(what)}{why}", style)
            case DeviceTrouble(error=error):
                self._show_trouble(error)

    def _show_trouble(self, error: DeviceError) -> None:
        """Once for each trouble: the device is looked for every other second."""
        if self._trouble == error.what:
            return
        self._trouble = error.what
        self._clear()
        self._face.error(error)
        self._face.note(words("Đang tìm lại loa; bài dở sẽ phát lại từ đầu nếu còn trong hạn."))

    def _title(self, script: object) -> str:
        return self._station.ward.title(script) if script else "—"  # type: ignore[arg-type]

    def _show_on_air(self, event: "OnAir") -> None:
        line = words("● ĐANG PHÁT {title}", title=self._title(event.cue.script))
        if self._face.err.is_terminal:
            at, of = (clock_length(frames / event.rate_hz) for frames in (event.frames, event.of_frames))
            self._face.err.print(f"{line}  {at} / {of}   ", style="red", end="\r")
        elif line != self._on_air:
            self._face.note(line, "red")
        self._on_air = line

    def _clear(self) -> None:
        if self._face.err.is_terminal and self._on_air:
            self._face.err.print(" " * (len(self._on_air) + 20), end="\r")
        self._on_air = ""


class ServiceScreen:
    """Writes to stderr what `run` does: what happens on air, and what becomes of changed files and of chores."""

    def __init__(self, face: Face) -> None:
        self._face = face
        self._now: EventScreen | None = None

    def loaded(self, station: "Station", day: date) -> None:
        """Tell that the files of `station` were read, and how many sessions they give `day`.

        Where they give none, the day of the next session is told, too.
        """
        from broadcast.station.overview import next_day, rundown

        self._now = EventScreen(self._face, station)
        sessions = rundown(station, day).sessions
        text = words(
            "{day}: nạp playlist.yaml, {scripts} bài, {sessions} buổi hôm nay.",
            day=long_date(day),
            scripts=len(station.ward.scripts),
            sessions=len(sessions),
        )
        self._face.note(text)
        if not sessions and (following := next_day(station, day)) is not None:
            self._face.note(words("Buổi tới: {day}.", day=long_date(following)))

    def kept(self, error: BroadcastError) -> None:
        """Tell what is wrong with the changed files, and that the station goes on with those read before."""
        if isinstance(error, FaultsFound):
            self._face.faults(error.faults)
        else:
            self._face.error(error)
        self._face.problem(words("Tệp vừa sửa có lỗi; GIỮ bản đang chạy cho đến khi sửa xong."))

    def chore_failed(self, name: str, error: BroadcastError) -> None:
        """Tell which chore was not done, by name, and why."""
        self._face.note(words("việc định kỳ “{name}” chưa xong: {why}", name=name, why=said(error.what)), "yellow")

    def dealt(self, dealing: "Dealing") -> None:
        """Tell what was changed of a session that was dealt before, and why."""
        why = ", ".join(said(one) for one in dealing.why)
        session = dealing.session
        self._face.note(
            words("Xếp lại {name} {time}: {why}", name=session.name, time=f"{session.at:%H:%M %d/%m}", why=why),
            "cyan",
        )

    def rehearsed(self, tomorrow: "Tomorrow") -> None:
        """Tell the outcome of the rehearsal of the next day."""
        from broadcast.station.verdict import Verdict, headline

        style = "green" if tomorrow.verdict is Verdict.GO else "yellow"
        self._face.note(words("Tổng duyệt ngày mai: {headline}", headline=headline(tomorrow)), style)

    def progress(self, step: "Progress") -> None:
        """Tell that production is speaking a script, at its first utterance only.

        Nothing is told before `loaded` was called.
        """
        if self._now is not None:
            self._now.progress(step)

    def __call__(self, event: "Event") -> None:
        if self._now is not None:
            self._now(event)


def summary(face: Face, airings: Iterable[Airing]) -> int:
    """Write to stdout how many cues were aired, and how long; return 0 where every one was, 4 where one was not.

    Of a cue aired more than once the last airing counts. No airings give 0.
    """
    last = {airing.cue: airing for airing in airings}
    aired = [one for one in last.values() if one.outcome is Outcome.AIRED]
    other = len(last) - len(aired)
    seconds = sum(one.seconds for one in aired)
    text = words("{count} bài đã phát, {length}", count=len(aired), length=clock_length(seconds))
    if other:
        text += words("; {count} bài không trọn vẹn. Xem: broadcast log", count=other)
    face.line(text + ".")
    return 4 if other else 0
