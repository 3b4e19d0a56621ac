"""Cues and scripts -> carts on the rack: what the online voice does well is kept, what it does badly never is."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
import soundfile
from stand_ins import google as stand_in
from stand_ins.carts import MONDAY_0630
from stand_ins.google import Answer, Google, Impatient
from stand_ins.lent_voice import Lent
from stand_ins.wards import PLAYLIST, write_ward

from broadcast.audio.loudness import measure
from broadcast.audio.sound import Sound
from broadcast.base.clock import OfflineClock, SystemClock
from broadcast.library.sounds import Library
from broadcast.production.making import Production
from broadcast.production.orders import Order
from broadcast.production.voices.espeak import Espeak
from broadcast.programme.model import Cart, CueId, Fingerprint, Reason, Unready
from broadcast.programme.settings import ScriptId
from broadcast.ward.folder import read_ward

pytestmark = pytest.mark.usefixtures("decoded_here")
BODY = (
    "Kính thưa bà con, hôm nay tổ dân phố họp tại nhà văn hóa, xin mời bà con đến dự đông đủ và đúng giờ, "
    "cùng nhau bàn việc treo cờ, quét dọn đường phố, chào mừng ngày hội lớn của thành phố.\n\n"
    "Xin trân trọng cảm ơn bà con đã lắng nghe bản tin này."
)
SCRIPTS = {
    "truoc/01-mot": BODY,
    "truoc/02-hai": BODY.replace("hôm nay", "ngày mai"),
    "truoc/03-thieu": "Có {{ x.y }}.",
}
FIRST = Order(cue=CueId("2025-10-06/sang/truoc/01-mot"), script=ScriptId("truoc/01-mot"))
SECOND = Order(cue=CueId("2025-10-06/sang/truoc/02-hai"), script=ScriptId("truoc/02-hai"))
UTC_CLOCK = SystemClock(ZoneInfo("UTC"))


@contextmanager
def _production(
    home: Path,
    google: Google | None,
    *,
    url: str = "",
    ca_file: Path | None = None,
    voice: str = "engines: [gtts, espeak]",
) -> Iterator[Production]:
    write_ward(home, PLAYLIST.replace("engines: [espeak]", voice), SCRIPTS)
    online = Impatient(
        clock=UTC_CLOCK,
        base_url=google.url if google else url,
        ca_file=ca_file or (google.ca_file if google else None),
        deadline_s=2.0,
    )
    yield Production(
        ward=read_ward(home),
        library=Library(home / "audio_cache"),
        engines={"gtts": online, "espeak": Lent()},
        clock=OfflineClock(MONDAY_0630 - timedelta(days=1)),
        watch=lambda _: None,
    )


@pytest.fixture
def google(tmp_path: Path) -> Iterator[Google]:
    with Google(tmp_path / "tls") as server:
        yield server


@pytest.fixture(autouse=True)
def _tls_folder(tmp_path: Path) -> None:
    (tmp_path / "tls").mkdir()


def test_good_speech_is_kept_once_and_never_asked_for_again(tmp_path: Path, google: Google) -> None:
    with _production(tmp_path / "ward", google) as production:
        cart = production.make(FIRST)
        assert isinstance(cart, Cart)
        assert (cart.engine, cart.fallback) == ("gtts", None)
        asked = len(google.asked)
        assert asked > 1
        assert production.make(FIRST) == cart
    with _production(tmp_path / "ward", google) as again:
        assert again.make(FIRST) == cart
        assert (again.utterances_made, again.carts_made) == (0, 0)
    assert len(google.asked) == asked


MISBEHAVIOURS: dict[str, Answer] = {
    "429": stand_in.status(429),
    "429 with Retry-After": stand_in.status(429, retry_after="1"),
    "403": stand_in.status(403),
    "500": stand_in.status(500),
    "HTML with 200": stand_in.page,
    "HTML called JSON": stand_in.page_called_json,
    "empty": stand_in.empty_body,
    "empty speech": stand_in.empty_speech,
    "truncated MP3": stand_in.truncated_mp3(0.5),
    "truncated reply": stand_in.truncated_reply,
    "slow drip": stand_in.slow_drip,
    "never answers": stand_in.nothing,
    "reset": stand_in.reset,
    "redirect": stand_in.redirect,
    "huge body": stand_in.huge,
    "wrong speech, too long": stand_in.six_times_over,
    "wrong speech, too short": stand_in.one_word,
    "silent": stand_in.silent,
    "not MP3": stand_in.not_mp3,
}


@pytest.mark.parametrize("name", MISBEHAVIOURS)
def test_a_misbehaviour_leaves_no_entry_and_the_embedded_voice_speaks_in_time(
    name: str, tmp_path: Path, google: Google
) -> None:
    google.always(MISBEHAVIOURS[name])
    start = UTC_CLOCK.monotonic()
    with _production(tmp_path / "ward", google) as production:
        cart = production.make(FIRST)
        seconds = UTC_CLOCK.monotonic() - start
        assert isinstance(cart, Cart)
        assert cart.engine == "espeak"
        assert cart.fallback is not None
        assert _entries_of_gtts(production) == 0
    assert seconds < 8  # the deadline of the utterance, and what espeak needs
    assert google.strangers == []


@pytest.mark.parametrize("bad_part", [0, 1, 2])
def test_one_bad_part_among_good_ones_spoils_its_utterance_only(
    bad_part: int, tmp_path: Path, google: Google
) -> None:
    google.will(*[stand_in.speak] * bad_part, *[stand_in.page] * 9)
    with _production(tmp_path / "ward", google) as production:
        cart = production.make(FIRST)
        assert isinstance(cart, Cart)
        assert cart.engine == "espeak"  # one voice an announcement
        before = _entries_of_gtts(production)
        google.always(stand_in.speak)
        production.forgive()
        remade = production.make(FIRST)
        assert isinstance(remade, Cart)
        assert remade.engine == "gtts"
        assert _entries_of_gtts(production) > before


@pytest.mark.parametrize("certificate", ["self-signed", "expired", "other-name"])
def test_a_certificate_that_is_not_google_s_is_refused(certificate: str, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    with (
        Google(tmp_path / "other", certificate=certificate) as impostor,
        Google(tmp_path / "tls") as real,
        _production(tmp_path / "ward", None, url=impostor.url, ca_file=real.ca_file) as production,
    ):
        cart = production.make(FIRST)
        assert isinstance(cart, Cart)
        assert cart.engine == "espeak"
        assert impostor.asked == []


def test_that_there_is_no_network_is_found_out_once_and_not_once_a_sentence(tmp_path: Path) -> None:
    with _production(tmp_path / "ward", None, url="https://127.0.0.1:9") as production:
        calls: list[str] = []
        engine = production._engines["gtts"]
        speak: Callable[..., object] = engine.speak
        engine.speak = lambda text, *, speed: (calls.append(text), speak(text, speed=speed))[1]  # type: ignore[method-assign]
        carts = [production.make(order) for order in (FIRST, SECOND)]
        assert [isinstance(cart, Cart) and cart.engine for cart in carts] == ["espeak", "espeak"]
        assert len(calls) == 1


def test_carts_of_the_fallback_voice_are_made_again_when_the_online_voice_is_back(
    tmp_path: Path, google: Google
) -> None:
    with _production(tmp_path / "ward", None, url="https://127.0.0.1:9") as production:
        assert isinstance(first := production.make(FIRST), Cart)
        assert first.engine == "espeak"
    with _production(tmp_path / "ward", google) as production:
        assert isinstance(second := production.make(FIRST), Cart)
        assert (second.engine, second.fallback) == ("gtts", None)


@pytest.mark.parametrize(("setting", "times"), [("speed: 0.8", 1 / 0.8), ("speed: 1.25", 0.8), ("pitch: 2", 1.0)])
def test_pace_and_pitch_of_the_online_voice_are_ours_and_ask_google_nothing_again(
    setting: str, times: float, tmp_path: Path, google: Google
) -> None:
    with _production(tmp_path / "ward", google) as production:
        assert isinstance(usual := production.make(FIRST), Cart)
    asked = len(google.asked)
    with _production(tmp_path / "ward", google, voice=f"engines: [gtts, espeak], {setting}") as production:
        assert production._prints.look_up(FIRST, production._library) is None
        assert isinstance(paced := production.make(FIRST), Cart)
        assert production._prints.look_up(FIRST, production._library) == paced
    assert len(google.asked) == asked
    assert paced.fingerprint != usual.fingerprint
    assert _spoken_s(paced) == pytest.approx(_spoken_s(usual) * times, rel=0.04)


def test_a_recording_follows_its_own_speed_and_no_setting_of_the_engines(tmp_path: Path) -> None:
    lengths = {}
    recorded = Espeak().speak(BODY.split("\n")[0], speed=1.0)
    for speed, voice in ((None, "pitch: 3, speed: 1.5"), (None, "speed: 1.0"), ("0.8", "speed: 1.0")):
        home = tmp_path / f"{speed}{voice[:5]}"
        home.mkdir()
        soundfile.write(home / "loi.wav", recorded.samples, recorded.rate_hz)
        with _production(home, None, voice=f"engines: [espeak], {voice}") as production:
            script = home / "scripts" / "truoc" / "01-mot.md"
            own = f"speed: {speed}\n" if speed else ""
            script.write_text(f"---\ntitle: x\nrecording: loi.wav\n{own}---\n", "utf-8")
            production._ward = production._prints._ward = read_ward(home)
            cart = production.make(FIRST)
            assert isinstance(cart, Cart)
            lengths[speed, voice] = _spoken_s(cart)
    plain, pitched, slow = (
        lengths[None, "speed: 1.0"],
        lengths[None, "pitch: 3, speed: 1.5"],
        lengths["0.8", "speed: 1.0"],
    )
    assert pitched == plain
    assert slow == pytest.approx(plain / 0.8, rel=0.04)


def test_stereo_and_mono_are_different_carts_and_only_music_is_wide(tmp_path: Path) -> None:
    sting = np.stack([0.3 * np.sin(np.arange(48_000) / k) for k in (9, 14)], axis=1)
    carts: dict[str, Cart] = {}
    for channels in ("mono", "stereo"):
        home = tmp_path / channels
        home.mkdir()
        soundfile.write(home / "nhac.wav", sting, 48_000)
        sound = f"engines: [espeak]}}\nsound: {{sting: nhac.wav, channels: {channels}"
        with _production(home, None, voice=sound) as production:
            cart = production.make(FIRST)
            assert isinstance(cart, Cart)
            assert Library(home / "audio_cache").cart(cart.fingerprint) == cart
            carts[channels] = cart
            with production._library.open(cart) as reader:
                samples = reader.read(reader.frames)
            assert measure(Sound(samples, 48_000)).integrated_lufs == pytest.approx(-16, abs=0.1)
            if channels == "stereo":
                side, speech = samples[:, 0] - samples[:, 1], slice(round(1.5 * 48_000), None)
                assert np.abs(side[:48_000]).max() > 0.1
                assert np.abs(side[speech]).max() <= 4 / 32_768  # the dither of two channels
    assert carts["mono"].fingerprint != carts["stereo"].fingerprint
    assert [(cart.channels, cart.frames) for cart in carts.values()] == [
        (1, carts["mono"].frames),
        (2, carts["mono"].frames),
    ]


def test_a_mono_ward_hears_the_mean_of_a_stereo_sting_to_the_sample(tmp_path: Path) -> None:
    both = np.stack([0.3 * np.sin(np.arange(48_000) / k) for k in (9, 14)], axis=1).astype(np.float32)
    soundfile.write(tmp_path / "hai.wav", both, 48_000, subtype="FLOAT")
    soundfile.write(tmp_path / "mot.wav", both.mean(axis=1), 48_000, subtype="FLOAT")
    heard = []
    for sting in ("hai.wav", "mot.wav"):
        with _production(tmp_path, None, voice=f"engines: [espeak]}}\nsound: {{sting: {sting}") as production:
            cart = production.make(FIRST)
            assert isinstance(cart, Cart)
            with production._library.open(cart) as reader:
                heard.append(reader.read(reader.frames))
    assert heard[0].shape == (len(heard[0]),)
    np.testing.assert_array_equal(*heard)


def test_in_the_last_minute_before_air_nobody_waits_for_the_network(tmp_path: Path, google: Google) -> None:
    with _production(tmp_path / "ward", google) as production:
        soon = Order(
            cue=FIRST.cue, script=FIRST.script, by=MONDAY_0630 - timedelta(days=1) + timedelta(seconds=20)
        )
        assert isinstance(cart := production.make(soon), Cart)
        assert cart.engine == "espeak"
        assert google.asked == []


def test_a_script_that_waits_for_a_fact_is_unready_and_says_for_which(tmp_path: Path, google: Google) -> None:
    with _production(tmp_path / "ward", google) as production:
        unready = production.make(Order(cue=CueId("x"), script=ScriptId("truoc/03-thieu")))
        assert isinstance(unready, Unready)
        assert (unready.reason, unready.facts) == (Reason.MISSING_FACT, ("x.y",))


def _entries_of_gtts(production: Production) -> int:
    """Utterances in the library that the online voice spoke."""
    prepared = [production._ward.of(order.script) for order in (FIRST, SECOND) if order.script]
    prints = [one for script in prepared for one in production._prints.speech(script, "gtts")]  # type: ignore[arg-type]
    return sum(production._library.speech(one) is not None for one in prints)


def _spoken_s(cart: Cart) -> float:
    """Without the sting (3 s) and the half second after it."""
    return cart.seconds - 3.5


def test_a_cart_that_was_dealt_is_taken_as_it_is_though_its_script_was_edited_or_deleted(tmp_path: Path) -> None:
    home = tmp_path / "ward"
    with _production(home, None, voice="engines: [espeak]") as production:
        dealt = production.make(FIRST)
        assert isinstance(dealt, Cart)
        path = home / "scripts" / "truoc" / "01-mot.md"
        pinned = replace(FIRST, pinned=dealt.fingerprint, version=dealt.version)
        script = path.read_text(encoding="utf-8")
        for edit in (lambda: path.write_text(f"{script} Hết.", encoding="utf-8"), path.unlink):
            edit()
            edited = Production(
                ward=read_ward(home), library=production._library, engines=production._engines, clock=UTC_CLOCK,
                watch=lambda _: None,
            )  # fmt: skip
            assert edited.make(pinned) == dealt
            assert edited._prints.look_up(pinned, production._library) == dealt
            assert dealt.fingerprint in edited._prints.of([pinned])
            gone = edited.make(replace(pinned, pinned=Fingerprint("0" * 64)))
            assert isinstance(gone, Unready)
            assert gone.reason is Reason.CHANGED
        again = production.make(replace(pinned, pinned=Fingerprint("0" * 64)))
        assert again == dealt  # the same version may be made anew
