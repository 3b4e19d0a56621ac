"""A script, or a sentence -> the cart of it in each voice there is, to hold them against each other.

Made in a folder of its own that goes when it is done: nothing that the ward airs is made, changed or used up, and
what each voice took is what it takes when nothing of it is kept.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from broadcast.base.errors import DiskError, SpeechError, UsageRefused, WardError, tell
from broadcast.base.reasons import reason_of
from broadcast.library.names import NONE
from broadcast.library.sounds import Library
from broadcast.library.voicecatalogue import known_voice
from broadcast.library.voiceshelf import installed_voices
from broadcast.production.orders import Order
from broadcast.production.voices.identity import ONLINE_ENGINES, identities
from broadcast.production.voices.readiness import why_not
from broadcast.programme.model import Cart, CueId, Unready
from broadcast.programme.settings import ScriptId
from broadcast.programme.voice import PIPER, Announcer, PiperSettings, Voice
from broadcast.station.station import Station, production_of
from broadcast.station.unready import error_of
from broadcast.ward.nearest import meant, nearest_voice
from broadcast.ward.readings import Prepared, certain, reading_of
from broadcast.ward.script import read_script

SENTENCE = (
    "Kính thưa bà con, đúng bảy giờ tối nay, cán bộ đến từng ngõ để cùng bà con chuẩn bị ngày hội Đại đoàn kết."
)
"""What a voice says where nobody types a sentence: with the consonants that are lost first, đ, c and ng."""
_TRIED = ScriptId("nghe-thu")
"""The script of a sentence that stands in no file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A voice that can read now: an installed voice by its name, or an engine that brings its own."""

    name: str
    """`vi_VN-vais1000-medium`, `espeak`; fit for a file's name."""
    voice: Voice
    """The playlist's settings of voices, with this one alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A cart in one voice."""

    name: str
    """The voice's."""
    station: Station
    """The station that holds its cart."""
    cart: Cart
    took_s: float
    """Seconds, with the start of the voice."""


def choices(station: Station) -> tuple[Choice, ...]:
    """List the voices that may read the ward's scripts now: every installed one, then the engines with their own.

    An engine on the network is among them only where the playlist names it: it is sent the words. Whether it can
    be reached is not asked. Raises DiskError where the shelf cannot be read.
    """
    unasked = ONLINE_ENGINES.difference(station.ward.playlist.voice.engines)
    return tuple(one for one in _all(station) if unasked.isdisjoint(one.voice.engines))


def choice_of(station: Station, name: str) -> Choice:
    """Find the voice of that name, or the engine; `piper` is the installed voice that the playlist reads with.

    An engine on the network counts also where the playlist does not name it. Raises UsageRefused, with the nearest
    name, where there is none of that name, SpeechError with the reason where it cannot read now; DiskError where
    the shelf cannot be read.
    """
    known = {one.name: one for one in _all(station)}
    if name == PIPER and PIPER in identities(station.ward.playlist.voice, station.home):
        return Choice(name=PIPER, voice=replace(station.ward.playlist.voice, engines=(PIPER,)))
    if name not in known:
        _refuse_unready(station, name)
        near = nearest_voice(name, [*known, PIPER])
        raise UsageRefused(
            tell("Không có giọng “{name}” nào đọc được lúc này.", name=name),
            meant(near) if near is not None else tell("Xem: broadcast voices"),
        )
    return known[name]


def _refuse_unready(station: Station, name: str) -> None:
    """A voice or an engine of that name is there, but for something that it needs."""
    usual, engine = station.ward.playlist.voice, name
    if name in [one.name for one in installed_voices(station.home)]:
        usual, engine = replace(usual, piper=PiperSettings(voice=name)), PIPER
    if (why := why_not(engine, usual, station.home)) is not None:
        raise SpeechError(tell("Giọng {name} chưa đọc được: {why}.", name=name, why=why.what), why.fix)
    if known_voice(name) is not None:
        raise UsageRefused(
            tell("Đài chưa cài giọng {name}.", name=name),
            tell("Cài từ USB: broadcast voices install TÊN-THƯ-MỤC"),
        )


def _all(station: Station) -> Iterator[Choice]:
    usual, home = station.ward.playlist.voice, station.home
    on_shelf = installed_voices(home)
    for installed in on_shelf:
        reads = installed.name == (usual.piper.voice or on_shelf[0].name)
        own = PiperSettings(voice=installed.name, speaker=usual.piper.speaker if reads else 0)
        voice = replace(usual, engines=(PIPER,), piper=own)
        if PIPER in identities(voice, home):
            yield Choice(name=installed.name, voice=voice)
    for engine in identities(usual, home):
        if engine != PIPER and why_not(engine, usual, home) is None:
            yield Choice(name=engine, voice=replace(usual, engines=(engine,)))


@contextmanager
def beside(station: Station) -> Iterator[Station]:
    """Give the same station with a library of its own, which is deleted when the block ends.

    Raises DiskError where there is no place for one.
    """
    try:
        place = tempfile.TemporaryDirectory(prefix="broadcast-", ignore_cleanup_errors=True)
    except OSError as error:
        raise DiskError(
            tell("Không lập được thư mục tạm để tạo tiếng ({reason}).", reason=reason_of(error)),
            tell("Kiểm tra chỗ trống của ổ đĩa và quyền ghi thư mục."),
        ) from error
    with place as folder:
        yield replace(station, library=Library(Path(folder)))


def in_voice(station: Station, script: ScriptId, choice: Choice) -> Compared | Unready:
    """Make the script's cart in that voice alone, whatever voice its header names; an Unready where it cannot.

    The library of `station` keeps it. No error of a voice, a sound or the disk is raised.
    """
    alone = _with_voice(station, script, choice.voice)
    began = station.clock.monotonic()
    with production_of(alone) as production:
        cart = production.make(Order(cue=CueId(f"compare/{script}"), script=script))
    if isinstance(cart, Unready):
        return cart
    return Compared(name=choice.name, station=alone, cart=cart, took_s=station.clock.monotonic() - began)


def _with_voice(station: Station, script: ScriptId, voice: Voice) -> Station:
    ward, prepared = station.ward, station.ward.of(script)
    voice = replace(voice, announcer=Announcer.OFF)  # what the announcer has read says nothing of an engine
    read = {**ward.prepared}
    if isinstance(prepared, Prepared):
        read[script] = replace(prepared, script=replace(prepared.script, voice=None))
    return replace(station, ward=replace(ward, playlist=replace(ward.playlist, voice=voice), prepared=read))


def refuse_unread(station: Station, script: ScriptId) -> None:
    """Refuse a script that no voice can read: WardError where its words are not certain, or a recording airs."""
    prepared = station.ward.of(script)
    if isinstance(prepared, Unready):
        what = tell("Chưa so giọng được với bài này: {why}.", why=prepared.why)
        raise error_of(what, prepared, station.ward, script)
    if prepared.script.recording is not None:
        raise WardError(
            tell("Bài này phát tệp thu sẵn {name}, không giọng máy nào đọc.", name=prepared.script.recording),
            tell("Chọn một bài có lời để đọc."),
        )


def with_sentence(station: Station, text: str) -> tuple[Station, ScriptId]:
    """Return the station with a script that says `text` alone, no music around it; and the script's id.

    The words are read as those of a script are: numbers, dates, the ward's lexicon. Raises FaultsFound or
    WardError where they cannot be read for certain, or there are none.
    """
    script = read_script(f"scripts/{_TRIED}.md", f"---\ntitle: {tell('Nghe thử')}\n---\n{text}\n".encode())
    ward = station.ward
    prepared = certain(reading_of(script, ward.playlist.facts, ward.lexicon))
    if isinstance(prepared, Unready):
        raise WardError(tell("Chưa đọc được câu này: {why}.", why=prepared.why), tell("Viết rõ ra bằng chữ."))
    if not prepared.spoken.syllables:
        raise WardError(tell("Câu này không có chữ nào để đọc."), tell("Viết lời bằng chữ."))
    bare = replace(ward.playlist, sound=replace(ward.playlist.sound, sting=NONE, bed=NONE))
    alone = replace(
        ward, playlist=bare, scripts={**ward.scripts, _TRIED: script}, prepared={**ward.prepared, _TRIED: prepared}
    )
    return replace(station, ward=alone), _TRIED
