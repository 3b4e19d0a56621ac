"""`broadcast voices`: the voices that are installed, who reads now, and which free voices there are besides."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from broadcast.base.words import number, said, words
from broadcast.cli.command import as_json, command
from broadcast.cli.face import Face
from broadcast.cli.grouped import group_of
from broadcast.library.voicecatalogue import MISHEARD, known_voice

if TYPE_CHECKING:
    from broadcast.library.voicecatalogue import KnownVoice
    from broadcast.library.voiceshelf import InstalledVoice
    from broadcast.station.voices import EngineStanding, Voices

_WITHIN = {
    "list": ("voices", "list_voices"),
    "try": ("comparing", "try_voice"),
    "compare": ("comparing", "compare"),
    "install": ("voiceinstall", "install_voice"),
    "remove": ("voiceremove", "remove"),
}


@group_of(
    _WITHIN,
    help="Giọng đọc: cài, nghe thử, so, xoá giọng. Không gõ lệnh nào thì kê các giọng, giọng nào đang đọc.",
)
@as_json
@click.pass_context
def voices(ctx: click.Context, as_json: bool) -> None:
    """List the voices where no other command is typed behind it."""
    if ctx.invoked_subcommand is None:
        _show(ctx.obj, as_json)


@command("Kê các giọng đã cài, máy đọc nào đang đọc, và các giọng người khác công bố sẵn.")
@as_json
@click.pass_obj
def list_voices(home: Path, as_json: bool) -> None:
    """List the installed voices, the engines in their order and the known voices that are not installed."""
    _show(home, as_json)


def _show(home: Path, as_json: bool) -> None:
    from broadcast.station.readable import read_what_can_be
    from broadcast.station.voices import voices_of

    seen, face = read_what_can_be(home), Face()
    face.warn(seen.warning)
    known = voices_of(seen)
    if as_json:
        face.json("broadcast.voices/1", installed=[_installed_fields(one, known) for one in known.installed],
                  engines=[_engine_fields(one) for one in known.engines],
                  others=[_known_fields(one) for one in known.others])  # fmt: skip
        return
    _show_engines(face, known)
    face.line()
    _show_installed(face, known)
    if known.others:
        face.line()
        _show_others(face, known.others)
    face.line()
    face.line(_heard())


def _heard() -> str:
    """How well each kind of voice was heard, and that it was not measured here."""
    shares = {name: f"{number(share * 100, 0)}%" for name, share in MISHEARD.items()}
    return words("Chữ nghe sai (Whisper chấm 30 câu, số của người đặt làm, ở đây chưa đo lại): espeak {espeak}, "
                 "giọng Piper tiếng Việt {piper}, người đọc {person}.", **shares)  # fmt: skip


def _show_engines(face: Face, known: "Voices") -> None:
    face.line(words("Máy đọc, theo thứ tự được hỏi:"), "bold")
    for one in known.engines:
        if one.why_not is not None:
            face.line(words("  × {engine}: {why}", engine=one.engine, why=said(one.why_not)), "yellow")
            if one.fix is not None:
                face.line(f"      {said(one.fix)}")
            continue
        sign, style = ("●", "green") if one is known.reads else ("○", "")
        face.line(f"  {sign} {one.engine}: {role_of(one, known)}", style)


def role_of(one: "EngineStanding", known: "Voices") -> str:
    """Tell in a few words what an engine that can read does for the ward, and with which voice."""
    role = words("được hỏi đầu tiên") if one is known.reads else words("đọc thay khi giọng trước không đọc được")
    parts = [words("giọng {name}", name=one.voice)] * bool(one.voice) + [role]
    return ", ".join([*parts, *[words("cần mạng lúc tạo tiếng")] * one.needs_network])


def _show_installed(face: Face, known: "Voices") -> None:
    face.line(words("Giọng đã cài:"), "bold")
    for one in known.installed:
        face.line(f"  {one.name}{_why_it_reads(one, known)}")
        catalogued = known_voice(one.name)
        who = [said(catalogued.who)] if catalogued is not None else []
        since = words("cài ngày {day} từ {source}", day=f"{one.installed:%d/%m/%Y}", source=one.source)
        face.line("      " + " · ".join((*who, _licence(one.licence), _size(one.model_bytes / 1e6), since)))
    if not known.installed:
        face.line(words("  Chưa có. Giọng piper đọc tự nhiên hơn espeak và không cần mạng."))


def _why_it_reads(one: "InstalledVoice", known: "Voices") -> str:
    if one.name != known.piper_voice:
        return ""
    return (
        words("  (piper đọc giọng này: playlist.yaml chọn)")
        if known.named
        else words("  (piper đọc giọng này: cài trước nhất)")
    )


def _show_others(face: Face, others: "tuple[KnownVoice, ...]") -> None:
    face.line(words("Giọng người khác công bố sẵn, chưa cài ở đây:"), "bold")
    for one in others:
        face.line(f"  {one.name}")
        face.line("      " + " · ".join((said(one.who), _licence(one.licence), _size(one.megabytes))))
        face.line(f"      {one.page}")


def _size(megabytes: float) -> str:
    return f"{number(megabytes, 1)} MB"


def _licence(licence: str) -> str:
    return licence or words("không rõ giấy phép")


def _installed_fields(one: "InstalledVoice", known: "Voices") -> dict[str, object]:
    return {
        "name": one.name, "licence": one.licence, "bytes": one.model_bytes, "source": one.source,
        "installed": one.installed.isoformat(), "model_sha256": one.model_sha256,
        "config_sha256": one.config_sha256, "reads": one.name == known.piper_voice,
    }  # fmt: skip


def _engine_fields(one: "EngineStanding") -> dict[str, object]:
    return {
        "engine": one.engine, "ready": one.is_ready, "needs_network": one.needs_network,
        "voice": one.voice or None, "why_not": said(one.why_not) if one.why_not else None,
        "fix": said(one.fix) if one.fix else None,
    }  # fmt: skip


def _known_fields(one: "KnownVoice") -> dict[str, object]:
    return {
        "name": one.name, "who": said(one.who), "licence": one.licence or None,
        "megabytes": one.megabytes, "speakers": one.speakers, "rate_hz": one.rate_hz,
        "page": one.page, "model": one.model,
    }  # fmt: skip
