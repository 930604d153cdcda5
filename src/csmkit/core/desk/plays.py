"""Plays: the steps of those under way, those that the record calls for, and the handover at day 90."""

from collections.abc import Iterator

from csmkit.core.desk import engagement, people
from csmkit.core.desk.item import Item, View
from csmkit.core.milestones import day_after
from csmkit.core.play_runs import belonging, called_for, command_for, steps, told_about
from csmkit.core.play_runs import running as runs_under_way
from csmkit.core.stakeholders import name_of


def running(view: View) -> Iterator[Item]:
    """What a play that is under way needs within the week, its closing included."""
    for run in runs_under_way(view.account, view.today):
        play = view.plays.get(run.play)
        for step in steps(view.account, view.name, run, play, view.today) if play else ():
            why = f"{told_about(view.account, play, run)}: {step.what}"
            yield from view.dated(step.due, why, step.command)


def called(view: View) -> Iterator[Item]:
    """A play that the record calls for, where no other line of the desk proposes it already."""
    elsewhere = (*engagement.disengagement(view), *people.departed(view))
    proposed = {item.command for item in elsewhere}
    for one in called_for(view.account, belonging(view.journey, view.plays), view.today):
        command = command_for(view.name, one.play, one.about)
        if command not in proposed:
            title = told_about(view.account, view.plays[one.play], one)
            yield Item("at risk", None, f"{title}: {one.because.rstrip('.')}", command)


def steady_state(view: View) -> Iterator[Item]:
    """Where another CSM is named to keep the account, it is handed over by the graduation day."""
    account = view.account
    if "steady_state_csm" not in account.vendor_team or view.done(account.steady_state.handed_over_on):
        return
    due = day_after(account.contract.signed_on, view.journey.graduation_day)
    why = f"the account is not handed over to {name_of(account, 'steady_state_csm')}"
    yield from view.dated(due, why, f"csmkit handoff {view.name} --to-steady-state")
