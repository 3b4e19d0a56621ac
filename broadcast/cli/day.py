"""`broadcast today`: what airs, what has aired, what is missing."""

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from broadcast.base.words import said, words
from broadcast.cli.command import Day, OutputFile, as_json, command, option, resolve, write_result
from broadcast.cli.face import Face, clock_length, long_date
from broadcast.programme.model import CueState, Session, Unready

if TYPE_CHECKING:
    from broadcast.programme.dayview import CueView, DayView
    from broadcast.station.overview import Overview

_SIGNS = {
    CueState.READY: ("●", "", "sẵn sàng"),
    CueState.PLANNED: ("○", "", "chưa tạo tiếng"),
    CueState.UNREADY: ("!", "yellow", "chưa sẵn sàng"),
    CueState.AIRED: ("√", "bright_black", "đã phát"),
    CueState.CUT: ("■", "yellow", "phát dở"),
    CueState.MISSED: ("!", "yellow", "bỏ lỡ"),
    CueState.REFUSED: ("×", "red", "không được phát"),
}


@command("Hôm nay (hoặc một ngày khác) phát gì, lúc nào, còn thiếu gì.")
@option("--date", "day", type=Day(), help="Ngày: 06/10/2025, 2025-10-06, mai, +1.")
@option("--picture", type=OutputFile(), help="Vẽ cả ngày thành hình: ghi vào tệp SVG.")
@as_json
@click.pass_obj
def today(home: Path, day: date | timedelta | None, picture: Path | None, as_json: bool) -> None:
    """Show a day and how its cues stand: on the screen or as JSON; with --picture also as SVG in a file."""
    from broadcast.station.assembly import today as today_of
    from broadcast.station.overview import look_at
    from broadcast.station.overview import view as view_of

    overview = look_at(home)
    view = view_of(overview, resolve(day, today_of(overview)))
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
    from broadcast.station.assembly import today as today_of
    from broadcast.station.overview import idle_scripts

    now = overview.clock.now()
    heading = [long_date(view.rundown.day), *(phase.name for phase in view.rundown.phases)]
    if not view.rundown.phases and overview.ward.playlist.phases:
        heading.append(words("ngoài đợt tuyên truyền"))
    if view.rundown.day == today_of(overview):
        heading.append(words("bây giờ {time}", time=f"{now:%H:%M}"))
    face.line(" · ".join(heading), "bold")
    if view.rundown.off is not None:
        face.line(words("Ngày này không phát: {why}", why=said(view.rundown.off)), "yellow")
    elif not view.rundown.sessions:
        nothing_today(face, overview, view.rundown.day)
    for session in view.rundown.sessions:
        _show_session(face, overview, session, [cue for cue in view.cues if cue.session == session])
    if idle := idle_scripts(overview, view.rundown.day):
        face.line()
        face.line(words("Bài chưa vào lượt hôm ấy:"), "yellow")
        for id_, why in idle.items():
            face.line(f"  ! {overview.ward.title(id_)}: {said(why)}", "yellow")
        if any(isinstance(overview.ward.of(id_), Unready) for id_ in idle):
            face.line(words("Bài thiếu dữ kiện: điền vào mục facts trong playlist.yaml, bài sẽ tự vào lượt."))


def nothing_today(face: Face, overview: "Overview", day: date) -> None:
    """Write to stdout, of a day without sessions, when the next session is and how to rehearse a day."""
    from broadcast.station.overview import next_day, rundown

    campaign, following = overview.ward.playlist.phases, next_day(overview, day)
    first, last = (
        min((one.first for one in campaign), default=day),
        max((one.last for one in campaign), default=day),
    )
    if following is not None:
        session = next(one for one in rundown(overview, following).sessions if one.is_to_air)
        face.line(words("Ngày này không có lịch phát. Buổi tới: {time} {day}.",
                        time=f"{session.at:%H:%M}", day=long_date(following)))  # fmt: skip
    elif day > last:
        face.line(words("Đợt tuyên truyền đã kết thúc ngày {day}; không còn gì để phát.", day=f"{last:%d/%m/%Y}"))
    else:
        face.line(words("Ngày này không có lịch phát."))
    face.line(words("Muốn nghe lại một ngày: broadcast play-today --date {day} --rehearse --output tong-duyet.wav",
                    day=f"{max(first, min(day, last)):%d/%m/%Y}"))  # fmt: skip


def _show_session(face: Face, overview: "Overview", session: Session, cues: "list[CueView]") -> None:
    face.line()
    face.line(f"── {session.at:%H:%M} {session.name} ".ljust(66, "─"))
    if session.off is not None:
        face.line(f"  ○ {said(session.off)}", "yellow")
        return
    if not cues:
        face.line(words("  ! chưa có bài nào sẵn sàng cho buổi này"), "yellow")
    for cue in cues:
        sign, style, state = _SIGNS[cue.state]
        at = f"{cue.at:%H:%M:%S}" if cue.at else "—"
        length = clock_length(cue.seconds) if cue.seconds else "—"
        why = f": {said(cue.why)}" if cue.why and cue.state is not CueState.AIRED else ""
        face.line(
            f"  {sign} {at:<9} {overview.ward.title(cue.cue.script):<52} {length:>5}  {words(state)}{why}", style
        )


def _as_fields(overview: "Overview", view: "DayView") -> dict[str, Any]:
    from broadcast.station.overview import next_day

    phase, following = view.rundown.phase, next_day(overview, view.rundown.day)
    return {
        "date": view.rundown.day.isoformat(),
        "timezone": overview.ward.playlist.zone.key,
        "phase": phase.id if phase else None,
        "cues": [
            {
                "id": cue.cue.id,
                "at": cue.at.isoformat() if cue.at else None,
                "session": cue.session.slot,
                "script": cue.cue.script,
                "title": overview.ward.title(cue.cue.script),
                "seconds": round(cue.seconds, 3) if cue.seconds is not None else None,
                "state": cue.state.value,
                "reason": cue.reason or None,
                "why": said(cue.why) if cue.why else None,
                "facts": list(cue.facts),
            }
            for cue in view.cues
        ],
        "next_day": following.isoformat() if following else None,
    }
