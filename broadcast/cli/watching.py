"""What playout tells -> lines on the screen."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from broadcast.base.errors import BroadcastError, DeviceError, FaultsFound, Message, tell
from broadcast.base.words import said, words
from broadcast.cli.face import Face, clock_length, long_date, spoken_length
from broadcast.programme.ids import is_sting
from broadcast.programme.model import Airing, Outcome, Part, music_told
from broadcast.programme.onair import MUSIC_NAMES, STING_NAMES, OnAirPart

if TYPE_CHECKING:
    from broadcast.programme.dealing import Dealing
    from broadcast.programme.onair import Sounding
    from broadcast.station.events import Event, Progress, Settled
    from broadcast.station.station import Station
    from broadcast.station.verdict import Tomorrow

_SIGNS = {
    Outcome.AIRED: ("√", "green", "đã phát"),
    Outcome.CUT: ("■", "yellow", "phát dở"),
    Outcome.MISSED: ("!", "yellow", "bỏ lỡ"),
    Outcome.REFUSED: ("×", "red", "không được phát"),
}


class Where(StrEnum):
    """What the screen is to say of where it sounds: a rehearsal must never look as if the street heard it."""

    LOUDSPEAKER = "loudspeaker"
    HEADPHONES = "headphones"
    FILE = "file"

    @property
    def on_air(self) -> Message:
        """Return the line that names what sounds, `title` to be filled in."""
        return {
            Where.LOUDSPEAKER: tell("● ĐANG PHÁT {title}"),
            Where.HEADPHONES: tell("● đang nghe tổng duyệt: {title}"),
            Where.FILE: tell("● đang ghi tổng duyệt: {title}"),
        }[self]

    @property
    def aired(self) -> Message:
        """Return what has become of an announcement that sounded whole."""
        return tell("đã phát") if self is Where.LOUDSPEAKER else tell("trọn vẹn")


class EventScreen:
    """Writes to stderr what happens on air; a terminal counts down in place what sounds or is waited for."""

    def __init__(
        self, face: Face, station: "Station", *, tells_ahead: bool = False, where: Where = Where.LOUDSPEAKER
    ) -> None:
        """Write to `face`; `tells_ahead`: what is aired at once is told before it sounds.

        Into a file no session is waited for: the day passes in no time.
        """
        self._face = face
        self._station = station
        self._tells_ahead = tells_ahead
        self._where = where
        self._told = ""
        """What was told last of what sounds or is waited for, without its countdown."""
        self._spoken = ""
        """The script that production was told to speak last."""
        self._in_place = False
        self._trouble: Message | None = None

    def progress(self, step: "Progress") -> None:
        """Tell that production is speaking a script: once, also where another voice begins it anew."""
        if step.script != self._spoken:
            self._spoken = step.script or ""
            self.clear()
            self._face.note(words("đang tạo tiếng: {title}", title=self._title(step.script)), "bright_black")

    def __call__(self, event: "Event") -> None:
        from broadcast.station.events import AboutToAir, DeviceTrouble, OffAir, OnAir, Settled, Waiting

        match event:
            case Waiting(session=session) if self._where is not Where.FILE:
                left = (session.at - self._station.clock.now()).total_seconds()
                if left > 0:
                    time = f"{session.at:%H:%M %d/%m}"
                    line = words("○ chờ {name} {time},", name=session.name, time=time)
                    self._count(line, words("còn {left}", left=clock_length(left)), "")
            case AboutToAir(cues=cues, seconds=seconds) if self._tells_ahead:
                titles = "; ".join(cue.title or self._title(cue.script) for cue in cues)
                self._face.note(words("Phát ngay {count} bài, cả nhạc hiệu {length}: {titles}", count=len(cues),
                                      length=spoken_length(seconds), titles=titles))  # fmt: skip
            case OnAir() as on_air:
                self._trouble = None
                self._show_on_air(on_air.sounding())
            case Settled() as settled:
                self._show_settled(settled)
            case OffAir():
                self.clear()
                self._told = ""
            case DeviceTrouble(error=error):
                self._show_trouble(error)

    def _show_trouble(self, error: DeviceError) -> None:
        """Once for each trouble: the device is looked for every other second."""
        if self._trouble == error.what:
            return
        self._trouble = error.what
        self.clear()
        self._told = ""
        self._face.error(error)
        self._face.note(words("Đang tìm lại loa; bài dở sẽ phát lại từ đầu nếu còn trong hạn."))

    def _show_settled(self, settled: "Settled") -> None:
        """Of an opening or a closing only that it was cut: it is no announcement."""
        if settled.part in (Part.OPENING, Part.CLOSING) and settled.outcome is Outcome.AIRED:
            return
        sign, style, what = _SIGNS[settled.outcome]
        why = f" ({said(settled.note)})" if settled.note else ""
        heard = f" {clock_length(settled.seconds)}" if settled.seconds else ""
        title = settled.cue.title or self._title(settled.cue.script)
        if settled.part in (Part.OPENING, Part.CLOSING):
            names = STING_NAMES if settled.cue.script else MUSIC_NAMES
            title = said(names[settled.part])
        self.clear()
        self._told = ""
        become = said(self._where.aired) if settled.outcome is Outcome.AIRED else words(what)
        self._face.note(f"{sign} {title}{heard} {become}{why}", style)

    def _title(self, script: object) -> str:
        return self._station.ward.title(script) if script else "—"  # type: ignore[arg-type]

    def _show_on_air(self, sounding: "Sounding") -> None:
        from broadcast.cli.sounds import left, title_of

        title = title_of(sounding, self._title(sounding.script))
        line = words(self._where.on_air.template, title=title)
        if sounding.part is not OnAirPart.GAP or self._face.err.is_terminal:
            self._count(line, left(sounding), "red")

    def _count(self, line: str, tail: str, style: str) -> None:
        """Rewrite the line with its countdown in place; where that cannot be done, write it once."""
        if self._face.err.is_terminal:
            from broadcast.cli.sounds import fitted

            shown = fitted(line, tail, self._face.err.width - 1)  # a full line would wrap
            self._face.err.print(shown, style=style or None, end="\r")
            self._in_place = True
        elif line != self._told:
            self._face.note(f"{line} {tail}" if not style else line, style)
        self._told = line

    def clear(self) -> None:
        """Take the line that is counted down off the terminal, so that another can be written."""
        if self._in_place:
            self._face.err.print(" " * (self._face.err.width - 1), end="\r")
            self._in_place = False


class ServiceScreen:
    """Writes to stderr what `run` does: what happens on air, and what becomes of changed files and of chores."""

    def __init__(self, face: Face) -> None:
        self._face = face
        self._now: EventScreen | None = None

    def loaded(self, station: "Station", day: date) -> None:
        """Tell that the files of `station` were read, how many sessions they give `day`, and what is not released.

        Where they give none, the day of the next session is told, too.
        """
        from broadcast.cli.day import unreleased_told
        from broadcast.station.overview import next_day, rundown

        self.clear()
        self._now = EventScreen(self._face, station)
        sessions = rundown(station, day).sessions
        text = words(
            "{day}: nạp playlist.yaml, {scripts} bài, {sessions} buổi hôm nay.",
            day=long_date(day),
            scripts=len(station.ward.scripts),
            sessions=len(sessions),
        )
        self._face.note(text)
        if waiting := unreleased_told(station, sessions):
            self._face.note(waiting, "yellow")
        if not sessions and (following := next_day(station, day)) is not None:
            self._face.note(words("Buổi tới: {day}.", day=long_date(following)))

    def kept(self, error: BroadcastError) -> None:
        """Tell what is wrong with the changed files, and that the station goes on with those read before."""
        self.clear()
        if isinstance(error, FaultsFound):
            self._face.faults(error.faults)
        else:
            self._face.error(error)
        self._face.problem(words("Tệp vừa sửa có lỗi; GIỮ bản đang chạy cho đến khi sửa xong."))

    def chore_failed(self, name: str, error: BroadcastError) -> None:
        """Tell which chore was not done, by name, and why."""
        self.clear()
        self._face.note(words("việc định kỳ “{name}” chưa xong: {why}", name=name, why=said(error.what)), "yellow")

    def console(self, what: Message) -> None:
        """Tell where the console is, or why there is none; called on a thread of its own."""
        self._face.note(said(what))

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

        self.clear()
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

    def clear(self) -> None:
        """Take the line that is counted down off the terminal, so that another can be written."""
        if self._now is not None:
            self._now.clear()


def summary(face: Face, airings: Sequence[Airing], where: Where = Where.LOUDSPEAKER) -> int:
    """Write to stdout how many cues were aired, and how long; return 0 where every one was, 4 where one was not.

    What was done to the ward's own music is told too. Of a rehearsal it says that it was one, and where its log
    is. Of a cue aired more than once the last airing counts. No airings give 0.
    """
    last = {airing.cue: airing for airing in airings if not is_sting(airing.cue)}
    aired = [one for one in last.values() if one.outcome is Outcome.AIRED]
    other = len(last) - len(aired)
    seconds = sum(one.seconds for one in aired)
    is_real = where is Where.LOUDSPEAKER
    text = (
        words("{count} bài đã phát, {length}", count=len(aired), length=clock_length(seconds))
        if is_real
        else words("Tổng duyệt {count} bài trọn vẹn, {length}", count=len(aired), length=spoken_length(seconds))
    )
    if other:
        text += words("; {count} bài không trọn vẹn", count=other)
        text += ". " + words("Xem: {command}", command="broadcast log" if is_real else "broadcast log --rehearsal")
    face.line(text if other else text + ".")
    for one in music_told(airings):
        face.line("! " + said(one), "yellow")
    return 4 if other else 0
