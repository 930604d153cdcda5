"""Whether the customer turns away, and how the account is doing as a whole."""

from collections.abc import Iterator

from csmkit.core.desk.item import Item, View
from csmkit.core.health import health_of
from csmkit.core.signals import DISENGAGEMENT, signals


def disengagement(view: View) -> Iterator[Item]:
    """Signs that nobody has answered; they come before everything else."""
    command = f"csmkit play run {view.name} {DISENGAGEMENT}"
    for signal in signals(view.account, view.today):
        yield Item("at risk", signal.since, signal.why, command, first=True)


def health(view: View) -> Iterator[Item]:
    """An account that is off track as a whole, unless a sign of disengagement says so already."""
    if signals(view.account, view.today):
        return
    found = health_of(view.account, view.journey, view.today)
    if found.status == "off_track":
        why = "; ".join(reason.text for reason in found.grave[:2])
        yield Item("at risk", None, f"off track: {why}", f"csmkit account show {view.name}")
