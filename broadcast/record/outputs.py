"""What an airing was made of, and what left the station of it <-> fields in the bodies of its two lines."""

from collections.abc import Mapping
from typing import Any

from broadcast.base.onscreen import one_line
from broadcast.programme.evidence import AtOutput, MadeOf


def output_fields(output: AtOutput) -> Mapping[str, Any]:
    """Return what an end keeps of the output; what is as usual is left out, to keep a year of lines small."""
    usual = {"loudspeaker": "", "device": "", "choice": 1, "holes": 0}
    told = {key: value for key, known in usual.items() if (value := getattr(output, key)) != known}
    levels = {"rms": output.rms_db, "peak": output.peak_db, "lufs": output.lufs}
    return told | {key: round(level, 1) for key, level in levels.items() if level is not None}


def output_of(fields: Mapping[str, Any] | None) -> AtOutput | None:
    """Read the output back from the fields of an end; None where a line of an older version has none."""
    if fields is None:
        return None
    return AtOutput(
        loudspeaker=one_line(fields.get("loudspeaker", "")),
        device=one_line(fields.get("device", "")),
        choice=int(fields.get("choice", 1)),
        holes=int(fields.get("holes", 0)),
        rms_db=fields.get("rms"),
        peak_db=fields.get("peak"),
        lufs=fields.get("lufs"),
    )


def made_fields(made: MadeOf) -> Mapping[str, Any]:
    """Return what a start keeps of what the sound was made of; what nobody looked up is left out."""
    told = {"code": made.code, "voice": made.voice, "utterances": made.utterances}
    return {"sha256": made.sha256} | {key: value for key, value in told.items() if value}


def made_of(fields: Mapping[str, Any] | None) -> MadeOf | None:
    """Read back what a start keeps of that; None where a line of an older version has none."""
    if fields is None:
        return None
    return MadeOf(
        sha256=fields["sha256"],
        code=fields.get("code", ""),
        voice=one_line(fields.get("voice", "")),
        utterances=int(fields.get("utterances", 0)),
    )
