"""The ways to render announcements that benchmarks/render.py sets beside each other."""

import json
import os
import subprocess
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

TARGET_LUFS, CEILING_DBTP = -16.0, -1.0
"""What every contender aims at, and must not pass."""


def ours(announcements: Sequence[Path], sting: Path, out: Path) -> None:
    """Decode, mix down, dither, judge, write WAV, as production does; a thread for each core."""
    with ThreadPoolExecutor(cores()) as pool:
        list(pool.map(_our_cart(sting, out), announcements))


def ours_one_core(announcements: Sequence[Path], sting: Path, out: Path) -> None:
    """Do the same in one thread."""
    make = _our_cart(sting, out)
    for path in announcements:
        make(path)


def _our_cart(sting: Path, out: Path) -> Callable[[Path], None]:
    """What makes one cart; the sting is decoded once, as a ward's is."""
    import soundfile

    from broadcast.audio.dither import of_pcm16, to_pcm16
    from broadcast.audio.faults import faults_of
    from broadcast.audio.loudness import RATE_HZ
    from broadcast.audio.mixdown import mixdown
    from broadcast.audio.recipe import Recipe
    from broadcast.audio.sound import Sound
    from broadcast.audio.takes import Phrase
    from broadcast.library.codec import encode_wav

    def decoded(path: Path) -> Sound:
        return Sound(*soundfile.read(path, dtype="float32"))

    recipe, head = Recipe(), decoded(sting)

    def make(path: Path) -> None:
        speech = [Phrase(sound=decoded(path))]
        pcm = to_pcm16(mixdown(recipe, sting=head, speech=speech, bed=None, closing=None).sound)
        faults = faults_of(of_pcm16(pcm, RATE_HZ), recipe=recipe)
        assert not faults, [str(fault) for fault in faults]
        (out / f"{path.stem}.wav").write_bytes(encode_wav(pcm, RATE_HZ))

    return make


def pydub_script(announcements: Sequence[Path], sting: Path, out: Path) -> None:
    """Do what most scripts do: AudioSegment, gain to the target by dBFS, fades, +, normalize, export."""
    from pydub import AudioSegment
    from pydub.effects import normalize

    for path in announcements:
        head = AudioSegment.from_file(sting).set_frame_rate(48_000).set_channels(1)
        speech = AudioSegment.from_file(path).set_frame_rate(48_000).set_channels(1).fade_in(20).fade_out(50)
        speech = speech.apply_gain(TARGET_LUFS - speech.dBFS)
        mixed = head.fade_out(200) + AudioSegment.silent(500, 48_000) + speech
        normalize(mixed, headroom=-CEILING_DBTP).export(out / f"{path.stem}.wav", format="wav")


def ffmpeg_graph(announcements: Sequence[Path], sting: Path, out: Path) -> None:
    """Call ffmpeg twice a cart: loudnorm measures, then sets (linear where it can)."""
    for path in announcements:
        graph = (
            "[0:a]aresample=48000,aformat=channel_layouts=mono,afade=t=out:st=2.8:d=0.2,apad=pad_dur=0.5[a];"
            "[1:a]aresample=48000,aformat=channel_layouts=mono,afade=t=in:d=0.02[b];[a][b]concat=n=2:v=0:a=1,"
        )
        norm = f"loudnorm=I={TARGET_LUFS}:TP={CEILING_DBTP}:LRA=11"
        inputs = ["ffmpeg", "-hide_banner", "-nostats", "-y", "-i", str(sting), "-i", str(path), "-filter_complex"]
        first = subprocess.run(
            [*inputs, f"{graph}{norm}:print_format=json", "-f", "null", "-"],
            capture_output=True,
            text=True,
            check=True,
        ).stderr
        found = json.loads(first[first.rindex("{") : first.rindex("}") + 1])
        known = ":".join(
            f"measured_{key}={found[name]}"
            for key, name in (
                ("I", "input_i"),
                ("TP", "input_tp"),
                ("LRA", "input_lra"),
                ("thresh", "input_thresh"),
            )
        )
        made = f"{graph}{norm}:{known}:offset={found['target_offset']},aresample=48000"
        subprocess.run([*inputs, made, str(out / f"{path.stem}.wav")], capture_output=True, check=True)


def numpy_script(announcements: Sequence[Path], sting: Path, out: Path) -> None:
    """Do it straight: soundfile, soxr, pyloudnorm, fourfold oversampled peak, turned down if over."""
    import numpy as np
    import pyloudnorm
    import soundfile
    import soxr

    meter = pyloudnorm.Meter(48_000)
    for path in announcements:
        head, rate_hz = soundfile.read(sting)
        speech, speech_rate_hz = soundfile.read(path)
        parts = [
            soxr.resample(head, rate_hz, 48_000),
            np.zeros(24_000),
            soxr.resample(speech, speech_rate_hz, 48_000),
        ]
        mixed = np.concatenate(parts)
        mixed *= 10 ** ((TARGET_LUFS - meter.integrated_loudness(mixed)) / 20)
        peak = np.abs(soxr.resample(mixed, 48_000, 192_000)).max()
        mixed *= min(1.0, 10 ** (CEILING_DBTP / 20) / peak)
        meter.integrated_loudness(mixed)
        soundfile.write(out / f"{path.stem}.wav", mixed, 48_000, subtype="PCM_16")


def decode_and_resample(announcements: Sequence[Path], sting: Path, out: Path) -> None:
    """Decode and resample, and do nothing else: the floor under all of them."""
    import soundfile
    import soxr

    assert sting.exists()
    assert out.exists()
    for path in announcements:
        samples, rate_hz = soundfile.read(path, dtype="float32")
        soxr.resample(samples, rate_hz, 48_000)


Contender = Callable[[Sequence[Path], Path, Path], None]
"""Is given the announcements, the sting and the folder to write into."""

CONTENDERS: dict[str, Contender] = {
    "ours": ours,
    "ours, one core": ours_one_core,
    "pydub script": pydub_script,
    "ffmpeg loudnorm": ffmpeg_graph,
    "numpy/soxr/pyloudnorm": numpy_script,
    "decode + resample alone": decode_and_resample,
}


def cores() -> int:
    """Count the cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
