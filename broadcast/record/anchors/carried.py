"""A log's signed heads -> copies in a folder elsewhere (a stick, another machine), and these read back.

In the folder each station has one of its own, named by its key:

    station.key.pub         the public key, as OpenSSH writes it
    checkpoint              the newest head, a C2SP checkpoint
    2025-10-06_1042.txt     the head of that day, at 1042 lines; beside it .sig, for `ssh-keygen -Y verify`
    tile/0/000, …           the hash of every line, 256 to a file, as C2SP tlog-tiles has its lowest level

A full file of hashes is never written again: a log that was made anew does not get past the folder.
"""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from broadcast.base.errors import JournalError, tell
from broadcast.base.files import write_whole
from broadcast.record.anchors.anchoring import NAMESPACE, Anchor
from broadcast.record.anchors.checkpoint import Checkpoint, checkpoint_of
from broadcast.record.anchors.signednote import note_of
from broadcast.record.anchors.stationkey import PUBLIC, StationKey
from broadcast.record.merkle import Hash, root_of
from broadcast.record.reading import Record
from broadcast.record.sshsig import public_line, sign

HEAD = "checkpoint"
_HASH, _WIDTH = 32, 256


def carry_out(record: Record, anchor: Anchor, key: StationKey, folder: Path) -> Path:
    """Copy the head `anchor` and the hashes of its lines below `folder`; return the station's own folder there.

    Raises JournalError where what lies there is not of this log, DiskError where it cannot be written.
    """
    own = folder / key.verifier.name.replace("/", "-")
    _require_same_log(own, anchor)
    write_whole(own / PUBLIC, f"{public_line(key.public, key.verifier.name)}\n".encode())
    _carry_hashes(record, anchor.checkpoint.size, own)
    if root_of(list(hashes_in(own))[: anchor.checkpoint.size]) != anchor.checkpoint.root:
        raise _another_log(own)
    text = str(anchor.note).encode()
    dated = own / f"{anchor.written:%Y-%m-%d}_{anchor.checkpoint.size}.txt"
    write_whole(dated, text)
    write_whole(dated.with_suffix(".txt.sig"), sign(key.private, NAMESPACE, text).encode())
    write_whole(own / HEAD, text)
    return own


def _require_same_log(own: Path, anchor: Anchor) -> None:
    known = head_in(own)
    if known is not None and known.size > anchor.checkpoint.size:
        raise _another_log(own)


def _another_log(own: Path) -> JournalError:
    return JournalError(
        tell("Nhật ký không nối tiếp bản mốc đã mang ra {folder}: nhật ký có thể đã bị làm lại.", folder=own),
        tell("Giữ nguyên cả hai nơi rồi chạy: broadcast log --verify --against {folder}", folder=own),
    )


def head_in(own: Path) -> Checkpoint | None:
    """Return the newest head in a station's folder; None where there is none that can be read."""
    with suppress(OSError, ValueError):
        return checkpoint_of(note_of((own / HEAD).read_text(encoding="utf-8")).text)
    return None


def _carry_hashes(record: Record, size: int, own: Path) -> None:
    """Write what is missing of the hashes of the first `size` lines."""
    known = list(hashes_in(own))
    whole = len(known) // _WIDTH
    tile = b""
    lines = record.leaves(whole * _WIDTH + 1)
    for leaf in lines:
        number = leaf.number - 1
        if number < len(known) and known[number] != leaf.hash:
            lines.close()  # type: ignore[attr-defined]
            raise _another_log(own)
        tile += leaf.hash
        if len(tile) == _WIDTH * _HASH or leaf.number == size:
            write_whole(_tile(own, number // _WIDTH, len(tile) // _HASH), tile)
            tile = b""
        if leaf.number == size:
            break
    lines.close()  # type: ignore[attr-defined]


def _tile(own: Path, number: int, width: int = _WIDTH) -> Path:
    """Where hashes lie: `tile/0/x001/067`, and of a file that is not full `tile/0/x001/067.p/5`."""
    groups = [f"{number % 1000:03}"]
    while number := number // 1000:
        groups.insert(0, f"x{number % 1000:03}")
    path = own.joinpath("tile", "0", *groups)
    return path if width == _WIDTH else path.with_name(f"{path.name}.p") / str(width)


def hashes_in(own: Path) -> Iterator[Hash]:
    """Read the hashes of the lines from a station's folder, in the order of the lines, as far as they go."""
    number = 0
    while (tile := _read_tile(own, number)) is not None:
        yield from (tile[at : at + _HASH] for at in range(0, len(tile) - len(tile) % _HASH, _HASH))
        if len(tile) < _WIDTH * _HASH:
            return
        number += 1


def _read_tile(own: Path, number: int) -> bytes | None:
    whole = _tile(own, number)
    with suppress(OSError):
        return whole.read_bytes()
    parts = [one for one in whole.with_name(f"{whole.name}.p").glob("*") if one.name.isdigit()]
    with suppress(OSError):
        return max(parts, key=lambda one: int(one.name)).read_bytes() if parts else None
    return None
