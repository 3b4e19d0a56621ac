"""Orders -> carts on the rack, ahead of time: for each a Cart, or an Unready that says why there is none.

Everything made is kept by fingerprint, so a sentence that has not changed is not spoken again and an announcement
that has not changed is not mixed again.
"""

from collections.abc import Callable, Iterable, Mapping, Set
from contextlib import suppress
from dataclasses import dataclass, replace

from broadcast.base.children import NotWanted
from broadcast.base.clock import Clock, Wanted
from broadcast.base.errors import BadSound, MachineError, Message, NotAudio, SpeechError, tell
from broadcast.library.names import of_one_piece, print_of
from broadcast.library.rack import Rack
from broadcast.library.refusals import Refusal, keep_refusal
from broadcast.library.sounds import Library
from broadcast.library.wardsounds import NAME as RECORDING
from broadcast.library.wardsounds import ward_sound
from broadcast.production.carts import Carts, PrintOf
from broadcast.production.fingerprints import Fingerprints
from broadcast.production.mixing import Mixing, Words
from broadcast.production.orders import Arrangement, Order, arrangement_of
from broadcast.production.recordings import recording_of
from broadcast.production.speaking import LeftOff, Speaking, Spoken
from broadcast.production.voices import Engine
from broadcast.programme.model import Cart, CueId, Fingerprint, Reason, Unready
from broadcast.programme.settings import ScriptId
from broadcast.ward.folder import Ward
from broadcast.ward.readings import Prepared
from broadcast.ward.versions import version_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What is about to be spoken; told before each utterance that is not in the library."""

    script: ScriptId | None
    """The script that is spoken."""
    utterance: int
    """The utterance's number in the script, from 1."""
    of: int
    """How many utterances the script has."""
    engine: str
    """The name of the voice."""


def _always() -> bool:
    return True


class Production:
    """Makes the carts of one ward. One thread at a time may make; any thread may call `leave_off`."""

    def __init__(
        self,
        *,
        ward: Ward,
        library: Library,
        engines: Mapping[str, Engine],
        clock: Clock,
        watch: Callable[[Progress], None],
        quiet: Wanted = _always,
    ) -> None:
        """Make nothing yet. `engines`: the voices there are, by name.

        `watch` is told of each utterance before it is spoken, on the thread that makes. `quiet`: whether no
        programme sounds or is about to; beside one voices speak less (`Lanes`). Raises WardError where the
        playlist names no profile there is.
        """
        self._ward = ward
        self._library = library
        self._engines = engines
        self._watch = watch
        self._prints = Fingerprints(ward, {name: engine.identity for name, engine in engines.items()})
        self._speaking = Speaking(
            home=ward.home, library=library, engines=engines, prints=self._prints, clock=clock, quiet=quiet
        )
        self._mixing = Mixing(library=library, home=ward.home, prints=self._prints)
        self._carts = Carts(library, self._mixing)

    @property
    def utterances_made(self) -> int:
        """Return how many utterances were spoken so far, and not found in the library."""
        return self._speaking.utterances_made

    @property
    def prints(self) -> Fingerprints:
        """Return the fingerprints of the ward's sounds, in the voices there are."""
        return self._prints

    @property
    def spoken(self) -> Mapping[str, Spoken]:
        """Return what each voice has spoken so far, by its name."""
        return self._speaking.spoken

    @property
    def carts_made(self) -> int:
        """Return how many carts were mixed so far, and not found in the library."""
        return self._mixing.carts_made

    def fill(self, rack: Rack, orders: Iterable[Order], wanted: Wanted = _always) -> None:
        """Put a Cart or an Unready on the rack for each order, in their order, for as long as `wanted` says so.

        Where a cart that is preferred has another voice than its script asks for first, that one's is made too,
        and kept beside it.

        `wanted` is asked between two utterances, and several times a second while a file is decoded. An order that
        is left off in the middle leaves what the rack held before.
        """
        asked = tuple(orders)
        try:
            for order in asked:
                self._speaking.refuse_if_left_off(wanted)
                rack.put(order.cue, self._settled(order, wanted))
            for order in {one.preferred: one for one in asked if self._is_outdone(one)}.values():
                self._speaking.refuse_if_left_off(wanted)
                self._settled(replace(order, preferred=None), wanted)  # kept, not aired: it may be preferred later
        except LeftOff:
            return

    def _is_outdone(self, order: Order) -> bool:
        """Whether the files ask for another cart first than the one that an order prefers: a better voice's."""
        prepared = self._ward.of(order.script) if order.script and self._preferred(order) is not None else None
        with suppress(NotAudio):  # a recording that is gone is no better
            return isinstance(prepared, Prepared) and self._prints.named(order, prepared) != order.preferred
        return False

    def fill_troubled(self, rack: Rack, orders: Iterable[Order], wanted: Wanted = _always) -> None:
        """Make again what the machine's trouble (a full disk, no process left) keeps off the rack, or spoils.

        Ends at the first that meets the trouble again: what is no better takes no longer than that one. Nothing
        is made where no trouble was met. `wanted` as for `fill`.
        """
        there = rack.contents()
        for order in [one for one in orders if self._is_troubled(there, one)]:
            self._mixing.forgive()
            self.fill(rack, [order], wanted)
            if self._is_troubled(rack.contents(), order) or not wanted():
                return

    def _is_troubled(self, contents: Mapping[CueId, Cart | Unready], order: Order) -> bool:
        there = contents.get(order.cue)
        return (isinstance(there, Unready) and there.reason is Reason.DISK) or any(
            key in self._mixing.troubled for key in arrangement_of(order).keys
        )

    def leave_off(self) -> None:
        """End, from another thread, the utterance that is being spoken; no other is begun any more, ever."""
        self._speaking.leave_off()

    def rest(self) -> None:
        """End the children of the voices that have said nothing for a minute; to be called where nobody makes."""
        self._speaking.rest()

    def forgive(self) -> None:
        """Forget which voices have failed, and which music could not be read, so that both are tried again."""
        self._speaking.forgive()
        self._mixing.forgive()

    def make(self, order: Order) -> Cart | Unready:
        """Find the cart of an order in the library, or make it now; return it, or an Unready that says why not.

        Takes as long as speaking and mixing do; the rack is not touched. No error of a voice, a sound or the disk
        is raised.
        """
        try:
            return self._settled(order, _always)
        except LeftOff:
            return Unready(reason=Reason.NO_SPEECH, why=tell("được lệnh nghỉ giữa chừng"))

    def _settled(self, order: Order, wanted: Wanted) -> Cart | Unready:
        try:
            return self._made(order, lambda: self._speaking.goes_on(wanted))
        except NotWanted as left:  # while a child decoded
            raise LeftOff from left
        except (NotAudio, BadSound) as error:
            self._note(order, error.what, is_unread=isinstance(error, NotAudio))
            return Unready(reason=Reason.BAD_SOUND, why=error.what)
        except MachineError as error:  # a disk; or a machine that starts no process
            return Unready(reason=Reason.DISK, why=error.what)

    def _note(self, order: Order, why: Message, *, is_unread: bool = False) -> None:
        """Keep why there can be no cart, for whoever looks before it is asked for again."""
        prepared = self._ward.of(order.script) if order.script is not None else None
        with suppress(NotAudio):  # a recording that is not there: whoever looks sees that
            if not isinstance(prepared, Unready):
                named = self._prints.named(order, prepared)
                keep_refusal(self._library.root, named, Refusal(why=why, is_unread=is_unread))

    def _made(self, order: Order, wanted: Wanted) -> Cart | Unready:
        if order.pinned is not None and (cart := self._library.cart(order.pinned)) is not None:
            return replace(cart, version=order.version)
        arrangement = arrangement_of(order)
        self._mixing.read(arrangement, wanted)
        if order.script is None:
            return self._wordless(arrangement)
        prepared = self._ward.of(order.script)
        version = version_of(self._ward.home, prepared)
        if order.pinned is not None and version != order.version:
            return Unready(reason=Reason.CHANGED, why=tell("bài đã sửa, mà tiếng đã xếp cho buổi này không còn"))
        if isinstance(prepared, Unready):
            return prepared
        if (released := self._preferred(order)) is not None:
            return replace(released, version=version)
        if prepared.script.recording is not None:
            made: Cart | Unready = self._recorded(arrangement, prepared, prepared.script.recording, wanted)
        else:
            made = self._spoken(arrangement, prepared, order, wanted)
        return replace(made, version=version) if isinstance(made, Cart) else made

    def _preferred(self, order: Order) -> Cart | None:
        """The cart that is taken before any other, where it is kept and is still one of those asked for."""
        if order.preferred is None or self._prints.made_of(order, order.preferred) is None:
            return None
        return self._library.cart(order.preferred)

    def _spoken(
        self, arrangement: Arrangement, prepared: Prepared, order: Order, wanted: Wanted
    ) -> Cart | Unready:
        made = self._spoken_by_any(arrangement, prepared, order, wanted)
        match made:
            case Unready(reason=Reason.BAD_SOUND, why=why) if self._prints.announced.leave_out(prepared, why):
                made = self._spoken_by_any(arrangement, prepared, order, wanted)  # a voice alone may do it
        if isinstance(made, Unready) and made.reason is Reason.BAD_SOUND:
            self._note(order, made.why)
        return made

    def _spoken_by_any(
        self, arrangement: Arrangement, prepared: Prepared, order: Order, wanted: Wanted
    ) -> Cart | Unready:
        failed: dict[str, Message] = {}
        sounds_bad: Message | None = None
        for voice in self._prints.voices(prepared):
            try:
                cart = self._spoken_by(voice, arrangement, prepared, order, wanted)
            except (SpeechError, BadSound) as error:
                self._speaking.refuse_if_left_off(wanted)  # it failed because it was ended: no other is asked
                failed[voice] = error.what
                if isinstance(error, BadSound):  # it was spoken: what keeps it off the air is not the voice
                    sounds_bad = sounds_bad or error.what
                continue
            # one voice an announcement: a voice that fails at its third sentence has failed
            return replace(cart, fallback=next(iter(failed.values()), None))
        if sounds_bad is not None:
            return Unready(reason=Reason.BAD_SOUND, why=sounds_bad)
        return Unready(reason=Reason.NO_SPEECH, why=_why_nobody_speaks(failed))

    def _spoken_by(
        self, voice: str, arrangement: Arrangement, prepared: Prepared, order: Order, wanted: Wanted
    ) -> Cart:
        def print_of(stand_ins: Set[str]) -> Fingerprint:
            return self._prints.spoken(arrangement, prepared, voice, stand_ins, self._mixing.unread)

        if (cart := self._carts.kept(arrangement, print_of)) is not None:
            return cart
        phrases = self._speaking.phrases(
            prepared, voice, by=order.by, wanted=wanted,
            before=lambda number: self._tell(order, number, prepared, voice),
        )  # fmt: skip
        self._speaking.refuse_if_left_off(wanted)
        speed = self._prints.announced.speed(prepared, voice) or self._prints.speed(prepared)
        words = Words(syllables=prepared.spoken.syllables, speed=speed)
        heard = self._prints.announced.heard_as(prepared, voice)
        return self._carts.mixed(arrangement, print_of, phrases, heard, words)

    def _tell(self, order: Order, number: int, prepared: Prepared, voice: str) -> None:
        of = len(prepared.spoken.utterances)
        self._watch(Progress(script=order.script, utterance=number, of=of, engine=voice))

    def _wordless(self, arrangement: Arrangement) -> Cart:
        def print_of(stand_ins: Set[str]) -> Fingerprint:
            return self._prints.wordless(arrangement, stand_ins, self._mixing.unread)

        return self._carts.kept(arrangement, print_of) or self._carts.mixed(arrangement, print_of, [], "-")

    def _recorded(self, arrangement: Arrangement, prepared: Prepared, name: str, wanted: Wanted) -> Cart:
        def print_with(recording: str) -> PrintOf:
            return lambda those: self._prints.recorded(
                arrangement, prepared, those, recording, self._mixing.unread
            )

        home = self._ward.home
        if (cart := self._carts.kept(arrangement, print_with(print_of(home, name)))) is not None:
            return cart
        longest_s = self._ward.playlist.airtime.max_session.total_seconds()
        read, sound = of_one_piece(home, name, lambda: ward_sound(home, name, most_s=longest_s, wanted=wanted))
        recording = recording_of(prepared, sound)
        return self._carts.mixed(arrangement, print_with(read), [recording.phrase], RECORDING, recording=recording)


def _why_nobody_speaks(failed: Mapping[str, Message]) -> Message:
    """Each voice's own reason, in their order: the first one's would hide why the last one does not speak."""
    if not failed:
        return tell("không có máy đọc nào")
    (_, why), *others = failed.items()
    for voice, what in others:
        if str(what) not in str(why):
            why = tell("{why}; giọng {engine}: {what}", why=why, engine=voice, what=what)
    return why
