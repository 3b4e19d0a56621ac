"""`broadcast preview`: hear a script, or read how it will be spoken, before anyone else does."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from broadcast.base.errors import WardError, tell
from broadcast.base.words import said, words
from broadcast.cli.command import OneLine, OutputFile, argument, command, option, write_result
from broadcast.cli.completing import scripts
from broadcast.cli.face import Face, clock_length, spare_name, spoken_length, voice_name
from broadcast.cli.text import what_is_doubtful, what_to_do
from broadcast.cli.usage import INTERRUPTED
from broadcast.cli.ward import Results
from broadcast.library.tagged import SUFFIXES
from broadcast.programme.model import Cart, Override, Unready
from broadcast.programme.settings import ScriptId

if TYPE_CHECKING:
    from broadcast.station.overview import Overview
    from broadcast.station.station import Station
    from broadcast.ward.readings import Prepared
    from broadcast.ward.script import Script


_SIDE = 5
"""How far what is written and what is spoken stand to the right of their names."""


@command("Nghe thử một bài ở tai nghe của máy này; không ra loa phường nếu không nói rõ --to-speaker.")
@argument("script", metavar="BÀI", shell_complete=scripts)
@option("--text", is_flag=True, help="Chỉ in: viết thế nào, đọc thế nào.")
@option("-o", "--output", type=OutputFile(*SUFFIXES), metavar="TỆP", help="Ghi vào tệp wav, flac, mp3, ogg.")
@option("--picture", type=OutputFile(".svg"), metavar="TỆP", help="Vẽ bài thành hình: ghi vào tệp SVG.")
@option("--to-speaker", is_flag=True, help="Cho ra chính loa phường.")
@option(
    "--override",
    "reason",
    type=OneLine(),
    metavar="LÝ_DO",
    help="Ra loa phường ngoài giờ quy định, vì lý do này. Cần cả --by.",
)
@option("--by", type=OneLine(), metavar="TÊN", help="Ai cho phép.")
@click.pass_obj
def preview(
    home: Path,
    script: str,
    text: bool,
    output: Path | None,
    picture: Path | None,
    to_speaker: bool,
    reason: str | None,
    by: str | None,
) -> int:
    """Sound a script's cart in the headphones; or write it to a file, draw it, or show how it is read out.

    Exits 130 where the sound was ended early, 3 with --text where a reading is doubtful.
    """
    from broadcast.cli.playing import overriding

    override, face = overriding(reason, by), Face()
    if text:
        from broadcast.station.overview import look_at

        overview = look_at(home)
        return _show_text(face, overview, _found(face, overview, script))

    from broadcast.station import preview as headphones
    from broadcast.station.station import open_station
    from broadcast.station.unready import error_of

    station = open_station(home)
    id_ = _found(face, station, script)
    cart = headphones.preview_cart(station, id_)
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
    if picture is not None:
        from broadcast.station.pictures import picture_of_cart

        title, playlist = station.ward.title(id_), station.ward.playlist
        drawn = picture_of_cart(cart, station.library.sound_of(cart), title=title, home=home, playlist=playlist)
        write_result(picture, drawn)
        face.line(words("Đã ghi {path}.", path=picture))
    if output is not None:
        headphones.export(station, cart, output, title=station.ward.title(id_))
        face.line(words("Đã ghi {path}.", path=output))
    if picture is not None or output is not None:
        return 0
    return _play(face, station, cart, to_speaker, override, station.ward.title(id_))


def _found(face: Face, overview: "Overview", script: str) -> ScriptId:
    id_ = overview.ward.find(script)
    face.line(f"{overview.ward.title(id_)} · {id_}", "bold")
    return id_


def _play(
    face: Face, station: "Station", cart: Cart, to_speaker: bool, override: Override | None, title: str
) -> int:
    from broadcast.cli.playing import wanted_until_told
    from broadcast.station import preview as headphones

    device = headphones.device_of(station, to_speaker=to_speaker)
    with wanted_until_told() as wanted:
        watch = Position(face, cart, words("Nghe ở “{device}”. Muốn dừng thì nhấn Ctrl+C.", device=device))
        heard = headphones.preview(
            station, cart, to_speaker=to_speaker, wanted=wanted, watch=watch, override=override, title=title
        )
    face.note("")
    return 0 if heard else INTERRUPTED


class Position:
    """Where the preview has come to, on a terminal; before that, once it sounds, where it is heard."""

    def __init__(self, face: Face, cart: Cart, where: str) -> None:
        """Tell nothing yet; `where` is told once it sounds."""
        self._face = face
        self._cart = cart
        self._where = where

    def __call__(self, frames: int) -> None:
        """Tell that so many frames of the cart were heard."""
        if self._where:
            self._face.note(self._where)
            self._where = ""
        if self._face.err.is_terminal:
            at = clock_length(frames / self._cart.rate_hz)
            self._face.err.print(f"► {at} / {clock_length(self._cart.seconds)}   ", end="\r")


def _show_text(face: Face, overview: "Overview", script: ScriptId) -> int:
    """Both sides, utterance by utterance; then what is not read as it stands, each once with its rule."""
    from rich.text import Text

    from broadcast.cli.marks import each_once, head_of, show_marks
    from broadcast.station.overview import reading as reading_of
    from broadcast.station.sentences import of_announcer
    from broadcast.ward.announcer import in_words

    reading = reading_of(overview, script)
    if isinstance(reading, Unready):
        from broadcast.station.unready import error_of

        body = overview.ward.scripts[script].body if script in overview.ward.scripts else ""
        for paragraph in filter(None, map(str.strip, body.splitlines())):
            face.line(Text.assemble((words("viết "), "bright_black"), paragraph), hang=_SIDE)
        raise error_of(tell("Chưa đọc được bài này: {why}.", why=reading.why), reading, overview.ward, script)
    if reading.script.recording is not None:
        return _show_recording(face, overview, reading)
    written, spoken = reading.text, reading.spoken
    doubted = {(doubt.start, doubt.end) for doubt in spoken.doubts}
    for utterance in spoken.utterances:
        line = Text(written[utterance.start : utterance.end].replace("\n", " "))
        for one in spoken.readings:
            if utterance.start <= one.start and one.end <= utterance.end and one.spoken != one.written:
                style = "bold red" if (one.start, one.end) in doubted else "yellow"
                line.stylize(style, one.start - utterance.start, one.end - utterance.start)
        face.line(Text.assemble((words("viết "), "bright_black"), line), hang=_SIDE)
        face.line(Text.assemble((words("đọc  "), "bright_black"), utterance.text), hang=_SIDE)
    if (told := in_words(of_announcer(overview, script))) is not None:
        face.line()
        face.line(words("Bài này {how}.", how=told))
    marks = reading.marks
    face.line()
    face.line(head_of(marks), "bold")
    show_marks(face, marks)
    for doubt in each_once(spoken.doubts):
        face.note(
            words("! {doubt} {advice}", doubt=what_is_doubtful(doubt), advice=what_to_do(doubt)),
            "yellow",
        )  # fmt: skip
    return WardError.exit_code if spoken.doubts else 0


def _show_recording(face: Face, overview: "Overview", reading: "Prepared") -> int:
    """The recording that airs, how long it is and what check says of it; then the words that nobody reads."""
    from rich.text import Text

    from broadcast.ward.check import of_recording

    name = reading.script.recording or ""
    recording = of_recording(overview.ward, reading.script)
    seconds, faults = (recording.seconds, recording.faults) if recording is not None else (None, ())
    errors = recording.errors if recording is not None else ()
    if errors:
        face.line(
            words("Bài này lấy tiếng từ tệp thu sẵn {name}, nhưng tệp ấy không phát được:", name=name), "red"
        )
    elif seconds is not None:
        face.line(words("Bài này phát tệp thu sẵn {name}, dài {length}; không giọng máy nào đọc.",
                        name=name, length=spoken_length(seconds)))  # fmt: skip
    for kept in _as_made(reading.script):
        face.line(kept)
    Results().faults(faults)
    if not faults:
        face.line(words("√ Đã nghe tệp ấy: không có lỗi, không có điều gì cần nhắc."), "green")
    if reading.text.strip():
        face.line(words("! Lời ghi dưới đây không phát:"), "yellow")
    for paragraph in filter(None, map(str.strip, reading.text.splitlines())):
        face.line(Text.assemble((words("viết "), "bright_black"), paragraph), hang=_SIDE)
    return WardError.exit_code if errors else 0


def _as_made(script: "Script") -> list[str]:
    """What the script's head says of how the recording airs, as it was understood."""
    told = []
    if script.keep_silence:
        told.append(words("Giữ nguyên mọi quãng lặng của tệp (keep_silence)."))
    if script.music:
        told.append(words("Phát như nhạc, không tìm tiếng người nói (music)."))
    return told
