"""`broadcast keys`: the keys of those who release, and `broadcast seal`: the ward's files signed with one."""

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from broadcast.base.errors import UsageRefused, tell
from broadcast.base.words import said, words
from broadcast.cli.command import Day, OneLine, OutputFolder, argument, as_json, command, option, resolve
from broadcast.cli.completing import scripts
from broadcast.cli.face import Face
from broadcast.cli.grouped import group_of
from broadcast.cli.signing import by_key, new_passphrase, signing, with_key

if TYPE_CHECKING:
    from broadcast.record.signers import Signer

_WITHIN = {
    "list": ("keyring", "list_"),
    "new": ("keyring", "new"),
    "add": ("keyring", "add"),
    "revoke": ("keyring", "revoke"),
    "prove": ("keyring", "prove"),
}
_BY = option("--by", type=OneLine(), metavar="TÊN", required=True, help="Ai làm việc này; ghi vào nhật ký.")


@group_of(_WITHIN, help="Khoá của người duyệt: làm khoá trên USB, khai cho máy phát, thu hồi.")
@click.pass_context
def keys(ctx: click.Context) -> None:
    """List the keys where none of the commands within is typed."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_, write=False, as_json=False)


@command("Những khoá máy này tin, và còn bao nhiêu ngày.")
@option("--write", is_flag=True, help="Ghi lại hai tệp trong thư mục keys đúng như nhật ký có.")
@as_json
@click.pass_obj
def list_(home: Path, as_json: bool, write: bool) -> None:
    """List the keys with their days, those that end soon last; on the screen or as JSON."""
    from broadcast.station.keydays import about_keys
    from broadcast.station.keys import ring_of, write_lists
    from broadcast.station.overview import look_at
    from broadcast.station.readable import require_to_write

    overview, face = look_at(home), Face()
    ring = ring_of(overview)
    if write:
        require_to_write(home, tell("ghi danh sách khoá"))
        write_lists(home, ring)
    if as_json:
        face.json("broadcast.keys/1", keys=[_as_fields(one) for one in ring.keys])
        return
    for one in ring.keys:
        face.line(words("● {name}: từ {first} đến hết {last}",
                        name=one.name, first=f"{one.first:%d/%m/%Y}", last=f"{one.last:%d/%m/%Y}"))  # fmt: skip
    if not ring.keys:
        face.line(words("Chưa có khoá nào. Người duyệt làm khoá trên USB của mình: broadcast keys new"))
    for told in about_keys(overview):
        face.line("! " + said(told), "yellow")


def _as_fields(one: "Signer") -> dict[str, object]:
    return {
        "name": one.name, "first": one.first.isoformat(), "last": one.last.isoformat(),
        "namespaces": sorted(one.namespaces), "line": one.line,
    }  # fmt: skip


@command("Làm khoá mới trên USB của người duyệt, có mật khẩu; in ra dòng để khai cho máy phát.")
@option("--name", type=OneLine(), metavar="TÊN", required=True, help="Khoá của ai: họ tên như khi duyệt.")
@option("--to", "folder", type=OutputFolder(), metavar="THƯ_MỤC", required=True, help="Thư mục trên USB.")
@click.pass_obj
def new(home: Path, name: str, folder: Path) -> None:
    """Make a key in the folder, under a passphrase that is asked for twice; show its public line."""
    from broadcast.station.keys import lies_on_the_station, make_key

    face = Face()
    folder.mkdir(exist_ok=True)
    path, line = make_key(folder, name, new_passphrase())
    face.line(words("√ Đã làm khoá {path}. Mất mật khẩu là mất khoá: không ai mở lại được.", path=path), "green")
    if lies_on_the_station(folder, home):
        face.line(words("! Khoá này nằm cùng ổ đĩa với máy phát: ai vào được máy là lấy được tệp khoá. "
                        "Nên làm khoá trên USB."), "yellow")  # fmt: skip
    face.line(words("Khai cho máy phát: broadcast keys add {public} --until NGÀY --by TÊN", public=f"{path}.pub"))
    face.line(line)


@command("Khai một khoá công khai cho máy phát tin, đến hết một ngày. Từ khoá thứ hai, người đã có khoá phải ký.")
@argument("given", metavar="TỆP|DÒNG")
@option("--until", type=Day(), required=True, help="Tin đến hết ngày này: 31/12/2026.")
@option(
    "--name", type=OneLine(), metavar="TÊN", default="", help="Khoá của ai; không ghi thì theo tên trong dòng."
)
@_BY
@with_key
@click.pass_obj
def add(home: Path, given: str, until: date | timedelta, name: str, by: str, key: Path | None) -> None:
    """Add a public key to those that this machine believes."""
    from broadcast.station.assembly import today
    from broadcast.station.keys import add_key
    from broadcast.station.overview import look_at

    overview, face = look_at(home), Face()
    sign = signing(key) if key is not None else None
    signer = add_key(overview, _line(given), name, resolve(until, today(overview)), by, sign)
    face.line(words("√ Từ nay máy tin chữ ký của {name}, đến hết ngày {day}.",
                    name=signer.name, day=f"{signer.last:%d/%m/%Y}"), "green")  # fmt: skip
    face.line(words("Giữ một bản của keys/allowed_signers ở nơi khác: ai sửa bản trên máy này thì so là thấy."))


def _line(given: str) -> str:
    """The line itself, or what the file of that name holds."""
    if given.startswith("ssh-"):
        return given
    try:
        return Path(given).read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        raise UsageRefused(
            tell("Không đọc được tệp khoá công khai {name}.", name=given),
            tell("Ghi tên tệp .pub, hoặc chép nguyên dòng ssh-ed25519 trong dấu nháy kép."),
        ) from error


@command("Thu hồi khoá của một người: không tin gì khoá ấy đã ký nữa; với --from thì từ một ngày trở đi.")
@argument("name", metavar="TÊN")
@option("--reason", type=OneLine(), metavar="LÝ_DO", required=True, help="Vì sao; ghi vào nhật ký.")
@_BY
@option("--from", "since", type=Day(), help="Chỉ thôi tin từ ngày này; việc duyệt trước đó vẫn giữ.")
@click.pass_obj
def revoke(home: Path, name: str, reason: str, by: str, since: date | timedelta | None) -> None:
    """Take back every key of that person; say what that means for what was released."""
    from broadcast.station.assembly import today
    from broadcast.station.keys import revoke_key
    from broadcast.station.overview import look_at

    overview, face = look_at(home), Face()
    day = resolve(since, today(overview)) if since is not None else None
    revoke_key(overview, name, reason, by, day)
    if day is None:
        face.line(words("Đã thu hồi khoá của {name}. Bài do khoá ấy duyệt không phát nữa, phải duyệt lại. "
                        "Xem: broadcast approvals", name=name))  # fmt: skip
    else:
        face.line(words("Khoá của {name} thôi hiệu lực từ ngày {day}; bài đã duyệt trước đó vẫn phát.",
                        name=name, day=f"{day:%d/%m/%Y}"))  # fmt: skip


@command("Viết lần duyệt có chữ ký của một bài thành tệp, để người ngoài tự kiểm bằng ssh-keygen.")
@argument("script", metavar="BÀI", shell_complete=scripts)
@option("--to", "folder", type=OutputFolder(), metavar="THƯ_MỤC", required=True, help="Ghi vào thư mục này.")
@click.pass_obj
def prove(home: Path, script: str, folder: Path) -> None:
    """Write what was signed, its signature and the list of keys into the folder; show how to verify that."""
    from broadcast.station.keyproof import write_proof
    from broadcast.station.overview import look_at

    overview, face = look_at(home), Face()
    command_ = write_proof(overview, overview.ward.find(script), folder)
    face.line(words("√ Đã ghi vào {folder}. Mở cửa sổ lệnh ở thư mục ấy rồi gõ:", folder=folder), "green")
    face.line(f"  {command_}")


@command("Ký playlist.yaml và lexicon.yaml như bây giờ; sửa một chữ sau đó là phải ký lại.")
@_BY
@by_key
@click.pass_obj
def seal(home: Path, by: str, key: Path) -> None:
    """Sign the ward's files as they are now; say which of them must be signed."""
    from broadcast.station.keys import seal_files
    from broadcast.station.overview import look_at

    overview, face = look_at(home), Face()
    sealed = seal_files(overview, by, signing(key))
    face.line(words("√ {by} đã ký {names} như bây giờ.", by=by, names=", ".join(sealed.files)), "green")
    if not sealed.sealed:
        face.line(words("! playlist.yaml chưa đòi ký tệp nào. Muốn đòi, thêm: release: {sealed}",
                        sealed="{sealed: [timetable, lexicon]}"), "yellow")  # fmt: skip
