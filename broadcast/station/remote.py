"""The running player, as another terminal commands it: status, stop, resume, the word that the clock is right."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from broadcast.base.errors import UsageRefused, tell
from broadcast.playout.control.channel import ask
from broadcast.playout.control.clock_trust import Look, Trust, earliest_believable, judge
from broadcast.playout.control.duty import believable, confirm, last_line
from broadcast.playout.control.latch import Latch, Stop
from broadcast.programme.model import Airing, CueId, Outcome, Session
from broadcast.programme.pending import is_too_late, record, unsettled
from broadcast.record.journal import Journal
from broadcast.station.overview import Office

_LOOKS_AFTER_STOP, _BETWEEN_LOOKS = 20, timedelta(seconds=0.1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What the station is doing now."""

    running: bool
    """A player runs and answers."""
    on_air: CueId | None
    next_session: Session | None
    stop: Stop | None
    doubt: str | None
    """Why the clock is not believed; None when it is."""
    now: datetime
    bulletins: tuple[str, ...]
    device: str | None = None
    """What is the matter with the loudspeaker; None since it last sounded."""
    log: str | None = None
    """What is wrong with the as-run log's disk; None where every line is on it."""


class ControlRoom:
    """Commands to the player of that office's folder; none of them needs one to run."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._folder = office.home / "journal"

    def status(self) -> Status:
        """What the running player says of itself; what the files tell where none runs."""
        answer = ask(self._folder, {"do": "status"})
        now = self._office.clock.now()
        if answer is None:
            look = Look(wall=now, running_s=0.0)
            doubt = judge(Trust(floor=earliest_believable(believable(self._office.journal_path()))), look).doubt
            told = str(doubt) if doubt else None
        else:
            now, told = datetime.fromisoformat(answer["now"]), answer["doubt"]
        return Status(
            running=answer is not None,
            on_air=answer["on_air"] if answer else None,
            next_session=self._office.next_session(now),
            stop=Latch(self._folder).read(),
            doubt=told,
            now=now,
            bulletins=tuple(answer["bulletins"]) if answer else (),
            device=answer.get("device") if answer else None,
            log=answer.get("log") if answer else None,
        )

    def stop(self, reason: str) -> bool:
        """Silence the player, and keep it silent until `resume`; False where it has not confirmed the silence."""
        now = self._office.clock.now()
        Latch(self._folder).set(reason, now)
        with Journal(self._office.journal_path()) as journal:
            journal.note(str(tell("lệnh dừng phát: {reason}", reason=reason)), now)
        for _ in range(_LOOKS_AFTER_STOP):
            answer = ask(self._folder, {"do": "status"})
            if answer is None or answer["on_air"] is None:
                return True
            self._office.clock.wait_until(self._office.clock.now() + _BETWEEN_LOOKS)
        return False

    def resume(self) -> tuple[Stop | None, tuple[tuple[Airing, bool], ...]]:
        """Take the stop back. What it was, and each cue of today that is cut: will it be begun again?"""
        now = self._office.clock.now()
        stopped = Latch(self._folder).clear()
        if stopped is not None:
            with Journal(self._office.journal_path()) as journal:
                journal.note(str(tell("cho phát trở lại")), now)
        heard = record(self._office.airings(now.date(), now.date()))
        broken = []
        for session in self._office.rundown(now.date()).sessions:
            for cue in unsettled(session, heard):
                last = heard.get(cue.id, ())[-1:]
                if last and last[0].outcome is Outcome.CUT:
                    broken.append((last[0], not is_too_late(session, last[0].planned, now)))
        return stopped, tuple(broken)

    def confirm_clock(self) -> None:
        """The operator has looked: the wall clock is right. Raises UsageRefused where it cannot be."""
        now = self._office.clock.now()
        if now < earliest_believable(None):
            raise UsageRefused(
                tell("Đồng hồ máy chỉ {now}, trước ngày có chương trình này.", now=f"{now:%H:%M %d/%m/%Y}"),
                tell("Chỉnh giờ của máy trước, rồi xác nhận lại."),
            )
        confirm(self._folder, last_line(self._office.journal_path()))
        ask(self._folder, {"do": "confirm-clock"})
        with Journal(self._office.journal_path()) as journal:
            journal.note(str(tell("người trực xác nhận giờ máy là đúng")), now)
