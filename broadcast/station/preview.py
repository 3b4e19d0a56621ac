"""A cart or a sound -> whoever listens to it before it airs; into the loudspeaker only when told so."""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path

from broadcast.audio.sound import Sound
from broadcast.base.clock import Wanted
from broadcast.base.errors import UsageRefused, tell
from broadcast.base.files import write_whole
from broadcast.library.codec import encode
from broadcast.playout.guard import HARD_S
from broadcast.playout.output import Wish
from broadcast.playout.output.memory import InMemory
from broadcast.production.orders import Order
from broadcast.programme import airtime
from broadcast.programme.model import Cart, CueId, Override, Unready
from broadcast.programme.settings import ScriptId
from broadcast.record.journal import Journal
from broadcast.station.station import OVERRIDE_HINT, Station


def preview_cart(station: Station, script: ScriptId) -> Cart | Unready:
    """The very cart that would air."""
    with station.production() as production:
        return production.make(Order(cue=CueId(f"preview/{script}"), script=script))


def preview(
    station: Station,
    cart: Cart,
    *,
    to_speaker: bool,
    wanted: Wanted,
    watch: Callable[[int], None],
    override: Override | None = None,
) -> bool:
    """Sound a cart on the preview device, or on the loudspeaker when told; False when ended early.

    Raises DeviceError where the preview device and the loudspeaker are the same and nobody said so, and
    UsageRefused where the airtime rules let nothing out of the loudspeaker now and nobody answers for it.
    """
    allowed: Wanted = lambda: True  # noqa: E731 - the ward's rules are for its loudspeaker

    def heard(frames: int, _started: datetime) -> Wish:
        watch(frames)
        return Wish.GO_ON if wanted() and allowed() else Wish.FADE

    with ExitStack() as stack:
        output = station.loudspeaker() if to_speaker else station.preview_device()
        if to_speaker:
            player = stack.enter_context(station.player(output, wanted))
            _refuse_on_the_loudspeaker(station, cart, override)
            allowed = lambda: player.wanted() and _may_sound(station, override)  # noqa: E731
        reader = stack.enter_context(station.library.open(cart))
        return output.play(reader, at=None, heard=heard).complete


def sound_out(station: Station, sound: Sound, wanted: Wanted) -> bool:
    """Sound it on the preview device; False when ended early."""

    def heard(_frames: int, _started: datetime) -> Wish:
        return Wish.GO_ON if wanted() else Wish.FADE

    return station.preview_device().play(InMemory(sound), at=None, heard=heard).complete


def _refuse_on_the_loudspeaker(station: Station, cart: Cart, override: Override | None) -> None:
    what, now = tell("nghe thử ra loa phường"), station.clock.now()
    if override is not None:
        what = tell("{what}, ngoài quy định: {reason} (người cho phép: {by})",
                    what=what, reason=override.reason, by=override.by)  # fmt: skip
    else:
        length = timedelta(seconds=cart.seconds)
        why = airtime.refusal(station.ward.playlist.airtime, now, length)
        if why is not None:
            raise UsageRefused(tell("Không phát lúc này: {why}.", why=why), OVERRIDE_HINT)
    with Journal(station.journal_path()) as journal:
        journal.note(str(what), now)


def _may_sound(station: Station, override: Override | None) -> bool:
    soon = station.clock.now() + timedelta(seconds=HARD_S)
    ruled = override is not None or airtime.refusal(station.ward.playlist.airtime, soon) is None
    return ruled and not station.is_on_hold


def export(station: Station, cart: Cart, path: Path) -> None:
    """The cart as a file of that suffix. Raises DiskError, UsageRefused."""
    write_whole(path, encode(station.library.sound_of(cart), path.suffix))
