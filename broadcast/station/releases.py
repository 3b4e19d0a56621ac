"""A station and its record -> what each script is made of now, how it stands, and whether its cart may air."""

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date

from broadcast.base.digests import sha256_of
from broadcast.base.errors import JournalError, Message, NotAudio, tell
from broadcast.library.rack import STINGS
from broadcast.library.shelves import Shelves
from broadcast.production.fingerprints import Fingerprints
from broadcast.production.ingredients import Ingredients
from broadcast.production.orders import Order
from broadcast.production.voices.identity import identities
from broadcast.programme.model import Cart, CueId, Fingerprint, Part, Reason, Unready
from broadcast.programme.released import (
    Act,
    Answer,
    Contents,
    Deed,
    Doubted,
    Stand,
    Standing,
    canonical,
    last_release,
    standing_of,
    withdrawal,
)
from broadcast.programme.settings import Playlist, Policy, ScriptId
from broadcast.record.reading import Record
from broadcast.station.assembly import StationWith
from broadcast.station.sealing import Sealing
from broadcast.text.spokentext import Kind
from broadcast.ward.readings import Prepared

_NOT_MADE = Unready(reason=Reason.NO_SPEECH, why=tell("chưa tạo tiếng"))


def part_of(playlist: Playlist, script: ScriptId) -> Part:
    """Return where in a programme a script sounds: over the opening or the closing where the playlist says so."""
    if script == playlist.opening:
        return Part.OPENING
    return Part.CLOSING if script == playlist.closing else Part.CUE


class Releases:
    """How the scripts of one station stand: its files as they were read, its record as it is now.

    What is asked of the record raises JournalError where that cannot be read.
    """

    def __init__(self, station: StationWith[Shelves], record: Record, doubted: Doubted | None = None) -> None:
        """Read nothing yet. `doubted` tells why the seal of a release is not believed.

        None: as the rule in force says, names are believed, or signatures alone.
        """
        self._station = station
        self._ward = station.ward
        self._record = record
        self._sealing = Sealing(station.home, station.ward.playlist.release, record)
        self._doubted = doubted or self._sealing.doubted
        self._prints = Fingerprints(self._ward, identities(self._ward.playlist.voice, self._ward.home))
        self._acts: dict[ScriptId, tuple[int, tuple[Act, ...]]] = {}
        """By script, with the line that was the last of them."""
        self._made_of: dict[tuple[ScriptId, Part, Fingerprint], Ingredients | None] = {}

    def acts(self, script: ScriptId) -> tuple[Act, ...]:
        """Return what persons did with the script, in the order of writing; but not who has heard it.

        Raises JournalError where the record cannot be read.
        """
        last = self._record.last_act(script)
        known = self._acts.get(script)
        if known is None or known[0] != last:
            known = self._acts[script] = last, self._record.releases(script, deciding=True)
        return known[1]

    def look_through(self) -> None:
        """Look now at what each script was released by, so that each is answered for in no time at air."""
        with suppress(JournalError):  # whoever asks is told
            for script in self._ward.scripts:
                if (release := last_release(self.acts(script))) is not None:
                    self._not_believed(release)

    def contents(self, script: ScriptId, part: Part | None = None, *, afresh: bool = False) -> Contents | Unready:
        """Return what the script is made of now: with the cart last released, else the best there is of it.

        `afresh`: with the best, whatever was released.

        An Unready says why there is no sound of it. `part` None: where the playlist has it. The cart's file is not
        read: its slip is believed. Raises JournalError where the record cannot be read.
        """
        where = part or part_of(self._ward.playlist, script)
        preferred = None if afresh else self._preferred(self._of_part(script, where))
        return self._looked_up(script, where, preferred)

    def offered(self, script: ScriptId, part: Part | None = None) -> Contents | None:
        """Return the same script in the cart that its files ask for first, where that is made and another's airs.

        So a better voice that has come back waits for a release of its own. None where there is none. Raises
        JournalError where the record cannot be read.
        """
        where = part or part_of(self._ward.playlist, script)
        released = self._preferred(self._of_part(script, where))
        best = self._looked_up(script, where, None)
        return best if isinstance(best, Contents) and released not in (None, best.cart) else None

    def stand(self, script: ScriptId, day: date, part: Part | None = None, *, afresh: bool = False) -> Stand:
        """Judge how the script stands on `day`, with the cart that `contents` takes.

        Where the record cannot be read, nothing is released.
        """
        where = part or part_of(self._ward.playlist, script)
        try:
            acts = self._of_part(script, where)
        except JournalError as error:
            return Stand(standing=Standing.WAITING, why=error.what)
        now = self._looked_up(script, where, None if afresh else self._preferred(acts))
        return self._judged(acts, now, day)

    def stand_with(self, script: ScriptId, part: Part, made: Cart | Unready | None, day: date) -> Stand:
        """Judge how the script stands on `day` with the cart that was made for it, its file found whole.

        The script's file is read again; what else changes is seen by whoever reads the ward's folder anew. Where
        the record cannot be read, nothing is released. `made` None: there is no cart yet.
        """
        try:
            acts = self._of_part(script, part)
        except JournalError as error:
            return Stand(standing=Standing.WAITING, why=error.what)
        now = self._as_it_is(script, part, made) if isinstance(made, Cart) else made or _NOT_MADE
        return self._judged(acts, now, day)

    def _judged(self, acts: Sequence[Act], now: Contents | Unready, day: date) -> Stand:
        stand = standing_of(acts, now, day, self._not_believed)
        if stand.is_released and (unsealed := self._sealing.unsealed()) is not None:
            return replace(stand, standing=Standing.WAITING, why=unsealed)
        return stand

    def _not_believed(self, release: Act) -> Message | None:
        """As programme's Doubted: where the log is damaged behind the release, nobody knows whether it holds."""
        try:
            broken = self._record.broken_behind(release)
        except JournalError as error:
            return error.what
        if broken is not None:
            return tell("nhật ký bị sửa hoặc mất ở {where}, sau lần duyệt: phải duyệt lại", where=broken.where)
        return self._doubted(release)

    def __call__(self, script: ScriptId, part: Part, cart: Cart, day: date) -> Answer:
        """As playout's Released."""
        if (unsealed := self._sealing.unsealed()) is not None:
            return Answer(why=unsealed, is_required=True)
        stand = self.stand_with(script, part, cart, day)
        return Answer(
            release=stand.release if stand.is_released else None,
            why=stand.why,
            is_required=self.is_required or stand.standing is Standing.WITHDRAWN,
            contents=stand.now,
        )

    def taken_back(self, release: Act) -> Message | None:
        """As playout's Released; where the record cannot be read, what sounds goes on."""
        try:
            acts = self.acts(release.script)
        except JournalError:
            return None
        if release not in acts:
            return tell("lần duyệt không còn trong nhật ký")
        if (withdrawn := withdrawal(acts, release)) is not None:
            return tell("lần duyệt đã được rút: {why}", why=withdrawn.note or tell("không ghi lý do"))
        why = self._sealing.taken_back(release)
        return tell("lần duyệt không còn hiệu lực: {why}", why=why) if why is not None else None

    @property
    def is_required(self) -> bool:
        """Whether nothing airs without a release."""
        return self._sealing.policy.policy is Policy.REQUIRED

    # --- what it is made of ---

    def _looked_up(self, script: ScriptId, part: Part, preferred: Fingerprint | None) -> Contents | Unready:
        prepared = self._ward.of(script)
        if isinstance(prepared, Unready):
            return prepared
        order = Order(cue=STINGS.get(part, CueId("")), script=script, preferred=preferred)
        found = self._prints.look_up(order, self._station.library, verified=False)
        if not isinstance(found, Cart):
            return found or _NOT_MADE
        return self._contents(prepared, script, part, found, prepared.script.sha256)

    def _as_it_is(self, script: ScriptId, part: Part, cart: Cart) -> Contents | Unready:
        prepared = self._ward.of(script)
        if isinstance(prepared, Unready):
            return prepared
        text = ""
        with suppress(OSError):  # a script that is gone is not what was released
            text = sha256_of(self._ward.home / prepared.script.file)
        return self._contents(prepared, script, part, cart, text)

    def _contents(
        self, prepared: Prepared, script: ScriptId, part: Part, cart: Cart, text: str
    ) -> Contents | Unready:
        days = prepared.script.validity
        if days.draft:
            return Unready(reason=Reason.DRAFT, why=tell("bản nháp, chưa cho phát (draft: true)"))
        made_of = self._ingredients(script, part, cart.fingerprint)
        if made_of is None:
            return Unready(reason=Reason.CHANGED, why=tell("tiếng đã tạo không còn là tiếng của bài này"))
        return Contents(
            script=script,
            part=part,
            campaign=_campaign_of(self._ward.playlist, script),
            first=days.first,
            last=days.last,
            text=text,
            facts={one.name: prepared.text[one.start : one.end] for one in prepared.facts},
            spoken=str(prepared.spoken),
            lexicon=_lexicon_of(prepared),
            engine=made_of.voice,
            speech=tuple(made_of.prints),
            sounds=tuple(canonical(one) for one in made_of.sounds),
            recipe=_digest(made_of.recipe),
            cart=cart.fingerprint,
            sound=cart.sha256,
        )

    def _ingredients(self, script: ScriptId, part: Part, cart: Fingerprint) -> Ingredients | None:
        key = (script, part, cart)
        if key not in self._made_of:
            order = Order(cue=STINGS.get(part, CueId("")), script=script)
            try:
                self._made_of[key] = self._prints.made_of(order, cart)
            except NotAudio:  # its recording is gone
                return None
        return self._made_of[key]

    def _of_part(self, script: ScriptId, part: Part) -> tuple[Act, ...]:
        return tuple(act for act in self.acts(script) if act.contents is None or act.contents.part is part)

    def _preferred(self, acts: Sequence[Act]) -> Fingerprint | None:
        known = last_release(acts)
        return known.contents.cart if known is not None and known.contents is not None else None


def released_carts(record: Record) -> Mapping[tuple[ScriptId | None, Part], Fingerprint]:
    """Collect the cart of the last release of each script, by the script and its part, whether it holds or not.

    Raises JournalError where the record cannot be read.
    """
    found = dict[tuple[ScriptId, Part], Act]()
    for act in record.releases():
        if act.deed is Deed.RELEASED and act.contents is not None:
            key = (act.script, act.contents.part)
            if key not in found or found[key].number < act.number:
                found[key] = act
    return {key: act.contents.cart for key, act in found.items() if act.contents is not None}


def _campaign_of(playlist: Playlist, script: ScriptId) -> str:
    """The campaign in whose folder the script lies; empty for none."""
    homes = [one.id for one in playlist.campaigns if script.startswith(f"{one.folder}/")]
    return homes[0] if homes else ""


def _lexicon_of(prepared: Prepared) -> str:
    """The readings of the ward's own that the script uses, whatever else its lexicon holds."""
    used = [[one.written, one.spoken] for one in prepared.spoken.readings if one.kind is Kind.LEXICON]
    return _digest(used)


def _digest(value: object) -> str:
    return hashlib.sha256(canonical(value).encode()).hexdigest()
