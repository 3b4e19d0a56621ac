"""What a line of the record tells beside its columns -> its body, as JSON holds it.

Each reason is kept twice: in Vietnamese under `note`, which older programs read, and as fields under `why`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from broadcast.base.errors import Message
from broadcast.programme.evidence import MadeOf
from broadcast.programme.model import AiredRelease, CueId, Fingerprint, Part
from broadcast.programme.settings import ScriptId
from broadcast.record.airings import Row, airings_of
from broadcast.record.codes import recognised
from broadcast.record.outputs import made_fields
from broadcast.record.sentences import Note, fields_of, sentences_of, text_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """A cue that is about to sound, once; or an opening or a closing."""

    cue: CueId
    script: ScriptId
    attempt: int
    """From 1; a cut cue may be begun again."""
    planned: datetime
    """When its first frame should sound."""
    of_frames: int
    """Frames that its cart has."""
    rate_hz: int
    engine: str
    """Which voice speaks, as in Cart."""
    note: Note = ""
    """What is to be said of it beforehand; empty for nothing."""
    fallback: Message | None = None
    """Why the preferred voice does not speak; None when it does."""
    music: tuple[Message, ...] = ()
    """What was done to the ward's own music around it, or why ours stands in for it."""
    part: Part = Part.CUE
    title: str = ""
    """The script's title now, or a bulletin's first words; empty where nobody has looked it up."""
    text: str = ""
    """What is spoken, in full; empty where nobody has looked it up, and where no words are."""
    fingerprint: Fingerprint | None = None
    """Of the cart; None where it is not known."""
    session: str = ""
    """The session's name."""
    campaign: str = ""
    """The campaign's id; empty for none."""
    release: AiredRelease | None = None
    """By whose release it sounds, or that nobody released it; None where that is not asked."""
    made: MadeOf | None = None
    """What its sound is made of; None where the cart's file is not known."""


def reasons_of(note: Note) -> dict[str, Any]:
    """Return a body's reasons: their Vietnamese text, and each as fields."""
    sentences = _sentences(note)
    return {"note": text_of(sentences), "why": [fields_of(one) for one in sentences]}


def _sentences(note: Note) -> tuple[Message, ...]:
    """The sentences of a note; a text that was put together already is taken apart again where it is of ours."""
    return tuple(
        part for one in sentences_of(note) for part in ((one,) if one.values else recognised(one.template))
    )


def body_of(start: Start) -> Mapping[str, Any]:
    """Return the body of a start."""
    body = reasons_of(start.note)
    if start.fallback is not None:
        body["fallback"] = fields_of(_sentences(start.fallback)[0])
        body["note"] = text_of((*_sentences(start.note), start.fallback))
    if start.music:
        body["music"] = [fields_of(one) for one in start.music]
    return {
        **body,
        "script": start.script,
        "planned": start.planned.isoformat(),
        "of_frames": start.of_frames,
        "rate_hz": start.rate_hz,
        "engine": start.engine,
        "part": str(start.part),
        "title": start.title,
        "text": start.text,
        "fingerprint": start.fingerprint,
        "session": start.session,
        "campaign": start.campaign,
        "release": _release(start.release),
    } | ({"made": made_fields(start.made)} if start.made is not None else {})


def _release(release: AiredRelease | None) -> dict[str, Any] | None:
    if release is None:
        return None
    why = fields_of(release.why) if release.why is not None else None
    return {"serial": release.serial, "by": release.by, "why": why}


def start_of(row: Row) -> Start:
    """Read a start back from its row, of whatever version."""
    [airing] = airings_of([row], [])
    return Start(
        cue=airing.cue,
        script=airing.script,
        attempt=airing.attempt,
        planned=airing.planned,
        of_frames=airing.of_frames,
        rate_hz=airing.rate_hz,
        engine=airing.engine,
        note=tuple(one.what for one in airing.reasons),
        fallback=airing.fallback,
        music=airing.music,
        part=airing.part,
        title=airing.title,
        text=airing.text,
        fingerprint=airing.fingerprint,
        session=airing.session,
        campaign=airing.campaign,
        release=airing.release,
        made=airing.made,
    )
