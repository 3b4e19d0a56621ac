"""A recording of the loudspeaker that somebody brings -> what it holds of a script's cart."""

from pathlib import Path

from broadcast.audio.aircheck import check
from broadcast.library.ingest.report import Asked, Use
from broadcast.library.ingest.samples import sound_of
from broadcast.programme.airheard import AirHeard
from broadcast.programme.model import Cart, CueId, Unready
from broadcast.programme.settings import ScriptId
from broadcast.station.airtold import told_of
from broadcast.station.preview import preview_cart
from broadcast.station.station import Station


def cart_to_hear(station: Station, script: ScriptId) -> Cart | Unready:
    """Take or make the cart of that script as it would air now; return an Unready where there can be none."""
    return preview_cart(station, script)


def heard_in_file(station: Station, recording: Path, cart: Cart) -> AirHeard:
    """Decode the recording `recording` (M4A, MP3, WAV and others) in a child; hold it against the cart.

    Nothing of it is kept. Raises NotAudio where it is no sound, or longer than half an hour; DiskError and
    MachineError as ingest does.
    """
    whole = recording.resolve()
    heard = sound_of(whole.parent, Asked(name=whole.name, use=Use.RECORDING))
    return told_of(check(heard, station.library.sound_of(cart), cart.speech), CueId(""), 0, 0.0)
