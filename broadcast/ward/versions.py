"""A script as it would be spoken, and its recording -> the version of what a listener hears of it."""

import hashlib
import json
from pathlib import Path

from broadcast.base.digests import sha256_once
from broadcast.base.errors import NotAudio
from broadcast.library.names import inside
from broadcast.programme.model import Unready
from broadcast.ward.readings import Prepared


def version_of(home: Path, reading: Prepared | Unready) -> str:
    """Return the sha256, in hex, of what the script says and of its recording's bytes; empty where it is Unready.

    It stays the same for as long as the listener hears the same words in the same way: its own voice and speed
    count, the sounds around it do not. A recording is read once for each time that its file was changed; one that
    cannot be read counts as missing. Raises nothing.
    """
    if isinstance(reading, Unready):
        return ""
    script = reading.script
    said = [[one.text, one.pause_after_s] for one in reading.spoken.utterances]
    recorded = None if script.recording is None else [script.recording, _recording(home, script.recording)]
    heard = recorded if recorded is not None else said
    # only where they are set: what a script without them says is what it said before there were any
    aired = [key for key in ("keep_silence", "music") if getattr(script, key)]
    ingredients = json.dumps([script.voice, script.speed, heard, *aired], ensure_ascii=False)
    return hashlib.sha256(ingredients.encode()).hexdigest()


def _recording(home: Path, name: str) -> str | None:
    try:
        return sha256_once(inside(home, name))
    except (OSError, NotAudio):
        return None
