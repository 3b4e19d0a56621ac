"""A ward -> how long its programmes sound: what is made as it will air, an estimate of the rest.

One computation for every screen: the carts, their gaps, opening and closing, as playout lays them out.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from broadcast.audio.places import Place
from broadcast.library.names import NONE, is_own
from broadcast.library.rack import CLOSING, OPENING
from broadcast.library.shelves import CACHE, Shelves
from broadcast.production.fingerprints import Fingerprints
from broadcast.production.orders import Order, arrangement_of
from broadcast.production.voices.identity import identities
from broadcast.programme.layout import GAP_S
from broadcast.programme.model import Cart, CueId, Session, Unready
from broadcast.programme.settings import ScriptId
from broadcast.ward.ahead import Length, Lengths, estimate
from broadcast.ward.folder import Ward
from broadcast.ward.readings import Prepared

if TYPE_CHECKING:
    from broadcast.library.ingest.verdicts import Kept


def lengths_of(ward: Ward) -> Lengths:
    """Return who tells how long a session's programme of some of its scripts sounds, from opening to closing.

    What is made is looked up once, when it is first asked for, by what its slip says; no sound is read through
    for it, made or recorded, and no voice is asked.
    """
    return _Known(ward).length


class _Known:
    """What is known of the lengths of one ward's sounds."""

    def __init__(self, ward: Ward) -> None:
        self._ward = ward
        self._shelves = Shelves(ward.home / CACHE)
        self._prints = Fingerprints(ward, identities(ward.playlist.voice, ward.home))
        self._music_s: dict[str | None, float] = {}
        self._parts: dict[tuple[CueId, ScriptId | None], Length | None] = {}

    @cached_property
    def _heard(self) -> "Kept":
        """What was heard in recordings and in music, loaded for a ward that has some."""
        from broadcast.library.ingest.verdicts import Kept

        return Kept(self._ward.home, self._shelves.root)

    def length(self, session: Session, scripts: Sequence[ScriptId]) -> Length:
        """Add up the programme of `scripts`; what cannot air adds nothing."""
        cues = [one for script in scripts if (one := self._part(_cue(script), script)) is not None]
        if not cues:
            return Length(time=timedelta(), is_made=True)
        day = session.at.date()
        around = [one for cue in _STINGS if (one := self._sting(cue, day)) is not None]
        parts = [*cues, *around]
        gaps = timedelta(seconds=GAP_S * (len(parts) - 1))
        time = sum((one.time for one in parts), gaps)
        return Length(time=time, is_made=all(one.is_made for one in parts))

    def _sting(self, cue: CueId, day: date) -> Length | None:
        playlist, key = self._ward.playlist, _STINGS[cue]
        script: ScriptId | None = getattr(playlist, key)
        if script is not None and self._ward.ready.why_not(script, day) is not None:
            script = None  # the sting sounds alone
        return self._part(cue, script) if script is not None or getattr(playlist.sound, key) != NONE else None

    def _part(self, cue: CueId, script: ScriptId | None) -> Length | None:
        """One sound of a programme; None where there can be none."""
        if (cue, script) not in self._parts:
            self._parts[cue, script] = self._looked_up(cue, script)
        return self._parts[cue, script]

    def _looked_up(self, cue: CueId, script: ScriptId | None) -> Length | None:
        ward = self._ward
        prepared = ward.of(script) if script is not None else None
        recording = prepared.script.recording if isinstance(prepared, Prepared) else None
        known = self._heard.listed(recording) if recording is not None else None
        if recording is not None and known is None:  # its bytes are not read for this alone
            return Length(time=estimate(ward, script), is_made=False)
        match self._prints.look_up(Order(cue=cue, script=script), self._shelves, known, verified=False):
            case Cart() as cart:
                return Length(time=timedelta(seconds=cart.seconds), is_made=True)
            case Unready():
                return None
        estimated = estimate(ward, script, self._recorded_s(prepared))
        return Length(time=estimated + self._longer(cue), is_made=False)

    def _longer(self, cue: CueId) -> timedelta:
        """How much longer the ward's own music before or behind it is than an estimate reckons with."""
        arranged = arrangement_of(Order(cue=cue, script=None))
        airs_s = sum(map(self._airs_s, (arranged.sting, arranged.closing)))
        return max(timedelta(), timedelta(seconds=airs_s) - estimate(self._ward, None))

    def _airs_s(self, key: str | None) -> float:
        """How many seconds of the music at that key of playlist.yaml air, where it was heard; else none."""
        if key not in self._music_s:
            around = self._ward.playlist.sound
            self._music_s[key] = self._heard_s(Place(key)) if key and is_own(getattr(around, key)) else 0.0
        return self._music_s[key]

    def _heard_s(self, place: Place) -> float:
        from broadcast.ward.soundfaults import music_asked

        asked = music_asked(self._ward, place)
        report = self._heard.report(asked) if asked is not None else None
        heard = report.heard if report is not None else None
        return float((heard or {}).get("airs_s") or 0.0)

    def _recorded_s(self, prepared: object) -> float | None:
        """How many seconds a script's recording sounds, at the script's pace, where it was heard."""
        if not isinstance(prepared, Prepared):
            return None
        asked = self._ward.recording_asked(prepared.script)
        report = self._heard.report(asked) if asked is not None else None
        speed = prepared.script.speed or 1.0
        return report.seconds / speed if report is not None and report.seconds is not None else None


_STINGS: Mapping[CueId, str] = {OPENING: "opening", CLOSING: "closing"}


def _cue(script: ScriptId) -> CueId:
    return CueId(f"ahead/{script}")
