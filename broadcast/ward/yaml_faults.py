"""What the YAML parser stumbled over, and the text -> the line that is to blame, and what it needs, in our words.

The parser tells where it gave up, often one line too late, and in its own language; neither reaches a screen.
"""

import re
from dataclasses import dataclass

from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import Node
from ruamel.yaml.reader import ReaderError

from broadcast.base.errors import Fault, Message, tell
from broadcast.ward.places import Places
from broadcast.ward.values import shown

_USUAL_TAGS = frozenset(
    f"tag:yaml.org,2002:{kind}"
    for kind in ("str", "int", "float", "bool", "null", "timestamp", "merge", "value", "map", "seq")
)
_KEY = re.compile(r"\s*(?:- +)*(?P<key>[^\s:#\"'\[\]{},-][^:#]*?)\s*:(?P<after>.*)")


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where the parser stood, line and column from 0, and where what it was reading had begun."""

    line: int
    column: int
    began: int
    began_column: int


def yaml_fault(error: YAMLError | RecursionError | ValueError, text: str, places: Places) -> Fault:
    """Make the fault of a text that is no YAML: at the line to blame, in words that say what the line needs.

    `text` is what the parser was given; `places` has the file's own, line by line the same.
    """
    if isinstance(error, ReaderError):
        return _odd_character(error, text, places)
    if not isinstance(error, MarkedYAMLError):
        what = tell("tệp có quá nhiều dấu ngoặc lồng vào nhau")
        return places.at(1, 1, what, tell("Bỏ bớt dấu ngoặc, viết mỗi mục một dòng."))
    mark, context = error.problem_mark or error.context_mark, error.context_mark or error.problem_mark
    spot = _Spot(mark.line, mark.column, context.line, context.column) if mark and context else _Spot(0, 0, 0, 0)
    line, column, what, fix = _judged(str(error.problem or ""), str(error.context or ""), places.lines, spot)
    return places.at(line + 1, column + 1, what, fix)


_Judged = tuple[int, int, Message, Message]


def _odd_character(error: ReaderError, text: str, places: Places) -> Fault:
    line = text.count("\n", 0, error.position)
    sign = text[error.position : error.position + 1] or "\0"
    column = places.lines[line].find(sign) if line < len(places.lines) else 0
    what = tell("dòng này có một ký tự lạ, không nhìn thấy được (U+{code})", code=f"{ord(sign):04X}")
    return places.at(line + 1, max(column, 0) + 1, what, tell("Xoá cả dòng rồi gõ lại bằng bàn phím."))


def _judged(problem: str, context: str, lines: list[str], spot: _Spot) -> _Judged:
    """The line and column to blame, from 0, and what is wrong, by what the parser says and what stands there."""
    here = lines[spot.line] if spot.line < len(lines) else ""
    if "\\t" in problem or "\t" in here[: len(here) - len(here.lstrip())]:
        return _tab(here, spot)
    if "cannot start any token" in problem:
        return _sign(here, spot.line, spot.column)
    if "mapping values are not allowed" in problem or "unexpected ':'" in problem:
        return _colon(lines, spot)
    if "could not find expected ':'" in problem:
        return _no_colon(lines, spot.began)
    if "quoted scalar" in context:
        return _quotes(problem, spot)
    if "flow" in context:
        return _bracket(context, lines, spot)
    if "sequence entries are not allowed" in problem:
        what = tell("dấu gạch “-” không đứng sau một mục trên cùng một dòng được")
        return spot.line, spot.column, what, tell("Xuống dòng, thụt vào rồi mới viết dấu gạch.")
    if "block collection" in context or "block mapping" in context:
        return _indent(problem, lines, spot)
    if "alias" in problem or "alias" in context or "anchor" in context or "tag" in context or "tag" in problem:
        return _sign(lines[spot.began] if spot.began < len(lines) else "", spot.began, spot.began_column)
    if "document" in problem or "document" in context or "directive" in context or "YAML" in problem:
        return _marker(lines, spot)
    if "block scalar" in context or "block scalar" in problem:
        return _sign(lines[spot.began] if spot.began < len(lines) else "", spot.began, spot.began_column)
    if "mapping keys are not allowed" in problem:
        return _sign(here, spot.line, spot.column)
    what = tell("máy không hiểu cách viết ở dòng này")
    return spot.line, spot.column, what, tell("Mỗi dòng viết theo kiểu “tên: giá trị”; xem lại cả dòng trên.")


def _tab(here: str, spot: _Spot) -> _Judged:
    column = here.find("\t")
    if not here[: max(column, 0)].strip():
        what = tell("dòng này thụt bằng phím Tab")
    else:
        what = tell("dòng này có dấu Tab")
    return spot.line, max(column, 0), what, tell("Xoá Tab, thay bằng dấu cách.")


def _sign(here: str, line: int, column: int) -> _Judged:
    """A sign that means something to YAML, at the beginning of words."""
    sign = here[column : column + 1]
    key = _KEY.match(here)
    value = here[column:].strip()
    what = tell("chữ bắt đầu bằng “{sign}” phải đặt trong ngoặc kép", sign=sign or " ")
    if sign in "\"'":
        what = tell("dấu ngoặc {sign} ở đây chưa đúng chỗ", sign=sign)
    if key and key.end("key") < column and '"' not in value and "\\" not in value:
        return line, column, what, tell("Viết: {line}", line=shown(f'{key["key"]}: "{value}"'))
    return line, column, what, tell('Đặt cả phần chữ ấy trong ngoặc kép: "…"')


def _colon(lines: list[str], spot: _Spot) -> _Judged:
    """A colon where none may stand: a second one in the line, or the line above lacks its own."""
    here = lines[spot.line]
    key = _KEY.match(here)
    if key and key.end("key") < spot.column and key["after"].startswith(" "):
        value = key["after"].strip()
        what = tell("dòng này có hai dấu hai chấm, máy không rõ đâu là tên mục")
        return spot.line, spot.column, what, _in_quotes(key["key"], value)
    told = [n for n in range(spot.line) if lines[n].strip() and lines[n].lstrip()[0] != "#"]
    above = told[-1] if told else None
    if above is None:
        return _no_colon(lines, spot.line)
    if ": " in lines[above] or lines[above].rstrip().endswith(":"):
        column = len(here) - len(here.lstrip())
        what = tell("dòng này thụt vào sâu hơn dòng trên, mà dòng trên đã có giá trị")
        return spot.line, column, what, tell("Thụt dòng này bằng dòng trên.")
    return _no_colon(lines, above)


def _in_quotes(key: str, value: str) -> Message:
    if '"' in value:
        return tell("Đặt cả phần sau {key}: trong ngoặc đơn '…'", key=key)
    return tell("Viết: {line}", line=shown(f'{key}: "{value}"'))


def _no_colon(lines: list[str], line: int) -> _Judged:
    here = lines[line] if line < len(lines) else ""
    words = here.strip().removeprefix("- ")
    start = len(here) - len(here.lstrip())
    if match := re.match(r"([^:\s]+):(?=\S)(.*)", words):
        what = tell("sau dấu hai chấm phải có dấu cách")
        return line, here.index(":"), what, tell("Viết: {line}", line=shown(f"{match[1]}: {match[2]}"))
    if match := re.match(r"([^：]+)：\s*(.*)", words):
        what = tell("dấu hai chấm ở dòng này là kiểu chữ rộng “：”")
        return line, here.index("："), what, tell("Viết: {line}", line=shown(f"{match[1]}: {match[2]}".rstrip()))
    what = tell("dòng này thiếu dấu hai chấm sau tên mục")
    first, _, rest = words.partition(" ")
    meant = f"{first}: {rest}".rstrip() if first.isascii() and first else "…: …"
    return line, start, what, tell("Viết: {line}", line=shown(meant))


def _quotes(problem: str, spot: _Spot) -> _Judged:
    if "escape" in problem:
        what = tell("dấu “\\” trong ngoặc kép có nghĩa khác, máy không đọc được")
        return (
            spot.line,
            max(spot.column - 1, 0),
            what,
            tell("Viết dấu / thay cho dấu \\, hoặc dùng ngoặc đơn '…'."),
        )
    what = tell("dấu ngoặc kép mở ở đây mà không đóng")
    fix = tell("Thêm dấu ngoặc ấy vào cuối phần chữ, hoặc bỏ dấu mở đi.")
    return spot.began, spot.began_column, what, fix


def _bracket(context: str, lines: list[str], spot: _Spot) -> _Judged:
    opening, closing = ("[", "]") if "sequence" in context else ("{", "}")
    here = lines[spot.line] if spot.line < len(lines) else ""
    found = here[spot.column : spot.column + 1]
    if found in "]}" and found and found != closing:
        what = tell("mở bằng “{opening}” thì phải đóng bằng “{closing}”", opening=opening, closing=closing)
        return spot.line, spot.column, what, tell("Đổi “{found}” thành “{closing}”.", found=found, closing=closing)
    if spot.line > spot.began:
        what = tell("dấu “{opening}” mở ở đây mà không đóng", opening=opening)
        return spot.began, spot.began_column, what, tell("Thêm “{closing}” vào cuối dòng.", closing=closing)
    if found == ",":
        what = tell("thừa một dấu phẩy ở đây")
        return spot.line, spot.column, what, tell("Bỏ bớt dấu phẩy.")
    if not found:
        what = tell("dấu “{opening}” mở ở đây mà không đóng", opening=opening)
        return spot.began, spot.began_column, what, tell("Thêm “{closing}” vào cuối dòng.", closing=closing)
    what = tell("trong ngoặc {opening}{closing} thiếu một dấu phẩy", opening=opening, closing=closing)
    return (
        spot.line,
        spot.column,
        what,
        tell("Ngăn các phần bằng dấu phẩy; phần có dấu riêng thì đặt trong ngoặc kép."),
    )


def _indent(problem: str, lines: list[str], spot: _Spot) -> _Judged:
    here = lines[spot.line] if spot.line < len(lines) else ""
    start = len(here) - len(here.lstrip())
    if "scalar" in problem and spot.column > start:
        what = tell("sau dấu ngoặc kép đóng còn chữ nữa")
        return spot.line, spot.column, what, tell("Đặt cả phần chữ trong một cặp ngoặc, hoặc bỏ cặp ngoặc ấy.")
    told = here.strip()
    if told.startswith("-") and told[1:2].strip() and told[1] != "-":
        what = tell("sau dấu gạch “-” phải có dấu cách")
        return spot.line, start, what, tell("Viết: {line}", line="- " + shown(told[1:]))
    if here.lstrip().startswith("-"):
        what = tell("dấu gạch “-” ở dòng này không thẳng hàng với danh sách nào")
        return spot.line, start, what, tell("Thụt dòng này bằng các dòng có dấu gạch khác của danh sách.")
    if spot.column > start:
        return _sign(here, spot.line, spot.column)
    what = tell("dòng này không thẳng hàng với các dòng cùng nhóm")
    return spot.line, start, what, tell("Các mục cùng nhóm thụt vào bằng nhau; đếm lại dấu cách đầu dòng.")


def _marker(lines: list[str], spot: _Spot) -> _Judged:
    """`---`, `...` or `%` at the beginning of a line."""
    for line in range(min(spot.line, len(lines) - 1), -1, -1):
        if lines[line][:3] in ("---", "...") or lines[line][:1] == "%":
            what = tell("dòng “{line}” không dùng ở đây được", line=shown(lines[line].strip()))
            return line, 0, what, tell("Xoá dòng này.")
    what = tell("máy không hiểu cách viết ở dòng này")
    return spot.line, spot.column, what, tell("Mỗi dòng viết theo kiểu “tên: giá trị”; xem lại cả dòng trên.")


def lost_words(node: Node) -> tuple[Message, Message] | None:
    """Tell that YAML takes a value's first word for a mark of its own, `&Anh Em` or `!Khẩn`; None where not."""
    if node.tag is not None and str(node.tag) not in _USUAL_TAGS:
        sign = "!"
    elif node.anchor:
        sign = "&"
    else:
        return None
    what = tell("chữ bắt đầu bằng “{sign}” phải đặt trong ngoặc kép", sign=sign)
    return what, tell('Đặt cả phần chữ ấy trong ngoặc kép: "…"')
