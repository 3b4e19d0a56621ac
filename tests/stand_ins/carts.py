"""Carts of plain tones, each cart at its own pitch, so that a recording tells which one was heard."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from broadcast.library.codec import encode_wav
from broadcast.library.sounds import Library
from broadcast.programme.hours import Window
from broadcast.programme.model import Cart, Cue, CueId, Fingerprint, Rundown, Session
from broadcast.programme.settings import AirtimeRules, ScriptId, SlotId

RATE = 48_000
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
MONDAY_0630 = datetime(2025, 10, 6, 6, 30, tzinfo=ZONE)
ALWAYS = AirtimeRules(
    allowed=(Window(start=datetime.min.time(), end=datetime.max.time()),),
    days=frozenset(range(7)),
    max_session=timedelta(hours=1),
    max_sessions=24,
    exceptions=(),
)


def tone(hertz: float, seconds: float) -> np.ndarray:
    """16-bit samples of a sine that begins and ends with a sample that is not silent."""
    wave = 8000 * np.cos(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE)
    return np.where(wave == 0, 1, wave).astype(np.int16)


def lengths(samples: np.ndarray, hertz: int) -> list[float]:
    """How long the tone of that pitch is heard, each time that it is; seconds."""
    block = RATE // 20
    blocks = samples[: len(samples) // block * block].reshape(-1, block).astype(float)
    wave = np.exp(-2j * np.pi * hertz * np.arange(block) / RATE)
    loud = np.abs(blocks @ wave) / block > 200
    edges = np.flatnonzero(np.diff(np.concatenate([[False], loud, [False]]).astype(int)))
    return [float(seconds) for seconds in (edges[1::2] - edges[::2]) / 20]


def keep_tone(library: Library, name: str, hertz: float, seconds: float, *, channels: int = 1) -> Cart:
    """A cart of that tone in the library; a second channel has it upside down."""
    pcm = tone(hertz, seconds)
    if channels == 2:
        pcm = np.stack([pcm, -pcm], axis=1)
    print_ = Fingerprint(f"{name:0<64}")
    cart = Cart(
        fingerprint=print_,
        engine="tone",
        frames=len(pcm),
        rate_hz=RATE,
        channels=channels,
        loudness=-16.0,
        true_peak=-12.0,
    )
    library.keep_cart(cart, encode_wav(pcm, RATE))
    return cart


def session(at: datetime, scripts: list[str], *, slot: str = "sang", grace_s: float = 900) -> Session:
    id_ = f"{at:%Y-%m-%d}/{slot}"
    cues = tuple(Cue(id=CueId(f"{id_}/{script}"), script=ScriptId(script)) for script in scripts)
    return Session(
        id=id_, slot=SlotId(slot), name=f"Buổi {slot}", at=at, grace=timedelta(seconds=grace_s), cues=cues
    )


def rundown(*sessions: Session) -> Rundown:
    return Rundown(day=sessions[0].at.date(), phase=None, sessions=sessions)
