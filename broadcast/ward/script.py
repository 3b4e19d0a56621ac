"""The bytes of scripts/*.md -> Script."""

import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ruamel.yaml.nodes import MappingNode

from broadcast.base.errors import Fault, FaultsFound, Message, tell
from broadcast.base.onscreen import one_line
from broadcast.library.names import misnamed
from broadcast.programme.stock import Validity
from broadcast.programme.voice import FASTEST, SLOWEST
from broadcast.ward.aswritten import header_as_written, visible
from broadcast.ward.facts import LookUp, look_ups
from broadcast.ward.filetext import FileText, decoded
from broadcast.ward.nearest import key_hint
from broadcast.ward.places import Places, in_order
from broadcast.ward.plainheader import compose_plain
from broadcast.ward.recorded import KEYS as OF_RECORDINGS
from broadcast.ward.recorded import is_set, without_recording, wrong_recorded
from broadcast.ward.validity import ends_too_early, validity_of, wrong_validity
from broadcast.ward.values import shown
from broadcast.ward.yamlfile import compose, pairs, scalar

if TYPE_CHECKING:
    from broadcast.library.ingest.report import Asked

WORDS_AT_MOST = 5_000
"""About half an hour of speech; a longer file is a mistake (a whole report pasted in), not an announcement."""

KEYS = ("title", "basis", "voice", "speed", "recording", "from", "until", "days", "draft", *OF_RECORDINGS)

_LONGEST_TITLE = 300
"""Letters of a title: it stands on every line of the day and of the log."""
_AS_WRITTEN = frozenset({"title", "basis", "recording"})
"""Keys whose values are taken as they are written, whatever signs are in them."""
_LINES_AHEAD = 20
"""So many lines at the beginning may be empty."""
_FENCE = "---"
_LONG_DASHES = re.compile(r"[-‐-―−_*=]{2,}|[–—]+-*")
"""What a word processor makes of three dashes, and what else is taken for them."""


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
    recording_line: int
    """The file's line that names the recording, from 1; 0 where none does."""
    keep_silence: bool = False
    """Whether every silence of the recording stays: nothing is trimmed, and no long silence is remarked on."""
    music: bool = False
    """Whether the recording is music, in which nobody need speak."""
    body: str
    """NFC, `\\n` line ends, no blank line at either end; empty only beside a recording."""
    body_line: int
    """The file's line on which the body begins, from 1."""
    look_ups: tuple[LookUp, ...]
    """The places of the body that are to be filled in, wrong ones too."""
    sha256: str = field(default="", compare=False)
    """Of the file's bytes, in hex; empty where it was not read from a file."""
    written: FileText | None = field(default=None, compare=False, repr=False)
    """The file as it stands, for the places of faults."""


def recording_asked(script: Script, most_s: float | None, target_lufs: float) -> "Asked | None":
    """Say how a script's recording is asked for of library/ingest; None where it has none.

    `most_s`: how many seconds long the ward lets it be, where that is known; `target_lufs`: how loud it is to air.
    """
    if script.recording is None:
        return None
    from broadcast.library.ingest.report import Asked, Use  # here: most scripts have none

    return Asked(
        name=script.recording,
        use=Use.RECORDING,
        keep_silence=script.keep_silence,
        music=script.music,
        most_s=most_s,
        target_lufs=target_lufs,
    )


def read_script(file: str, raw: bytes) -> Script:
    """Read the header and body of the script whose file `file` has the bytes `raw`.

    Raises FaultsFound with every fault of them, each at its line and column. What stands between braces in the
    body is no fault here: `facts.wrong_look_ups` tells it.
    """
    written = decoded(file, raw)
    text = written.text
    header = _header_of(text)
    whole = Places(file, text, written=written)
    fields, faults = _read_header(whole, text, header)
    body, body_line = _body(text, header.end if header else 0)
    faults += _body_faults(whole, body, body_line, recorded="recording" in fields)
    if faults:
        raise FaultsFound(in_order(faults))
    return Script(
        file=file,
        title=one_line(fields["title"]),
        basis=fields.get("basis", ""),
        voice=fields.get("voice"),
        speed=_speed(fields["speed"]) if "speed" in fields else None,
        recording=fields.get("recording"),
        validity=validity_of(fields),
        recording_line=_line_of(header, "recording"),
        keep_silence=is_set(fields, "keep_silence"),
        music=is_set(fields, "music"),
        body=body,
        body_line=body_line,
        look_ups=look_ups(body),
        sha256=hashlib.sha256(raw).hexdigest(),
        written=written,
    )


def header_fields(file: str, raw: bytes) -> dict[str, str]:
    """Return the keys of a script's header with their values as they were written.

    Raises FaultsFound where `read_script` does for its header.
    """
    written = decoded(file, raw)
    header = _header_of(written.text)
    fields, faults = _read_header(Places(file, written.text, written=written), written.text, header)
    if faults:
        raise FaultsFound(in_order(faults))
    return fields


@dataclass(frozen=True, slots=True)
class _Header:
    """What stands between the two lines of dashes."""

    yaml: str
    """Its lines, without signs that nobody sees."""
    first_line: int
    """The file's line on which it begins, from 1."""
    end: int
    """Where the file's text goes on after it."""


def _header_of(text: str) -> _Header | None:
    """Find the header, empty lines before it or none; None where there is none, or it is not closed."""
    lines = text.split("\n")
    told = [number for number, line in enumerate(lines[:_LINES_AHEAD]) if visible(line).strip()]
    if not told or visible(lines[told[0]]).strip() != _FENCE:
        return None
    begin = told[0] + 1
    for number in range(begin, len(lines)):
        if visible(lines[number]).rstrip() == _FENCE:
            end = sum(len(line) + 1 for line in lines[: number + 1])
            yaml = "".join(visible(line) + "\n" for line in lines[begin:number])
            return _Header(yaml, begin + 1, min(end, len(text)))
    return None


def _read_header(whole: Places, text: str, header: _Header | None) -> tuple[dict[str, str], list[Fault]]:
    """The header's fields as they were written, and its faults."""
    if header is None:
        return {}, [whole.at(1, 1, *_no_header(text))]
    places = Places(whole.file, header.yaml, header.first_line, written=whole.written)
    try:
        root = compose_plain(header.yaml) or compose(header_as_written(header.yaml, _AS_WRITTEN), places)
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
    if not faults and "recording" not in fields:  # beside a fault the name may only be mistyped
        keys = [(key, node) for key, node, _ in pairs(root, places, []) if key in OF_RECORDINGS]
        faults += [places.at_node(node, *without_recording(key)) for key, node in keys]
    return fields, faults


def _line_of(header: _Header | None, key: str) -> int:
    """The file's line of the header on which the key stands; 0 where it stands on none."""
    lines = header.yaml.split("\n") if header else []
    found = [number for number, line in enumerate(lines) if re.match(rf"{key}\s*:", line)]
    return header.first_line + found[0] if header and found else 0


def _no_header(text: str) -> tuple[Message, Message]:
    lines = [visible(line).strip() for line in text.split("\n")]
    first = next((line for line in lines if line), "")
    if first == _FENCE:
        what = tell("phần đầu chưa được đóng bằng dòng “---”")
    elif _LONG_DASHES.fullmatch(first):
        what = tell("dòng “{line}” phải là ba dấu gạch ngắn: ---", line=shown(first))
    else:
        what = tell("tệp phải mở đầu bằng phần đầu giữa hai dòng “---”")
    return what, tell("Ba dòng đầu là: --- rồi title: tên bản tin rồi ---")


def _without_value(key: str) -> tuple[Message, Message]:
    return tell("mục “{key}” chưa có giá trị", key=key), tell("Điền giá trị trên một dòng, hoặc bỏ dòng này đi.")


def _value_faults(key: str, value: str) -> list[tuple[Message, Message | None]]:
    if (wrong := wrong_validity(key, value) or wrong_recorded(key, value)) is not None:
        return [wrong]
    if key == "title" and len(value) > _LONGEST_TITLE:
        what = tell("tên bài dài {count} ký tự, nhiều nhất là {most}", count=len(value), most=_LONGEST_TITLE)
        return [(what, tell("Ghi tên ngắn ở đây; lời dài để trong bài."))]
    if key == "speed" and _speed(value) is None:
        what = tell("“{value}” không phải tốc độ đọc dùng được", value=value)
        fix = tell(
            "Tốc độ là một số từ {slowest} (chậm) đến {fastest} (nhanh), ví dụ 0.9.",
            slowest=SLOWEST,
            fastest=FASTEST,
        )
        return [(what, fix)]
    if key == "recording" and (misplaced := misnamed(value)) is not None:
        return [(misplaced.what, misplaced.fix)]
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


def _body_faults(whole: Places, body: str, body_line: int, *, recorded: bool) -> list[Fault]:
    words = len(body.split())
    if words > WORDS_AT_MOST:
        what = tell("bản tin dài {words} tiếng, nhiều hơn mức {most}", words=words, most=WORDS_AT_MOST)
        fix = tell("Chia thành nhiều bản tin, mỗi bản một tệp, đọc chừng một hai phút.")
        # without the line itself, which may be a whole report
        return [Fault(file=whole.file, line=body_line, column=1, what=what, fix=fix)]
    if not words and not recorded:
        line = min(body_line, len(whole.lines) - (not whole.lines[-1]) or 1)
        what = tell("bản tin chưa có lời để đọc")
        return [whole.at(line, 1, what, tell("Viết lời đọc bên dưới phần đầu."))]
    return []
