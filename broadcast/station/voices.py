"""The ward's folder -> its voices: which are installed, which engine reads now, which voices there are besides.

Only looks: no voice is asked to speak, and nothing of sound is loaded. The files of the voice that would read are
read whole and verified.
"""

from dataclasses import dataclass
from pathlib import Path

from broadcast.base.errors import Message, UsageRefused, tell
from broadcast.base.files import may_only_look, only_to_look
from broadcast.library.voicecatalogue import KNOWN_VOICES, KnownVoice
from broadcast.library.voiceshelf import InstalledVoice, installed_voices, is_voice_name, shelf
from broadcast.production.voices.called import in_full
from broadcast.production.voices.identity import ONLINE_ENGINES
from broadcast.programme.voice import HTTP, PIPER, Voice
from broadcast.station.readable import Readable
from broadcast.ward.nearest import meant, nearest_voice


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineStanding:
    """One engine of the playlist, and whether it can read now."""

    engine: str
    needs_network: bool
    """Whether that can be reached is not asked."""
    voice: str = ""
    """The installed voice that it reads with, or what the ward calls a described one; empty for any other."""
    why_not: Message | None = None
    """Why it cannot read; None where all that it needs of this machine is there."""
    fix: Message | None = None

    @property
    def is_ready(self) -> bool:
        """Whether all that it needs of this machine is there."""
        return self.why_not is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Voices:
    """What a ward can be read by."""

    installed: tuple[InstalledVoice, ...]
    """The one that was installed first in front."""
    engines: tuple[EngineStanding, ...]
    """In the order in which they are asked."""
    others: tuple[KnownVoice, ...]
    """Known voices that are not installed."""
    named: str | None
    """The voice that the playlist names for `piper`; None: it leaves that to the shelf."""

    @property
    def reads(self) -> EngineStanding | None:
        """Return the engine that is asked first: None where no engine of the playlist can read."""
        return next((one for one in self.engines if one.is_ready), None)

    @property
    def piper_voice(self) -> str:
        """Return the name of the installed voice that `piper` reads with; empty where it cannot read."""
        return next((one.voice for one in self.engines if one.engine == PIPER), "")


def voices_of(seen: Readable) -> Voices:
    """Look at the shelf and the playlist's voices of a ward; by the usual order where no playlist can be read.

    Raises DiskError where the shelf cannot be read.
    """
    return voices_in(seen.home, _settings(seen))


def online_voices(seen: Readable) -> tuple[str, ...]:
    """List the playlist's voices that need the network, in its order and in full: `http (FPT.AI)`.

    Empty where no playlist can be read.
    """
    engines = () if seen.overview is None else _settings(seen).engines
    return tuple(in_full(engine, _settings(seen)) for engine in engines if engine in ONLINE_ENGINES)


def voices_in(home: Path, voice: Voice) -> Voices:
    """Look at the shelf of the folder `home`, for a playlist with the settings `voice`.

    Raises DiskError where the shelf cannot be read.
    """
    installed = installed_voices(home)
    names = {one.name for one in installed}
    return Voices(
        installed=installed,
        engines=tuple(_standing(engine, voice, home, installed) for engine in voice.engines),
        others=tuple(one for one in KNOWN_VOICES if one.name not in names),
        named=voice.piper.voice,
    )


def removable(seen: Readable, name: str, *, forced: bool) -> int:
    """Say how many bytes removing the voice `name` would free; refuse where that should not, or cannot, be done.

    A voice whose removal was ended in the middle can be removed again. Raises UsageRefused where there is no such
    voice, or the playlist names it and it is not `forced`; DiskError where this account may only look, or the
    shelf cannot be read.
    """
    from broadcast.library.voicefiles import voice_files

    if not is_voice_name(name) or not (files := voice_files(seen.home, name)):
        near = nearest_voice(name, [one.name for one in installed_voices(seen.home)])
        raise UsageRefused(
            tell("Chưa cài giọng nào tên “{name}”.", name=name),
            meant(near) if near is not None else tell("Xem các giọng đã cài: broadcast voices"),
        )
    if _settings(seen).piper.voice == name and not forced:
        raise UsageRefused(
            tell("playlist.yaml đang chọn giọng {name} (voice.piper.voice), nên chưa xoá.", name=name),
            tell("Ghi giọng khác vào dòng ấy, hoặc bỏ dòng ấy, rồi xoá. Vẫn muốn xoá ngay thì thêm --force."),
        )
    if may_only_look(shelf(seen.home)):
        raise only_to_look(tell("xoá giọng"))
    return sum(one.stat().st_size for one in files)


def _settings(seen: Readable) -> Voice:
    return Voice() if seen.overview is None else seen.overview.ward.playlist.voice


def _standing(engine: str, voice: Voice, home: Path, installed: tuple[InstalledVoice, ...]) -> EngineStanding:
    from broadcast.production.voices.readiness import why_not  # here: `status` names those on the network alone

    why, needs_network = why_not(engine, voice, home), engine in ONLINE_ENGINES
    if why is not None:
        return EngineStanding(engine=engine, needs_network=needs_network, why_not=why.what, fix=why.fix)
    names = {HTTP: voice.http.called if voice.http is not None else ""}
    if engine == PIPER:
        names[PIPER] = voice.piper.voice or installed[0].name
    return EngineStanding(engine=engine, needs_network=needs_network, voice=names.get(engine, ""))
