"""The station's folder `voices/` -> which Piper voices are installed there, and what their slips say.

A voice is three files: NAME.onnx (the network), NAME.onnx.json (its phonemes and rate) and NAME.voice.json, the
slip that is written last, when the voice has been heard. Without a slip there is no voice. While another voice
takes its place, the earlier one stands in the folder ASIDE. Only slips are read here.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from broadcast.base.digests import is_sha256
from broadcast.base.errors import DiskError, tell
from broadcast.base.jsonfile import moment_of, read_object
from broadcast.base.reasons import reason_of

FOLDER = "voices"
"""Of the shelf, in the ward's folder."""
ASIDE = Path("coming.part", "before")
"""On the shelf: the voice whose place another takes, whole, until that one is there."""
MOST_MODEL, MOST_CONFIG = 250_000_000, 1_000_000
"""Bytes of NAME.onnx and NAME.onnx.json. Piper's own have 20 to 115 million, and some 5,000."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,79}")
_SLIP = ".voice.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalledVoice:
    """A voice on the shelf, as its slip tells it."""

    name: str
    """As its files are called: `vi_VN-vais1000-medium`."""
    model: Path
    """NAME.onnx."""
    model_sha256: str
    """Of NAME.onnx as it was installed, 64 hex digits; so the next."""
    config_sha256: str
    """Of NAME.onnx.json."""
    model_bytes: int
    source: str
    """Where it came from: an address, a file or a folder."""
    licence: str
    """Its short name; empty where nobody told."""
    installed: datetime
    """When, an aware moment."""

    @property
    def config(self) -> Path:
        """Return the path of NAME.onnx.json."""
        return Path(f"{self.model}.json")


def shelf(home: Path) -> Path:
    """Name the folder of the voices of the ward in `home`."""
    return home / FOLDER


def is_voice_name(name: str) -> bool:
    """Tell whether a voice may have that name: letters of ASCII, digits and `_.-`, at most 80."""
    return _NAME.fullmatch(name) is not None


def installed_voices(home: Path) -> tuple[InstalledVoice, ...]:
    """List the voices on the shelf of the ward in `home`, the one that was installed first in front.

    A slip that is damaged, or tells of no voice, is passed over; whether the files are what the slip says is not
    looked at. Empty where there is no shelf. Raises DiskError where the shelf or a slip cannot be read.
    """
    try:
        found = [_voice_of(slip) for slip in _valid_slips(home)]
    except OSError as error:
        raise DiskError(
            tell("không đọc được kho giọng {folder} ({reason})", folder=shelf(home), reason=reason_of(error)),
            tell("Kiểm tra ổ đĩa và quyền đọc thư mục."),
        ) from error
    return tuple(sorted((one for one in found if one is not None), key=lambda one: (one.installed, one.name)))


def chosen_voice(home: Path, name: str | None) -> InstalledVoice | None:
    """Return the installed voice of that name; None: the one that was installed first. None where there is none.

    Raises as `installed_voices`.
    """
    voices = installed_voices(home)
    return next((one for one in voices if name is None or one.name == name), None)


def slips(home: Path) -> tuple[Path, ...]:
    """List the slips on the shelf of the ward in `home`, damaged ones too, by their names; none is read.

    What has a slip's name and is no plain file, such as a pipe, which would be waited for without end, is none.
    Raises OSError where there is a shelf that cannot be looked at.
    """
    if not shelf(home).is_dir():
        return ()
    return tuple(sorted(one for one in shelf(home).iterdir() if one.name.endswith(_SLIP) and one.is_file()))


def slips_aside(home: Path) -> tuple[Path, ...]:
    """List the slips of voices whose place another was to take, which is not there: one at the most.

    Raises as `slips`.
    """
    aside = shelf(home) / ASIDE
    if not aside.is_dir():
        return ()
    found = sorted(one for one in aside.iterdir() if one.name.endswith(_SLIP) and one.is_file())
    return tuple(one for one in found if not slip_path(home, one.name.removesuffix(_SLIP)).exists())


def slip_path(home: Path, name: str) -> Path:
    """Name the slip of the voice `name`."""
    return shelf(home) / f"{name}{_SLIP}"


def slip_fields(voice: InstalledVoice) -> Mapping[str, object]:
    """Put down what the slip of a voice says of it, as `installed_voices` reads it."""
    return {
        "model_sha256": voice.model_sha256, "config_sha256": voice.config_sha256,
        "model_bytes": voice.model_bytes, "source": voice.source, "licence": voice.licence,
        "installed": voice.installed.isoformat(),
    }  # fmt: skip


def _valid_slips(home: Path) -> tuple[Path, ...]:
    aside = slips_aside(home)  # asked first: it is emptied only when the new slip is there
    return (*slips(home), *aside)


def _voice_of(slip: Path) -> InstalledVoice | None:
    name = slip.name.removesuffix(_SLIP)
    if not is_voice_name(name):
        return None
    match read_object(slip):
        case {
            "model_sha256": str(model_sha256), "config_sha256": str(config_sha256),
            "model_bytes": int(model_bytes), "source": str(source), "licence": str(licence),
            "installed": installed,
        } if is_sha256(model_sha256) and is_sha256(config_sha256):  # fmt: skip
            moment = moment_of(installed)
        case _:
            return None
    if moment is None or not 0 < model_bytes <= MOST_MODEL:
        return None
    return InstalledVoice(
        name=name, model=slip.with_name(f"{name}.onnx"), model_sha256=model_sha256,
        config_sha256=config_sha256, model_bytes=model_bytes, source=source, licence=licence, installed=moment,
    )  # fmt: skip
