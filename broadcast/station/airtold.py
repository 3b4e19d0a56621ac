"""What a comparison of sounds found -> what is told and kept of it."""

from broadcast.audio.aircheck import AirCheck
from broadcast.programme.airheard import AirHeard
from broadcast.programme.model import CueId


def told_of(found: AirCheck, cue: CueId, attempt: int, lead_s: float | None) -> AirHeard:
    """Put down what a comparison found, of that attempt of a cue; it began `lead_s` seconds into what was heard.

    `lead_s` None: nobody knows where it began.
    """
    place_s = found.place_s
    return AirHeard(
        cue=cue,
        attempt=attempt,
        score=found.score,
        level_db=found.level_db,
        offset_s=place_s - lead_s if place_s is not None and lead_s is not None else None,
        drift_ppm=found.drift_ppm,
        heard_s=found.heard_s,
        of_s=found.of_s,
        missing=found.missing,
        shifts=tuple((one.at_s, one.by_s) for one in found.shifts),
        again_s=tuple(abs(at - (place_s or 0.0)) for at in found.again_s),
    )
