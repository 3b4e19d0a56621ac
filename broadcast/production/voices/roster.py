"""Where the online voice is asked -> every voice the program has, each to be run in a child of its own."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from broadcast.base.clock import SystemClock
from broadcast.production.voices.espeak import Espeak
from broadcast.production.voices.gtts import DEADLINE_S, Gtts
from broadcast.production.voices.hurried import Hurried
from broadcast.production.voices.identity import piper_voice
from broadcast.production.voices.isolate import Isolated
from broadcast.production.voices.piper import DEADLINE_S as PIPER_DEADLINE_S
from broadcast.production.voices.piper import Piper
from broadcast.programme.settings import Voice

_SPARE_S = 10.0
"""For the start of the child, and for its own deadline to be told in its own words before it is killed."""
_ESPEAK_S = 30.0
_AT_ONCE_S = 8.0
"""For a sentence of a human voice, its loading included, where it must be heard at once."""


def voices(
    voice: Voice, home: Path, *, gtts_url: str | None, gtts_ca: str | None, hurried: bool = False
) -> Mapping[str, Isolated]:
    """Return every voice that the ward in the folder `home` can be read by, by its engine's name.

    Each is in a child that is started when it first speaks. `voice`: the playlist's settings of voices; the names
    are those of identity.identities.

    `gtts_url`, `gtts_ca` (a PEM file) are asked and trusted in place of Google and the public authorities; None:
    those. `hurried`: nobody waits longer than three seconds for an answer of the network, or eight for `piper`'s.
    """
    clock = SystemClock(ZoneInfo("UTC"))
    ca_file = Path(gtts_ca) if gtts_ca else None
    online = partial(Gtts, clock=clock, base_url=gtts_url, ca_file=ca_file)
    asked = Hurried(online, clock=clock) if hurried else Isolated(online, deadline_s=DEADLINE_S + _SPARE_S)
    known = {
        Gtts.name: asked,
        Espeak.name: Isolated(Espeak, deadline_s=_ESPEAK_S),
    }
    if (installed := piper_voice(voice, home)) is not None:
        reader = partial(Piper, installed, voice.piper.speaker)
        known[Piper.name] = Isolated(reader, deadline_s=_AT_ONCE_S if hurried else PIPER_DEADLINE_S + _SPARE_S)
    return known
