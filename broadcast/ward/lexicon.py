"""The bytes of lexicon.yaml -> Lexicon: the ward's own readings, which win over every built-in rule.

# lexicon.yaml
TDP: tổ dân phố                       # written: spoken
"Vissan": vít san
TT:                                   # one written form, read by what stands around it
  - {spoken: trung tâm, after: [giám đốc, tại]}
  - {spoken: thị trấn, before: [Cát Hải, Núi Đèo]}
  - thường trực                       # and without a context: everywhere else
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from broadcast.base.errors import Fault, FaultsFound, Message, tell
from broadcast.text.letters import LOWER, UPPER
from broadcast.text.lexicon import LONGEST_FORM, Entry, Lexicon, folded, lexicon_of, tidy
from broadcast.ward.aswritten import visible
from broadcast.ward.filetext import decoded
from broadcast.ward.nearest import key_hint
from broadcast.ward.places import Places, in_order
from broadcast.ward.yamlfile import compose, pairs, scalar

ENTRY_KEYS = ("spoken", "after", "before")
_ORDINARY = frozenset(" .,;:!?()[]{}\"'-_/*#…")
"""Signs of every text, and of places left to fill in; how they are read is no matter of the ward's."""
_WITHOUT_READING = (tell("chưa có cách đọc"), tell("Ghi cách đọc bằng chữ sau dấu hai chấm."))
_BROKEN_AT_MOST = 20
"""So many entries that are no YAML are passed over; with more, the file is none of ours."""
_MENDED_AT_MOST = 200_000
"""Characters: each entry that is passed over has the file read once more."""
_SPEAKABLE = re.compile(r"[^\W\d_]+(?:[ ,]+[^\W\d_]+)*")
_NO_LETTER = re.compile(rf"[^{LOWER}{UPPER} ,]")
"""What no Vietnamese keyboard writes: Cyrillic, phonetic signs, Chinese."""


def read_lexicon(file: str, raw: bytes) -> Lexicon:
    """Read the ward's lexicon from the bytes `raw` of the file `file`; an empty file gives an empty Lexicon.

    Raises FaultsFound with every fault in it, and every form with two readings in one context, each at its line
    and column.
    """
    read = read_what_can_be(file, raw)
    if read.faults:
        raise FaultsFound(read.faults)
    return read.lexicon


@dataclass(frozen=True, slots=True)
class ReadLexicon:
    """What could be read of a lexicon, whatever faults it has."""

    lexicon: Lexicon
    """The readings of the lines that are in order."""
    faults: tuple[Fault, ...] = ()
    lost: bool = False
    """The file is there, and nothing of it could be read: nobody knows which words it reads in its own way."""


def read_what_can_be(file: str, raw: bytes) -> ReadLexicon:
    """Read the lines of a lexicon that are in order, and list the faults of the others, by line and column.

    A line that is no YAML costs itself alone, too. Raises FaultsFound where the file is not UTF-8, or no list of
    readings at all.
    """
    stands = decoded(file, raw)
    text = visible(stands.text)
    places = Places(file, text, written=stands)
    root, faults, unknown = _composed(text, places)
    if root is None:
        return ReadLexicon(lexicon_of((), unknown), in_order(faults))
    if not isinstance(root, MappingNode):
        raise FaultsFound((places.at_node(root, tell("từ điển phải gồm các dòng “chữ viết: cách đọc”")),))
    entries: list[Entry] = []
    unknown |= _written_twice(root, places, faults)
    for written, key_node, value_node in pairs(root, places, faults, same=tidy):
        before = len(faults)
        own = _entries_of(written, key_node, value_node, places, faults)
        if len(faults) > before:
            unknown.add(tidy(written))
        else:
            entries += own
    return ReadLexicon(lexicon_of(tuple(entries), unknown), in_order(faults))


def _composed(text: str, places: Places) -> tuple[Node | None, list[Fault], set[str]]:
    """The file as YAML less the entries that are none; their faults, and the written forms they may be for."""
    lines, faults, lost = text.split("\n"), list[Fault](), set[str]()
    while True:
        try:
            return compose("\n".join(lines), places), faults, lost
        except FaultsFound as found:
            faults += found.faults
            entry = _entry_around(lines, found.faults[0].line - 1)
            if not entry or len(faults) > _BROKEN_AT_MOST or len(text) > _MENDED_AT_MOST:
                raise FaultsFound(in_order(faults)) from found
            for number in entry:
                lost |= _forms(lines[number]) if number == entry[0] else set()
                lines[number] = ""


def _entry_around(lines: list[str], number: int) -> range:
    """The lines of the entry that a line belongs to: one at the margin, and those indented below it."""
    first = min(number, len(lines) - 1)
    if lines[first][:1].isspace() and not lines[first].lstrip().startswith(("-", "[", "{", "]", "}")):
        return range(first, first + 1)  # a line by itself that was moved in
    while first > 0 and (not lines[first].strip() or lines[first][0].isspace()):
        first -= 1
    end = first + 1
    while end < len(lines) and (not lines[end].strip() or lines[end][0].isspace()):
        end += 1
    return range(first, end) if lines[first].strip() else range(0)


def _written_twice(root: MappingNode, places: Places, faults: list[Fault]) -> set[str]:
    """Take the forms that stand at two lines out of the file: which of the two readings holds, nobody knows."""
    seen, twice = set[str](), set[str]()
    for key_node, _ in root.value:
        form = tidy(str(key_node.value)) if isinstance(key_node, ScalarNode) else ""
        if form in seen:
            twice.add(form)
            faults.append(places.at_node(key_node, tell("mục “{key}” được viết hai lần", key=str(key_node.value))))
        seen |= {form} - {""}
    root.value = [pair for pair in root.value if tidy(str(pair[0].value)) not in twice]
    return twice


def _forms(line: str) -> set[str]:
    """The written forms that a line which is no YAML may be for: before its colon, else any of its beginnings."""
    written, colon, _ = line.partition(":")
    words = tidy(written.strip("\"' -?")).split()
    beginnings = [words] if colon else [words[:end] for end in range(1, max(len(words), 2))]
    forms = {" ".join(one) for one in beginnings}
    return {form for form in forms if form and not _ORDINARY.issuperset(form) and len(form) <= LONGEST_FORM}


def _entries_of(
    written: str, key_node: Node, value_node: Node, places: Places, faults: list[Fault]
) -> list[Entry]:
    """The entries of one line; what is wrong with it is added to `faults`."""
    if wrong := _written_fault(written):
        faults.append(places.at_node(key_node, *wrong))
        return []
    if isinstance(value_node, ScalarNode) and not (scalar(value_node) or "").strip():
        faults.append(places.at_node(key_node, *_WITHOUT_READING))  # an empty value has no place of its own
        return []
    own: list[Entry] = []
    for entry, node in _entries(tidy(written), value_node, places, faults):
        if clash := _clash(entry, own):
            faults.append(places.at_node(node, *clash))
        own.append(entry)
    return own


def _entries(written: str, node: Node, places: Places, faults: list[Fault]) -> Iterator[tuple[Entry, Node]]:
    for child in node.value if isinstance(node, SequenceNode) else [node]:
        if isinstance(child, MappingNode):
            entry = _with_context(written, child, places, faults)
            if entry is not None:
                yield entry, child
        elif (spoken := _spoken(child, places, faults)) is not None:
            yield Entry(written=written, spoken=spoken), child


def _with_context(written: str, node: MappingNode, places: Places, faults: list[Fault]) -> Entry | None:
    spoken: str | None = None
    around: dict[str, tuple[str, ...]] = {}
    before_count = len(faults)
    for key, key_node, value_node in pairs(node, places, faults):
        if key not in ENTRY_KEYS:
            what = tell("không có mục “{key}” ở đây", key=key)
            faults.append(places.at_node(key_node, what, key_hint(key, ENTRY_KEYS)))
        elif key == "spoken":
            spoken = _spoken(value_node, places, faults)
        else:
            around[key] = _words(value_node, places, faults)
    if spoken is None:
        if len(faults) == before_count:
            faults.append(
                places.at_node(node, tell("mục “{written}” chưa có “spoken” (cách đọc)", written=written))
            )
        return None
    return Entry(written=written, spoken=spoken, after=around.get("after", ()), before=around.get("before", ()))


def _spoken(node: Node, places: Places, faults: list[Fault]) -> str | None:
    value = scalar(node)
    if value is None or not value.strip():
        faults.append(places.at_node(node, *_WITHOUT_READING))
        return None
    spoken = tidy(value)
    if not _SPEAKABLE.fullmatch(spoken):
        what = tell("cách đọc “{spoken}” còn chữ số hoặc ký hiệu", spoken=spoken)
        faults.append(places.at_node(node, what, tell("Viết cách đọc hoàn toàn bằng chữ, ví dụ: vi en i ai đi.")))
        return None
    if (odd := _NO_LETTER.search(spoken)) is not None:
        what = tell(
            "cách đọc “{spoken}” có chữ “{letter}”, không phải chữ tiếng Việt", spoken=spoken, letter=odd[0]
        )
        faults.append(
            places.at_node(node, what, tell("Viết từng tiếng như người Việt đọc, ví dụ: vi en i ai đi."))
        )
        return None
    return spoken


def _words(node: Node, places: Places, faults: list[Fault]) -> tuple[str, ...]:
    words = [scalar(child) for child in (node.value if isinstance(node, SequenceNode) else [node])]
    if not words or any(word is None or not word.strip() for word in words):
        faults.append(places.at_node(node, tell("ngữ cảnh phải là một từ hoặc một danh sách từ")))
    return tuple(tidy(word) for word in words if word and word.strip())


def _written_fault(written: str) -> tuple[Message, Message] | None:
    if _ORDINARY.issuperset(tidy(written)):
        what = tell("“{written}” không có chữ cái hay chữ số nào", written=written)
        return what, tell("Bên trái dấu hai chấm là chữ viết trong bản tin.")
    if len(tidy(written)) > LONGEST_FORM:
        what = tell("chữ viết dài quá {most} ký tự", most=LONGEST_FORM)
        return what, tell("Từ điển dành cho từng từ, từng tên; câu dài thì sửa ngay trong bản tin.")
    return None


def _clash(entry: Entry, earlier: list[Entry]) -> tuple[Message, Message] | None:
    """What is wrong between an entry and those before it on its line; no two lines have one written form."""
    for other in earlier:
        if _overlap(other.after, entry.after) and _overlap(other.before, entry.before):
            what = tell(
                "“{written}” có hai cách đọc trong cùng một ngữ cảnh: “{one}” và “{two}”",
                written=entry.written,
                one=other.spoken,
                two=entry.spoken,
            )
            return what, tell("Giữ một cách đọc, hoặc thêm after/before để phân biệt.")
    return None


def _overlap(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    """Whether both conditions can hold at once; a condition and none are told apart (the condition wins)."""
    if not one or not two:
        return one == two
    return bool({folded(word) for word in one} & {folded(word) for word in two})
