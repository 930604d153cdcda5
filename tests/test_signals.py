"""Signals that a customer turns away: what counts as one, and what answers it."""

from datetime import date

import pytest
import yaml

from csmkit.core.account import Account
from csmkit.core.signals import signals

RECORD = """\
schema: csmkit/account@1
id: a1
name: Northwind Traders
journey: high-touch
cadence: {rhythm: weekly, since: 2026-09-01}
stakeholders:
  - {id: jane-doe, name: Jane Doe, roles: [executive_sponsor]}
  - {id: mia-brandt, name: Mia Brandt, roles: [champion]}
  - {id: omar-diaz, name: Omar Diaz}
log:
"""
TODAY = date(2026, 10, 10)


def account(*log: str, more: str = "") -> Account:
    """The record with these log entries, written as `2026-10-01 signal`, with people after it."""
    lines = []
    for number, entry in enumerate(log):
        on, kind, *people = entry.split()
        lines.append(f"  - {{id: l{number}, on: {on}, kind: {kind}, with: [{', '.join(people)}], note: n}}\n")
    text = RECORD + ("".join(lines) or "  []\n") + more
    return Account.model_validate(yaml.load(text, Loader=yaml.BaseLoader))


def kinds(*log: str, more: str = "", on: date = TODAY) -> list[str]:
    return [signal.kind for signal in signals(account(*log, more=more), on)]


HEARD = "2026-09-30 sync mia-brandt"
PLAY = "plays: [{id: p1, play: disengagement, started_on: %s}]\n"
HOLD = "holds: [{id: h1, from_on: %s, until_on: %s}]\n"


@pytest.mark.parametrize(
    ("later", "open_"),
    [
        ("2026-10-06 sync mia-brandt", []),
        ("2026-10-06 message jane-doe", []),
        ("2026-10-05 sync mia-brandt", []),
        ("2026-10-04 sync mia-brandt", ["logged"]),
        ("2026-10-06 sync omar-diaz", ["logged"]),
        ("2026-10-06 no-show mia-brandt", ["logged"]),
        ("2026-10-06 note", ["logged"]),
        ("2026-10-12 sync mia-brandt", ["logged"]),
    ],
)
def test_a_signal_counts_until_a_champion_or_a_sponsor_was_met(later: str, open_: list[str]) -> None:
    assert kinds(HEARD, "2026-10-05 signal", later) == open_


def test_a_signal_is_answered_by_the_play_or_by_a_pause_that_came_after_it() -> None:
    logged = (HEARD, "2026-10-05 signal")
    assert kinds(*logged, more=PLAY % "2026-10-06") == []
    assert kinds(*logged, more=PLAY % "2026-09-06") == ["logged"]
    assert kinds(*logged, more=HOLD % ("2026-10-06", "2026-10-08")) == []
    assert kinds(*logged, more=HOLD % ("2026-09-01", "2026-09-08")) == ["logged"]


@pytest.mark.parametrize(
    ("log", "open_"),
    [
        (("2026-10-01 no-show mia-brandt",), []),
        (("2026-10-01 no-show mia-brandt", "2026-10-08 cancelled mia-brandt"), ["missed meetings"]),
        (("2026-10-01 no-show mia-brandt", "2026-10-01 no-show omar-diaz"), []),
        (
            (
                "2026-10-01 no-show mia-brandt",
                "2026-10-05 sync mia-brandt",
                "2026-10-08 cancelled mia-brandt",
            ),
            [],
        ),
    ],
)
def test_two_meetings_in_a_row_that_did_not_take_place(log: tuple[str, ...], open_: list[str]) -> None:
    assert kinds(HEARD, *log) == open_


def test_a_champion_is_silent_after_two_rounds_of_the_rhythm() -> None:
    assert kinds(HEARD, on=date(2026, 10, 14)) == []
    assert kinds(HEARD, on=date(2026, 10, 15)) == ["silent champion"]
    assert kinds("2026-09-30 sync jane-doe") == ["silent champion"]
    (signal,) = signals(account(HEARD), date(2026, 10, 20))
    assert signal.why == "nothing heard from Mia Brandt since 2026-09-30 (weekly)"
    assert signal.since == date(2026, 10, 14)


def test_silence_is_counted_anew_after_a_pause_a_play_and_a_new_champion() -> None:
    late = date(2026, 10, 20)
    assert kinds(HEARD, on=late, more=HOLD % ("2026-10-01", "2026-10-12")) == []
    closed = "plays: [{id: p1, play: disengagement, started_on: 2026-10-02, closed_on: 2026-10-12}]\n"
    assert kinds(HEARD, on=late, more=closed) == []
    assert kinds(HEARD, on=date(2026, 10, 27), more=closed) == ["silent champion"]


def test_where_no_rhythm_was_agreed_no_silence_is_inferred() -> None:
    told = account(HEARD)
    assert signals(told.model_copy(update={"cadence": type(told.cadence)()}), date(2027, 1, 1)) == ()


def test_on_hold_and_once_they_left_there_are_no_signals() -> None:
    logged = (HEARD, "2026-10-05 signal")
    assert kinds(*logged, more=HOLD % ("2026-10-01", "2026-12-01")) == []
    assert kinds(*logged, more="contract: {churned_on: 2026-10-08}\n") == []
    assert kinds(*logged, more="contract: {churned_on: 2026-12-08}\n") == ["logged"]
