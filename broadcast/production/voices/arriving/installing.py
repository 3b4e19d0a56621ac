"""Where a voice can be had -> the voice on the station's shelf, heard and whole; or why not, and nothing of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from broadcast.base.errors import SpeechError, UsageRefused, tell
from broadcast.base.files import is_windows_device
from broadcast.library.voiceshelf import InstalledVoice, chosen_voice, is_voice_name, shelf
from broadcast.library.voicestaging import coming, put_on_shelf, shelf_held
from broadcast.library.voicewish import Installation, InstallOutcome, VoiceWish
from broadcast.production.voices.arriving.origin import MODEL, Origin
from broadcast.production.voices.arriving.trial import tried
from broadcast.production.voices.loading import AGAIN, verified
from broadcast.production.voices.phonemes import read_config, refuse_lacking

_DISGUISES = (
    (b"<", tell("là một trang web, không phải tệp giọng")),
    (b"version https://git-lfs", tell("chỉ là tệp chỉ chỗ của git-lfs, chưa phải tệp giọng")),
    (b"PK\x03\x04", tell("là tệp nén, cần giải nén trước")),
    (b"\x1f\x8b", tell("là tệp nén, cần giải nén trước")),
    (b"{", tell("là JSON, không phải tệp giọng")),
)
"""What is often saved under the name of a voice: how it begins, and what it is."""

Ask = Callable[[InstalledVoice], bool]
"""Shows a voice whose sha256 nobody told before, and asks whether to install it."""


_OTHER_NAME = tell("Thêm --name và một tên khác, ví dụ: --name vi_VN-giong-moi")


def install(home: Path, origin: Origin, wish: VoiceWish, *, ask: Ask, now: datetime) -> Installation:
    """Bring a voice, read it strictly, hear it, and put it on the shelf of the ward in `home`.

    `ask` is asked where the wish tells no sha256 of its network; what it raises is raised. Raises UsageRefused for
    a name that is none or another voice's, SpeechError with the reason for a voice that cannot be had, is not the
    one that is meant or cannot read Vietnamese, DiskError where the disk takes nothing or the shelf cannot be
    read. Whatever is raised, the shelf is as it was; whenever we are killed, it holds whole voices alone.
    """
    name = wish.name or origin.name
    if not is_voice_name(name):
        raise UsageRefused(
            tell("Giọng không thể tên là “{name}”: chỉ dùng chữ cái không dấu, chữ số và _ . -", name=name),
            _OTHER_NAME,
        )
    if is_windows_device(name):
        raise UsageRefused(tell("Giọng không thể tên là “{name}”: Windows giữ tên ấy.", name=name), _OTHER_NAME)
    with shelf_held(home), coming(home, name) as came:
        old = chosen_voice(home, name)
        voice = _in_turn(_brought(origin, wish, name, came, now), old)
        outcome = _settled(voice, old, wish, ask)
        if outcome in (InstallOutcome.INSTALLED, InstallOutcome.REPLACED):
            with _refusals(name):
                tried(voice)
            voice = replace(voice, model=shelf(home) / came.name)
            put_on_shelf(home, came, voice)
    return Installation(voice=voice, outcome=outcome)


def _brought(origin: Origin, wish: VoiceWish, name: str, came: Path, now: datetime) -> InstalledVoice:
    """The voice beside the shelf, its small file first: what that refuses need not be fetched."""
    config_path = came.with_name(f"{came.name}.json")
    config = origin.bring_config(config_path)
    _refuse_other(config_path.name, config.sha256, wish.config_sha256)
    with _refusals(name):
        refuse_lacking(read_config(config_path.read_bytes()))
    model = origin.bring_model(came)
    _refuse_disguised(came, model.size)
    _refuse_other(came.name, model.sha256, wish.model_sha256)
    return InstalledVoice(
        name=name, model=came, model_sha256=model.sha256, config_sha256=config.sha256, model_bytes=model.size,
        source=origin.told, licence=wish.licence, installed=now,
    )  # fmt: skip


def _in_turn(voice: InstalledVoice, old: InstalledVoice | None) -> InstalledVoice:
    """The voice with the moment of the one whose place it takes: that says which of several reads."""
    if old is None:
        return voice
    licence = voice.licence or (old.licence if _hashes(old) == _hashes(voice) else "")
    return replace(voice, installed=old.installed, licence=licence)


def _settled(voice: InstalledVoice, old: InstalledVoice | None, wish: VoiceWish, ask: Ask) -> InstallOutcome:
    """What is to become of a voice that has come in, where `old` has its name."""
    is_same = old is not None and _hashes(old) == _hashes(voice)
    if old is not None and is_same and _is_intact(old):
        return InstallOutcome.THERE
    if old is not None and not is_same and not wish.replaces:
        raise UsageRefused(
            tell("Đài đã có giọng {name}, cài từ {source}, và tệp này khác giọng ấy.",
                 name=old.name, source=old.source),
            tell("Thêm --replace để thay (bài đọc bằng giọng ấy sẽ được tạo lại), hoặc --name để đặt tên khác."),
        )  # fmt: skip
    if wish.model_sha256 is None and not is_same and not ask(voice):
        return InstallOutcome.DECLINED
    return InstallOutcome.INSTALLED if old is None or is_same else InstallOutcome.REPLACED


@contextmanager
def _refusals(name: str) -> Iterator[None]:
    """What is wrong with a voice, told of that voice."""
    try:
        yield
    except SpeechError as error:
        fix = error.fix if error.fix != AGAIN else tell("Tải lại hoặc chép lại cả hai tệp, rồi cài lại.")
        raise SpeechError(tell("Không cài giọng {name}: {why}.", name=name, why=error.what), fix) from error


def _hashes(voice: InstalledVoice) -> tuple[str, str]:
    return voice.model_sha256, voice.config_sha256


def _is_intact(voice: InstalledVoice) -> bool:
    """Whether its files are still those that were installed: where not, installing it again mends it."""
    try:
        verified(voice, speaker=0)
    except SpeechError:
        return False
    return True


def _refuse_other(file: str, came: str, wanted: str | None) -> None:
    if wanted is not None and came != wanted:
        raise SpeechError(
            tell("{file} không phải tệp cần cài: mã sha256 là {came}, cần {wanted}.",
                 file=file, came=came, wanted=wanted),
            tell("Tải lại hoặc chép lại tệp; xem lại mã ở nơi phát hành giọng."),
        )  # fmt: skip


def _refuse_disguised(model: Path, size: int) -> None:
    if not size:
        raise SpeechError(
            tell("{file} rỗng, không có gì trong đó.", file=model.name), tell("Tải lại hoặc chép lại tệp.")
        )
    with model.open("rb") as file:
        start = file.read(256).lstrip()
    for sign, what in _DISGUISES:
        if start.startswith(sign):
            raise SpeechError(
                tell("{file} {what}.", file=model.name, what=what),
                tell("Tải lại từ nơi phát hành, đúng tệp {suffix}.", suffix=MODEL),
            )
