"""The log, and the key that signs it -> findings: whether it takes lines, whether it fits, what vouches for it."""

from collections.abc import Iterator
from pathlib import Path

from broadcast.base.errors import JournalError, tell
from broadcast.base.files import may_only_look
from broadcast.record.anchors.stationkey import PRIVATE, look_at_key
from broadcast.record.reserve import takes_nothing
from broadcast.record.verified import Verified
from broadcast.station.findings import Finding, FindingLevel
from broadcast.station.overview import journal_folder, journal_path
from broadcast.station.readable import Readable, verify_log


def about_key(seen: Readable) -> Iterator[Finding]:
    """Yield what is wrong with who may read the station's key; nothing where nothing is."""
    if not look_at_key(journal_folder(seen.home)):
        yield Finding(
            level=FindingLevel.ADVICE,
            what=tell("tài khoản khác đọc được khoá của đài, journal/{name}", name=PRIVATE),
            fix=tell("Chạy: chmod 600 journal/{name}. Ngờ có người đã chép thì đổi tên tệp ấy, máy làm khoá mới.",
                     name=PRIVATE),
        )  # fmt: skip


def about_log(seen: Readable) -> Iterator[Finding]:
    """Go through the whole log and what was carried out of it; yield what that shows.

    Raises JournalError where the log takes no line, or cannot be read.
    """
    _require_lines_are_taken(seen.home)
    outside = _carried_to(seen)
    if outside is not None and not outside.is_dir():
        yield Finding(
            level=FindingLevel.ADVICE,
            what=tell("không thấy thư mục {folder} để mang mốc ký ra", folder=outside),
            fix=tell("Cắm ổ ấy vào, tạo thư mục, hoặc sửa record.anchors_to trong playlist.yaml."),
        )
    try:
        holds_heads = outside is not None and any(outside.glob("*/checkpoint"))
        verified = verify_log(seen.home, str(outside) if holds_heads else None)
    except JournalError as error:  # another station's heads alone, or damaged ones; or the log cannot be read
        verified = verify_log(seen.home)
        yield Finding(level=FindingLevel.ADVICE, what=error.what, fix=error.fix)
    yield from _shown_by(verified)


def _require_lines_are_taken(home: Path) -> None:
    if takes_nothing(journal_folder(home)):
        raise JournalError(
            tell("không ghi được vào thư mục journal: đĩa đầy hoặc chỉ cho đọc"),
            tell("Vẫn phát bài đã sẵn sàng, nhưng tắt máy là mất nhật ký. Dọn đĩa: broadcast cache --prune"),
        )
    for place in (journal_folder(home), journal_path(home)):
        if place.exists() and may_only_look(place):
            raise JournalError(
                tell("tài khoản này không được ghi vào {place}", place=place.name),
                tell("Nếu đây là tài khoản chạy chương trình phát: cho nó quyền ghi cả thư mục journal."),
            )


def _shown_by(verified: Verified) -> Iterator[Finding]:
    if (broken := verified.broken) is not None:
        what = tell("nhật ký bị sửa hoặc hỏng từ {line}: {why}", line=broken.where, why=broken.why)
        fix = tell("Giữ nguyên thư mục journal và báo người phụ trách.")
        yield Finding(level=FindingLevel.FAULT, what=what, fix=fix)
        return
    what = tell("nhật ký ghi được, {count} dòng, chuỗi băm khớp", count=verified.lines)
    yield Finding(level=FindingLevel.OK, what=what)
    vouched = verified.vouched
    if vouched is not None and vouched.first is not None and vouched.last is not None:
        what = tell(
            "mốc ký làm chứng cho {lines} dòng, từ {first} đến {last}",
            lines=vouched.lines, first=f"{vouched.first:%d/%m/%Y}", last=f"{vouched.last:%d/%m/%Y}",
        )  # fmt: skip
        yield Finding(level=FindingLevel.OK, what=what)


def _carried_to(seen: Readable) -> Path | None:
    """Where the log's signed heads are carried; None where playlist.yaml names no place."""
    to = seen.overview.ward.playlist.anchors_to if seen.overview is not None else None
    return seen.home / Path(to).expanduser() if to is not None else None
