"""A voice on its way to the shelf, of a network that no one can speak with: what is tried is how it comes."""

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

from stand_ins.piper_voice import voice_config

from broadcast.library.voiceshelf import InstalledVoice, shelf
from broadcast.library.voicewish import VoiceWish
from broadcast.production.voices.arriving import installing
from broadcast.production.voices.arriving.carried import carried

NOW = datetime(2026, 11, 28, 8, tzinfo=UTC)
NAME = "vi_VN-thu-medium"
NETWORK = b"\x08\x07" + b"network " * 3000
OLD_NETWORK = b"\x08\x07" + b"before it " * 3000
CONFIG = json.dumps(voice_config()).encode()


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def put_on_stick(folder: Path, network: bytes = NETWORK, name: str = NAME, config: bytes = CONFIG) -> Path:
    """Put the two files of a voice into a folder; return that."""
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.onnx").write_bytes(network)
    (folder / f"{name}.onnx.json").write_bytes(config)
    return folder


def put_old(home: Path, folder: Path) -> None:
    """Install another voice of that name, from a stick in `folder`."""
    origin = carried(put_on_stick(folder, OLD_NETWORK))
    installing.install(home, origin, VoiceWish(), ask=lambda _: True, now=NOW)


def on_shelf(home: Path) -> dict[str, bytes]:
    """All that lies on the shelf, by name, but for the file that locks it."""
    if not shelf(home).exists():
        return {}
    files = [path for path in shelf(home).rglob("*") if path.name != "coming.lock"]
    return {str(path.relative_to(shelf(home))): path.read_bytes() if path.is_file() else b"/" for path in files}


def never_asked(voice: InstalledVoice) -> bool:
    raise AssertionError(f"asked about {voice.name}")
