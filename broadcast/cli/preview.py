"""`broadcast preview`: hear a script, or read how it will be spoken, before anyone else does."""

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from broadcast.base.errors import UsageRefused, tell
from broadcast.base.words import said, words
from broadcast.cli.choosing import scripts_meant
from broadcast.cli.command import Day, OneLine, OutputFile, argument, command, option, resolve, write_result
from broadcast.cli.completing import scripts
from broadcast.cli.face import Face, clock_length, spare_name, spoken_length, voice_name
from broadcast.cli.sides import show_sides
from broadcast.cli.usage import INTERRUPTED
from broadcast.library.tagged import SUFFIXES
from broadcast.programme.model import Cart, Override, Unready
from broadcast.programme.settings import ScriptId

if TYPE_CHECKING:
    from collections.abc import Sequence

    from broadcast.station.overview import Overview
    from broadcast.station.station import Station

_EXAMPLE = tell("Ví dụ: broadcast preview treo-co, hoặc: broadcast preview --session sang --date mai")


@command("Nghe thử một bài ở tai nghe của máy này; không ra loa phường nếu không nói rõ --to-speaker.")
@argument("script", metavar="[BÀI]", required=False, shell_complete=scripts)
@option("--text", is_flag=True, help="Chỉ in: viết thế nào, đọc thế nào.")
@option("-o", "--output", type=OutputFile(*SUFFIXES), metavar="TỆP", help="Ghi vào tệp wav, flac, mp3, ogg.")
@option("--picture", type=OutputFile(".svg"), metavar="TỆP", help="Vẽ bài thành hình: ghi vào tệp SVG.")
@option("--to-speaker", is_flag=True, help="Cho ra chính loa phường.")
@option("--session", metavar="BUỔI", help="Nghe lần lượt mọi bài của buổi này; không ghi --date thì là hôm nay.")
@option(
    "--date",
    "--day",
    "day",
    type=Day(),
    help="Nghe lần lượt mọi bài của ngày này, bài chờ duyệt trước: mai, +2, 20/11/2026.",
)
@option("--better", is_flag=True, help="Nghe bản giọng tốt hơn, dù đã có bản được duyệt.")
@option(
    "--override",
    "reason",
    type=OneLine(),
    metavar="LÝ_DO",
    help="Ra loa phường ngoài giờ quy định, vì lý do này. Cần cả --by.",
)
@option(
    "--by",
    type=OneLine(),
    metavar="TÊN",
    help="Ai nghe: nghe đến hết thì nhật ký ghi, rồi người ấy duyệt được. Cùng --override: ai cho phép.",
)
@click.pass_obj
def preview(
    home: Path,
    script: str | None,
    text: bool,
    output: Path | None,
    picture: Path | None,
    to_speaker: bool,
    session: str | None,
    day: date | timedelta | None,
    better: bool,
    reason: str | None,
    by: str | None,
) -> int:
    """Sound a script's cart in the headphones; or write it to a file, draw it, or show how it is read out.

    Of a session or a day every script sounds, one after another. Exits 130 where the sound was ended early, 3 with
    --text where a reading is doubtful.
    """
    from broadcast.cli.playing import overriding
    from broadcast.station.assembly import today

    override, face = overriding(reason, by) if reason is not None else None, Face()
    named = () if script is None else (script,)
    if text:
        from broadcast.station.overview import look_at

        overview = look_at(home)
        to_read = scripts_meant(overview, named, session, day, _EXAMPLE)
        return max([_read_out(face, overview, id_) for id_ in to_read])

    from broadcast.station.station import open_station

    station = open_station(home)
    those = scripts_meant(station, named, session, day, _EXAMPLE)
    if script is None and not better:
        those = _waiting_first(face, station, those, day)
    if len(those) > 1 and (output is not None or picture is not None):
        raise UsageRefused(tell("-o và --picture chỉ dùng cho một bài."))
    for id_ in those:
        _name(face, station, id_)
        cart = _made(face, station, id_, better)
        if picture is not None or output is not None:
            _write(face, station, id_, cart, picture, output)
        elif code := _play(face, station, id_, cart, to_speaker, override, by or ""):
            return code
    if by and override is None:
        _say_next(face, those, by, session, resolve(day, today(station)) if day is not None else None, output)
    return 0


def _waiting_first(
    face: Face, station: "Station", those: "Sequence[ScriptId]", day: date | timedelta | None
) -> "Sequence[ScriptId]":
    """Put those that nobody has released before the others, and say so; as they were where all or none are."""
    from broadcast.station.assembly import today
    from broadcast.station.standings import standings

    now = today(station)
    stands = standings(station, those, resolve(day, now) if day is not None else now)
    waiting = [id_ for id_ in those if not stands[id_].is_released]
    released = [id_ for id_ in those if stands[id_].is_released]
    if not waiting or not released:
        return those
    face.note(words("{waiting} bài chờ duyệt nghe trước, rồi đến {released} bài đã duyệt.",
                    waiting=len(waiting), released=len(released)))  # fmt: skip
    return [*waiting, *released]


def _say_next(
    face: Face, those: "Sequence[ScriptId]", by: str, session: str | None, day: date | None, output: Path | None
) -> None:
    """How to release what was written to a file, or all of what was heard one after another."""
    if output is not None:
        told = words('Ghi ra tệp chưa tính là đã nghe. Nghe tệp ấy xong, duyệt: broadcast approve {script}'
                     ' --by "{by}" --heard-elsewhere "nghe ở đâu, lúc nào"', script=those[0], by=by)  # fmt: skip
        face.note(told, "yellow")
    elif len(those) > 1:
        chosen = [f"--session {session}"] if session is not None else []
        chosen += [f"--day {day:%d/%m/%Y}"] if day is not None else []
        face.line(words('Duyệt cả lượt: broadcast approve {chosen} --by "{by}"', chosen=" ".join(chosen), by=by))


def _name(face: Face, overview: "Overview | Station", id_: ScriptId) -> None:
    face.line(f"{overview.ward.title(id_)} · {id_}", "bold")


def _read_out(face: Face, overview: "Overview", id_: ScriptId) -> int:
    _name(face, overview, id_)
    return show_sides(face, overview, id_)


def _made(face: Face, station: "Station", id_: ScriptId, better: bool) -> Cart:
    """The cart that would air, with what is to be said of it. Raises where there can be none."""
    from broadcast.station import preview as headphones
    from broadcast.station.unready import error_of

    cart = headphones.preview_cart(station, id_, afresh=better)
    if isinstance(cart, Unready):
        raise error_of(tell("Chưa nghe thử được: {why}.", why=cart.why), cart, station.ward, id_)
    face.line(words("{length} · {voice} · {lufs:.1f} LUFS, dải độ to {range:.1f} LU, đỉnh {peak:.1f} dBTP",
                    length=spoken_length(cart.seconds), voice=voice_name(cart.engine),
                    lufs=cart.loudness, range=cart.range_lu, peak=cart.true_peak))  # fmt: skip
    if cart.fallback is not None:
        face.note(words("Đang dùng giọng dự phòng {engine}, vì {why}.", engine=spare_name(cart.engine),
                        why=cart.fallback), "yellow")  # fmt: skip
    for one in (*cart.remarks, *cart.music):
        face.note("! " + said(one), "yellow")
    return cart


def _write(
    face: Face, station: "Station", id_: ScriptId, cart: Cart, picture: Path | None, output: Path | None
) -> None:
    title, playlist = station.ward.title(id_), station.ward.playlist
    if picture is not None:
        from broadcast.station.pictures import picture_of_cart

        sound = station.library.sound_of(cart)
        drawn = picture_of_cart(cart, sound, title=title, home=station.home, playlist=playlist)
        write_result(picture, drawn)
        face.line(words("Đã ghi {path}.", path=picture))
    if output is not None:
        from broadcast.station.preview import export

        export(station, cart, output, title=title)
        face.line(words("Đã ghi {path}.", path=output))


def _play(
    face: Face, station: "Station", id_: ScriptId, cart: Cart, to_speaker: bool, override: Override | None, by: str
) -> int:
    """Sound it; where somebody listens by name, write down that the whole of it was heard."""
    from broadcast.cli.playing import wanted_until_told
    from broadcast.station import preview as headphones
    from broadcast.station.desk.heardthrough import about_to_hear, write_heard

    contents = about_to_hear(station, id_, cart) if by else None
    device = headphones.device_of(station, to_speaker=to_speaker)
    with wanted_until_told() as wanted:
        watch = Position(face, cart, words("Nghe ở “{device}”. Muốn dừng thì nhấn Ctrl+C.", device=device))
        played = headphones.preview(
            station, cart, to_speaker=to_speaker, wanted=wanted, watch=watch, override=override,
            title=station.ward.title(id_),
        )  # fmt: skip
    face.note("")
    if contents is not None and headphones.is_whole(played):
        write_heard(station, contents, by)
        face.line(words('√ {by} đã nghe hết, mã bản này: {code}. Duyệt: broadcast approve {script} --by "{by}"',
                        by=by, code=contents.code, script=id_), "green")  # fmt: skip
    elif contents is not None and played.complete:
        face.note(words('Tiếng bị hụt {count} chỗ: chưa tính là đã nghe hết. Nghe lại: broadcast preview {script}'
                        ' --by "{by}"', count=played.underflows, script=id_, by=by), "yellow")  # fmt: skip
    elif contents is not None:
        face.note(words("Mới nghe {heard}, còn {left} nữa: chưa tính là đã nghe hết.",
                        heard=spoken_length(watch.seconds), left=spoken_length(cart.seconds - watch.seconds)),
                  "yellow")  # fmt: skip
    return 0 if played.complete else INTERRUPTED


class Position:
    """Where the preview has come to, on a terminal; before that, once it sounds, where it is heard."""

    def __init__(self, face: Face, cart: Cart, where: str) -> None:
        """Tell nothing yet; `where` is told once it sounds."""
        self._face = face
        self._cart = cart
        self._where = where
        self.seconds = 0.0
        """How much was heard so far."""

    def __call__(self, frames: int) -> None:
        """Tell that so many frames of the cart were heard."""
        self.seconds = frames / self._cart.rate_hz
        if self._where:
            self._face.note(self._where)
            self._where = ""
        if self._face.err.is_terminal:
            at = clock_length(self.seconds)
            self._face.err.print(f"► {at} / {clock_length(self._cart.seconds)}   ", end="\r")
