"""`broadcast today`: what airs, what has aired, what is missing."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from broadcast.base.words import said, words
from broadcast.cli.command import Day, OutputFile, as_json, command, option, resolve, write_result
from broadcast.cli.face import Face, clock_length, long_date
from broadcast.programme.model import Cue, CueState, Session, Unready
from broadcast.programme.onair import sounding_fields

if TYPE_CHECKING:
    from broadcast.programme.dayview import CueView, DayView
    from broadcast.programme.dealing import Dealing
    from broadcast.programme.released import Stand
    from broadcast.station.overview import Overview

_SIGNS = {
    CueState.READY: ("●", ""),
    CueState.PLANNED: ("○", ""),
    CueState.UNREADY: ("!", "yellow"),
    CueState.WAITING: ("○", "yellow"),
    CueState.ON_AIR: ("►", "red"),
    CueState.UNSETTLED: ("►", "yellow"),
    CueState.AIRED: ("√", "bright_black"),
    CueState.CUT: ("■", "yellow"),
    CueState.MISSED: ("!", "yellow"),
    CueState.REFUSED: ("×", "red"),
    CueState.NOT_AIRED: ("─", "bright_black"),
}


@command("Hôm nay (hoặc một ngày khác) phát gì, lúc nào, còn thiếu gì.")
@option("--date", "day", type=Day(), help="Ngày: 06/10/2025, 2025-10-06, mai, +1.")
@option("--picture", type=OutputFile(".svg"), metavar="TỆP", help="Vẽ cả ngày thành hình: ghi vào tệp SVG.")
@as_json
@click.pass_obj
def today(home: Path, day: date | timedelta | None, picture: Path | None, as_json: bool) -> None:
    """Show a day and how its cues stand: on the screen or as JSON; with --picture also as SVG in a file."""
    from broadcast.station.assembly import today as today_of
    from broadcast.station.overview import look_at
    from broadcast.station.overview import view as view_of
    from broadcast.station.remote import what_sounds

    overview = look_at(home, lazily=True)
    sounding = what_sounds(home)  # before the log is read: what is over since then the log tells
    view = view_of(overview, resolve(day, today_of(overview)), sounding)
    if picture is not None:
        from broadcast.station.pictures import picture_of_day

        titles = {str(id_): script.title for id_, script in overview.ward.scripts.items()}
        title = long_date(view.rundown.day)
        write_result(picture, picture_of_day(view, title=title, playlist=overview.ward.playlist, titles=titles))
    if as_json:
        Face().json("broadcast.today/1", **_as_fields(overview, view))
    else:
        show_day(Face(), overview, view)


def show_day(face: Face, overview: "Overview", view: "DayView") -> None:
    """Write the day to stdout: its sessions and cues, and the scripts of its phase that are unready.

    Without sessions, what `nothing_today` writes stands in their place.
    """
    from broadcast.station.ahead import stop_of
    from broadcast.station.assembly import today as today_of
    from broadcast.station.keydays import about_keys
    from broadcast.station.overview import idle_scripts

    now = overview.clock.now()
    heading = [long_date(view.rundown.day), *(phase.name for phase in view.rundown.phases)]
    if not view.rundown.phases and overview.ward.playlist.phases:
        heading.append(words("ngoài đợt tuyên truyền"))
    if view.rundown.day == today_of(overview):
        heading.append(words("bây giờ {time}", time=f"{now:%H:%M}"))
    face.line(" · ".join(heading), "bold")
    if view.sounding is not None:
        from broadcast.cli.sounds import on_air_line

        face.line(on_air_line(view.sounding, overview.ward.title(view.sounding.script)), "red")
    if view.rundown.day == today_of(overview) and (stop := stop_of(overview.home)) is not None:
        face.line(words("■ {why}. Cho phát lại: broadcast resume", why=said(stop.why)), "yellow")
    say_unreleased(face, overview, view.rundown.sessions)
    if view.rundown.off is not None:
        face.line(words("Ngày này không phát: {why}", why=said(view.rundown.off)), "yellow")
    elif not view.rundown.sessions:
        nothing_today(face, overview, view.rundown.day)
    for told in (*view.music, *about_keys(overview)):
        face.line("! " + said(told), "yellow")
    for session in view.rundown.sessions:
        cues = [cue for cue in view.cues if cue.session == session]
        _show_session(face, overview, session, cues, view)
    if idle := idle_scripts(overview, view.rundown.day):
        face.line()
        face.line(words("Bài chưa vào lượt hôm ấy:"), "yellow")
        for id_, why in idle.items():
            face.line(f"  ! {overview.ward.title(id_)}: {said(why)}", "yellow")
        if any(isinstance(one := overview.ward.of(id_), Unready) and one.facts for id_ in idle):
            face.line(words("Bài thiếu dữ kiện: điền vào mục facts trong playlist.yaml, bài sẽ tự vào lượt."))


def say_unreleased(face: Face, overview: "Overview", sessions: "Iterable[Session]") -> None:
    """Write to stdout how many scripts of those sessions do not air for want of a release; nothing for none."""
    if told := unreleased_told(overview, sessions):
        face.line(told, "yellow")


def unreleased_told(overview: "Overview", sessions: "Iterable[Session]", *, at_once: bool = False) -> str:
    """Say how many scripts of those sessions do not air for want of a release; empty for none.

    `at_once` as of `unreleased_among`.
    """
    from broadcast.station.desk.airsnext import unreleased_among

    those = unreleased_among(overview, sessions, at_once=at_once)
    if not those:
        return ""
    return words("! {count} bài chưa được duyệt nên sẽ không phát. Xem rồi duyệt: broadcast approvals",
                 count=len(those))  # fmt: skip


def nothing_today(face: Face, overview: "Overview", day: date) -> None:
    """Write to stdout, of a day without sessions, when the next session is and how to rehearse a day."""
    from broadcast.station.overview import next_day, rundown

    phases, following = overview.ward.playlist.phases, next_day(overview, day)
    first = min((one.first for one in phases), default=day)
    last = max((one.last for one in phases), default=day)
    coming = rundown(overview, following).sessions if following is not None else ()
    session = next((one for one in coming if one.is_to_air and one.cues), None)
    if following is not None and session is not None:
        face.line(words("Ngày này không có lịch phát. Buổi tới: {time} {day}.",
                        time=f"{session.at:%H:%M}", day=long_date(following)))  # fmt: skip
    elif day > last:
        face.line(words("Đợt tuyên truyền đã kết thúc ngày {day}; không còn gì để phát.", day=f"{last:%d/%m/%Y}"))
    else:
        face.line(words("Ngày này không có lịch phát."))
    face.line(words("Muốn nghe lại một ngày: broadcast play-today --date {day} --rehearse --output tong-duyet.wav",
                    day=f"{max(first, min(day, last)):%d/%m/%Y}"))  # fmt: skip


def _show_session(
    face: Face, overview: "Overview", session: Session, cues: "list[CueView]", view: "DayView"
) -> None:
    from broadcast.station.daytold import STATE_NAMES, why_so

    face.line()
    face.line(f"── {session.at:%H:%M} {session.name} ".ljust(66, "─"))
    if (changed := view.changed.get(session.id)) is not None:
        _show_change(face, changed)
    for overlaps in (view.overlaps, view.make_up_overlaps):
        if (overlap := overlaps.get(session.id)) is not None:
            face.line("  ! " + said(overlap.what), "yellow")
    if session.off is not None:
        cues = [cue for cue in cues if cue.state is not CueState.NOT_AIRED]  # a person has aired it
        if not cues:
            face.line(words("  ─ không phát: {why}", why=said(session.off)))
            return
    if not cues:
        face.line(words("  ! chưa có bài nào sẵn sàng cho buổi này"), "yellow")
    for cue in cues:
        sign, style = _SIGNS[cue.state]
        state = said(STATE_NAMES[cue.state])
        at = f"{cue.at:%H:%M:%S}" if cue.at else "—"
        length = clock_length(cue.seconds) if cue.seconds else "—"
        told = why_so(cue)
        why = f": {said(told)}" if told is not None else ""
        if cue.fallback is not None:
            why = f" ({said(told or '')})"
        if cue.seconds_left is not None:
            why = ", " + words("còn {left}", left=clock_length(cue.seconds_left))
        face.line(f"  {sign} {at:<9} {_title(overview, cue.cue):<52} {length:>5}  {state}{why}", style)
        _show_release(face, overview, cue)
        _show_announcer(face, overview, cue)
    for left in session.left_out:
        title, none = left.title or overview.ward.title(left.script), "—"
        face.line(f"  ─ {none:<9} {title:<52} {none:>5}  {words('không vào buổi này')}: {said(left.why)}")


def _show_release(face: Face, overview: "Overview", cue: "CueView") -> None:
    """What of a release a person should know: that nobody gave one and it airs all the same, or a better voice."""
    from broadcast.station.daytold import TO_AIR, unreleased_told
    from broadcast.station.standings import policy_in_force

    stand, policy = cue.release, policy_in_force(overview)
    if (told := unreleased_told(policy, cue)) is not None:
        face.line(f"              {said(told)}", "yellow")
    elif stand is not None and stand.offered is not None and cue.state in TO_AIR and policy.is_written:
        better = words("đã có giọng tốt hơn, nghe và duyệt lại thì mới dùng: broadcast preview {script} --better",
                       script=cue.cue.script)  # fmt: skip
        face.line(f"              {better}", "yellow")


def _show_announcer(face: Face, overview: "Overview", cue: "CueView") -> None:
    """How much of a script that is still to air the announcer has read, where that was begun or is heard."""
    from broadcast.station.daytold import TO_AIR
    from broadcast.station.sentences import of_announcer
    from broadcast.ward.announcer import in_words

    if cue.state not in TO_AIR:
        return
    reading = of_announcer(overview, cue.cue.script)
    airs = reading.airs_alone or reading.airs_mixed
    if (reading.is_begun or airs) and (told := in_words(reading)) is not None:
        face.line(f"              {said(told)}", "bright_black" if reading.airs_alone else "yellow")


def _title(overview: "Overview", cue: Cue) -> str:
    """The title as it was dealt; as the files have it now where nobody looked it up then."""
    return cue.title or overview.ward.title(cue.script)


def _show_change(face: Face, dealing: "Dealing") -> None:
    """What was changed of the session last, since it was first dealt."""
    why = ", ".join(said(one) for one in dealing.why)
    face.line(words("  · sửa lúc {time}: {why}", time=f"{dealing.written:%H:%M %d/%m}", why=why), "bright_black")


def _as_fields(overview: "Overview", view: "DayView") -> dict[str, Any]:
    from broadcast.cli.sounds import title_of
    from broadcast.station.overview import next_day

    phase, following = view.rundown.phase, next_day(overview, view.rundown.day)
    sounding = view.sounding
    if sounding is not None:
        sounding = replace(sounding, title=title_of(sounding, overview.ward.title(sounding.script)))
    return {
        "date": view.rundown.day.isoformat(),
        "timezone": overview.ward.playlist.zone.key,
        "phase": phase.id if phase else None,
        "on_air": sounding is not None,
        "sounding": sounding_fields(sounding),
        "cues": [_cue_fields(overview, cue) for cue in view.cues],
        "music": [said(one) for one in view.music],
        "off": said(view.rundown.off) if view.rundown.off is not None else None,
        "overlaps": [said(one.what) for one in (*view.overlaps.values(), *view.make_up_overlaps.values())],
        "left_out": [
            {
                "session": session.slot,
                "script": left.script,
                "title": left.title or overview.ward.title(left.script),
                "why": said(left.why),
            }
            for session in view.rundown.sessions
            for left in session.left_out
        ],
        "next_day": following.isoformat() if following else None,
    }


def _cue_fields(overview: "Overview", cue: "CueView") -> dict[str, Any]:
    return {
        "id": cue.cue.id,
        "at": cue.at.isoformat() if cue.at else None,
        "session": cue.session.slot,
        "script": cue.cue.script,
        "title": _title(overview, cue.cue),
        "seconds": round(cue.seconds, 3) if cue.seconds is not None else None,
        "seconds_left": round(cue.seconds_left, 1) if cue.seconds_left is not None else None,
        "state": cue.state.value,
        "reason": cue.reason or None,
        "why": said(cue.why) if cue.why else None,
        "fallback": said(cue.fallback) if cue.fallback else None,
        "facts": list(cue.facts),
        "release": stand_fields(cue.release) if cue.release is not None else None,
    }


def stand_fields(stand: "Stand") -> dict[str, Any]:
    """Return how a script stands with whoever releases it, as fields that JSON holds."""
    release = stand.release if stand.is_released else None
    return {
        "standing": stand.standing.value,
        "why": said(stand.why) if stand.why is not None else None,
        "serial": release.number if release is not None else None,
        "by": release.by if release is not None else None,
        "code": stand.now.code if stand.now is not None else None,
        "offered": stand.offered.code if stand.offered is not None else None,
    }
