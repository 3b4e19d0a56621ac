"""The player's end of the pipes: whatever the process at the card says last, that it is gone is reported."""

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from broadcast.base.children import Child
from broadcast.playout.output import deck
from broadcast.playout.output.deck import Deck
from broadcast.playout.output.wire import Failed, Sounded, Trouble, line_of

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere no test may begin a deck")
WHOLE = line_of(Sounded(frames=7))


@pytest.fixture
def saying(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], AbstractContextManager[Deck]]:
    """A deck whose process says these bytes and ends."""
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(deck, "Child", lambda _, *words, niceness: Child("says_and_ends", *words))

    @contextmanager
    def begin(said: bytes) -> Iterator[Deck]:
        (tmp_path / "says_and_ends.py").write_text(f"import sys; sys.stdout.buffer.write({said!r})", "utf-8")
        begun = Deck.listing()
        try:
            yield begun
        finally:
            begun.kill()

    return begin


@pytest.mark.parametrize(
    "last",
    [b"", WHOLE.encode()[:-9], b"{", b"5", b"[]\n", b"{}\n", b'{"report": 5}\n', b"\xc3",
     b'{"report": "Listed"}\n', b'{"report": "Sounded", "tempo": 5}\n', b"[" * 100_000],
    ids=lambda last: repr(last[:40]),
)  # fmt: skip
def test_a_process_that_ends_in_the_middle_of_a_line_is_reported_as_gone(
    saying: Callable[[bytes], AbstractContextManager[Deck]], last: bytes
) -> None:
    with saying(WHOLE.encode() + last) as begun:
        assert begun.report(4) == Sounded(frames=7)
        assert begun.report(4) == Failed(why=Trouble.GONE)
