"""Ward, today -> what of the days ahead will not air as it is planned, each at its line of playlist.yaml."""

from collections.abc import Iterator
from datetime import date

from broadcast.base.errors import Fault, Level, Message, tell
from broadcast.programme import airtime
from broadcast.programme.dropping import dropped
from broadcast.programme.model import Session
from broadcast.programme.overlaps import Overlap, is_made_up, overlaps
from broadcast.programme.settings import ScriptId
from broadcast.ward import silence
from broadcast.ward.ahead import AHEAD_DAYS, Ahead, Length, Lengths, days_ahead
from broadcast.ward.folder import Ward


def outlook(ward: Ward, today: date, days: int = AHEAD_DAYS, lengths: Lengths | None = None) -> tuple[Fault, ...]:
    """List what of the days ahead will not air as it is planned, each trouble once, with its first day.

    ERROR: what the airtime rules refuse, and a session that another one keeps from beginning within its grace,
    at its make-up time too where it has one. WARNING: sessions that overlap, that will be silent or that never
    come; a phase without a script; a campaign that ends within a week. That the whole plan is over is told by
    `over`.

    Looked at are `days` days from `today` on, the first days of each phase that is not over (of every phase where
    all are), and the dates that stand in playlist.yaml, so that a long plan takes no longer than a short one. A
    day that the ward itself takes off is no trouble. `lengths`: of what is made; None: all are estimated.
    """
    ahead = days_ahead(ward, today, days, lengths)
    return (*_refused(ahead), *_overlapping(ahead), *silence.silence(ahead))


def over(ward: Ward, today: date) -> Fault | None:
    """Tell, as WARNING, that no session is left from `today` on; None while one is left, or none ever was."""
    if any(phase.last >= today for phase in ward.playlist.phases):
        return None  # no day need be planned to know it
    return silence.over(days_ahead(ward, today, gone=False))


def refused(ward: Ward, today: date, lengths: Lengths | None = None) -> tuple[Fault, ...]:
    """List what the airtime rules will refuse of the days ahead, as the first part of `outlook` does."""
    return tuple(_refused(days_ahead(ward, today, lengths=lengths)))


# --- what the rules refuse ---


def _refused(ahead: Ahead) -> Iterator[Fault]:
    """Yield what the airtime rules will refuse, each session and each reason once, with its first day."""
    found: dict[tuple[str, str, str], list[tuple[Session, Message]]] = {}
    for rundown in ahead.rundowns:
        for session in rundown.sessions:
            if session.off is not None or rundown.off is not None:
                continue
            for key, why in _refusals(ahead, session):
                found.setdefault((session.slot, key, why.template), []).append((session, why))
    for (_, key, _), refused_ in found.items():
        session, why = refused_[0]
        day: str | Message = f"{session.at:%d/%m/%Y}"
        if len(refused_) > 1:
            day = tell("{day} và những ngày khác nữa", day=day)
        what, fix = _refusal_in_words(ahead, session, key, why, day)
        yield ahead.fault(session, key, what, fix, Level.ERROR)


def _refusals(ahead: Ahead, session: Session) -> Iterator[tuple[str, Message]]:
    """The keys of the session that the rules refuse on its day, `at` and `make_up`, each with its reason."""
    rules = ahead.ward.playlist.airtime
    length = ahead.lengths(session, [cue.script for cue in session.cues])
    if (why := session.refused or airtime.refusal(rules, session.at, length.time)) is not None:
        yield "at", _with(why, length)
    if session.make_up is not None and (why := airtime.refusal(rules, session.make_up, length.time)) is not None:
        yield "make_up", _with(why, length)


def _with(why: Message, length: Length) -> Message:
    """The reason, its length told as what it is: made, or estimated."""
    return Message(why.template, {**why.values, "length": length.said}) if "length" in why.values else why


def _refusal_in_words(
    ahead: Ahead, session: Session, key: str, why: Message, day: str | Message
) -> tuple[Message, Message]:
    name = session.name
    if key == "make_up":
        return (
            tell("buổi “{name}” phát bù ngày {day}: {why}", name=name, day=day, why=why),
            tell("Sửa giờ phát bù, hoặc khung giờ ở mục airtime. Lỡ buổi này thì không phát bù trọn được."),
        )
    what = tell("buổi “{name}” ngày {day}: {why}", name=name, day=day, why=why)
    if airtime.is_one_too_many(why):
        return what, tell(
            "Bớt một buổi của ngày ấy, hoặc tăng max_sessions ở mục airtime (chỉ một ngày thì ở exceptions). "
            "Để vậy thì buổi này không phát."
        )
    if why.values.get("end") == "24:00":
        return what, tell(
            "Bắt đầu sớm hơn; hoặc cho phát qua nửa đêm: thêm ở exceptions một dòng của ngày sau, "
            "add: [00:00-00:30]."
        )
    gone = _dropped(ahead, session)
    if session.refused is not None or len(gone) == len(session.cues):
        return what, tell("Sửa giờ, ngày của buổi, hoặc khung giờ ở mục airtime. Buổi này sẽ không phát.")
    titles = ", ".join(f"“{ahead.ward.title(script)}”" for script in gone)
    return what, tell("Bớt bài, hoặc sửa mục airtime. Để vậy thì bỏ: {titles}.", titles=titles)


def _dropped(ahead: Ahead, session: Session) -> list[ScriptId]:
    """The scripts that go, so that the rest of a programme too long for its hour may air."""
    scripts = [cue.script for cue in session.cues]

    def fits(kept: tuple[int, ...]) -> bool:
        length = ahead.lengths(session, [scripts[index] for index in kept])
        return airtime.refusal(ahead.ward.playlist.airtime, session.at, length.time) is None

    gone = dropped([ahead.lengths(session, [script]).time for script in scripts], fits, session.drop)
    return [script for index, script in enumerate(scripts) if index in gone]


# --- sessions in each other's way ---


def _overlapping(ahead: Ahead) -> Iterator[Fault]:
    """Yield each pair of sessions of which one still sounds when the other is to begin, once."""
    told: set[tuple[str, str, bool]] = set()
    for rundown in ahead.rundowns:
        lengths = {
            one.id: (one, ahead.lengths(one, [cue.script for cue in one.cues]))
            for one in rundown.sessions
            if rundown.off is None and ahead.sounds(one)
        }
        is_made = all(length.is_made for _, length in lengths.values())
        for one in overlaps((session, length.time) for session, length in lengths.values()):
            pair = one.first.slot, one.second.slot, is_made_up(one.second)
            if pair not in told:
                told.add(pair)
                yield _overlap(ahead, one, Length(time=one.by, is_made=is_made))


def _overlap(ahead: Ahead, overlap: Overlap, by: Length) -> Fault:
    later = overlap.second
    said = {
        "name": later.name,
        "day": f"{later.at:%d/%m/%Y}",
        "other": overlap.first.name,
        "length": by.said,
        "until": overlap.until,
    }
    if is_made_up(later):
        what = tell("buổi “{name}” phát bù ngày {day} chồng lên buổi “{other}” {length}: {until}", **said)
        return _made_up_late(ahead, overlap, what)
    what = tell("buổi “{name}” ngày {day} chồng lên buổi “{other}” {length}: {until}", **said)
    if overlap.begins is not None:
        fix = tell("Lùi giờ buổi sau, hoặc bớt bài ở buổi trước. Để vậy thì buổi sau bắt đầu muộn.")
        return ahead.fault(later, "at", what, fix, Level.WARNING)
    if later.make_up is not None:
        fix = tell(
            "Lùi giờ buổi sau. Để vậy thì buổi “{name}” không kịp giờ, phải đợi đến giờ phát bù {time}.",
            name=later.name, time=f"{later.make_up:%H:%M}",
        )  # fmt: skip
        return ahead.fault(later, "at", what, fix, Level.WARNING)
    fix = tell("Lùi giờ buổi sau. Để vậy thì buổi “{name}” quá hạn phát bù, không phát.", name=later.name)
    return ahead.fault(later, "at", what, fix, Level.ERROR)


def _made_up_late(ahead: Ahead, overlap: Overlap, what: Message) -> Fault:
    """Tell of a session that another one keeps waiting at its make-up time."""
    later = overlap.second
    if overlap.begins is not None:
        fix = tell("Lùi giờ phát bù. Để vậy thì buổi “{name}” phát bù muộn.", name=later.name)
        return ahead.fault(later, "make_up", what, fix, Level.WARNING)
    fix = tell("Lùi giờ phát bù. Để vậy thì buổi “{name}” quá hạn phát bù, không phát.", name=later.name)
    return ahead.fault(later, "make_up", what, fix, Level.ERROR)
