"""The bytes of scripts/*.md -> Script."""

import re
import unicodedata
from dataclasses import dataclass

from ruamel.yaml.nodes import MappingNode

from broadcast.base.errors import Fault, FaultsFound, Message, tell
from broadcast.programme.settings import FASTEST, SLOWEST
from broadcast.programme.stock import Validity
from broadcast.ward.facts import LookUp, look_ups
from broadcast.ward.nearest import key_hint
from broadcast.ward.places import Places, in_order
from broadcast.ward.validity import ends_too_early, validity_of, wrong_validity
from broadcast.ward.yamlfile import compose, pairs, scalar

WORDS_AT_MOST = 5_000
"""About half an hour of speech; a longer file is a mistake (a whole report pasted in), not an announcement."""

KEYS = ("title", "basis", "voice", "speed", "recording", "from", "until", "days", "draft")

_FENCE = re.compile(r"---[ \t]*\n")
_HEADER = re.compile(r"---[ \t]*\n(?P<yaml>(?:(?!---[ \t]*(?:\n|\Z)).*\n)*)---[ \t]*(?:\n|\Z)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """One announcement as the ward wrote it: facts not filled in, nothing read out yet."""

    file: str
    """Relative to the ward's folder, with forward slashes: `scripts/truoc/01-gioi-thieu.md`."""
    title: str
    basis: str
    """The place in the plan that the announcement serves; empty where the file names none."""
    voice: str | None
    """An engine's name; None: as playlist.yaml says."""
    speed: float | None
    """1.0 is the voice's own pace; None: as playlist.yaml says."""
    recording: str | None
    """A recorded file to air instead of speech, relative to the ward's folder; None: the body is spoken."""
    validity: Validity
    """On which days it may air."""
    body: str
    """NFC, `\\n` line ends, no blank line at either end; empty only beside a recording."""
    body_line: int
    """The file's line on which the body begins, from 1."""
    look_ups: tuple[LookUp, ...]
    """The places of the body that are to be filled in, wrong ones too."""


def read_script(file: str, raw: bytes) -> Script:
    """Read the header and body of the script whose file `file` has the bytes `raw`.

    Raises FaultsFound with every fault of them, each at its line and column. What stands between braces in the
    body is no fault here: `facts.wrong_look_ups` tells it.
    """
    text = decoded(file, raw)
    header = _HEADER.match(text)
    fields, faults = _read_header(file, text, header)
    body, body_line = _body(text, header.end() if header else 0)
    faults += _body_faults(Places(file, text), text, body, body_line, recorded="recording" in fields)
    if faults:
        raise FaultsFound(in_order(faults))
    return Script(
        file=file,
        title=fields["title"],
        basis=fields.get("basis", ""),
        voice=fields.get("voice"),
        speed=_speed(fields["speed"]) if "speed" in fields else None,
        recording=fields.get("recording"),
        validity=validity_of(fields),
        body=body,
        body_line=body_line,
        look_ups=look_ups(body),
    )


def decoded(file: str, raw: bytes) -> str:
    """Decode a file's bytes to NFC text with `\\n` line ends. Raises FaultsFound where they are not UTF-8.

    `file` is the name that the fault tells.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FaultsFound((_undecodable(file, raw.removeprefix(b"\xef\xbb\xbf"), error.start),)) from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text)


def _undecodable(file: str, raw: bytes, position: int) -> Fault:
    before = raw[:position].decode("utf-8")
    line_start = raw.rfind(b"\n", 0, position) + 1
    line_end = raw.find(b"\n", position)
    line = raw[line_start : line_end if line_end >= 0 else len(raw)]
    return Fault(
        file=file,
        line=before.count("\n") + 1,
        column=len(raw[line_start:position].decode("utf-8")) + 1,
        source=line.decode("utf-8", errors="replace").rstrip("\r"),
        what=tell("tệp không phải UTF-8"),
        fix=tell("Mở tệp bằng trình soạn thảo, lưu lại với bảng mã UTF-8."),
    )


def _read_header(file: str, text: str, header: re.Match[str] | None) -> tuple[dict[str, str], list[Fault]]:
    """The header's fields as they were written, and its faults."""
    whole = Places(file, text)
    if header is None:
        return {}, [whole.at(1, 1, *_no_header(text))]
    places = Places(file, header["yaml"], first_line=2)
    try:
        root = compose(header["yaml"], places)
    except FaultsFound as found:
        return {}, list(found.faults)
    if root is not None and not isinstance(root, MappingNode):
        return {}, [places.at_node(root, tell("phần đầu phải gồm các dòng “tên: giá trị”"))]
    fields, faults = _fields(root, places) if root is not None else ({}, [])
    if "title" not in fields:
        faults.append(whole.at(1, 1, tell("phần đầu thiếu “title” (tên bản tin)"), tell("Thêm dòng: title: …")))
    return fields, faults


def _fields(root: MappingNode, places: Places) -> tuple[dict[str, str], list[Fault]]:
    faults: list[Fault] = []
    fields: dict[str, str] = {}
    for key, key_node, value_node in pairs(root, places, faults):
        value = (scalar(value_node) or "").strip()
        if key not in KEYS:
            what = tell("không có mục “{key}” trong phần đầu", key=key)
            faults.append(places.at_node(key_node, what, key_hint(key, KEYS)))
        elif not value:
            faults.append(places.at_node(key_node, *_without_value(key)))
        else:
            fields[key] = value
            faults += [places.at_node(value_node, *fault) for fault in _value_faults(key, value)]
            if key in ("from", "until") and not faults and (wrong := ends_too_early(fields)) is not None:
                faults.append(places.at_node(value_node, *wrong))
    return fields, faults


def _no_header(text: str) -> tuple[Message, Message]:
    if _FENCE.match(text):
        what = tell("phần đầu chưa được đóng bằng dòng “---”")
    else:
        what = tell("tệp phải mở đầu bằng phần đầu giữa hai dòng “---”")
    return what, tell("Ba dòng đầu là: --- rồi title: tên bản tin rồi ---")


def _without_value(key: str) -> tuple[Message, Message]:
    return tell("mục “{key}” chưa có giá trị", key=key), tell("Điền giá trị trên một dòng, hoặc bỏ dòng này đi.")


def _value_faults(key: str, value: str) -> list[tuple[Message, Message | None]]:
    if (wrong := wrong_validity(key, value)) is not None:
        return [wrong]
    if key == "speed" and _speed(value) is None:
        what = tell("“{value}” không phải tốc độ đọc dùng được", value=value)
        fix = tell(
            "Tốc độ là một số từ {slowest} (chậm) đến {fastest} (nhanh), ví dụ 0.9.",
            slowest=SLOWEST,
            fastest=FASTEST,
        )
        return [(what, fix)]
    if key == "recording" and (value.startswith("/") or "\\" in value or ".." in value.split("/") or ":" in value):
        what = tell("tệp thu sẵn “{value}” nằm ngoài thư mục của phường", value=value)
        return [(what, tell("Chép tệp vào thư mục của phường và ghi tên tệp ở đây."))]
    return []


def _speed(value: str) -> float | None:
    if not re.fullmatch(r"[0-9]{1,2}(?:[.,][0-9]{1,4})?", value):
        return None
    speed = float(value.replace(",", "."))
    return speed if SLOWEST <= speed <= FASTEST else None


def _body(text: str, start: int) -> tuple[str, int]:
    """The text after the header without blank lines around it, and the line it begins on."""
    rest = text[start:]
    body = rest.strip()
    lead = rest[: len(rest) - len(rest.lstrip())]
    line_start = lead.rfind("\n") + 1
    indent = lead[line_start:] if body else ""  # columns count from the line's own start
    return indent + body, text.count("\n", 0, start) + lead.count("\n") + 1


def _body_faults(whole: Places, text: str, body: str, body_line: int, *, recorded: bool) -> list[Fault]:
    words = len(body.split())
    if words > WORDS_AT_MOST:
        what = tell("bản tin dài {words} tiếng, nhiều hơn mức {most}", words=words, most=WORDS_AT_MOST)
        fix = tell("Chia thành nhiều bản tin, mỗi bản một tệp, đọc chừng một hai phút.")
        # without the line itself, which may be a whole report
        return [Fault(file=whole.file, line=body_line, column=1, what=what, fix=fix)]
    if not words and not recorded:
        line = min(body_line, len(text.splitlines()) or 1)
        what = tell("bản tin chưa có lời để đọc")
        return [whole.at(line, 1, what, tell("Viết lời đọc bên dưới phần đầu."))]
    return []
