"""A file, a folder, an address or a known voice's name -> that voice installed at a ward's station."""

from dataclasses import replace
from pathlib import Path

from broadcast.base.clock import Clock
from broadcast.base.errors import FaultsFound, UsageRefused, WardError, tell
from broadcast.base.packages import installed, lacking
from broadcast.library.voicecatalogue import KNOWN_VOICES, KnownVoice, known_voice
from broadcast.library.voicewish import Installation, VoiceWish
from broadcast.production.voices.arriving.carried import carried
from broadcast.production.voices.arriving.installing import Ask, install
from broadcast.production.voices.arriving.origin import Origin
from broadcast.production.voices.arriving.remote import Fetching, Remote, is_address
from broadcast.production.voices.identity import PIPER_PACKAGE
from broadcast.station.readable import read_what_can_be
from broadcast.ward.nearest import meant, nearest_voice


def install_voice(home: Path, source: str, wish: VoiceWish, *, ask: Ask, progress: Fetching) -> Installation:
    """Install a voice at the station of the ward in `home`, as `install` does; say what came of it.

    `source`: a .onnx file, a folder with one, an https address, or a name of the catalogue. `ask` is asked where
    nobody told the sha256; `progress` is told how many bytes have been fetched. Raises MachineError where piper is
    not there to load it, WardError where the folder is no ward's, UsageRefused where `source` means no voice, and
    as `install`.
    """
    seen = read_what_can_be(home)
    if isinstance(seen.trouble, WardError) and not isinstance(seen.trouble, FaultsFound):
        raise seen.trouble
    if installed(PIPER_PACKAGE) is None:
        raise lacking(PIPER_PACKAGE)
    known = known_voice(source)
    if known is not None and not wish.licence:
        wish = replace(wish, licence=known.licence)
    origin = _origin(source, known, wish, seen.clock, progress)
    return install(home, origin, wish, ask=ask, now=seen.clock.now())


def _origin(source: str, known: KnownVoice | None, wish: VoiceWish, clock: Clock, progress: Fetching) -> Origin:
    url = known.model if known is not None else source
    if is_address(url):
        return Remote(url, is_pinned=wish.model_sha256 is not None, clock=clock, progress=progress)
    is_name = Path(source).name == source and not Path(source).exists()
    if is_name and (near := nearest_voice(source, [one.name for one in KNOWN_VOICES])):
        raise UsageRefused(tell("Không thấy tệp hay thư mục {name}.", name=source), meant(near))
    return carried(Path(source))
