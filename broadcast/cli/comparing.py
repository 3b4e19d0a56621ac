"""`broadcast voices try`, `broadcast voices compare`: one voice heard, and all of them one after another."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from broadcast.base.errors import Message, SpeechError, tell
from broadcast.base.words import number, said, words
from broadcast.cli.command import OutputFile, OutputFolder, argument, command, option
from broadcast.cli.completing import readers, scripts
from broadcast.cli.face import Face, spoken_length
from broadcast.cli.outputs import refuse_replacing
from broadcast.cli.preview import Position
from broadcast.cli.usage import INTERRUPTED
from broadcast.library.tagged import SUFFIXES
from broadcast.programme.model import Unready

if TYPE_CHECKING:
    from broadcast.station.comparing import Choice, Compared

_FORMATS = tuple(one.removeprefix(".") for one in SUFFIXES)


@command("Nghe một câu bằng một giọng ở tai nghe của máy này: tên giọng đã cài, hoặc piper, gtts, espeak.")
@argument("name", metavar="GIỌNG", shell_complete=readers)
@argument("text", metavar="[LỜI]...", nargs=-1)
@option("-o", "--output", type=OutputFile(*SUFFIXES), metavar="TỆP", help="Ghi vào tệp wav, flac, mp3, ogg.")
@click.pass_obj
def try_voice(home: Path, name: str, text: Sequence[str], output: Path | None) -> int:
    """Sound a sentence in one voice, or write it to a file; exit 130 where the sound was ended early.

    Raises SpeechError where the voice cannot read it.
    """
    from broadcast.station import comparing, preview
    from broadcast.station.station import open_station

    face, station = Face(), open_station(home)
    choice, sentence = comparing.choice_of(station, name), " ".join(text).strip() or comparing.SENTENCE
    worded, script = comparing.with_sentence(station, sentence)
    if output is None:
        preview.refuse_without_headphones(station)
    with comparing.beside(worded) as aside:
        trial = comparing.in_voice(aside, script, choice)
        if isinstance(trial, Unready):
            raise SpeechError(tell("Giọng {name} chưa đọc được: {why}.", name=choice.name, why=trial.why))
        face.line(sentence)
        face.line(words("{name}: {length}, {lufs:.1f} LUFS, đỉnh {peak:.1f} dBTP", name=trial.name,
                        length=spoken_length(trial.cart.seconds), lufs=trial.cart.loudness,
                        peak=trial.cart.true_peak))  # fmt: skip
        if output is None:
            return _sound(face, [trial])
        preview.export(trial.station, trial.cart, output, title=sentence)
    face.line(words("Đã ghi {path}.", path=output))
    return 0


@command("Nghe cùng một bài bằng từng giọng đọc được, lần lượt ở tai nghe, kèm độ dài và độ to của mỗi giọng.")
@argument("script", metavar="BÀI", shell_complete=scripts)
@option("-o", "--output", "folder", type=OutputFolder(), metavar="THƯ_MỤC",
        help="Ghi mỗi giọng một tệp vào thư mục này, không phát ra tai nghe.")  # fmt: skip
@option("--format", "suffix", type=click.Choice(_FORMATS), default=_FORMATS[0], help="Dạng của các tệp ấy.")
@click.pass_context
def compare(ctx: click.Context, script: str, folder: Path | None, suffix: str) -> int:
    """Make a script's cart in each voice, tell their lengths and loudness, and sound or write them in turn.

    Exits 130 where the sound was ended early. Raises SpeechError where no voice can read it.
    """
    from broadcast.station import comparing, preview
    from broadcast.station.station import open_station
    from broadcast.station.voices import voices_in

    face, station = Face(), open_station(ctx.obj)
    id_ = station.ward.find(script)
    face.line(f"{station.ward.title(id_)} · {id_}", "bold")
    comparing.refuse_unread(station, id_)
    chosen = comparing.choices(station)
    tried = {one.name for one in chosen}
    for engine in voices_in(station.home, station.ward.playlist.voice).engines:
        if engine.why_not is not None and engine.engine not in tried:
            _tell_left_out(face, engine.engine, engine.why_not)
    if folder is None:
        preview.refuse_without_headphones(station)
    else:
        for one in chosen:
            refuse_replacing(_file(folder, one.name, suffix), ctx.obj, ctx)
    with comparing.beside(station) as aside:
        made = _made(face, chosen, lambda one: comparing.in_voice(aside, id_, one))
        _show(face, made)
        if folder is None:
            return _sound(face, made)
        for trial in made:
            file = _file(folder, trial.name, suffix)
            preview.export(trial.station, trial.cart, file, title=station.ward.title(id_))
            face.line(words("Đã ghi {path}.", path=file))
    return 0


def _file(folder: Path, voice: str, suffix: str) -> Path:
    return folder / f"{voice}.{suffix}"


def _made(
    face: Face, chosen: "Sequence[Choice]", make: "Callable[[Choice], Compared | Unready]"
) -> "list[Compared]":
    """The carts there can be; of each voice it is told that its turn has come, and why it cannot."""
    made = []
    for at, choice in enumerate(chosen, 1):
        face.note(words("{at}/{of} {name}: đang tạo tiếng…", at=at, of=len(chosen), name=choice.name))
        trial = make(choice)
        if isinstance(trial, Unready):
            _tell_left_out(face, choice.name, trial.why)
        else:
            made.append(trial)
    if not made:
        raise SpeechError(tell("Không giọng nào đọc được bài này."), tell("Xem: broadcast voices"))
    return made


def _tell_left_out(face: Face, name: str, why: Message) -> None:
    face.note(words("× {name} để ra ngoài: {why}.", name=name, why=said(why)), "yellow")


def _show(face: Face, made: "Sequence[Compared]") -> None:
    head = (words("giọng"), words("dài"), "LUFS", "dBTP", words("tạo trong"))
    rows = [
        (one.name, spoken_length(one.cart.seconds), number(one.cart.loudness, 1), number(one.cart.true_peak, 1),
         words("{seconds:.1f} giây", seconds=one.took_s))
        for one in made
    ]  # fmt: skip
    face.table([head, *rows], ["bright_black", *[""] * len(rows)], give=0, right=(1, 2, 3, 4))


def _sound(face: Face, made: "Sequence[Compared]") -> int:
    """Into the headphones, one after another, each told as it begins."""
    from broadcast.cli.playing import wanted_until_told
    from broadcast.station import preview

    device = preview.device_of(made[0].station, to_speaker=False)
    with wanted_until_told() as wanted:
        for at, one in enumerate(made, 1):
            where = words("{at}/{of} {name}, nghe ở “{device}”. Muốn dừng thì nhấn Ctrl+C.",
                          at=at, of=len(made), name=one.name, device=device)  # fmt: skip
            watch = Position(face, one.cart, where)
            if not preview.preview(one.station, one.cart, to_speaker=False, wanted=wanted, watch=watch).complete:
                return INTERRUPTED
            face.note("")
    return 0
