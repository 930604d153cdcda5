"""Messages of the journey that are due: one line for all of them, with the command that writes them."""

from collections.abc import Iterator

from csmkit.core.desk.item import Item, View
from csmkit.core.journey import JourneyEmail, Occasion
from csmkit.core.messages import Due, message_due, recipients
from csmkit.core.milestones import before_our_time
from csmkit.core.play_runs import running

# What another line of the desk answers first: the rhythm's change, and what a play begins with.
_ANSWERED: frozenset[Occasion | None] = frozenset({"rhythm-drops", "disengaged", "champion-left"})


def messages(view: View) -> Iterator[Item]:
    """What the customer should have heard by now, in one line until each is logged as sent."""
    due = list(_due(view))
    if not due:
        return
    names = ", ".join(one.email.name for one in due)
    many = f"{len(due)} messages are" if len(due) > 1 else "a message is"
    why = f"{many} due: {names}; once out: {view.log('sent NAME')}"
    oldest = min(one.due_on for one in due if one.due_on)
    yield Item("this week", oldest, why, f"csmkit email render {view.name} --due")


def _due(view: View) -> Iterator[Due]:
    """What somebody would get, but for what another line proposes, such as the steps of a play."""
    under_way = {run.id for run in running(view.account, view.today) if run.play in view.plays}
    proposed = {task.message for task in view.account.tasks if task.play in under_way and not task.done_on}
    for email in view.journey.emails:
        if email.after not in _ANSWERED and email.name not in proposed:
            one = message_due(view.account, view.journey, email, view.today)
            if one.state == "due" and _is_for_somebody(view, email, one):
                yield one


def _is_for_somebody(view: View, email: JourneyEmail, due: Due) -> bool:
    has_readers = bool(recipients(view.account, view.journey, email))
    return has_readers and due.due_on is not None and not before_our_time(view.account, due.due_on)
