"""Sessions end, wrong tries cost time, and the entry key opens once: on a clock that is told what time it is."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from stand_ins.clocks import SteppedClock

from broadcast.station.accounts import Attempts, EntryKey, Person, Role, Sessions

LAN = Person("Lan", frozenset({Role.LOOK, Role.DUTY}), "1")
HUNG = Person("Hùng", frozenset(Role), "2")


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock(datetime(2027, 9, 1, 12, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")))


def test_a_token_is_its_persons_until_it_ends(clock: SteppedClock) -> None:
    sessions = Sessions(clock)
    of_lan, of_hung = sessions.begin(LAN), sessions.begin(HUNG)
    assert (sessions.of(of_lan), sessions.of(of_hung)) == (LAN, HUNG)
    sessions.end(of_lan)
    assert (sessions.of(of_lan), sessions.of(of_hung), sessions.of("")) == (None, HUNG, None)


def test_of_a_name_that_is_tried_no_more_is_kept_than_an_account_may_have(clock: SteppedClock) -> None:
    attempts = Attempts(clock)
    for number in range(5):
        attempts.failed("a" * 200_000 + str(number), f"10.0.0.{number}")
    assert attempts.wait_s("a" * 100, "10.0.1.1") > 0


def test_no_token_is_kept(clock: SteppedClock) -> None:
    sessions = Sessions(clock)
    token = sessions.begin(LAN)
    assert token not in repr(vars(sessions))
    assert len(token) >= 43  # 256 bits


def test_a_session_ends_after_an_hour_without_use_and_after_twelve_in_any_case(clock: SteppedClock) -> None:
    sessions = Sessions(clock)
    token = sessions.begin(LAN)
    clock.passed(3599)
    assert sessions.of(token) == LAN
    clock.passed(3600)
    assert sessions.of(token) is None
    token, hours = sessions.begin(LAN), 0.0
    while sessions.of(token) is not None:
        clock.passed(1800)
        hours += 0.5
    assert hours == 12


def test_a_page_that_only_looks_does_not_keep_its_session_alive(clock: SteppedClock) -> None:
    sessions = Sessions(clock)
    token = sessions.begin(LAN)
    clock.passed(1800)
    assert sessions.of(token, used=False) == LAN
    clock.passed(1800)
    assert sessions.of(token, used=False) is None


def test_a_wall_clock_that_is_set_back_keeps_no_session_alive(clock: SteppedClock) -> None:
    sessions = Sessions(clock)
    token = sessions.begin(LAN)
    clock.step(timedelta(days=-1))
    clock.passed(3600)
    assert sessions.of(token) is None


def test_a_session_ends_when_its_account_is_changed_or_removed(clock: SteppedClock) -> None:
    known: dict[str, Person] = {"Lan": LAN, "Hùng": HUNG}
    sessions = Sessions(clock, known.get)
    of_lan, of_hung = sessions.begin(LAN), sessions.begin(HUNG)
    known["Lan"] = Person("Lan", LAN.roles, "another mark")
    del known["Hùng"]
    assert (sessions.of(of_lan), sessions.of(of_hung)) == (None, None)
    known["Lan"] = LAN
    assert sessions.of(of_lan) is None


def test_a_person_ends_sessions_of_their_own_and_nobody_elses(clock: SteppedClock) -> None:
    sessions = Sessions(clock)
    tokens = [sessions.begin(LAN), sessions.begin(LAN), sessions.begin(HUNG)]
    assert sessions.end_numbered(LAN, [sessions.number(token) for token in tokens[1:]]) == 1
    assert [sessions.of(token) for token in tokens] == [LAN, None, HUNG]


def test_of_too_many_sessions_the_one_unused_for_longest_ends(clock: SteppedClock) -> None:
    sessions = Sessions(clock)
    first, second = sessions.begin(LAN), sessions.begin(LAN)
    clock.passed(1)
    assert sessions.of(first) == LAN
    for _ in range(499):
        sessions.begin(HUNG)
    assert (sessions.of(first), sessions.of(second)) == (LAN, None)


def _tries(attempts: Attempts, count: int, name: str = "Lan", address: str = "10.0.0.7") -> float:
    for _ in range(count):
        attempts.failed(name, address)
    return attempts.wait_s(name, address)


def test_the_fifth_wrong_try_costs_half_a_minute_and_each_further_one_twice_as_much(clock: SteppedClock) -> None:
    attempts = Attempts(clock)
    waits = [_tries(attempts, 1) for _ in range(14)]
    assert waits == [0, 0, 0, 0, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]
    clock.passed(3599)
    assert attempts.wait_s("Lan", "10.0.0.7") == 1
    clock.passed(1)
    assert attempts.wait_s("Lan", "10.0.0.7") == 0
    assert _tries(attempts, 1) == 3600


def test_a_name_waits_from_every_address_and_an_address_with_every_name(clock: SteppedClock) -> None:
    attempts = Attempts(clock)
    _tries(attempts, 5)
    assert attempts.wait_s(" LAN ", "10.0.0.8") == 30
    assert attempts.wait_s("Hùng", "10.0.0.7") == 30
    assert attempts.wait_s("Hùng", "10.0.0.8") == 0


def test_the_right_secret_forgets_a_names_wrong_tries_and_not_the_addresses(clock: SteppedClock) -> None:
    """Whoever has an account could else guess at another's for ever, with a log-in of their own in between."""
    attempts = Attempts(clock)
    for _ in range(5):
        attempts.failed("Hùng", "10.0.0.7")
        attempts.passed("Lan", "10.0.0.7")
    assert attempts.wait_s("Bình", "10.0.0.7") == 30
    attempts.passed("Hùng", "10.0.0.7")
    assert attempts.wait_s("Hùng", "10.0.0.8") == 0


def test_nobody_keeps_a_person_out_of_where_they_came_in_before_by_trying_their_name(clock: SteppedClock) -> None:
    attempts = Attempts(clock)
    attempts.passed("Lan", "10.0.0.8")
    _tries(attempts, 12, address="10.0.0.66")
    assert attempts.wait_s("Lan", "10.0.0.8") == 0
    assert attempts.wait_s("Lan", "10.0.0.9") == 3600
    _tries(attempts, 5, address="10.0.0.8")  # from there, too, the address counts
    assert attempts.wait_s("Lan", "10.0.0.8") == 30


def test_wrong_tries_are_forgotten_after_two_hours(clock: SteppedClock) -> None:
    attempts = Attempts(clock)
    _tries(attempts, 4)
    clock.passed(7200)
    assert _tries(attempts, 4) == 0


def test_a_crowd_of_names_takes_no_more_than_so_much_memory(clock: SteppedClock) -> None:
    attempts = Attempts(clock)
    for number in range(6000):
        attempts.failed(f"tên {number}", f"10.0.{number // 250}.{number % 250}")
    assert len(attempts._wrong) == 10_000


def test_an_entry_key_opens_once() -> None:
    entry = EntryKey()
    key = entry.text
    assert [entry.opens(""), entry.opens(key[:-1]), entry.opens(key), entry.opens(key)] \
        == [False, False, True, False]  # fmt: skip
    assert entry.opens(entry.renew())
    assert not entry.opens(key)
