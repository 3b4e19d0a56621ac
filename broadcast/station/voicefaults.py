"""A ward and its machine -> that a voice it asks for cannot read here, at the place that asks for it.

What its files alone show is told by ward/voice_faults.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from broadcast.base.errors import DiskError, Fault, Level, Message, tell
from broadcast.library.voiceshelf import installed_voices
from broadcast.production.voices.identity import identities
from broadcast.production.voices.readiness import why_not
from broadcast.programme.voice import EDGE, PIPER
from broadcast.ward.folder import Ward
from broadcast.ward.yamlfile import Path as YamlPath

_At = Callable[[Message, Message | None], Fault]
"""What is wrong, and what to do about it -> the fault, at a place that asks for the engine."""
_ADDED = (PIPER, EDGE)
"""The engines that need more of a machine than the program brings along."""


def voice_faults(ward: Ward) -> tuple[Fault, ...]:
    """List all faults of `silent_voices`, in their order."""
    return tuple(fault for faults in silent_voices(ward).values() for fault in faults)


def silent_voices(ward: Ward) -> Mapping[str, tuple[Fault, ...]]:
    """Find the engines that cannot read though the ward asks for them; return by name what is told of each.

    Asked for is what playlist.yaml or a script names; where the ward names no engine, a voice on the shelf is
    enough. WARNINGs, or ERRORs where no other engine may read. A Piper voice's files are read whole and verified.
    """
    found = {engine: tuple(_faults(ward, engine)) for engine in _ADDED}
    return {engine: faults for engine, faults in found.items() if faults}


def _faults(ward: Ward, engine: str) -> Iterator[Fault]:
    asked = tuple(_asked(ward, engine))
    why = why_not(engine, ward.playlist.voice, ward.home) if asked else None
    if why is None:
        return
    others = identities(ward.playlist.voice, ward.home).keys() - {engine}
    instead = next((one for one in ward.playlist.voice.engines if one in others), None)
    if instead is None:
        what = tell("giọng {silent} không đọc được: {why}; không còn giọng nào khác", silent=engine, why=why.what)
    else:
        what = tell("giọng {silent} không đọc được: {why}; giọng {engine} đọc thay",
                    silent=engine, why=why.what, engine=instead)  # fmt: skip
    for at in asked:
        yield replace(at(what, why.fix), level=Level.ERROR if instead is None else Level.WARNING)


def left_out(ward: Ward) -> tuple[Fault, ...]:
    """List why the engines are not even asked that the ward asks for, each reason once; empty where all are.

    That a package, or a voice, is missing is no reason that a cart could hold: the next engine has read alone.
    """
    there = identities(ward.playlist.voice, ward.home)
    told = (fault for engine in _ADDED if engine not in there for fault in _faults(ward, engine))
    return tuple({str(one.what): one for one in told}.values())


def _asked(ward: Ward, engine: str) -> Iterator[_At]:
    places: tuple[YamlPath, ...] = (("voice", engine, "voice"), ("voice", "engines"))
    named = next((path for path in places if path in ward.source.values), None)
    if engine in ward.playlist.voice.engines and (named is not None or _has_voices(ward)):
        yield partial(ward.source.fault, named or ("voice",))
        return
    yield from (partial(_in_file, one.file) for one in ward.scripts.values() if one.voice == engine)


def _has_voices(ward: Ward) -> bool:
    """Also where that cannot be told: then it is told that it cannot."""
    try:
        return bool(installed_voices(ward.home))
    except DiskError:
        return True


def _in_file(file: str, what: Message, fix: Message | None) -> Fault:
    return Fault(file=file, what=what, fix=fix)
