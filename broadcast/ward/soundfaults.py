"""A ward's recordings and its own music -> what `check` tells of each of them, at the place that names it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from broadcast.audio.places import Place
from broadcast.audio.profiles import Profile, profile_named
from broadcast.base.errors import Fault, Level, Message, tell
from broadcast.library.ingest.report import Asked, Report, Use
from broadcast.library.ingest.verdicts import Heard, reports
from broadcast.library.names import BUILTIN, NONE, is_own, respelled
from broadcast.library.shelves import CACHE
from broadcast.programme.settings import SoundSettings
from broadcast.ward.aswritten import visible
from broadcast.ward.folder import Ward
from broadcast.ward.places import Places
from broadcast.ward.playlist_faults import sounds_named
from broadcast.ward.script import Script, recording_asked
from broadcast.ward.yamlfile import Path as YamlPath
from broadcast.ward.yamlfile import YamlFile


def sound_faults(
    home: Path,
    source: YamlFile | None,
    scripts: Sequence[Script],
    heard: Heard | None,
    most_s: float | None = None,
    band_hz: tuple[float, float] = (0.0, 0.0),
    target_lufs: float = -16.0,
) -> Iterator[Fault]:
    """Yield what is told of the scripts' recordings and the music that playlist.yaml names, each at its place.

    They are heard by child processes where that was not done before; `heard` as of `check`. `most_s`: the longest
    recording that may air; None: any may. `band_hz`: what the profile leaves of music. Raises MachineError where
    no child process can be started.
    """
    named = [(path, name) for path, name in sounds_named(source) if name != NONE] if source is not None else []
    music = {path: _music_asked(path, name, band_hz) for path, name in named}
    recordings = [
        (script, asked)
        for script in scripts
        if (asked := recording_asked(script, most_s, target_lufs)) is not None
    ]
    found = reports(home, [*(asked for _, asked in recordings), *music.values()], home / CACHE, heard=heard)
    for script, asked in recordings:
        yield from _recording_faults(script, found[asked])
        yield from _words_below(script)
    told: set[tuple[str, str]] = set()
    for path, asked in music.items():
        for fault in _music_faults(source, path, found[asked]) if source is not None else ():
            if (one := (asked.name, str(fault.what))) not in told:  # a file that stands at two places is told once
                told.add(one)
                yield fault

    yield from _respelled(home, source, named, recordings)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfRecording:
    """What `check` says of one script's recording."""

    seconds: float | None
    """How long it is; None where no sound can be had from it."""
    faults: tuple[Fault, ...]
    """At the line that names it, those first that keep it off the air; empty where all is well."""

    @property
    def errors(self) -> tuple[Fault, ...]:
        """List what keeps it off the air."""
        return tuple(one for one in self.faults if one.level is Level.ERROR)


def of_recording(ward: Ward, script: Script) -> OfRecording | None:
    """Say of a script's recording what `check` says of it; None where the script has none.

    One that has not changed since it was heard is not decoded again. Raises MachineError where no child process
    can be started.
    """
    asked = ward.recording_asked(script)
    if asked is None:
        return None
    report = reports(ward.home, [asked], ward.home / CACHE)[asked]
    seconds = report.seconds if report.unreadable is None else None
    return OfRecording(seconds=seconds, faults=tuple(_recording_faults(script, report)))


def music_asked(ward: Ward, place: Place) -> Asked | None:
    """Say how the ward's own music at `place` is asked for of library/ingest; None where it names none of its own.

    So is found what was heard of it, without hearing it again.
    """
    name = str(getattr(ward.playlist.sound, place.value))
    if not is_own(name):
        return None
    return _music_asked(("sound", place.value), name, band_hz_of(ward.playlist.sound))


def _recording_faults(script: Script, report: Report) -> Iterator[Fault]:
    for why in report.why_not:
        yield _at_recording(script, why.what, why.fix)
    for remark in () if report.why_not else report.remarks:
        yield _at_recording(script, remark.what, remark.fix, Level.WARNING)


def _words_below(script: Script) -> Iterator[Fault]:
    """What is written below the head of a script with a recording: nobody hears it."""
    first = script.body.split("\n", 1)[0]
    if first.strip():
        places = Places(script.file, first, script.body_line, written=script.written)
        what = tell("lời từ dòng này trở đi không phát: bài phát tệp thu sẵn {name}", name=script.recording)
        fix = tell("Muốn máy đọc lời này thì bỏ dòng recording; không thì bỏ lời ở đây.")
        indent = len(first) - len(first.lstrip())
        yield places.at(1, indent + 1, what, fix, length=len(first.strip()), level=Level.WARNING)


def _respelled(
    home: Path,
    source: YamlFile | None,
    named: Sequence[tuple[YamlPath, str]],
    recordings: Sequence[tuple[Script, Asked]],
) -> Iterator[Fault]:
    """Names of sounds that are found though their files are spelled in another way."""
    for script, asked in recordings:
        if (real := respelled(home, asked.name)) is not None:
            yield _at_recording(script, *_spelled_so(asked.name, real), Level.WARNING)
    for path, name in named:
        if source is not None and not name.startswith(BUILTIN) and (real := respelled(home, name)) is not None:
            yield replace(source.fault(path, *_spelled_so(name, real)), level=Level.WARNING)


def _at_recording(script: Script, what: Message, fix: Message | None, level: Level = Level.ERROR) -> Fault:
    """The fault at the name of the recording in the script's header."""
    lines = visible(script.written.text).split("\n") if script.written is not None else []
    line = lines[script.recording_line - 1] if lines and script.recording_line else ""
    named = re.match(r"recording\s*:\s*(?P<name>.*\S)", line)
    places = Places(script.file, line, script.recording_line, written=script.written)
    if named is None:
        return Fault(file=script.file, line=script.recording_line, what=what, fix=fix, level=level)
    begin, end = named.span("name")
    return places.at(1, begin + 1, what, fix, length=end - begin, level=level)


def _spelled_so(name: str, real: str) -> tuple[Message, Message]:
    what = tell(
        "tên tệp tiếng “{name}” viết khác tên thật của tệp; sang máy khác có thể không tìm thấy", name=name
    )
    return what, tell("Viết đúng: {name}", name=real)


def band_hz_of(sound: SoundSettings) -> tuple[float, float]:
    """Return what the ward's profile leaves of music, lowest and highest frequency; twice 0 for an unknown one."""
    profile = profile_named(sound.profile, sound.own_profiles)
    return (profile.low_hz, profile.high_hz) if isinstance(profile, Profile) else (0.0, 0.0)


def _music_asked(path: tuple[str | int, ...], name: str, band_hz: tuple[float, float]) -> Asked:
    place = Place(str(path[-1]))
    return Asked(name=name, use=Use.BED if place is Place.BED else Use.JINGLE, place=place, band_hz=band_hz)


def _music_faults(source: YamlFile, path: tuple[str | int, ...], report: Report) -> Iterator[Fault]:
    """What is told of a piece of music: warnings, for with ours in its place everything airs."""
    ours = tell("Chương trình phát nhạc có sẵn thay vào.")
    for why in report.why_not:
        fix = tell("{first} {then}", first=ours, then=why.fix) if why.fix is not None else ours
        yield replace(source.fault(path, why.what, fix), level=Level.WARNING)
    for one in () if report.why_not else report.remarks:
        yield replace(source.fault(path, one.what, one.fix), level=Level.WARNING)
