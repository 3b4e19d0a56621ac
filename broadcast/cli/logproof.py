"""`broadcast log --verify`, `--anchor`, `--prove`, `--cosign`: whether the log can be believed, and by what."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from broadcast.base.errors import JournalError, tell
from broadcast.base.words import said, words
from broadcast.cli.command import write_result
from broadcast.cli.face import Face

if TYPE_CHECKING:
    from broadcast.record.anchors.vouched import Vouched
    from broadcast.record.verified import Verified


def verify(face: Face, home: Path, against: str | None, *, as_json: bool) -> int:
    """Tell whether every line fits, which is the first that does not, and what the signed heads vouch for.

    Needs no playlist. `against`: what was carried out, None for nothing. Returns the exit code.
    """
    from broadcast.station.readable import verify_log

    verified = verify_log(home, against)
    if as_json:
        _verified_json(face, verified)
    elif verified.broken is None:
        face.line(words("√ nhật ký có {count} dòng, chuỗi băm khớp từ đầu đến cuối", count=verified.lines))
    else:
        broken = verified.broken
        face.line(words("× {line}: {why}", line=said(broken.where), why=said(broken.why)), "red")
        if against is not None and _is_typed(against):
            face.note(words("Gõ nhầm một chữ của mã cũng ra thế này: đối chiếu lại với mã trên giấy trước đã."))
        face.note(words("Giữ nguyên thư mục journal và báo người phụ trách."))
    if not as_json and verified.vouched is not None and verified.lines:
        _show_vouched(face, verified.vouched)
    return 0 if verified.broken is None else JournalError.exit_code


def _is_typed(against: str) -> bool:
    """Whether that is a code from paper, and no file or folder."""
    from broadcast.record.anchors.checkpoint import size_of_code

    return not Path(against).exists() and size_of_code(against) is not None


def _show_vouched(face: Face, one: "Vouched") -> None:
    if not one.anchors + one.carried:
        face.line(words("○ chưa có mốc ký nào: cắt bớt hoặc làm lại cả nhật ký thì chưa có gì đối chứng"))
        return
    heads = words("{own} mốc trong nhật ký, {carried} mốc đã mang ra", own=one.anchors, carried=one.carried)
    if one.cosigned:
        heads += ", " + words("{count} mốc có đài khác ký chung", count=one.cosigned)
    if one.first is not None and one.last is not None:
        text = words(
            "√ mốc ký làm chứng cho {lines} dòng, từ {first} đến {last} ({heads})",
            lines=one.lines, first=f"{one.first:%d/%m/%Y}", last=f"{one.last:%d/%m/%Y}", heads=heads,
        )  # fmt: skip
    else:
        text = words("○ chưa mốc nào làm chứng được cho dòng nào ({heads})", heads=heads)
    face.line(text)
    if one.beyond:
        face.line(words("○ {count} dòng sau mốc cuối mới chỉ có chuỗi băm giữ", count=one.beyond))
    for name in one.damaged:
        face.line(words("! {name}: mốc hỏng hoặc chữ ký không đúng, không tính", name=name), "yellow")
    for day in one.new_keys:
        face.line(
            words("! từ {day} mốc do một khoá khác ký: khoá của đài đã mất, máy đã đổi, hoặc có người thay khoá",
                  day=f"{day:%d/%m/%Y}"), "yellow",
        )  # fmt: skip
    if not one.carried:
        face.line(words("○ chưa soát theo mốc đã mang ra; thêm --against và chỗ để mốc thì chắc hơn"))


def _verified_json(face: Face, verified: "Verified") -> None:
    broken, one = verified.broken, verified.vouched
    day = broken.day.isoformat() if broken and broken.day else None
    face.json(
        "broadcast.log-verify/1",
        fits=broken is None,
        lines=verified.lines,
        first_broken={"line": broken.number, "day": day, "why": said(broken.why)} if broken else None,
        vouched={
            "lines": one.lines,
            "first_day": one.first.isoformat() if one.first else None,
            "last_day": one.last.isoformat() if one.last else None,
            "beyond": one.beyond,
            "anchors": one.anchors,
            "carried": one.carried,
            "cosigned": one.cosigned,
            "new_keys": [day.isoformat() for day in one.new_keys],
            "damaged": list(one.damaged),
        }
        if one is not None
        else None,
    )


def anchor(face: Face, home: Path, *, as_json: bool) -> int:
    """Sign the log's head now and carry it to where playlist.yaml says; show its short code. Returns 0."""
    from broadcast.record.journal import Journal
    from broadcast.station.anchors import sign_head
    from broadcast.station.carry_child import carry_head
    from broadcast.station.overview import journal_path
    from broadcast.station.readable import read_what_can_be, require_to_write

    seen = read_what_can_be(home)
    require_to_write(home, tell("ký mốc nhật ký"))
    with Journal(journal_path(home)) as journal:
        made = sign_head(home, journal, seen.clock.now())
    to = seen.overview.ward.playlist.anchors_to if seen.overview is not None else None
    face.warn(seen.warning)
    if not as_json:
        face.line(words("√ đã ký {lines} dòng, mã {code}", lines=made.checkpoint.size, code=made.checkpoint.code))
    folder = carry_head(home, to) if to is not None else None
    if as_json:
        face.json(
            "broadcast.log-anchor/1", lines=made.checkpoint.size, code=made.checkpoint.code,
            checkpoint=str(made.note), carried_to=str(folder) if folder else None,
        )  # fmt: skip
    elif folder is not None:
        face.line(words("√ đã mang mốc ra {folder}", folder=str(folder)))
    else:
        face.note(
            words("Mốc mới chỉ nằm trong máy này: hãy chép mã ra giấy, cất nơi khác. Xem record.anchors_to.")
        )
    return 0


def prove(face: Face, home: Path, what: str, out: Path | None) -> int:
    """Write a proof, as `station.anchors.prove` makes it, into `out`, or to stdout for None. Returns 0."""
    from broadcast.station.anchors import prove as proven

    text = json.dumps(proven(home, what), ensure_ascii=False, indent=1) + "\n"
    return _written(face, out, text)


def cosign(face: Face, home: Path, carried: Path, out: Path | None) -> int:
    """Cosign another station's newest head; write it into `out`, or to stdout for None. Returns 0."""
    from broadcast.station.anchors import cosign_head
    from broadcast.station.readable import read_what_can_be, require_to_write

    require_to_write(home, tell("ký chung mốc"))
    note, key = cosign_head(home, carried, read_what_can_be(home).clock.now())
    _written(face, out, str(note))
    face.note(words("Đài kia ghi dòng này vào tệp journal/cosigners của mình: {key}", key=key))
    return 0


def _written(face: Face, out: Path | None, text: str) -> int:
    if out is None:
        click.echo(text, nl=False)
    else:
        write_result(out, text)
        face.note(words("Đã ghi {path}.", path=str(out)))
    return 0
