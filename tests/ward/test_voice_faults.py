"""`voice.http` and `voice.edge` of playlist.yaml: what is refused, warned of, and never repeated."""

import re
from pathlib import Path

import pytest
from stand_ins.wards import PLAYLIST, playlist_of, script_text, write_ward

from broadcast.base.errors import Fault, FaultsFound, Level
from broadcast.programme.described_voice import Answer, BodyKind, HttpVoice
from broadcast.ward.check import check

ROOT = Path(__file__).parents[2]
USUAL = {
    "url": "https://may-doc.vi-du.vn/doc",
    "headers": "{api-key: '${KHOA}'}",
    "body": '\'{"text": "{text}"}\'',
}
SECRET = "chuoi-khoa-bi-mat-9f3c"  # noqa: S105  # nobody's


def _text(engines: str = "[http, espeak]", **http: str) -> str:
    lines = "".join(f"    {key}: {value}\n" for key, value in {**USUAL, **http}.items() if value)
    return PLAYLIST.replace("voice: {engines: [espeak]}\n", f"voice:\n  engines: {engines}\n  http:\n{lines}")


def _faults(text: str) -> list[Fault]:
    with pytest.raises(FaultsFound) as found:
        playlist_of(text)
    return list(found.value.faults)


def _warnings(home: Path, text: str) -> list[Fault]:
    return [one for one in check(write_ward(home, text)).faults if one.level is Level.WARNING]


def test_a_described_voice_is_read() -> None:
    text = _text(name="FPT.AI", body_kind="text", body="'{text}'", answer="link", field="async", wait="90s")
    assert playlist_of(text).voice.http == HttpVoice(
        url="https://may-doc.vi-du.vn/doc",
        name="FPT.AI",
        headers={"api-key": "${KHOA}"},
        body="{text}",
        body_kind=BodyKind.TEXT,
        answer=Answer.LINK,
        field="async",
        wait_s=90.0,
    )
    assert playlist_of(_text()).voice.http.variables == ("KHOA",)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"url": "http://may-doc.vi-du.vn/doc"}, "https"),
        ({"url": "ftp://may-doc.vi-du.vn/doc"}, "https"),
        ({"url": "https:///doc"}, "https"),
        ({"url": "'https://${MAY}/doc'"}, "https"),
        ({"url": "https://a.vn:99999/doc"}, "https"),
        ({"url": f"https://ten:{SECRET}@may-doc.vi-du.vn/doc"}, "mật khẩu"),
        ({"method": "PUT"}, "POST"),
        ({"headers": "{'hai tu': x}"}, "header"),
        ({"headers": "{Host: khac.vn}"}, "header"),
        ({"headers": f"{{api-key: '{SECRET}é'}}"}, "không dấu"),
        ({"body": "'{\"text\": {text}}'"}, "JSON"),
        ({"body": "'{}'"}, "lời đọc"),
        ({"body": "'<speak>{text}'", "body_kind": "xml"}, "XML"),
        ({"body_kind": "yaml"}, "json, form, xml, text"),
        ({"answer": "base64"}, "field"),
        ({"answer": "sound"}, "bytes, base64, link"),
        ({"field": "data.audio"}, "answer"),
        ({"wait": "1s"}, "5 giây"),
        ({"wait": "10m"}, "3 phút"),
        ({"ural": "x"}, "ural"),
    ],
)
def test_what_cannot_be_asked_is_refused_at_its_place(wrong: dict[str, str], told: str) -> None:
    (fault,) = _faults(_text(**wrong))
    assert told in f"{fault.what} {fault.fix or ''}"
    assert fault.line > PLAYLIST.count("\n")
    assert SECRET not in f"{fault.what} {fault.fix} {fault.source}"


@pytest.mark.parametrize("host", ["127.0.0.1:5002", "localhost:8080", "[::1]:80"])
def test_a_reader_on_this_machine_may_be_asked_without_tls(host: str) -> None:
    assert playlist_of(_text(url=f"'http://{host}/doc'")).voice.http is not None


def test_an_engine_http_that_is_not_described_is_refused() -> None:
    text = PLAYLIST.replace("[espeak]", "[http, espeak]")
    (fault,) = _faults(text)
    assert "voice.http" in str(fault.what)


@pytest.mark.parametrize("voice", ["HoaiMy", "en-US-EmmaNeural", "vi-VN-Hoài MyNeural"])
def test_a_voice_that_edge_has_not_is_refused(voice: str) -> None:
    (fault,) = _faults(PLAYLIST.replace("{engines: [espeak]}", f"{{engines: [edge], edge: {{voice: {voice}}}}}"))
    assert "vi-VN-NamMinhNeural" in str(fault.what)


@pytest.mark.parametrize(
    "written",
    [
        {"headers": f"{{api-key: {SECRET}}}"},
        {"headers": f"{{Authorization: Bearer {SECRET}}}"},
        {"headers": f"{{X-Goog-Api-Key: '{SECRET}'}}"},
        {"headers": f"{{Ocp-Apim-Subscription-Key: {SECRET}}}"},
        {"url": f"https://may-doc.vi-du.vn/doc?key={SECRET}"},
        {"url": f"https://may-doc.vi-du.vn/doc?khoa={SECRET}"},
        {"body": f'\'{{"text": "{{text}}", "mat_khau": "{SECRET}"}}\''},
        {"body": f'\'{{"text": "{{text}}", "token": "{SECRET}"}}\''},
        {"body": f'\'{{"text": "{{text}}", "key": "{SECRET}"}}\''},
        {"body": f'\'{{"text": "{{text}}", "subscription_key": "{SECRET}"}}\''},
        {"body": f"'text={{text}}&api_key={SECRET}'", "body_kind": "form"},
    ],
)
def test_a_key_that_is_written_out_is_warned_of_and_never_shown(tmp_path: Path, written: dict[str, str]) -> None:
    (warning,) = _warnings(tmp_path, _text(**written))
    assert "khoá" in str(warning.what)
    assert "${TÊN_BIẾN}" in str(warning.fix)
    assert SECRET not in f"{warning.what} {warning.fix} {warning.source}"


@pytest.mark.parametrize(
    "written",
    [
        {},
        {"headers": "{Authorization: 'Bearer ${KHOA}', voice: banmai, speed: '0'}"},
        {"url": "'https://may-doc.vi-du.vn/doc?key=${KHOA}&voice=banmai'"},
        {"body": '\'{"text": "{text}", "token": "${KHOA}", "voice": "hn-quynhanh"}\''},
        {"body": '\'{"text": "{text}", "keyword": "tin"}\''},
    ],
)
def test_a_key_in_a_variable_is_not(tmp_path: Path, written: dict[str, str]) -> None:
    assert _warnings(tmp_path, _text(**written)) == []


def test_a_script_that_asks_for_a_voice_nobody_has_described_is_told(tmp_path: Path) -> None:
    def told(playlist: str) -> list[str]:
        home = write_ward(tmp_path, playlist)
        script = script_text("Bài", "Xin mời bà con treo cờ.", voice="http")
        (home / "scripts" / "truoc" / "01-mot.md").write_text(script, encoding="utf-8")
        return [one.file for one in check(home).faults if "http" in str(one.what)]

    assert told(PLAYLIST) == ["scripts/truoc/01-mot.md"]
    assert told(_text()) == []


def test_every_service_of_the_page_is_read_and_warned_of_nothing(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "may-doc-qua-mang.md").read_text(encoding="utf-8")
    blocks = [one for one in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL) if one.startswith("voice:")]
    assert len(blocks) >= 8
    for number, block in enumerate(blocks):
        text = PLAYLIST.replace("voice: {engines: [espeak]}\n", block)
        assert playlist_of(text).voice.engines[-1] == "espeak"
        assert _warnings(tmp_path / str(number), text) == []
