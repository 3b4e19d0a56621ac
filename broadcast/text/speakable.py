"""Written Vietnamese -> SpokenText: words alone, with the span of the written text each of them came from."""

import re

from broadcast.errors import tell
from broadcast.text import numbers
from broadcast.text.lexicon import Lexicon
from broadcast.text.spokentext import Doubt, Kind, Reading, SpokenText, Utterance

_TOKEN = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_")


def speakable(text: str, lexicon: Lexicon | None = None) -> SpokenText:
    readings: list[Reading] = []
    doubts: list[Doubt] = []
    utterances: list[Utterance] = []
    for line in re.finditer(r"[^\n]+", text):
        words: list[str] = []
        position = line.start()
        while match := _TOKEN.search(text, position, line.end()):
            position = match.end()
            found = lexicon.find(text, match.start()) if lexicon else None
            if found:
                entry, position = found
                words.append(entry.spoken)
                readings.append(
                    Reading(
                        start=match.start(),
                        end=position,
                        written=text[match.start() : position],
                        spoken=entry.spoken,
                        kind=Kind.LEXICON,
                    )
                )
            elif match[0].isdecimal():
                words.append(numbers.whole(match[0]))
                readings.append(
                    Reading(
                        start=match.start(), end=match.end(), written=match[0], spoken=words[-1], kind=Kind.NUMBER
                    )
                )
            elif match[0][0].isalpha():
                words.append(match[0])
            elif words and match[0] in ",.?!;:":
                words[-1] += match[0] if match[0] in ",.?!" else ","
            else:
                doubts.append(
                    Doubt(
                        start=match.start(),
                        end=match.end(),
                        written=match[0],
                        why=tell("chưa biết đọc ký hiệu “{written}”", written=match[0]),
                        suggestion=f'"{match[0]}": ',
                    )
                )
        if words:
            utterances.append(
                Utterance(text=" ".join(words), pause_after_s=0.5, start=line.start(), end=line.end())
            )
    return SpokenText(utterances=tuple(utterances), readings=tuple(readings), doubts=tuple(doubts), warnings=())
