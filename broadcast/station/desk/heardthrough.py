"""What a person listens to in a preview -> the record, once it was heard to its end."""

from broadcast.base.errors import WardError, tell
from broadcast.library.shelves import Shelves
from broadcast.programme.model import Cart, Unready
from broadcast.programme.released import Act, Contents, Deed
from broadcast.programme.settings import ScriptId
from broadcast.record.reading import record_at
from broadcast.station.assembly import StationWith
from broadcast.station.desk.acting import write_act
from broadcast.station.onrecord import journal_path
from broadcast.station.releases import Releases


def about_to_hear(station: StationWith[Shelves], script: ScriptId, cart: Cart) -> Contents:
    """Return what the cart is made of, as the files were read for it: to be asked before it is listened to.

    Raises WardError where it is not the sound of the script as it is now; JournalError where the record cannot be
    read.
    """
    with record_at(journal_path(station.home)) as record:
        releases = Releases(station, record)
        found = [releases.contents(script, afresh=afresh) for afresh in (False, True)]
    for one in found:
        if isinstance(one, Contents) and one.cart == cart.fingerprint:
            return one
    why = next((one.why for one in found if isinstance(one, Unready)), tell("tiếng vừa đổi"))
    raise WardError(
        tell("Chưa nghe để duyệt được bài “{title}”: {why}.", title=station.ward.title(script), why=why),
        tell("Nghe mà không duyệt thì bỏ --by."),
    )


def write_heard(station: StationWith[Shelves], contents: Contents, by: str) -> Act:
    """Write down that this person has heard the whole of it; return the act.

    Raises JournalError where the record does not take it.
    """
    return write_act(station, Deed.HEARD, contents.script, by, contents=contents)
