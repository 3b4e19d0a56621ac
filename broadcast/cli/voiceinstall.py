"""`broadcast voices install`: a voice from a stick, a folder or the network, on the station's shelf."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from broadcast.base.digests import is_sha256
from broadcast.base.errors import UsageRefused, tell
from broadcast.base.onscreen import one_line
from broadcast.base.words import number, words
from broadcast.cli.asking import agreed, on_a_terminal
from broadcast.cli.command import argument, command, option
from broadcast.cli.completing import files
from broadcast.cli.face import Face

if TYPE_CHECKING:
    from broadcast.library.voiceshelf import InstalledVoice
    from broadcast.library.voicewish import Installation

_TOLD_EVERY = 10_000_000
"""Bytes that have come between two lines of progress."""


class _Sha256(click.ParamType):
    """A file's sha256 as a publisher writes it; capitals, spaces around it and `sha256:` before it are taken."""

    name = "sha256"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return 64 small hex digits; what is none ends the command with a usage error."""
        text = str(value).strip().lower().removeprefix("sha256:").strip()
        if not is_sha256(text):
            self.fail(words("mã sha256 phải đủ 64 chữ số 0-9, a-f"), param, ctx)
        return text


@command("Cài một giọng đọc từ USB, thư mục hoặc địa chỉ https: kiểm tra, đọc thử rồi mới nhận.")
@argument("source", metavar="NGUỒN", shell_complete=files)
@option("--sha256", type=_Sha256(), metavar="SHA256", help="Mã sha256 của tệp .onnx, như nơi phát hành công bố.")
@option("--json-sha256", type=_Sha256(), metavar="SHA256", help="Mã sha256 của tệp .onnx.json.")
@option("--name", metavar="TÊN", help="Đặt tên khác cho giọng; không ghi thì theo tên tệp.")
@option("--licence", metavar="TÊN", help="Giấy phép của giọng, như nơi phát hành ghi.")
@option("--replace", is_flag=True, help="Thay giọng cùng tên đã cài; bài đọc bằng giọng ấy sẽ được tạo lại.")
@click.pass_obj
def install_voice(
    home: Path, source: str, sha256: str | None, json_sha256: str | None, name: str | None, licence: str | None,
    replace: bool,
) -> None:  # fmt: skip
    """Install a voice, and tell who reads from now on; where its sha256 is not told, a person is asked."""
    from broadcast.library.voicewish import VoiceWish
    from broadcast.station import voicing

    face = Face()
    wish = VoiceWish(
        name=name,
        licence=one_line(licence or ""),
        model_sha256=sha256,
        config_sha256=json_sha256,
        replaces=replace,
    )
    more = [*(["--name", name] if name else []), *(["--licence", licence] if licence else []),
            *["--replace"] * replace, *(["--home", str(home)] if home != Path() else [])]  # fmt: skip
    done = voicing.install_voice(
        home, source, wish, ask=lambda voice: _is_wanted(face, voice, source, more), progress=_progress(face)
    )
    _tell(face, home, done)


def _is_wanted(face: Face, voice: "InstalledVoice", source: str, more: list[str]) -> bool:
    """Ask a person; where there is none, refuse and say how it is told instead."""
    if not on_a_terminal():
        # what may be secret in an address is not shown again
        typed = " ".join(_quoted(word) for word in [voice.source if "://" in source else source, *more])
        raise UsageRefused(
            tell("Chưa cài gì: chưa có mã sha256 nào để biết đây đúng là giọng cần cài."),
            tell("Nếu tin tệp này, gõ: broadcast voices install {typed} --sha256 {model} --json-sha256 {config}",
                 typed=typed, model=voice.model_sha256, config=voice.config_sha256),
        )  # fmt: skip
    licence = voice.licence or words("không rõ giấy phép")
    size = number(voice.model_bytes / 1e6, 1)
    face.note(words("Giọng {name} · {size} MB · {licence}", name=voice.name, size=size, licence=licence))
    face.note(words("  từ {source}", source=voice.source))
    face.note(words("  sha256 của .onnx:      {sha256}", sha256=voice.model_sha256))
    face.note(words("  sha256 của .onnx.json: {sha256}", sha256=voice.config_sha256))
    face.note(words("So mã này với mã ở nơi phát hành giọng, nếu nơi ấy có ghi. Lần sau đài tự nhận ra tệp này."))
    return agreed(words("Cài giọng này?"))


def _progress(face: Face) -> Callable[[int], None]:
    """Tell a line for each ten million bytes that have come."""
    told = 0

    def tell_of(size: int) -> None:
        nonlocal told
        if size // _TOLD_EVERY > told:
            told = size // _TOLD_EVERY
            face.note(words("Đã tải {size} MB…", size=number(size / 1e6, 0)))

    return tell_of


def _tell(face: Face, home: Path, done: "Installation") -> None:
    from broadcast.library.voicewish import InstallOutcome

    name = done.voice.name
    match done.outcome:
        case InstallOutcome.DECLINED:
            face.line(words("Không cài gì."))
            return
        case InstallOutcome.THERE:
            face.line(words("Đài đã có đúng giọng {name}, không phải cài lại.", name=name))
        case InstallOutcome.INSTALLED | InstallOutcome.REPLACED:
            size = number(done.voice.model_bytes / 1e6, 1)
            face.line(words("√ Đã cài giọng {name} ({size} MB); đọc thử một câu tốt.", name=name, size=size))
    reads = _tell_who_reads(face, home, name)
    if reads and done.outcome is not InstallOutcome.THERE:
        face.line(words("Bài đã tạo bằng giọng khác sẽ được tạo lại trước giờ phát. Tạo ngay: broadcast build"))


def _tell_who_reads(face: Face, home: Path, name: str) -> bool:
    """Say who reads from now on; return whether it is this voice."""
    from broadcast.programme.voice import PIPER
    from broadcast.station.readable import read_what_can_be
    from broadcast.station.voices import voices_of

    known = voices_of(read_what_can_be(home))
    reads = known.reads is not None and known.reads.engine == PIPER and known.piper_voice == name
    if reads:
        face.line(words("Từ nay đài đọc bằng giọng này. Nghe thử: broadcast voices try {name}", name=name))
    elif known.piper_voice == name:
        face.line(
            words("Giọng này đọc thay khi giọng đứng trước nó ở mục voice của playlist.yaml không đọc được.")
        )
    elif known.piper_voice:
        face.line(
            words("Đài vẫn đọc bằng giọng {reads}. Muốn đổi, ghi {name} ở voice.piper.voice của playlist.yaml.",
                  reads=known.piper_voice, name=name)
        )  # fmt: skip
    else:
        face.line(words("Playlist chưa dùng giọng này: thêm piper vào đầu voice.engines trong playlist.yaml."))
    return reads


def _quoted(word: str) -> str:
    """As both a shell and Windows' prompt take it."""
    return word if re.fullmatch(r"[\w@%+=:,./\\-]+", word) else f'"{word}"'
