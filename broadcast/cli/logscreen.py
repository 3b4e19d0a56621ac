"""The as-run log -> the screen: day by day and session by session, as somebody reads it who was not there."""

from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, NamedTuple

from broadcast.base.errors import Message, tell
from broadcast.base.words import said, words
from broadcast.cli.airheard import at_loudspeaker
from broadcast.cli.face import Face, clock_length, long_date, spare_name, spoken_length
from broadcast.cli.logoutput import the_rest, unusual
from broadcast.programme.airheard import AirHeard, HowHeard
from broadcast.programme.bulletins import LEVEL_NAMES, Urgency, first_words
from broadcast.programme.changes import change_told
from broadcast.programme.ids import slot_of
from broadcast.programme.model import Airing, CueId, Outcome, Part, Why, music_told
from broadcast.record.outcomes import OUTCOMES

if TYPE_CHECKING:
    from broadcast.record.airings import Entry
    from broadcast.record.happenings import Happening
    from broadcast.record.sessions import LoggedDay, LoggedSession
    from broadcast.station.readable import Log, Readable


Heard = Mapping[tuple[CueId, int], AirHeard]
"""What was heard at the loudspeaker, by cue and attempt."""


class Sign(NamedTuple):
    """How an outcome is shown."""

    sign: str
    what: Message
    style: str


SIGNS = {
    Outcome.AIRED: Sign("√", OUTCOMES[Outcome.AIRED], ""),
    Outcome.CUT: Sign("■", OUTCOMES[Outcome.CUT], "yellow"),
    Outcome.MISSED: Sign("!", OUTCOMES[Outcome.MISSED], "yellow"),
    Outcome.REFUSED: Sign("×", OUTCOMES[Outcome.REFUSED], "red"),
    None: Sign("●", OUTCOMES[None], "red"),
}
_PARTS = {Part.OPENING: tell("mở đầu"), Part.CLOSING: tell("kết thúc")}
_TITLE = 48
_WORDS = 96
"""Columns of a title, and of a line of words."""
_FIRST_WORDS = 40


def show(face: Face, seen: "Readable", read: "Log", *, in_full: bool = False, of_days: bool = True) -> None:
    """Write the log to stdout: each day's sessions and bulletins, what became of them, their sum, and the notes.

    `in_full`: with the words that were spoken. `of_days`: nothing of those days was left out.
    """
    if not read.days and not of_days:
        face.line(words("Trong những ngày này nhật ký không có dòng nào như vậy."))
    elif not read.days:
        face.line(words("Nhật ký chưa có dòng nào trong những ngày này."))
    for number, day in enumerate(read.days):
        if number:
            face.line()
        _show_day(face, seen, day, read.heard, in_full=in_full)
    announcements = [one for one in read.airings if one.is_announcement]
    if announcements:
        face.line()
        face.line(_sum(announcements))
    if read.notes and (announcements or not read.days):
        face.line()
    _show_notes(face, read.notes)


def _show_day(face: Face, seen: "Readable", day: "LoggedDay", heard: Heard, *, in_full: bool) -> None:
    face.line(long_date(day.day), "bold")
    if day.off is not None:
        face.line(f"  ○ {said(day.off)}")
    for change in day.changes:
        face.line(f"  » {_change(change)}")
    for told in music_told(airing for session in day.sessions for airing in session.airings):
        face.line(f"  ! {said(told)}", "yellow")
    for session in day.sessions:
        _show_session(face, seen, session, heard, in_full=in_full)


def _show_session(face: Face, seen: "Readable", session: "LoggedSession", heard: Heard, *, in_full: bool) -> None:
    face.line(f"  {_heading(session)}", "bold")
    for told in session.dealt_anew:
        why = "; ".join(map(said, told.why))
        face.line("    » " + words("{time} đổi buổi này: {why}", time=f"{told.at:%H:%M}", why=why))
    if session.off is not None:
        face.line(f"    ○ {said(session.off)}")
    if session.refused is not None and not session.announcements:
        face.line("    × " + words("quy định không cho phát: {why}", why=said(session.refused)), "red")
    for airing in session.airings:
        if airing.is_announcement:
            _show_airing(face, seen, session, airing)
            _show_heard(face, heard.get((airing.cue, airing.attempt)))
        if in_full:
            _show_words(face, airing)


def _heading(session: "LoggedSession") -> str:
    """`06:30 Buổi sáng · 06:30:00 đến 06:38:12 · mở đầu √ · kết thúc √`."""
    at = f"{session.at:%H:%M} " if session.at else ""
    parts = [f"{at}{_name(session)}"]
    if session.campaign:
        parts.append(words("đợt {campaign}", campaign=session.campaign))
    if by := _by(session):
        parts.append(words("{by} cho phát", by=by))
    if session.begun and session.ended:
        parts.append(
            words("{begin} đến {end}", begin=f"{session.begun:%H:%M:%S}", end=f"{session.ended:%H:%M:%S}")
        )
    parts += [_around(session, part) for part in _PARTS if session.of_part(part)]
    return " · ".join(parts)


def _name(session: "LoggedSession") -> str:
    slot = slot_of(session.id)
    if session.is_bulletin:
        level = slot.partition(".")[0]
        return said(LEVEL_NAMES[Urgency(level)]) if level in tuple(Urgency) else level
    return session.name or slot


def _around(session: "LoggedSession", part: Part) -> str:
    """The opening's or the closing's outcome each time that it was begun: `mở đầu ■ 0:05, √`."""
    heard = []
    for one in session.of_part(part):
        sign, what, _ = SIGNS[one.outcome]
        cut = one.outcome is Outcome.CUT
        heard.append(f"{sign} {said(what)} {clock_length(one.seconds)}" if cut else sign)
    return f"{said(_PARTS[part])} {', '.join(heard)}"


def _by(session: "LoggedSession") -> str:
    """Who had the bulletin aired; empty where no line tells, and for a session."""
    return next(
        (str(why.what.values["by"]) for why in _reasons(session.airings, "bulletin") if "by" in why.what.values),
        "",
    )


def _reasons(airings: Sequence[Airing], code: str) -> Iterator["Why"]:
    return (why for one in airings for why in one.reasons if why.code == code)


def _show_airing(face: Face, seen: "Readable", session: "LoggedSession", one: Airing) -> None:
    sign, what, style = SIGNS[one.outcome]
    at = f"{one.started:%H:%M:%S}" if one.started else "—"
    length = clock_length(one.seconds) if one.frames else "—"
    line = f"    {sign} {at:<9} {_title(seen, session, one)[:_TITLE]:<{_TITLE}} {length:>5}"
    # who had a bulletin aired stands above it
    why = [said(why.what) for why in one.reasons if why.code != "bulletin"]
    outcome = "" if one.outcome is Outcome.AIRED else said(what)
    tail = ": ".join(told for told in (outcome, "; ".join([*why, *unusual(one)])) if told)
    if one.fallback is not None:
        voice = words("giọng dự phòng {engine}: {why}", engine=spare_name(one.engine), why=said(one.fallback))
        tail = f"{tail} ({voice})".strip()
    face.line(f"{line}  {tail}".rstrip(), style)


def _show_heard(face: Face, heard: AirHeard | None) -> None:
    """What a microphone heard at the loudspeaker, under its line; nothing where nobody compared."""
    if heard is not None:
        style = "" if heard.how is HowHeard.CLEAR else "yellow"
        face.line(f"      {at_loudspeaker(heard)}", style)


def _title(seen: "Readable", session: "LoggedSession", one: Airing) -> str:
    if not session.is_bulletin:
        return one.title or seen.title(one.script)
    if one.title or one.text:
        return f"“{first_words(one.title or one.text, _FIRST_WORDS)}”"
    return _name(session)


def _show_words(face: Face, one: Airing) -> None:
    if not one.text or not one.attempt:
        return
    if one.part in _PARTS:
        face.line(f"      {said(_PARTS[one.part])}:")
    for line in the_rest(one):
        face.line(f"      {line}")
    for paragraph in one.text.splitlines():
        for line in wrap(paragraph, _WORDS):
            face.line(f"        {line}")


def _change(entry: "Entry") -> str:
    """What the ward changed of one day, when, by whom and why; its number is what `undo` takes."""
    reason, by = (str(entry.body.get(key) or "") for key in ("reason", "by"))
    why = "; ".join(map(said, entry.why)) or reason
    text = f"{entry.written:%H:%M %d/%m} {said(change_told(entry))}"
    return text + (f": {why}" if why else "") + (f" ({by})" if by else "")


def _sum(airings: Sequence[Airing]) -> str:
    """`11 lượt đã phát, 3 phút 33 giây; 1 lượt phát dở, 1 lượt không được phát.`"""
    aired = [one for one in airings if one.outcome is Outcome.AIRED]
    length = spoken_length(sum(one.seconds for one in aired))
    text = words("{count} lượt đã phát, {length}", count=len(aired), length=length)
    others = [
        words("{count} lượt {what}", count=count, what=said(OUTCOMES[outcome]))
        for outcome in (None, Outcome.CUT, Outcome.MISSED, Outcome.REFUSED)
        if (count := sum(one.outcome is outcome for one in airings))
    ]
    return text + (f"; {', '.join(others)}." if others else ".")


def _show_notes(face: Face, notes: "Sequence[Happening]") -> None:
    """Who stopped it, what the clock did; with the moment that the clock showed, right or wrong."""
    if notes:
        face.line(words("Ghi chú:"), "bold")
    for one in notes:
        by = f" ({one.by})" if one.by else ""
        face.line(f"  {one.at[8:10]}/{one.at[5:7]}  {one.at[11:19]}  {'; '.join(map(said, one.what))}{by}")
