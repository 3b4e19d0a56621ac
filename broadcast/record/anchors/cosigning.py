"""Another station's signed head -> the same with this station's signature too, once it is seen that it only grew.

What was cosigned last of each station is kept in `cosigned/` of the folder journal/. Whose cosignatures count for
this station's own log stands in its file `cosigners`, a public key on each line.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from broadcast.base.errors import JournalError, Message, tell
from broadcast.base.files import StillHeld, locked, write_whole
from broadcast.record.anchors.against import NO_LARGER
from broadcast.record.anchors.carried import HEAD, hashes_in
from broadcast.record.anchors.checkpoint import Checkpoint, checkpoint_of
from broadcast.record.anchors.signednote import Kind, Note, Verifier, cosigned, note_of, verifier_of
from broadcast.record.anchors.stationkey import StationKey, name_of, public_key
from broadcast.record.merkle import root_of

KNOWN, LAST = "cosigners", "cosigned"
_PATIENCE_S = 60.0
"""The hashes of a log of years are read in less."""


def known_cosigners(journal: Path) -> tuple[Verifier, ...]:
    """Read the public keys whose cosignatures count for the log in `journal`; a line that is none is left out."""
    found: list[Verifier] = []
    with suppress(OSError, UnicodeDecodeError):
        for line in (journal / KNOWN).read_text(encoding="utf-8").splitlines():
            with suppress(ValueError):
                found.append(verifier_of(line))
    return tuple(one for one in found if one.kind is Kind.COSIGNER)


def cosign(own: Path, journal: Path, key: StationKey, now: datetime) -> Note:
    """Cosign the newest head in `own`, the folder that another station has carried out, at `now`; return the note.

    It is signed where that station signed it, and where the hashes beside it show that its log begins with what
    was cosigned before; then it is remembered in `journal`. Another cosigning is waited for up to a minute. Raises
    JournalError where one of these does not hold or the other goes on, DiskError where it cannot be remembered.
    """
    with _no_other(journal):
        note, head = _signed_head(own)
        kept = journal / LAST / f"{head.origin.replace('/', '-')}.txt"
        _require_growth(own, head, _checkpoint_in(kept))
        done = cosigned(note, key.private, key.cosigner.name, now)
        write_whole(kept, str(done).encode())
        return done


@contextmanager
def _no_other(journal: Path) -> Iterator[None]:
    """Keep any other cosigning away: two at once could sign two stories, each against what was signed before."""
    journal.mkdir(parents=True, exist_ok=True)
    try:
        with locked(journal / f"{LAST}.lock", patience_s=_PATIENCE_S):
            yield
    except StillHeld as error:
        raise JournalError(
            tell("Đang có một lần ký chung khác chưa xong."), tell("Đợi lần ấy xong rồi chạy lại lệnh này.")
        ) from error


def _signed_head(own: Path) -> tuple[Note, Checkpoint]:
    try:
        file = own / HEAD
        if file.stat().st_size > NO_LARGER:
            raise ValueError("too large")
        note = note_of(file.read_text(encoding="utf-8"))
        head = checkpoint_of(note.text)
    except (OSError, ValueError) as error:
        raise _refused(tell("{folder} không có mốc đã ký nào đọc được", folder=own)) from error
    public = public_key(own)
    if public is None or head.origin != name_of(public) or not note.signed_by(Verifier(head.origin, public)):
        raise _refused(tell("chữ ký của đài ấy không đúng"))
    return note, head


def _checkpoint_in(file: Path) -> Checkpoint | None:
    """The head that was cosigned last; None for none. Raises JournalError where it cannot be read."""
    try:
        return checkpoint_of(note_of(file.read_text(encoding="utf-8")).text)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise _refused(tell("không đọc được mốc đã ký lần trước, {file}", file=file)) from error


def _require_growth(own: Path, head: Checkpoint, before: Checkpoint | None) -> None:
    hashes = list(hashes_in(own))
    if len(hashes) < head.size or root_of(hashes[: head.size]) != head.root:
        raise _refused(tell("danh sách băm bên cạnh mốc không khớp với mốc"))
    if before is None:
        return
    if before.size > head.size:
        raise _refused(tell("lần trước đã ký {before} dòng, nay chỉ còn {now}", before=before.size, now=head.size))
    if root_of(hashes[: before.size]) != before.root:
        raise _refused(tell("những dòng đã ký lần trước nay không còn như cũ: nhật ký ấy đã bị làm lại"))


def _refused(why: Message) -> JournalError:
    return JournalError(
        tell("Không ký chung được: {why}.", why=why),
        tell("Giữ lại cả thư mục mốc ấy và báo người phụ trách đài kia."),
    )
