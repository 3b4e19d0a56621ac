"""Runs of words with their punctuation -> utterances with a newsreader's pauses; stretches that are too long."""

from collections.abc import Sequence
from dataclasses import dataclass

from broadcast.base.errors import tell
from broadcast.text.spokentext import Overlong, Utterance

SYLLABLES_IN_A_BREATH = 30

SENTENCE_S = 0.55
CLAUSE_S = 0.35
"""After a semicolon or a colon."""
LINE_S = 0.6
PARAGRAPH_S = 0.9

LINE, PARAGRAPH = "\n", "\n\n"
_STRENGTH = {"": 0, ",": 1, ":": 2, ";": 2, ".": 3, "!": 3, "?": 3, LINE: 4, PARAGRAPH: 5}
_PAUSE_S = {":": CLAUSE_S, ";": CLAUSE_S, ".": SENTENCE_S, "!": SENTENCE_S, "?": SENTENCE_S, LINE: LINE_S,
            PARAGRAPH: PARAGRAPH_S}  # fmt: skip


@dataclass(slots=True)
class WordRun:
    """Words said without a stop, their span in the original text, and the punctuation after them."""

    start: int
    end: int
    words: str
    mark: str = ""

    def close(self, mark: str) -> None:
        """Set `mark` as the punctuation after the words unless a stronger one is set already.

        At a line's end the full stop that stood there is kept beside it.
        """
        if _STRENGTH[mark] > _STRENGTH[self.mark[-2:] if self.mark[-2:] == PARAGRAPH else self.mark[-1:]]:
            kept = self.mark if mark in (LINE, PARAGRAPH) else ""
            self.mark = kept.rstrip("\n") + mark


def utterances(pieces: Sequence[WordRun]) -> tuple[Utterance, ...]:
    """Join the runs into utterances, one for each sentence or long clause; the last has no pause after it."""
    found: list[Utterance] = []
    words: list[str] = []
    start = 0
    for index, piece in enumerate(pieces):
        start = start if words else piece.start
        words.append(piece.words)
        last = index + 1 == len(pieces)
        if not last and (piece.mark == "," or (piece.mark in (":", ";") and _short(words))):
            words[-1] += ","
        elif piece.mark or last:
            text = " ".join(words) + (
                _spoken_mark(piece.mark) if not last or piece.mark[:1] in ("?", "!") else "."
            )
            pause = 0.0 if last else _pause(piece.mark)
            found.append(Utterance(text=text, pause_after_s=pause, start=start, end=piece.end))
            words = []
    return tuple(found)


def _short(words: list[str]) -> bool:
    """Too short for an utterance of its own: `Nơi nhận:`."""
    return sum(len(word.split()) for word in words) < 5


def _spoken_mark(mark: str) -> str:
    if mark[:1] in (".", "?", "!"):
        return mark[0]
    return "," if mark in (":", ";") else "."


def _pause(mark: str) -> float:
    if mark.endswith(PARAGRAPH):
        return PARAGRAPH_S
    return _PAUSE_S[mark[-1:]]


def overlong(pieces: Sequence[WordRun]) -> tuple[Overlong, ...]:
    """Find the stretches of more than 30 syllables without punctuation between the runs; empty for none."""
    found: list[Overlong] = []
    syllables, start = 0, 0
    for index, piece in enumerate(pieces):
        start = start if syllables else piece.start
        inner = piece.words.split(", ")
        syllables += sum(len(part.split()) for part in inner)
        if not piece.mark and index + 1 < len(pieces):
            continue
        if syllables > SYLLABLES_IN_A_BREATH:
            what = tell("đọc liền {syllables} tiếng không có chỗ ngắt hơi", syllables=syllables)
            found.append(Overlong(start=start, end=piece.end, syllables=syllables, what=what))
        syllables = 0
    return tuple(found)
