"""`broadcast jingle`: the stings and the bed that come with the program."""

from pathlib import Path

import click

from broadcast.base.words import number, words
from broadcast.cli.command import OutputFile, argument, command, option, write_result
from broadcast.cli.face import Face, clock_length
from broadcast.cli.usage import INTERRUPTED
from broadcast.library.tagged import SUFFIXES, Tags


@command("Nhạc hiệu và nhạc nền có sẵn: xem tên, nghe thử, ghi ra tệp.")
@argument("name", required=False, metavar="[TÊN]")
@option("-o", "--output", type=OutputFile(*SUFFIXES), metavar="TỆP", help="Ghi vào tệp wav, flac, mp3, ogg.")
@click.pass_obj
def jingle(home: Path, name: str | None, output: Path | None) -> int:
    """List the built-in sounds, write one to a file, or sound it in the headphones (exit 130 when ended early)."""
    from broadcast.audio.loudness import measure
    from broadcast.library.codec import encode, read_builtin
    from broadcast.library.names import BUILTIN, builtin_names

    face = Face()
    if name is None:
        rows = []
        for known in builtin_names():
            sound = read_builtin(known)
            loud = f"{number(measure(sound).integrated_lufs, 1)} LUFS"
            rows.append((BUILTIN + known, clock_length(sound.seconds), loud))
        face.table(rows, give=0, right=(1, 2))
        face.line(words("Nghe thử: broadcast jingle nhac-hieu. Dùng: mục sound trong playlist.yaml."))
        return 0
    sound = read_builtin(name)
    if output is not None:
        write_result(output, encode(sound, output.suffix, Tags(title=name)))
        face.line(words("Đã ghi {path}.", path=output))
        return 0
    from broadcast.cli.playing import wanted_until_told
    from broadcast.station.preview import sound_out
    from broadcast.station.station import open_station

    with wanted_until_told() as wanted:
        return 0 if sound_out(open_station(home), sound, wanted) else INTERRUPTED
