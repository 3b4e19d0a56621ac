import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stand_ins.google import frame

from broadcast.base.errors import BadSpeech
from broadcast.production.voices.online.google_reply import mp3_in

MP3 = bytes(range(256)) * 3


def _reply(payload: object, *more: object) -> bytes:
    return f")]}}'\n\n{json.dumps([['wrb.fr', 'jQ1olc', payload, None, None, None, 'generic'], *more])}".encode()


@given(st.binary(min_size=1, max_size=400))
def test_what_google_frames_is_what_is_found(mp3: bytes) -> None:
    assert mp3_in(frame(mp3)) == mp3


def test_a_reply_with_lengths_between_its_pieces_is_read_too() -> None:
    words = json.dumps([["wrb.fr", "jQ1olc", json.dumps([base64.b64encode(MP3).decode()]) + "\n", None]])
    more = '57\n[["di",37]\n,["af.httprm",36,"-668",66]\n]\n27\n[["e",4,null,null,5662]\n]\n'
    body = f")]}}'\n\n5564\n{words}\n{more}"

    assert mp3_in(body.encode()) == MP3


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_reply_cut_short_is_refused(share: float) -> None:
    whole = frame(MP3)
    with pytest.raises(BadSpeech):
        mp3_in(whole[: int(share * len(whole))])


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"<html>", id="HTML"),
        pytest.param(b")]}'", id="guard alone"),
        pytest.param(frame(MP3).removeprefix(b")]}'"), id="no guard"),
        pytest.param(b"\xff\xfe" + frame(MP3), id="not UTF-8"),
        pytest.param(_reply(None), id="no voice for the language"),
        pytest.param(_reply("[]"), id="no speech"),
        pytest.param(_reply("[null]"), id="null speech"),
        pytest.param(_reply("[7]"), id="a number"),
        pytest.param(_reply('{"a": 1}'), id="an object"),
        pytest.param(_reply("7"), id="no list"),
        pytest.param(_reply('["//NExA"'), id="payload cut short"),
        pytest.param(_reply('["****"]'), id="not base64"),
        pytest.param(_reply('["//NEx"]'), id="base64 cut short"),
        pytest.param(_reply('[""]'), id="empty speech"),
        pytest.param(_reply('["//NExAAA"]', ["wrb.fr", "jQ1olc", '["//NExAAA"]']), id="two answers"),
        pytest.param(b')]}\'\n\n[["wrb.fr","other","[]"]]', id="the answer to something else"),
        pytest.param(b')]}\'\n\n[["wrb.fr","jQ1olc"]]', id="an answer without its payload"),
        pytest.param(b")]}'\n\n" + b"[" * 200_000, id="nested without end"),
    ],
)
def test_a_reply_without_speech_is_refused(body: bytes) -> None:
    with pytest.raises(BadSpeech):
        mp3_in(body)


@given(st.binary(max_size=200))
def test_any_other_bytes_are_refused_and_nothing_else_is_raised(body: bytes) -> None:
    with pytest.raises(BadSpeech):
        mp3_in(b")]}'" + body)
