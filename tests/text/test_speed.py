"""A page in 50 ms, an import in 100 ms, and with --full a megabyte in 5 s."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from broadcast.text.speakable import speakable

pytestmark = pytest.mark.alone

PLAN = (Path(__file__).parent / "ke-hoach-tuyen-truyen.txt").read_text(encoding="utf-8")


def best_of(times: int, text: str) -> float:
    seconds = []
    for _ in range(times):
        started = time.perf_counter()
        speakable(text)
        seconds.append(time.perf_counter() - started)
    return min(seconds)


def test_a_page_of_a_thousand_words_takes_under_50_ms() -> None:
    page = " ".join(PLAN.split(" ")[:1000])
    speakable(page)
    assert best_of(10, page) < 0.05


def test_the_import_takes_under_100_ms_and_brings_no_numpy() -> None:
    program = (
        "import sys, time; started = time.perf_counter(); import broadcast.text.walk;"
        "seconds = time.perf_counter() - started;"
        "print(seconds, *(name in sys.modules for name in ('numpy', 'ruamel.yaml')))"
    )
    runs = [
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        for _ in range(5)
    ]
    answers = [run.stdout.split() for run in runs]
    assert min(float(answer[0]) for answer in answers) < 0.1
    assert answers[0][1:] == ["False", "False"]


@pytest.mark.full
def test_a_megabyte_takes_under_five_seconds() -> None:
    text = (PLAN * 200)[:1_000_000]
    assert best_of(1, text) < 5
