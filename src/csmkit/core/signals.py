"""Signals that a customer turns away, as long as nobody has answered them.

The rule of the craft: disengagement comes before everything else, and it is named, not pushed through.
A signal is answered by a touch with a champion or a sponsor, by the disengagement play, or by a pause
that was agreed. Nothing is inferred where the record does not say how often to meet.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from csmkit.core.account import Account, LogEntry, PlayRun, Rhythm
from csmkit.core.holds import hold_on
from csmkit.core.stakeholders import holders
from csmkit.core.touches import MISSED, ids_of, last_touch, rhythm_length, touches

DISENGAGEMENT = "disengagement"
_ENOUGH_MISSED = 2
_SILENT_ROUNDS = 2

SignalKind = Literal["logged", "missed meetings", "silent champion"]


@dataclass(frozen=True)
class Signal:
    """One unanswered signal: what kind, since when, and in words for our own team."""

    kind: SignalKind
    since: date
    why: str


def signals(account: Account, today: date) -> tuple[Signal, ...]:
    """Every signal that nobody has answered yet, the oldest first; none on hold or once they left."""
    left = account.contract.churned_on
    if (left is not None and left <= today) or hold_on(account, today) is not None:
        return ()
    found = [*_logged(account, today), *_missed(account, today), *_silence(account, today)]
    return tuple(sorted(found, key=lambda signal: signal.since))


def last_sign(account: Account, today: date) -> date | None:
    """The day of the last sign nobody has answered, or on which the play that answers it was started.

    A play that was started is an answer and not yet a result; it counts until it is closed.
    """
    return max(_days(account, signals(account, today), today), default=None)


def turning_away_since(account: Account, today: date) -> date | None:
    """Since when they turn away, by what somebody logged: silence may only mean that nobody logged."""
    seen = (signal for signal in signals(account, today) if signal.kind != "silent champion")
    return min(_days(account, seen, today), default=None)


def _days(account: Account, found: Iterable[Signal], today: date) -> list[date]:
    run = disengagement_play(account, today)
    return [*(signal.since for signal in found), *((run.started_on,) if run else ())]


def disengagement_play(account: Account, today: date) -> PlayRun | None:
    """The disengagement play that is under way on a day; none once they left."""
    left = account.contract.churned_on
    if left is not None and left <= today:
        return None
    runs = (run for run in account.plays if run.play == DISENGAGEMENT and run.started_on <= today)
    return next((run for run in runs if run.closed_on is None or run.closed_on > today), None)


def _logged(account: Account, today: date) -> Iterator[Signal]:
    for entry in _unanswered(account, ("signal",), today):
        words = " ".join((entry.note or "").split())
        told = f"a signal since {entry.on}"
        yield Signal("logged", entry.on, f"{told}: {words}" if words else told)


def _missed(account: Account, today: date) -> Iterator[Signal]:
    missed = sorted({entry.on for entry in _unanswered(account, MISSED, today)})
    if len(missed) >= _ENOUGH_MISSED:
        why = f"{len(missed)} meetings in a row missed or called off, the last on {missed[-1]}"
        yield Signal("missed meetings", missed[_ENOUGH_MISSED - 1], why)


def _silence(account: Account, today: date) -> Iterator[Signal]:
    """No word from any champion for two rounds of the rhythm that was agreed."""
    rhythm, heard = _rhythm(account), _last_heard(account, today)
    if rhythm is None or heard is None:
        return
    since = heard + _SILENT_ROUNDS * rhythm_length(rhythm)
    if since < today and not _played(account, since, today):
        names = " and ".join(person.name for person in holders(account, "champion"))
        yield Signal("silent champion", since, f"nothing heard from {names} since {heard} ({rhythm})")


def _rhythm(account: Account) -> Rhythm | None:
    """How often the champion was to be met: as that person wishes, or as was agreed."""
    wished = (person.preferences and person.preferences.rhythm for person in holders(account, "champion"))
    return next((rhythm for rhythm in wished if rhythm), None) or account.cadence.rhythm


def _last_heard(account: Account, today: date) -> date | None:
    """The day the silence is counted from: a touch, or the day the rhythm was agreed.

    A new champion, a pause and a disengagement play that was closed begin the count anew.
    """
    champions = ids_of(account, ("champion",))
    heard = [last_touch(account, today, champions), account.cadence.since]
    if not champions or not any(heard):
        return None
    newcomers = {f"stakeholders/{one}" for one in champions}
    anew = [each.on for each in account.log if each.about in newcomers and each.kind in ("joined", "role")]
    anew += [hold.until_on for hold in account.holds if hold.until_on]
    anew += [run.closed_on for run in account.plays if run.play == DISENGAGEMENT and run.closed_on]
    return max((day for day in (*heard, *anew) if day is not None and day <= today), default=None)


def _unanswered(account: Account, kinds: Iterable[str], today: date) -> Iterator[LogEntry]:
    """Entries of these kinds after which neither a touch, nor the play, nor a pause came."""
    wanted = frozenset(kinds)
    people = ids_of(account, ("champion", "executive_sponsor", "economic_buyer"))
    answers = [(touch.on, touch.place) for touch in touches(account, today) if people & touch.people]
    last = max(answers, default=(date.min, -1))
    for place, entry in enumerate(account.log):
        open_ = entry.kind in wanted and entry.on <= today and (entry.on, place) > last
        if open_ and not _played(account, entry.on, today) and not _paused(account, entry.on, today):
            yield entry


def _played(account: Account, since: date, today: date) -> bool:
    return any(run.play == DISENGAGEMENT and since <= run.started_on <= today for run in account.plays)


def _paused(account: Account, since: date, today: date) -> bool:
    return any(since <= hold.from_on <= today for hold in account.holds)
