"""A ward and its shelf of voices -> that its human voice cannot read, at the place that asks for it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from broadcast.base.errors import Fault, Level, Message, tell
from broadcast.library.voiceshelf import installed_voices
from broadcast.production.voices.identity import identities
from broadcast.production.voices.piperready import why_not_piper
from broadcast.programme.settings import PIPER
from broadcast.ward.folder import Ward
from broadcast.ward.yamlfile import Path as YamlPath

_At = Callable[[Message, Message | None], Fault]
"""What is wrong, and what to do about it -> the fault, at a place that asks for `piper`."""


def voice_faults(ward: Ward) -> tuple[Fault, ...]:
    """List why the engine `piper` cannot read though the ward asks for it; empty where it can, or nobody asks.

    Asked for is what playlist.yaml or a script names; where the ward names no engine, a voice on the shelf is
    enough. A WARNING, or an ERROR where no other engine may read. The voice's files are read whole and verified.
    """
    asked = tuple(_asked(ward))
    why = why_not_piper(ward.playlist.voice.piper, ward.home) if asked else None
    if why is None:
        return ()
    others = identities(ward.playlist.voice, ward.home).keys() - {PIPER}
    instead = next((one for one in ward.playlist.voice.engines if one in others), None)
    if instead is None:
        what, level = (
            tell("giọng piper không đọc được: {why}; không còn giọng nào khác", why=why.what),
            Level.ERROR,
        )
    else:
        what = tell("giọng piper không đọc được: {why}; giọng {engine} đọc thay", why=why.what, engine=instead)
        level = Level.WARNING
    return tuple(replace(at(what, why.fix), level=level) for at in asked)


def left_out(ward: Ward) -> tuple[Fault, ...]:
    """List why the engine `piper` is not even asked though the ward asks for it, once each; empty where it is.

    That its package, or a voice, is missing is no reason that a cart could hold: the next engine has read alone.
    """
    if PIPER in identities(ward.playlist.voice, ward.home):
        return ()
    return tuple({str(one.what): one for one in voice_faults(ward)}.values())


def _asked(ward: Ward) -> Iterator[_At]:
    places: tuple[YamlPath, ...] = (("voice", "piper", "voice"), ("voice", "engines"))
    named = next((path for path in places if path in ward.source.values), None)
    if PIPER in ward.playlist.voice.engines and (named is not None or _has_voices(ward.home)):
        yield partial(ward.source.fault, named or ("voice",))
        return
    yield from (partial(_in_file, one.file) for one in ward.scripts.values() if one.voice == PIPER)


def _has_voices(home: Path) -> bool:
    """Also where that cannot be told: then it is told that it cannot."""
    try:
        return bool(installed_voices(home))
    except OSError:
        return True


def _in_file(file: str, what: Message, fix: Message | None) -> Fault:
    return Fault(file=file, what=what, fix=fix)
