"""`broadcast voices remove`: an installed voice gone, and who reads from now on."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from broadcast.base.errors import UsageRefused, tell
from broadcast.base.words import number, words
from broadcast.cli.asking import agreed, on_a_terminal
from broadcast.cli.command import argument, command, option
from broadcast.cli.completing import installed_voices
from broadcast.cli.face import Face
from broadcast.cli.voices import role_of

if TYPE_CHECKING:
    from broadcast.station.voices import Voices


@command("Xoá một giọng đã cài để lấy lại chỗ trên đĩa. Tiếng đã tạo bằng giọng ấy còn trong kho tiếng.")
@argument("name", metavar="GIỌNG", shell_complete=installed_voices)
@option("--yes", is_flag=True, help="Không hỏi lại.")
@option("--force", is_flag=True, help="Xoá cả khi playlist.yaml đang chọn giọng này.")
@click.pass_obj
def remove(home: Path, name: str, yes: bool, force: bool) -> None:
    """Remove an installed voice once that is confirmed, and tell who reads from now on.

    Raises UsageRefused where nobody confirms it, or it should not be done (`removable`).
    """
    from broadcast.library.voicefiles import remove_voice
    from broadcast.station.readable import read_what_can_be
    from broadcast.station.voices import removable, voices_of

    seen, face = read_what_can_be(home), Face()
    read_before = voices_of(seen).piper_voice
    size = number(removable(seen, name, forced=force) / 1e6, 1)
    if not yes:
        _confirm(words("Xoá giọng {name} ({size} MB)?", name=name, size=size))
    remove_voice(home, name)
    face.line(words("Đã xoá giọng {name}, lấy lại {size} MB.", name=name, size=size))
    if read_before == name:
        _tell_who_reads(face, voices_of(seen))


def _confirm(question: str) -> None:
    if not on_a_terminal():
        raise UsageRefused(tell("Chưa xoá gì, vì chưa ai xác nhận."), tell("Chắc chắn thì thêm: --yes"))
    if not agreed(question):
        raise UsageRefused(tell("Chưa xoá gì."))


def _tell_who_reads(face: Face, known: "Voices") -> None:
    ready = [f"{one.engine} ({role_of(one, known)})" for one in known.engines if one.why_not is None]
    if ready:
        face.line(words("Từ nay đọc bằng: {voices}", voices="; ".join(ready)))
        face.line(words("Bài đã tạo bằng giọng vừa xoá sẽ được tạo lại trước giờ phát. Tạo ngay: broadcast build"))
    else:
        face.line(
            words("Không còn giọng nào đọc được. Cài giọng khác, hoặc thêm espeak vào voice.engines."), "red"
        )
