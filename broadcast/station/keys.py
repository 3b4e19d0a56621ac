"""The approvers' keys: made on a stick, told to the speaker PC, taken back; and whatever a key signs here."""

from dataclasses import replace
from datetime import date, timedelta
from importlib.util import find_spec
from pathlib import Path

from broadcast.base.errors import DiskError, MachineError, Message, UsageRefused, WardError, tell
from broadcast.base.files import write_whole
from broadcast.base.reasons import reason_of
from broadcast.programme.approving import is_same_person
from broadcast.programme.released import Act
from broadcast.record.ed25519 import Private, made, public_of, read, written
from broadcast.record.journal import Journal
from broadcast.record.keyring import Keyring, Sign
from broadcast.record.reading import record_at
from broadcast.record.sealedfiles import SealedFiles
from broadcast.record.signers import Namespace, Signer, can_name, list_of, revoked_of, signers_of
from broadcast.record.sshsig import public_line, public_of_line, sign
from broadcast.station.overview import Overview, journal_path
from broadcast.station.readable import require_to_write
from broadcast.station.sealing import Sealing
from broadcast.station.seals import FILE_OF, FILES, KEYS, REVOKED, SIGNERS, fingerprint_of, keyring

_ONLY_OURS = 0o600
_NAME = "loa-phuong.key"
_SHORTEST = 8
"""Letters of a passphrase."""
_SOON = timedelta(days=30)
_FOLDER = "keys"


# --- the approver's own key ---


def make_key(folder: Path, name: str, passphrase: str) -> tuple[Path, str]:
    """Make a key for that person in `folder`; return its file and the line for the speaker PC.

    The file is one of OpenSSH, under the passphrase. Raises UsageRefused for a name or a passphrase that will not
    do and where there is a key already, DiskError where the disk does not take it.
    """
    _require_name(name)
    if len(passphrase) < _SHORTEST:
        raise UsageRefused(tell("Mật khẩu phải có ít nhất {count} ký tự.", count=_SHORTEST))
    _require_bcrypt()
    path = folder / _NAME
    if path.exists():
        raise UsageRefused(
            tell("Ở đó đã có khoá {path}.", path=path), tell("Ghi khoá mới vào thư mục khác: --to THƯ_MỤC")
        )
    key = made()
    line = public_line(public_of(key), name)
    write_whole(path, written(key, passphrase.encode()), mode=_ONLY_OURS)
    write_whole(path.with_name(f"{_NAME}.pub"), f"{line}\n".encode())
    return path, line


def lies_on_the_station(folder: Path, home: Path) -> bool:
    """Whether a key in `folder` would lie on the same disk as the ward's folder, and so in the speaker PC."""
    try:
        return folder.stat().st_dev == home.stat().st_dev
    except OSError:
        return False


def is_locked(path: Path) -> bool:
    """Whether a passphrase must be asked for before the key in that file can be opened."""
    try:
        read(path.read_bytes())
    except (OSError, ValueError):
        return True
    return False


def open_key(path: Path, passphrase: str = "") -> Private:
    """Open the key in that file. Raises WardError where it is none, or the passphrase is another."""
    if passphrase:
        _require_bcrypt()
    try:
        return read(path.read_bytes(), passphrase.encode() or None)
    except OSError as error:
        raise WardError(tell("Không đọc được khoá {path} ({reason}).", path=path, reason=reason_of(error)),
                        tell("Cắm lại USB có khoá, rồi chạy lại.")) from error  # fmt: skip
    except ValueError as error:
        raise WardError(tell("Không mở được khoá {path}: sai mật khẩu, hoặc tệp không phải khoá Ed25519.",
                             path=path)) from error  # fmt: skip


def _require_bcrypt() -> None:
    """Without it `cryptography` neither writes nor opens OpenSSH's keys under a passphrase."""
    if find_spec("bcrypt") is None:
        raise MachineError(
            tell("Máy này thiếu gói bcrypt, nên chưa dùng được khoá có mật khẩu."),
            tell("Cài thêm vào chỗ đã cài broadcast: pip install bcrypt"),
        )


def signing_with(key: Private) -> Sign:
    """Return what signs a text with that key."""
    return lambda namespace, message: sign(key, namespace, message)


def seal_of(act: Act, sign_: Sign) -> str:
    """Sign a release; return the seal."""
    return sign_(Namespace.RELEASE, act.to_seal.encode())


# --- the list on the speaker PC ---


def ring_of(overview: Overview) -> Keyring:
    """Return the keys that the station believes. Raises JournalError where the record cannot be read."""
    with record_at(journal_path(overview.home)) as record:
        return keyring(record)


def add_key(overview: Overview, line: str, name: str, last: date, by: str, sign_: Sign | None) -> Signer:
    """Believe the key of `line` (a line of a `.pub` file) as that of `name`, until `last`; return it.

    Empty `name`: the one that stands in the line. The first key is believed as it comes, every later one because
    `by`, who has a key, signs that. Raises UsageRefused where that is missing, or the line holds no key.
    """
    try:
        public = public_of_line(line)
    except ValueError as error:
        raise UsageRefused(tell("Dòng này không phải một khoá công khai Ed25519."),
                           tell("Chép nguyên dòng bắt đầu bằng ssh-ed25519.")) from error  # fmt: skip
    whose = name or " ".join(line.split()[2:])
    _require_name(whose)
    _require_own_key(ring_of(overview), public, whose)
    today = overview.clock.now().date()
    if last < today:
        raise UsageRefused(tell("Ngày {day} đã qua.", day=f"{last:%d/%m/%Y}"))
    signer = Signer(name=whose, public=public, first=today, last=last)
    ring = ring_of(overview)
    if public in revoked_of(ring.revoked):
        raise UsageRefused(
            tell("Khoá này đã bị thu hồi, không khai lại được."), tell("Làm khoá mới: broadcast keys new")
        )
    _write(overview, ring, ring.signers + list_of([signer]), ring.revoked, by, "", sign_)
    return signer


def _require_own_key(ring: Keyring, public: bytes, whose: str) -> None:
    """Two names on one key would let one person sign for two."""
    other = next(
        (one.name for one in ring.keys if one.public == public and not is_same_person(one.name, whose)), None
    )
    if other is not None:
        raise UsageRefused(tell("Khoá này là của {name} rồi: mỗi người một khoá.", name=other),
                           tell("Làm khoá mới: broadcast keys new"))  # fmt: skip


def revoke_key(overview: Overview, name: str, reason: str, by: str, since: date | None) -> tuple[Signer, ...]:
    """Believe no key of that person any more; or, with `since`, none that signs from that day on. Return them.

    It needs no signature: taking away lets nothing air. Raises UsageRefused where the person has no key here.
    """
    ring = ring_of(overview)
    theirs = tuple(one for one in ring.keys if is_same_person(one.name, name))
    if not theirs:
        raise UsageRefused(tell("{name} không có khoá nào ở đây.", name=name), tell("Xem: broadcast keys list"))
    signers, revoked = ring.signers, ring.revoked
    if since is None:
        revoked += "".join(f"{public_line(one.public, name)}\n" for one in theirs)
    else:
        end = since - timedelta(days=1)
        signers = list_of(replace(one, last=min(one.last, end)) if one in theirs else one
                          for one in signers_of(ring.signers))  # fmt: skip
    _write(overview, ring, signers, revoked, by, reason, None)
    return theirs


def _write(
    overview: Overview, ring: Keyring, signers: str, revoked: str, by: str, reason: str, sign_: Sign | None
) -> None:
    """Write a change of the list: into the record first, then as the files that OpenSSH reads."""
    require_to_write(overview.home, tell("đổi danh sách khoá"))
    now = overview.clock.now()
    message = ring.to_seal(signers, revoked, by)
    seal = sign_(Namespace.KEYS, message) if sign_ is not None else ""
    is_more = ring.is_begun and len(signers) > len(ring.signers)
    if is_more and (why := ring.why_not(Namespace.KEYS, by, now.date(), message, seal)) is not None:
        raise UsageRefused(
            tell("Chưa thêm khoá: {why}.", why=why),
            tell("Thêm khoá thì một người đã có khoá phải ký: --by TÊN --key TỆP_KHOÁ"),
        )
    with Journal(journal_path(overview.home)) as journal:
        policy = Sealing(overview.home, overview.ward.playlist.release, journal).policy.policy.value
        what = tell("đổi danh sách khoá: {reason}", reason=reason) if reason else tell("đổi danh sách khoá")
        journal.event(
            KEYS, what, now, by=by,
            more={
                "signers": signers, "revoked": revoked, "by": by, "reason": reason, "seal": seal, "policy": policy,
            },
        )  # fmt: skip
    write_lists(overview.home, Keyring(signers=signers, revoked=revoked))


def write_lists(home: Path, ring: Keyring) -> None:
    """Write the lists of keys into the ward's folder as the record has them. Raises DiskError."""
    try:
        (home / _FOLDER).mkdir(exist_ok=True)
    except OSError as error:
        raise DiskError(tell("Không tạo được thư mục keys ({reason}).", reason=reason_of(error))) from error
    for name, text in ((SIGNERS, ring.signers), (REVOKED, ring.revoked)):
        if text or (home / name).exists():
            write_whole(home / name, text.encode())


def ending_soon(ring: Keyring, today: date) -> tuple[Message, ...]:
    """Tell of each key that ends within 30 days, or has ended; empty where none does."""
    told = []
    for one in ring.keys:
        days = (one.last - today).days
        if days < 0:
            told.append(tell("khoá của {name} đã hết hạn ngày {day}", name=one.name, day=f"{one.last:%d/%m/%Y}"))
        elif one.last - today <= _SOON:
            told.append(tell("khoá của {name} còn {count} ngày, đến hết ngày {day}",
                             name=one.name, count=days + 1, day=f"{one.last:%d/%m/%Y}"))  # fmt: skip
    return tuple(told)


# --- the ward's files ---


def seal_files(overview: Overview, by: str, sign_: Sign) -> SealedFiles:
    """Sign the timetable and the lexicon as they are now, with the rule of release that they hold; return that.

    Raises UsageRefused where the key is not believed, JournalError where the record does not take it.
    """
    require_to_write(overview.home, tell("ký tệp của phường"))
    now, rule = overview.clock.now(), overview.ward.playlist.release
    unsigned = SealedFiles(
        by=by,
        at=now,
        policy=rule.policy.value,
        kind=rule.seal.value,
        sealed=tuple(sorted(one.value for one in rule.sealed)),
        files={name: fingerprint_of(overview.home, name) for name in FILE_OF.values()},
        seal="",
    )
    sealed = replace(unsigned, seal=sign_(Namespace.FILES, unsigned.to_seal))
    why = ring_of(overview).why_not(Namespace.FILES, by, now.date(), sealed.to_seal, sealed.seal)
    if why is not None:
        raise UsageRefused(tell("Chưa ký được: {why}.", why=why), tell("Xem: broadcast keys list"))
    with Journal(journal_path(overview.home)) as journal:
        journal.event(FILES, tell("ký lịch phát và từ điển đọc"), now, by=by, more=sealed.body)
    return sealed


def _require_name(name: str) -> None:
    if not can_name(name):
        raise UsageRefused(tell("Tên “{name}” không dùng được: ghi họ tên, không có dấu ngoặc kép, phẩy, sao.",
                                name=name))  # fmt: skip
