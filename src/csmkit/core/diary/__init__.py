"""What happens to an account, and what it changes: one event, the field it moves, the entry that tells it.

`grammar` names every kind of event; each kind is written by the function of what it is about.
"""

from collections.abc import Callable
from datetime import date

from csmkit.core.account import Account
from csmkit.core.changes import Change
from csmkit.core.diary import course, people, plan
from csmkit.core.diary.grammar import KINDS, About, CannotLog, Event, check_options, kind_of
from csmkit.core.diary.naming import person
from csmkit.core.diary.plan import counted_from
from csmkit.core.diary.remarks import remarks

__all__ = ["KINDS", "CannotLog", "Event", "changes_of", "counted_from", "person", "remarks"]

_WRITERS: dict[About, Callable[[Account, Event, str], tuple[Change, ...]]] = {
    "text": course.text,
    "people": people.people,
    "meeting": plan.meeting,
    "rhythm": plan.rhythm,
    "milestone": plan.milestone,
    "date": plan.date_,
    "number": plan.number,
    "first value": plan.first_value,
    "commitment": plan.commitment,
    "gate": plan.gate,
    "task": plan.task,
    "sentiment": people.sentiment,
    "newcomer": people.newcomer,
    "leaver": people.leaver,
    "part": people.part,
    "pause": course.pause,
    "end of pause": course.end_of_pause,
    "end of contract": course.end_of_contract,
    "new term": course.new_term,
    "sent message": course.sent,
    "health": course.health,
}


def changes_of(account: Account, event: Event, entry_id: str, today: date) -> tuple[Change, ...]:
    """What an event changes in the record: its field, and the log entry that tells it.

    Raises:
        CannotLog: something it needs is missing, or it lies in the future.
        NotFound: nobody and nothing of that name is in the record.
    """
    kind = kind_of(event)
    if event.on > today:
        raise CannotLog("--on lies in the future; log it once it has happened, or use `booked … --to`.")
    check_options(event)
    return _WRITERS[kind.about](account, event, entry_id)
