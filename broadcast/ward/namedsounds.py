"""A ward's folder -> the files that its scripts and its playlist name as sounds, faulty ones too."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from broadcast.base.errors import BroadcastError, NotAudio
from broadcast.library.names import inside, is_own
from broadcast.ward.survey import survey

_RECORDING = re.compile(r"^recording[ \t]*:[ \t]*(?P<quote>[\"']?)(?P<name>[^\r\n]*?)(?P=quote)[ \t]*\r?$", re.M)
_MOST_BYTES = 1 << 20
"""Of a broken script: its header stands at its beginning."""


def named_sounds(home: Path) -> Iterator[Path]:
    """Find the files that scripts (`recording`) and playlist.yaml (`sound`) of the folder `home` name.

    A script or playlist with faults counts as far as it can be read; nothing is raised for what cannot.
    """
    for name in dict.fromkeys(_names(home)):
        if is_own(name):
            with suppress(NotAudio):  # not there, or no file: nothing that could be lost
                yield inside(home, name)


def _names(home: Path) -> Iterator[str]:
    with suppress(BroadcastError):  # no playlist: no ward lives there
        seen = survey(home)
        yield from (one.recording for one in seen.scripts.values() if one.recording is not None)
        for id_ in seen.broken:
            yield from _as_written(home / "scripts" / f"{id_}.md")
        held = seen.source.value if seen.source is not None else None
        sounds = held.get("sound") if isinstance(held, Mapping) else None
        yield from (
            one for one in (sounds.values() if isinstance(sounds, Mapping) else ()) if isinstance(one, str)
        )


def _as_written(path: Path) -> Iterator[str]:
    with suppress(OSError), path.open("rb") as file:
        text = file.read(_MOST_BYTES).decode("utf-8", "replace")
        yield from (found["name"] for found in _RECORDING.finditer(text))
