"""Where the online voice is asked -> every voice the program has, each to be run in a child of its own."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from broadcast.base.clock import SystemClock
from broadcast.production.voices.called import called
from broadcast.production.voices.edge import DEADLINE_S as EDGE_DEADLINE_S
from broadcast.production.voices.edge import Edge
from broadcast.production.voices.espeak import Espeak
from broadcast.production.voices.gtts import DEADLINE_S, Gtts
from broadcast.production.voices.http import Http
from broadcast.production.voices.hurried import Hurried, Patience
from broadcast.production.voices.identity import edge_version, piper_voice
from broadcast.production.voices.isolate import Isolated, Make
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
    known = {
        Espeak.name: Isolated(Espeak, deadline_s=_ESPEAK_S),
    }
    if (installed := piper_voice(voice, home)) is not None:
        reader = partial(Piper, installed, voice.piper.speaker)
        known[Piper.name] = Isolated(reader, deadline_s=_AT_ONCE_S if hurried else PIPER_DEADLINE_S + _SPARE_S)
    clock, patience = SystemClock(ZoneInfo("UTC")), Patience()
    for name, (make, deadline_s) in _online(voice, clock, gtts_url, gtts_ca).items():
        known[name] = (
            Hurried(make, who=called(name, voice), clock=clock, patience=patience)
            if hurried
            else Isolated(make, deadline_s=deadline_s + _SPARE_S)
        )
    return known


def _online(
    voice: Voice, clock: SystemClock, gtts_url: str | None, gtts_ca: str | None
) -> Mapping[str, tuple[Make, float]]:
    """What makes each voice of the network, and the seconds it takes for an utterance at most."""
    ca_file = Path(gtts_ca) if gtts_ca else None
    known: dict[str, tuple[Make, float]] = {
        Gtts.name: (partial(Gtts, clock=clock, base_url=gtts_url, ca_file=ca_file), DEADLINE_S)
    }
    if voice.http is not None:
        known[Http.name] = (partial(Http, voice.http, clock=clock), voice.http.wait_s)
    if edge_version() is not None:
        known[Edge.name] = (partial(Edge, voice.edge, clock=clock), EDGE_DEADLINE_S)
    return known
