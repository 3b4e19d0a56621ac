"""`broadcast accounts`: who of the ward may use the console, and what for."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from broadcast.base.errors import Message, UsageRefused, tell
from broadcast.base.onscreen import one_line
from broadcast.base.words import said, words
from broadcast.cli.asking import on_a_terminal, unseen
from broadcast.cli.command import OneLine, argument, as_json, command, option
from broadcast.cli.face import Face
from broadcast.cli.grouped import group_of

if TYPE_CHECKING:
    from broadcast.station.accounts import Role

_WITHIN = {
    "list": ("accounts", "list_"),
    "add": ("accounts", "add"),
    "roles": ("accounts", "roles"),
    "secret": ("accounts", "secret"),
    "remove": ("accounts", "remove"),
}
_BY = option("--by", type=OneLine(), metavar="TÊN", default="", help="Ai làm việc này; ghi vào nhật ký.")
_PIN = option("--pin", "pin", is_flag=True, help="Mã PIN: chỉ gõ số, từ 6 chữ số.")


class _RoleName(click.ParamType):
    """A role as a person writes it: `trực`, `truc`, `duty`."""

    name = "role"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> "Role":
        """Return the role of that name; what is none ends the command with a usage error."""
        from broadcast.station.accounts import ROLE_NAMES, Role
        from broadcast.text.letters import bare

        for role in Role:
            names = (role.value, str(ROLE_NAMES[role]), said(ROLE_NAMES[role]))
            if _joined(bare(str(value))) in {_joined(bare(one)) for one in names}:
                return role
        known = ", ".join(said(one) for one in ROLE_NAMES.values())
        return self.fail(
            words("không có quyền “{given}”; có: {known}", given=one_line(str(value)), known=known), param, ctx
        )


def _joined(name: str) -> str:
    return name.replace(" ", "").replace("-", "")


@group_of(_WITHIN, help="Tài khoản của người dùng trang điều khiển: thêm, đổi quyền, đổi mật khẩu, xoá.")
@click.pass_context
def accounts(ctx: click.Context) -> None:
    """List the accounts where none of the commands within is typed."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_, as_json=False)


@command("Những người có tài khoản, và quyền của từng người.")
@as_json
@click.pass_obj
def list_(home: Path, as_json: bool) -> None:
    """List the accounts with their roles, on the screen or as JSON; no secret is in it."""
    from broadcast.station.accounts import read_accounts
    from broadcast.station.accounts.kept import listed
    from broadcast.station.readable import require_folder

    require_folder(home)
    face, persons = Face(), read_accounts(home).persons
    if as_json:
        told = [{"name": one.name, "roles": sorted(one.roles)} for one in persons]
        face.json("broadcast.accounts/1", accounts=told)
        return
    for one in persons:
        face.line(words("● {name}: {roles}", name=one.name, roles=said(listed(one.roles))))
    if not persons:
        face.line(words("Chưa có tài khoản nào: chỉ người ngồi ở máy này mở được trang điều khiển."))
        face.line(words("Thêm người: broadcast accounts add TÊN --role trực"))


@command("Thêm một người; mật khẩu hoặc mã PIN được hỏi hai lần, không hiện ra.")
@argument("name", metavar="TÊN", type=OneLine())
@option("--role", "given", type=_RoleName(), metavar="QUYỀN", multiple=True, required=True,
        help="Quyền: xem, trực, soạn, duyệt, quản trị; nhiều quyền thì ghi nhiều lần.")  # fmt: skip
@_PIN
@_BY
@click.pass_obj
def add(home: Path, name: str, given: tuple["Role", ...], pin: bool, by: str) -> None:
    """Add an account; the secret is asked for at the terminal, or is the first line of stdin."""
    from broadcast.station.accounts import add as add_account

    _done(add_account(home, name, given, _new_secret(pin=pin), by), words("√ Đã thêm {name}.", name=name))


@command("Đổi quyền của một người: chỉ còn những quyền ghi ra đây; người ấy phải đăng nhập lại.")
@argument("name", metavar="TÊN", type=OneLine())
@argument("given", metavar="QUYỀN…", type=_RoleName(), nargs=-1, required=True)
@_BY
@click.pass_obj
def roles(home: Path, name: str, given: tuple["Role", ...], by: str) -> None:
    """Give that person those roles and no others."""
    from broadcast.station.accounts import change_roles

    _done(change_roles(home, name, given, by), words("√ Đã đổi quyền của {name}.", name=name))


@command("Đặt mật khẩu hoặc mã PIN mới cho một người; người ấy phải đăng nhập lại.")
@argument("name", metavar="TÊN", type=OneLine())
@_PIN
@_BY
@click.pass_obj
def secret(home: Path, name: str, pin: bool, by: str) -> None:
    """Give that person another secret, asked for as by `add`."""
    from broadcast.station.accounts import change_secret

    _done(change_secret(home, name, _new_secret(pin=pin), by), words("√ Đã đổi mật khẩu của {name}.", name=name))


@command("Xoá tài khoản của một người; ai đang đăng nhập bằng tài khoản ấy phải ra ngay.")
@argument("name", metavar="TÊN", type=OneLine())
@_BY
@click.pass_obj
def remove(home: Path, name: str, by: str) -> None:
    """Remove the account; say so where it was the last one."""
    from broadcast.station.accounts import read_accounts
    from broadcast.station.accounts import remove as remove_account

    _done(remove_account(home, name, by), words("√ Đã xoá tài khoản {name}.", name=name))
    if not read_accounts(home).any:
        Face().line(words("Không còn tài khoản nào: từ nay chỉ người ngồi ở máy này mở được trang điều khiển."))


def _done(unwritten: Message | None, what: str) -> None:
    """Say what was done, and where the record does not have it, why."""
    face = Face()
    face.line(what, "green")
    if unwritten is not None:
        face.warn(tell("Việc đã làm xong, nhưng chưa ghi được vào nhật ký: {why}", why=unwritten))


def _new_secret(*, pin: bool) -> str:
    """Ask for it twice where a person sits at a terminal; else take the first line of stdin."""
    if not on_a_terminal():
        return _checked(sys.stdin.readline().rstrip("\r\n"), pin=pin)
    what = words("Mã PIN (gõ không hiện ra)") if pin else words("Mật khẩu hoặc mã PIN (gõ không hiện ra)")
    first = _checked(unseen(what), pin=pin)
    if first != unseen(words("Gõ lại lần nữa")):
        raise UsageRefused(tell("Hai lần gõ không giống nhau, nên chưa đổi gì."))
    return first


def _checked(typed: str, *, pin: bool) -> str:
    if pin and not (typed.isascii() and typed.isdecimal()):
        raise UsageRefused(tell("Mã PIN chỉ gồm chữ số."), tell("Bỏ --pin để đặt mật khẩu có chữ."))
    return typed
