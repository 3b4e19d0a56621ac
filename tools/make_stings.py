"""The scores in stings.py -> the FLAC files of library/builtin. Run after changing a score."""

from pathlib import Path

from stings import SCORES, rendered

from broadcast.audio.dither import to_pcm16
from broadcast.audio.loudness import measure
from broadcast.library.codec import encode_flac

SOUNDS = Path(__file__).parent.parent / "broadcast" / "library" / "builtin"


def main() -> None:
    """Render every score, write it as FLAC where the program ships it, print its length and loudness."""
    for name, score in SCORES.items():
        sound = rendered(score)
        (SOUNDS / f"{name}.flac").write_bytes(encode_flac(to_pcm16(sound), sound.rate_hz))
        found = measure(sound)
        print(f"{name}: {sound.seconds:.1f} s, {found.integrated_lufs:.2f} LUFS, {found.true_peak_dbtp:.2f} dBTP")


if __name__ == "__main__":
    main()
