"""An engine -> what people call it: in the middle of a sentence, and in full on a screen."""

from broadcast.base.errors import Message, tell
from broadcast.programme.voice import EDGE, GTTS, HTTP, Voice


def called(engine: str, voice: Voice) -> Message:
    """Name the engine: `giọng Google`, `giọng FPT.AI`. `voice`: the playlist's settings of voices."""
    if engine == GTTS:
        return tell("giọng Google")
    if engine == EDGE:
        return tell("giọng Edge")
    if engine == HTTP and voice.http is not None:
        return tell("giọng {name}", name=voice.http.called)
    return tell("giọng {name}", name=engine)


def in_full(engine: str, voice: Voice) -> str:
    """Return an engine's name, and which of its voices speaks where playlist.yaml says so: `http (FPT.AI)`."""
    if engine == HTTP and voice.http is not None:
        return f"http ({voice.http.called})"
    return f"edge ({voice.edge.voice})" if engine == EDGE else engine
