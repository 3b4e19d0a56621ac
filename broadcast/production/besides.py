"""The voices and what sounds -> how many lanes a voice has now, and whether it may begin an utterance at all.

Synthesis never keeps a programme from sounding: beside one a voice has fewer lanes than between two, and on a
machine of one core a heavy voice none (`Lanes.beside_sound`).
"""

from collections.abc import Iterable, Mapping

from broadcast.base.clock import Wanted
from broadcast.production.voices import Engine
from broadcast.production.voices.lanes import Lanes


class BesideSound:
    """How the voices of one production share the machine with what sounds."""

    def __init__(self, engines: Mapping[str, Engine], quiet: Wanted) -> None:
        """`engines`: the voices there are, by name. `quiet`: whether no programme sounds or is about to, now.

        The announcer of a ward is a voice without an engine, and is never waited for.
        """
        self._engines = engines
        self._quiet = quiet

    def at_most(self, voice: str) -> int:
        """Return how many utterances that voice can speak at a time; 1 of one that has no lanes."""
        engine = self._engines.get(voice)
        return engine.count if isinstance(engine, Lanes) else 1

    def lanes(self, voice: str) -> int:
        """Return how many utterances that voice may have under way now; at least 1, which is then the last."""
        engine = self._engines.get(voice)
        if not isinstance(engine, Lanes):
            return 1
        return engine.count if self._quiet() else max(1, engine.beside_sound)

    def may_begin(self, voice: str) -> bool:
        """Whether that voice may begin an utterance now."""
        return self._goes_beside(voice) or self._quiet()

    def lighter(self, voice: str, voices: Iterable[str]) -> bool:
        """Whether one of `voices` without the network may begin beside what sounds where `voice` may not."""
        return any(
            isinstance(self._engines.get(one), Lanes) and self._goes_beside(one) for one in voices if one != voice
        )

    def _goes_beside(self, voice: str) -> bool:
        engine = self._engines.get(voice)
        return not isinstance(engine, Lanes) or engine.beside_sound > 0
