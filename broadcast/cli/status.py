"""`broadcast status`: what the station is doing now, and what may keep it silent."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from broadcast.base.words import said, words
from broadcast.cli.airheard import last_fields, show_heard
from broadcast.cli.command import as_json, command
from broadcast.cli.face import Face, moment, spoken_length
from broadcast.programme.onair import sounding_fields

if TYPE_CHECKING:
    from broadcast.base.errors import Fault, Message
    from broadcast.programme.onair import Sounding
    from broadcast.station.coming import Owed
    from broadcast.station.readable import Readable
    from broadcast.station.remote import Status
    from broadcast.station.verdict import Tomorrow
    from broadcast.ward.folder import Ward


@command("Đài đang làm gì: có phát không, buổi tới lúc nào, đồng hồ có tin được không, có lệnh dừng không.")
@as_json
@click.pass_obj
def status(home: Path, as_json: bool) -> None:
    """Show what the station is doing now, on the screen or as JSON."""
    from broadcast.station.readable import asked_of, tampered
    from broadcast.station.verdict import kept

    seen, told = asked_of(home, _told_by)
    now, tomorrow, face = told.now, kept(home), Face()
    if as_json:
        changed = tampered(home)
        fields = _as_fields(told, tomorrow, seen)
        tampering = said(changed) if changed is not None else None
        face.json("broadcast.status/1", **fields, log_tampered=tampering, aircheck=last_fields(home, now.now))
        return
    face.warn(seen.warning)
    face.warn(tampered(home))
    _show(face, seen, told, tomorrow)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What the player and the ward's files tell: all for which a script may have to be turned into words."""

    now: "Status"
    unreleased: "tuple[Message, ...]"
    """Which scripts of the next session nobody has released, and what becomes of them."""
    music: "tuple[Message, ...]"
    """What the next session's carts tell of the ward's own music."""
    troubles: "tuple[Fault, ...]"
    """What the coming week lacks."""


def _told_by(seen: "Readable") -> _Told:
    from broadcast.station.ahead import troubles
    from broadcast.station.overview import music_ahead
    from broadcast.station.remote import status as status_of
    from broadcast.station.standings import unreleased_ahead

    now, overview = status_of(seen), seen.overview
    session = now.next_session
    return _Told(
        now=now,
        unreleased=unreleased_ahead(overview, session) if overview and session else (),
        music=music_ahead(overview, session) if overview and session else (),
        troubles=troubles(overview.ward, now.now.date()) if overview else (),
    )


def _show_player(face: Face, seen: "Readable", now: "Status") -> None:
    """Whether somebody is on duty, and what sounds."""
    if now.is_frozen:
        face.line(words("! phiên đang giữ loa không trả lời: không biết loa có kêu không"), "yellow")
        if now.last_sign is not None:
            face.line(words("  lần cuối còn thấy: {time}. Nghe loa; cần im ngay thì tắt âm-li.",
                            time=f"{now.last_sign:%H:%M:%S %d/%m}"))  # fmt: skip
    elif not now.running and not now.held:
        face.line(words("○ không có phiên nào đang chạy"), "yellow")
    elif now.sounding is not None:
        from broadcast.cli.sounds import on_air_line, stuck_line

        face.line(on_air_line(now.sounding, seen.title(now.sounding.script)), "red")
        if (stuck := stuck_line(now.sounding)) is not None:
            face.line(stuck, "yellow")
    elif not now.running:
        face.line(words("○ đang trực; tài khoản này chỉ được xem, không hỏi được phiên ấy"))
    else:
        face.line(words("○ đang trực, loa im"))


def _show_hindrances(face: Face, now: "Status") -> None:
    """What keeps it silent, or may: a stop, the clock, the loudspeaker, the log's disk."""
    if now.stop is not None:
        told = words("■ {why}. Cho phát lại: broadcast resume", why=said(now.stop.why))
        if now.stops_after_cue:
            told = words("■ hết bài này thì dừng phát: {reason}. Bỏ lệnh dừng: broadcast resume",
                         reason=now.stop.reason)  # fmt: skip
        face.line(told, "yellow")
    if now.doubt is not None:
        face.line(words("! không phát vì đồng hồ chưa tin được: {why}. Giờ đang đúng thì chạy: "
                        "broadcast clock --confirm", why=now.doubt), "yellow")  # fmt: skip
    else:
        face.line(words("√ đồng hồ: {now}", now=f"{now.now:%H:%M:%S %d/%m/%Y}"))
    if now.device is not None:
        face.line(words("! loa chưa phát được: {why}", why=now.device), "yellow")
    if now.quiet is not None:
        face.line(words("! {why}. Vặn to trở lại ở phần âm thanh của máy.", why=now.quiet), "yellow")
    if now.log is not None:
        face.line(words("! {log}. Dọn đĩa: broadcast cache --prune", log=now.log), "yellow")


def _show(face: Face, seen: "Readable", told: _Told, tomorrow: "Tomorrow | None") -> None:
    from broadcast.station.verdict import headline
    from broadcast.station.voices import online_voices

    now = told.now
    _show_player(face, seen, now)
    show_heard(face, seen, now)
    _show_hindrances(face, now)
    if (owed := now.owed) is not None:
        late = moment(owed.session.at)
        face.line(words("  buổi đang chờ phát: “{name}”, {at}: {when}",
                        name=owed.session.name, at=late, when=said(owed.when)), "yellow")  # fmt: skip
    if (session := now.next_session) is not None:
        left = spoken_length(session.at - now.now)
        face.line(words("  buổi tới: “{name}”, {at}, còn {left}",
                        name=session.name, at=moment(session.at), left=left))  # fmt: skip
    elif seen.overview is not None:
        face.line(words("  không còn buổi nào trong lịch phát"))
    for one in (*told.unreleased, *told.music):
        face.line("  ! " + said(one), "yellow")
    if tomorrow is not None:
        face.line(words("  tổng duyệt lúc {time}: {headline}", time=f"{tomorrow.made:%H:%M %d/%m}",
                        headline=said(headline(tomorrow))))  # fmt: skip
    if not now.held and now.owed is not None:
        face.line(words("  ! chưa có ai trực, buổi đang chờ sẽ không phát. Chạy: broadcast run"), "yellow")
    elif now.next_session is not None and not now.held:
        face.line(words("  ! chưa có ai trực, buổi tới sẽ không phát. Chạy: broadcast run"), "yellow")
    if voices := online_voices(seen):
        face.line(words("  giọng qua mạng: {voices}", voices=", ".join(voices)))
    if seen.overview is not None:
        _show_faults(face, seen.overview.ward)
    for fault in told.troubles:
        face.line("  ! " + said(fault.what), "yellow")


def _show_faults(face: Face, ward: "Ward") -> None:
    """That the files have faults; how many there are `check` alone counts, which hears the sounds too.

    Those of the days ahead are told beside them.
    """
    from broadcast.station.unready import has_faults

    if has_faults(ward):
        face.line(words("  ! thư mục của phường có lỗi; bài có lỗi không phát. Xem: broadcast check"), "yellow")


def _as_fields(told: _Told, tomorrow: "Tomorrow | None", seen: "Readable") -> dict[str, object]:
    from broadcast.station.verdict import as_fields
    from broadcast.station.voices import online_voices

    now, session = told.now, told.now.next_session
    return {
        "running": now.running,
        "held": now.held,
        "frozen": now.is_frozen,
        "last_sign": now.last_sign.isoformat() if now.last_sign is not None else None,
        "on_air": now.sounding is not None,
        "cue": now.on_air,
        "sounding": sounding_fields(_named(now.sounding, seen)),
        "now": now.now.isoformat(),
        "clock": {"trusted": now.doubt is None, "why": now.doubt},
        "stopped": {
            "reason": now.stop.reason,
            "at": now.stop.at.isoformat() if now.stop.at else None,
            "waits": now.stops_after_cue,
        }
        if now.stop
        else None,
        "next_session": {"id": session.id, "name": session.name, "at": session.at.isoformat()}
        if session
        else None,
        "owed_session": _owed_fields(now.owed) if now.owed is not None else None,
        "unreleased": [said(one) for one in told.unreleased],
        "music": [said(one) for one in told.music],
        "online_voices": list(online_voices(seen)),
        "bulletins": list(now.bulletins),
        "device": now.device,
        "quiet": now.quiet,
        "log": now.log,
        "tomorrow": dict(as_fields(tomorrow)) if tomorrow else None,
        "files": said(seen.warning) if seen.warning is not None else None,
    }


def _owed_fields(owed: "Owed") -> dict[str, object]:
    """What waits: its session, until when its grace goes, and its make-up time where it waits for that."""
    return {
        "id": owed.session.id,
        "name": owed.session.name,
        "at": owed.session.at.isoformat(),
        "until": owed.until.isoformat(),
        "make_up": owed.make_up.isoformat() if owed.make_up is not None else None,
    }


def _named(sounding: "Sounding | None", seen: "Readable") -> "Sounding | None":
    """The same with the title that the screens show."""
    from broadcast.cli.sounds import title_of

    if sounding is None:
        return None
    return replace(sounding, title=title_of(sounding, seen.title(sounding.script)))
