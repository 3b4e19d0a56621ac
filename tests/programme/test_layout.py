"""A session and its carts -> where each sound stands."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from broadcast.base.errors import tell
from broadcast.programme.layout import GAP_S, WAKE_UP_S, PieceKind, lay_out
from broadcast.programme.model import Cart, Cue, CueId, Fingerprint, Reason, Session, Unready
from broadcast.programme.settings import ScriptId, SlotId

RATE = 48_000
AT = datetime(2025, 10, 6, 6, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def _cart(frames: int) -> Cart:
    return Cart(
        fingerprint=Fingerprint("f"), engine="espeak", frames=frames, rate_hz=RATE, loudness=-16, true_peak=-3
    )


def _session(count: int) -> Session:
    cues = tuple(Cue(id=CueId(f"2025-10-06/sang/{n}"), script=ScriptId(str(n))) for n in range(count))
    return Session(
        id="2025-10-06/sang", slot=SlotId("sang"), name="Sáng", at=AT, grace=timedelta(minutes=15), cues=cues
    )


UNREADY = Unready(reason=Reason.NO_SPEECH, why=tell("không có tiếng"))


@given(st.lists(st.one_of(st.none(), st.integers(1, 10 * RATE)), max_size=6), st.booleans(), st.booleans())
def test_pieces_follow_each_other_to_the_frame(lengths: list[int | None], opens: bool, closes: bool) -> None:
    session = _session(len(lengths))
    rack = {cue.id: _cart(n) if n else UNREADY for cue, n in zip(session.cues, lengths, strict=True)}
    layout = lay_out(session, rack, _cart(100) if opens else None, _cart(200) if closes else None)
    at = 0
    for piece in layout.pieces:
        assert piece.first == at
        at += piece.frames
    assert layout.frames == at
    assert len(layout.cues) == sum(bool(n) for n in lengths)
    if not any(lengths):
        assert layout.pieces == ()  # a sting never sounds alone


def test_the_opening_sounds_at_the_session_s_second_and_cues_follow_with_the_gap() -> None:
    session = _session(2)
    rack = {cue.id: _cart(RATE) for cue in session.cues}
    layout = lay_out(session, rack, _cart(2 * RATE), _cart(RATE))
    assert [piece.kind for piece in layout.pieces] == [
        PieceKind.WAKE_UP, PieceKind.OPENING, PieceKind.GAP, PieceKind.CUE, PieceKind.GAP, PieceKind.CUE,
        PieceKind.GAP, PieceKind.CLOSING,
    ]  # fmt: skip
    assert layout.begins == AT - timedelta(seconds=WAKE_UP_S)
    assert [one.at for one in layout.cues] == [
        AT + timedelta(seconds=2 + GAP_S),
        AT + timedelta(seconds=3 + 2 * GAP_S),
    ]


def test_an_unready_cue_is_passed_over_and_the_programme_closes_up() -> None:
    session = _session(3)
    rack: dict[CueId, Cart | Unready] = {cue.id: _cart(RATE) for cue in session.cues}
    rack[session.cues[1].id] = UNREADY
    layout = lay_out(session, rack, None, None)
    assert [one.cue.script for one in layout.cues] == ["0", "2"]
    assert layout.cues[1].at - layout.cues[0].at == timedelta(seconds=1 + GAP_S)
