"""A cart or a sound -> whoever listens to it before it airs; into the loudspeaker only when told so."""

from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import datetime, timedelta
from pathlib import Path

from broadcast.audio.sound import Sound
from broadcast.base.clock import Wanted
from broadcast.base.errors import tell
from broadcast.base.files import write_whole
from broadcast.library.codec import encode
from broadcast.library.rack import STINGS
from broadcast.library.tagged import Tags
from broadcast.playout.guard import HARD_S
from broadcast.playout.output import Output, Played, Wish
from broadcast.playout.output.devices import NoSuchDevice, find
from broadcast.playout.output.listing import devices
from broadcast.playout.output.memory import InMemory
from broadcast.production.orders import Order
from broadcast.programme import airtime
from broadcast.programme.lengths import minutes
from broadcast.programme.model import Cart, CueId, Override, Unready
from broadcast.programme.settings import ScriptId
from broadcast.record.journal import Journal
from broadcast.station.airing import Turn, refuse_now, turn_at_loudspeaker
from broadcast.station.onrecord import carts_released, journal_path
from broadcast.station.releases import part_of
from broadcast.station.station import Station, headphones, loudspeaker_names, production_of


def preview_cart(station: Station, script: ScriptId, *, afresh: bool = False) -> Cart | Unready:
    """Take or make the very cart of that script that would air; return an Unready where there can be none.

    That is the cart that was last released, as long as it is one of the script as it is now. `afresh`: the best
    there can be, whatever was released. An unknown script and a disk that does not take the sound are told by the
    Unready too; nothing is raised.
    """
    part = part_of(station.ward.playlist, script)
    released = None if afresh else carts_released(station.home).get((script, part))
    cue = STINGS.get(part, CueId(f"preview/{script}"))
    with production_of(station) as production:
        return production.make(Order(cue=cue, script=script, preferred=released))


def preview(
    station: Station,
    cart: Cart,
    *,
    to_speaker: bool,
    wanted: Wanted,
    watch: Callable[[int], None],
    override: Override | None = None,
    title: str = "",
) -> Played:
    """Sound a cart in the headphones, or on the loudspeaker with `to_speaker`; return what was heard of it.

    It ends early once `wanted()` is False, and on the loudspeaker where a stop, the clock or the airtime rules end
    it. `watch` is called a few times a second with the frames heard so far; `override` answers for airing outside
    the rules. On the loudspeaker the as-run log gets a note, of `title` and length. Raises DeviceError where the
    headphones are, or may be, the loudspeaker; AirtimeRefused where the airtime rules keep the loudspeaker silent
    and there is no `override`; with `to_speaker` what `turn_at_loudspeaker` raises; DiskError or NotAudio where
    the cart's file cannot be read.
    """
    allowed: Wanted = lambda: True  # noqa: E731 - the ward's rules are for its loudspeaker
    look: Callable[[], None] = lambda: None  # noqa: E731 - and so is what keeps it silent

    def heard(frames: int, _started: datetime) -> Wish:
        watch(frames)
        look()
        return Wish.GO_ON if wanted() and allowed() else Wish.FADE

    with ExitStack() as stack:
        output: Output
        if to_speaker:
            turn = stack.enter_context(turn_at_loudspeaker(station, None, wanted))
            if override is None:
                _refuse_outside_the_rules(turn.station, cart)
            _note_the_loudspeaker(turn.station, title, cart, override)
            output, allowed = turn.output, lambda: turn.until.wanted() and _may_sound(turn, override)
        else:
            output = headphones(station)
        reader = stack.enter_context(station.library.open(cart))
        return output.play(reader, at=None, heard=heard)


def is_whole(played: Played) -> bool:
    """Whether whoever listened has heard all of it: to its end, and without a hole."""
    return played.complete and not played.underflows


def refuse_without_headphones(station: Station) -> None:
    """Raise DeviceError where the headphones are, or may be, the ward's loudspeaker; nothing is opened."""
    headphones(station)


def device_of(station: Station, *, to_speaker: bool) -> str:
    """Name the device that a preview sounds on: as the machine calls it, where it is there, else as the playlist.

    Raises DeviceError where the devices cannot be listed.
    """
    names = station.ward.playlist.devices
    name = loudspeaker_names(station)[0] if to_speaker else names.preview
    with suppress(NoSuchDevice):  # whoever sounds on it tells that
        return find(name, devices()).name
    return name


def sound_out(station: Station, sound: Sound, wanted: Wanted) -> bool:
    """Sound `sound` in the headphones; return False when `wanted()` ended it early.

    Raises DeviceError where the headphones are, or may be, the ward's loudspeaker, or cannot sound.
    """

    def heard(_frames: int, _started: datetime) -> Wish:
        return Wish.GO_ON if wanted() else Wish.FADE

    return headphones(station).play(InMemory(sound), at=None, heard=heard).complete


def _refuse_outside_the_rules(station: Station, cart: Cart) -> None:
    length = timedelta(seconds=cart.seconds)
    refuse_now(airtime.refusal(station.ward.playlist.airtime, station.clock.now(), length))


def _note_the_loudspeaker(station: Station, title: str, cart: Cart, override: Override | None) -> None:
    """A preview is in no programme: of one on the loudspeaker the as-run log has a note."""
    length = minutes(timedelta(seconds=cart.seconds))
    what = tell("nghe thử “{title}” ra loa phường, dài {length}", title=title, length=length)
    if override is not None:
        what = tell("{what}, ngoài quy định: {reason} (người cho phép: {by})",
                    what=what, reason=override.reason, by=override.by)  # fmt: skip
    with Journal(journal_path(station.home)) as journal:
        journal.note(what, station.clock.now())


def _may_sound(turn: Turn, override: Override | None) -> bool:
    rules, soon = turn.station.ward.playlist.airtime, turn.station.clock.now() + timedelta(seconds=HARD_S)
    return (override is not None or airtime.refusal(rules, soon) is None) and not turn.player.is_on_hold()


def export(station: Station, cart: Cart, path: Path, *, title: str) -> None:
    """Write the cart into the file `path`, in the format of its suffix (.wav, .flac, .mp3, .ogg; ffmpeg's too).

    The file's tags are `title`, the station's name and today. Raises UsageRefused where nothing can write that
    format, NotAudio where the cart's own file is damaged, DiskError where a file cannot be read or written.
    """
    tags = Tags(title=title, artist=station.ward.playlist.station, day=station.clock.now().date())
    write_whole(path, encode(station.library.sound_of(cart), path.suffix, tags))
