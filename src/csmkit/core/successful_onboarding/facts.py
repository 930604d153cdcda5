"""The facts of an account that a definition of success may use: one function each, listed in `FACTS`.

A fact is a yes or no, a number or a word; or it says what it needs. What is not over yet is not known: at
day 20 nobody has missed day 90. Once the customer has left, nothing more is to come.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from csmkit.core.account import Account, Milestone, Outcome
from csmkit.core.attainment import attained, percent, time_gone
from csmkit.core.checks.outcome import is_usage
from csmkit.core.health import health_of
from csmkit.core.journey import Journey
from csmkit.core.milestones import day_after, due_as_of, is_met, missed_since, primary_outcome
from csmkit.core.stakeholders import stakeholder
from csmkit.core.timeline import window_days, window_of

SPONSORS = ("executive_sponsor", "economic_buyer")


@dataclass(frozen=True)
class Seen:
    """An account on one day."""

    account: Account
    journey: Journey
    today: date

    @property
    def left(self) -> bool:
        """Whether the customer has left."""
        churned = self.account.contract.churned_on
        return churned is not None and churned <= self.today


@dataclass(frozen=True)
class Needs:
    """What has to be known, or to come, before a fact can be told."""

    what: str


Value: TypeAlias = bool | int | float | str | Needs


@dataclass(frozen=True)
class Fact:
    """One fact: what it says, how it is found, and a value such as it may have.

    `settles`: whether a no is the last word, because its own day is over.
    """

    tells: str
    find: Callable[[Seen], Value]
    such_as: bool | int | str = True
    settles: bool = False


def _unless(seen: Seen, until: date | None, needs: str) -> Value:
    """No, once the day is over or the customer has left; before that it may still come."""
    if seen.left:
        return False
    if until is None:
        return Needs(needs)
    return Needs(f"{needs} (by {until})") if until >= seen.today else False


def _needs(*parts: tuple[str, bool]) -> Needs:
    """Of several things that it takes, those that are not known."""
    return Needs(" and ".join(what for what, known in parts if not known))


def _first_value_proven(seen: Seen) -> Value:
    first, window = seen.account.first_value, window_days(seen.account, seen.journey)
    if first.reached_on is None or first.reached_on > seen.today:
        return _unless(seen, window[1] if window else None, "first value")
    return bool((first.evidence or "").strip()) or Needs("what shows first value")


def _first_value_in_window(seen: Seen) -> Value:
    first, window = seen.account.first_value, window_days(seen.account, seen.journey)
    if window is None:
        window_known = window_of(seen.account, seen.journey) is not None
        return _needs(
            ("the signature date", seen.account.contract.signed_on is not None),
            ("how complex the account is, or a window for first value", window_known),
        )
    if first.reached_on is None or first.reached_on > seen.today:
        return _unless(seen, window[1], "first value")
    return first.reached_on <= window[1]


def _first_value_days(seen: Seen) -> Value:
    signed, reached = seen.account.contract.signed_on, seen.account.first_value.reached_on
    if signed is None or reached is None or reached > seen.today:
        reached_by_now = reached is not None and reached <= seen.today
        return _needs(("the signature date", signed is not None), ("first value", reached_by_now))
    return (reached - signed).days


def _met(day: int) -> Callable[[Seen], Value]:
    """Whether the milestone of a day is met with evidence."""

    def find(seen: Seen) -> Value:
        milestone = _milestone(seen.account, day)
        if milestone is None:
            return Needs(f"a milestone for day {day}")
        if not is_met(milestone, seen.today):
            return _unless(seen, due_as_of(seen.account, milestone, seen.today), f"milestone {milestone.id}")
        return bool((milestone.evidence or "").strip()) or Needs(
            f"what shows that milestone {milestone.id} is met"
        )

    return find


def _on_time(day: int) -> Callable[[Seen], Value]:
    """Whether the milestone of a day was met by the day both sides had agreed on."""

    def find(seen: Seen) -> Value:
        milestone = _milestone(seen.account, day)
        if milestone is None:
            return Needs(f"a milestone for day {day}")
        if not is_met(milestone, seen.today):
            return _unless(seen, due_as_of(seen.account, milestone, seen.today), f"milestone {milestone.id}")
        unmet = milestone.model_copy(update={"met_on": None})
        return missed_since(seen.account, unmet, milestone.met_on or seen.today) is None

    return find


def _milestone(account: Account, day: int) -> Milestone | None:
    return next((one for one in account.milestones if one.day == day), None)


def _sponsor_call_held(seen: Seen) -> Value:
    held = seen.account.sponsor_call.held_on
    by = day_after(seen.account.contract.signed_on, seen.journey.sponsor_call_held_by_day)
    return True if held and held <= seen.today else _unless(seen, by, "the sponsor call")


def _sponsor_confirmed(seen: Seen) -> Value:
    """In the sponsor call, or by confirming a milestone that is met."""
    call = seen.account.sponsor_call
    if call.held_on and call.held_on <= seen.today and call.validated:
        return True
    for milestone in seen.account.milestones:
        person = stakeholder(seen.account, milestone.confirmed_by)
        if person and is_met(milestone, seen.today) and set(person.roles) & set(SPONSORS):
            return True
    by = day_after(seen.account.contract.signed_on, seen.journey.graduation_day)
    return _unless(seen, by, "a sponsor's word")


def _last_reading(outcome: Outcome | None, today: date) -> float | None:
    readings = [one for one in outcome.readings if one.on <= today] if outcome else []
    return float(max(readings, key=lambda reading: reading.on).value) if readings else None


def _reading(seen: Seen) -> Value:
    found = _last_reading(primary_outcome(seen.account), seen.today)
    return Needs("a reading of the outcome") if found is None else found


def _way(seen: Seen) -> tuple[Outcome, date, Fraction] | Needs:
    """How much of its way the outcome had gone at its last reading, and when that was."""
    outcome = primary_outcome(seen.account)
    readings = [one for one in outcome.readings if one.on <= seen.today] if outcome else []
    if outcome is None or not readings:
        return Needs("a reading of the outcome")
    last = max(readings, key=lambda reading: reading.on)
    way = attained(outcome, last.value)
    return Needs("the outcome's baseline and target") if way is None else (outcome, last.on, way)


def _attainment(seen: Seen) -> Value:
    found = _way(seen)
    if isinstance(found, Needs):
        return found
    _, _, way = found
    return percent(way)


def _on_its_way(seen: Seen) -> Value:
    found = _way(seen)
    if isinstance(found, Needs):
        return found
    outcome, on, way = found
    gone = time_gone(outcome.baseline.as_of if outcome.baseline else None, outcome.by, on)
    dated = outcome.baseline is not None and outcome.baseline.as_of is not None
    if gone is None and dated and outcome.by is not None:
        return Needs("a day to reach the outcome by that is after its baseline")
    needs = _needs(
        ("the day of the outcome's baseline", dated),
        ("the day to reach the outcome by", outcome.by is not None),
    )
    return needs if gone is None else way >= gone


def _adoption(seen: Seen) -> Value:
    outcome = next((one for one in seen.account.outcomes if is_usage(one)), None)
    found = _last_reading(outcome, seen.today)
    needs = "a reading of an outcome that is use of the product, such as active users"
    return Needs(needs) if found is None else found


def _promises_kept(seen: Seen) -> Value:
    for one in seen.account.commitments:
        late = one.status == "open" and one.due_on is not None and one.due_on < seen.today
        if one.status == "broken" or late:
            return False
    return True


def _health(seen: Seen) -> Value:
    status = health_of(seen.account, seen.journey, seen.today).status
    return (
        Needs("what the health needs: a signature date and milestones") if status == "cannot_tell" else status
    )


def _day(seen: Seen) -> Value:
    signed = seen.account.contract.signed_on
    return (seen.today - signed).days if signed else Needs("the signature date")


FACTS: Mapping[str, Fact] = {
    "first_value_proven": Fact(
        "First value is reached, and something shows it.", _first_value_proven, settles=True
    ),
    "first_value_in_window": Fact(
        "First value came before its window ended.", _first_value_in_window, settles=True
    ),
    "first_value_days": Fact("Days from the signature to first value.", _first_value_days, 60),
    "day_30_met": Fact("The milestone of day 30 is met, and something shows it.", _met(30), settles=True),
    "day_60_met": Fact("The milestone of day 60 is met, and something shows it.", _met(60), settles=True),
    "day_90_met": Fact("The milestone of day 90 is met, and something shows it.", _met(90), settles=True),
    "day_180_met": Fact("The milestone of day 180 is met, and something shows it.", _met(180), settles=True),
    "day_90_on_time": Fact("The milestone of day 90 was met by its agreed day.", _on_time(90), settles=True),
    "sponsor_call_held": Fact("The sponsor call was held.", _sponsor_call_held, settles=True),
    "sponsor_confirmed": Fact(
        "A sponsor confirmed something: in the call, or a milestone.", _sponsor_confirmed, settles=True
    ),
    "reading": Fact("The outcome's last reading, in its own unit.", _reading, 4),
    "attainment": Fact("Percent of the way from baseline to target, at the last reading.", _attainment, 60),
    "on_its_way": Fact("The outcome had gone as much of its way as of its time.", _on_its_way),
    "adoption": Fact(
        "The last reading of an outcome that is use of the product, such as seats.", _adoption, 80
    ),
    "promises_kept": Fact("No commitment is broken or past its day.", _promises_kept),
    "health": Fact("The account's health: on_track, at_risk or off_track.", _health, "on_track"),
    "day": Fact("Days since the signature.", _day, 120),
    "journey": Fact("Its journey, such as high-touch.", lambda seen: seen.account.journey, "high-touch"),
    "stayed": Fact("The customer has not left.", lambda seen: not seen.left, settles=True),
}
