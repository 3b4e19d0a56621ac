"""What playout works with, put together once: carts, the as-run log, an output, a clock, and who is asked."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

from broadcast.base.clock import Clock, Wanted
from broadcast.base.errors import Message
from broadcast.library.rack import Rack
from broadcast.library.sounds import Library
from broadcast.playout.conditions import Conditions, NobodyAsked, Released
from broadcast.playout.events import Watcher
from broadcast.playout.output import OnDevice, Output
from broadcast.programme.layout import Layout
from broadcast.programme.model import Cart, CueId, Fingerprint, Unready
from broadcast.programme.onair import Stings
from broadcast.programme.settings import AirtimeRules
from broadcast.record.journal import Journal

LOOK_EVERY = timedelta(seconds=0.25)
"""How long playout waits before it looks again at what may have changed; no loop of this room turns faster."""
TRY_DEVICE_EVERY = timedelta(seconds=2)
"""How long playout waits for a device that does not sound, before it tries the device again."""


def is_of_another_version(on_rack: Cart | Unready, version: str) -> bool:
    """Whether a cart was made to say something else than `version`; not where one of the two is not known."""
    return isinstance(on_rack, Cart) and bool(version and on_rack.version) and on_rack.version != version


class Meanwhile(Protocol):
    """What a station does beside its playout, on playout's own thread, which waits for it."""

    def __call__(self, *, between_sessions: bool) -> None:
        """Do what is due; playout calls it on each turn of its loops, several times a second.

        `between_sessions`: no session sounds or is about to, so that it may take longer.
        """


def nothing_meanwhile(*, between_sessions: bool) -> None:
    """Do nothing: for a playout that has nothing beside it."""


class Plan(Protocol):
    """The day as it was dealt, which the station keeps for its playout."""

    def look(self) -> None:
        """Look now whether the plan still holds; what `current` then answers from."""

    def laid_out(self, layout: Layout) -> None:
        """Take down the very carts that a session is about to air; may raise JournalError."""


class Unwritten:
    """A Plan that nobody keeps: a rehearsal's."""

    def look(self) -> None:
        """Do nothing: it always holds."""

    def laid_out(self, layout: Layout) -> None:
        """Do nothing: nothing of it is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The parts of one playout; each file of this room is functions over them."""

    library: Library
    rack: Rack
    journal: Journal
    output: Output
    clock: Clock
    airtime: AirtimeRules | None
    """None: the output is not the ward's own loudspeaker, so the airtime rules are not asked."""
    watcher: Watcher
    wanted: Wanted
    """Asked always; its False ends whatever playout does."""
    current: Wanted
    """Asked between sessions; its False says that the plan does not hold any more."""
    meanwhile: Meanwhile
    conditions: Conditions
    ending: Callable[[], Message]
    """Says why `wanted` is False."""
    plan: Plan
    released: Released = field(default_factory=NobodyAsked)
    """Asked of each cart, as it is laid out, before its turn, and while it sounds."""
    fixed: dict[CueId, Fingerprint] = field(default_factory=dict)
    """The very carts that sessions which have begun go on with, by cue."""
    stings: Stings = field(default_factory=dict)
    """What the log keeps of opening and closing."""
    remark: Callable[[], Message | None] = lambda: None
    """Says how the loudspeaker sounds less than it should, now; None where it does not, or nobody can tell."""
    on_device: Callable[[], OnDevice | None] = lambda: None
    """Says what the output tells of itself; None where nothing does."""
    lengths: dict[Fingerprint, float] = field(default_factory=dict)
    """How many seconds the carts of bulletins take that wait until a session is over."""
    hindered: dict[str, Message] = field(default_factory=dict)
    """What kept a session or a bulletin from beginning, by its id; filled while playout waits for it."""

    # --- each turn of a loop looks first; what it asks then only answers from what was found ---

    def look(self) -> None:
        """Look at what may stand in the way, and let the station do what is due beside playout."""
        self.conditions.poll()
        self.meanwhile(between_sessions=False)

    def look_between_sessions(self) -> None:
        """Do as `look`, where no session sounds or is about to: the station may do what takes longer."""
        self.conditions.poll()
        self.meanwhile(between_sessions=True)

    def look_at_plan(self) -> None:
        """Do as `look_between_sessions`; have the station look at the plan at once, not when it is next due."""
        self.plan.look()
        self.look_between_sessions()

    def may_sound(self) -> bool:
        """Whether playout is still wanted, and nothing keeps the loudspeaker silent, as of the last look."""
        return self.wanted() and self.conditions.hold() is None

    def has_a_plan(self) -> bool:
        """Whether playout is still wanted, and by the plan that it airs, as of the last look."""
        return self.wanted() and self.current()

    def pause(self, length: timedelta) -> None:
        """Wait for that long, looking meanwhile; no longer than playout is wanted."""

        def turn() -> bool:
            self.look()
            return self.wanted()

        self.clock.wait_until(self.clock.now() + length, turn)
