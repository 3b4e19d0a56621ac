"""Where the online voice is asked -> every voice the program has, each to be run in a child of its own."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from broadcast.base.clock import SystemClock
from broadcast.base.cores import memory_bytes, usable_cores
from broadcast.production.voices.called import called
from broadcast.production.voices.espeak import Espeak
from broadcast.production.voices.identity import has_edge, piper_voice
from broadcast.production.voices.isolate import Isolated, Make
from broadcast.production.voices.lanes import Lanes
from broadcast.production.voices.online.edge import DEADLINE_S as EDGE_DEADLINE_S
from broadcast.production.voices.online.edge import Edge
from broadcast.production.voices.online.gtts import DEADLINE_S, Gtts
from broadcast.production.voices.online.http import Http
from broadcast.production.voices.online.hurried import Hurried, Patience
from broadcast.production.voices.piper import A_LETTER_S as PIPER_A_LETTER_S
from broadcast.production.voices.piper import DEADLINE_S as PIPER_S
from broadcast.production.voices.piper import Piper
from broadcast.programme.voice import Voice

_SPARE_S = 10.0
"""For the start of the child, and for its own deadline to be told in its own words before it is killed."""
_ESPEAK_S = 10.0
"""Nearly a thousand times what its longest utterance takes."""
_START_S = 20.0
"""For a child to start, with its first utterance: sixteen times what Piper's takes on a busy machine."""
_AT_ONCE_S = 8.0
"""For a sentence of a human voice, its loading included, where it must be heard at once."""
_MOST_LANES = 2
_ROOM_FOR_TWO_BYTES = 1_500_000_000
"""A child with a Piper voice takes up to 390 MB; one of them is enough for a machine of one gigabyte."""
_BEHIND = 5
"""How nice a voice is that only computes: what sounds goes before it."""


def voices(
    voice: Voice,
    home: Path,
    *,
    gtts_url: str | None,
    gtts_ca: str | None,
    hurried: bool = False,
    waits: bool = False,
    cores: int | None = None,
) -> Mapping[str, Lanes]:
    """Return every voice that the ward in the folder `home` can be read by, by its engine's name.

    Each is in a child that is started when it first speaks; one that only computes, in two where the machine has
    two cores. `voice`: the playlist's settings of voices; the names are those of identity.identities.
    `waits`: on one core a heavy voice begins no utterance beside what sounds. `cores`: how many there are; None:
    those that this process may use.

    `gtts_url`, `gtts_ca` (a PEM file) are asked and trusted in place of Google and the public authorities; None:
    those. `hurried`: nobody waits longer than three seconds for an answer of the network, or eight for `piper`'s.
    """
    cores = cores or usable_cores()
    espeak = partial(Isolated, Espeak, deadline_s=_ESPEAK_S, start_s=_START_S, niceness=0 if hurried else _BEHIND)
    known: dict[str, Lanes] = {Espeak.name: _lanes(espeak, cores)}
    if (installed := piper_voice(voice, home)) is not None:
        reader = partial(Piper, installed, voice.piper.speaker)
        lane = (
            partial(Isolated, reader, deadline_s=_AT_ONCE_S)
            if hurried
            else partial(
                Isolated,
                reader,
                deadline_s=PIPER_S,
                a_letter_s=PIPER_A_LETTER_S,
                start_s=_START_S,
                niceness=_BEHIND,
            )
        )
        beside_sound = 0 if waits and cores == 1 else 1
        known[Piper.name] = _lanes(lane, cores if _room_for_two() else 1, beside_sound=beside_sound)
    clock, patience = SystemClock(ZoneInfo("UTC")), Patience()
    for name, (make, deadline_s) in _online(voice, clock, gtts_url, gtts_ca).items():
        asked = (
            Hurried(make, who=called(name, voice), clock=clock, patience=patience)
            if hurried
            else Isolated(make, deadline_s=deadline_s + _SPARE_S)
        )
        known[name] = Lanes([asked], beside_sound=1)  # a service of the network is asked one thing at a time
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
    if has_edge():
        known[Edge.name] = (partial(Edge, voice.edge, clock=clock), EDGE_DEADLINE_S)
    return known


def _lanes(lane: Callable[[], Isolated], cores: int, *, beside_sound: int = 1) -> Lanes:
    """As many lanes as there are cores, two at most."""
    return Lanes([lane() for _ in range(min(cores, _MOST_LANES))], beside_sound=beside_sound)


def _room_for_two() -> bool:
    """Whether the machine has memory for a second Piper voice, as far as it tells."""
    there = memory_bytes()
    return there is None or there >= _ROOM_FOR_TWO_BYTES
