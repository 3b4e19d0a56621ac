"""A bulletin as it is made: what it will say, which voice speaks it, what is to be said of its sound."""

from typing import TYPE_CHECKING

from broadcast.base.words import said, words
from broadcast.cli.face import Face
from broadcast.programme.bulletins import LEVEL_NAMES, Urgency

if TYPE_CHECKING:
    from broadcast.programme.model import Cart
    from broadcast.station.bulletin_words import Wording
    from broadcast.station.events import Progress
    from broadcast.station.station import Station


def worded(face: Face, station: "Station", script: str | None, text: str | None, urgency: Urgency) -> "Wording":
    """Return what a bulletin of a script or of typed words will say; write to stderr what is left out or guessed.

    `script` None: `text` is what was typed. Raises as `of_script` and `typed` of station/bulletin_words.
    """
    from broadcast.station import bulletin_words

    if script is not None:
        wording = bulletin_words.of_script(station, script, urgency)
    else:
        wording = bulletin_words.typed(station, text or "", urgency)
    if wording.unusual is not None:
        face.note(words("! bài này {why}; bản tin vẫn phát, vì có người cho phát.", why=said(wording.unusual)),
                  "yellow")  # fmt: skip
    if wording.left_out:
        face.note(words("! không đọc: {signs}", signs=" ".join(wording.left_out)), "yellow")
    for doubt in wording.guessed:
        if doubt.suggestion:
            face.note(words("! chưa chắc cách đọc “{written}”, vẫn đọc theo cách đoán vì là khẩn cấp. "
                            "Lần sau thêm vào lexicon.yaml: {line}",
                            written=doubt.written, line=doubt.suggestion), "yellow")  # fmt: skip
        else:
            face.note(words("! chưa chắc cách đọc “{written}”, vẫn đọc theo cách đoán vì là khẩn cấp.",
                            written=doubt.written), "yellow")  # fmt: skip
    return wording


class Making:
    """Tells what production does, each step once; whoever makes a bulletin calls it before each utterance."""

    def __init__(self, face: Face, urgency: Urgency) -> None:
        self._face = face
        self._urgency = urgency
        self._voice = ""

    def __call__(self, step: "Progress") -> None:
        if step.engine == self._voice:
            return
        if not self._voice:
            name = said(LEVEL_NAMES[self._urgency])
            self._face.note(words("đang tạo tiếng: {name}", name=name), "bright_black")
            if self._urgency is Urgency.EMERGENCY:
                self._face.note(words("  khẩn cấp: không chờ giọng qua mạng quá 3 giây"), "bright_black")
        else:
            self._face.note(words("  máy đọc {before} không trả lời, đọc bằng giọng {engine}",
                                  before=self._voice, engine=step.engine), "bright_black")  # fmt: skip
        self._voice = step.engine


def tell_of_cart(face: Face, cart: "Cart") -> None:
    """Write to stderr what is to be said of a bulletin's cart: a spare voice, what was done to its sounds."""
    if cart.fallback is not None:
        face.note(words("Giọng dự phòng: {why}", why=said(cart.fallback)), "yellow")
    for one in (*cart.remarks, *cart.music):
        face.note("! " + said(one), "yellow")
