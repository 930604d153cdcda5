"""What an assessment changes in the onboarding: shown with its reasons, and decided item by item."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from csmkit.cli import conflicts, console, here
from csmkit.errors import NotFound

if TYPE_CHECKING:
    from csmkit.core.assessment import Scorecard
    from csmkit.core.changes import Change
    from csmkit.core.fields import Plain
    from csmkit.core.interview.conversation import Conversation
    from csmkit.core.interview.recording import Sitting
    from csmkit.core.reshape import Decision, Proposal
    from csmkit.storage.record import Record


def open_proposals(record: "Record", day: date) -> "tuple[Proposal, ...]":
    """What is proposed for an account and not decided yet."""
    from csmkit.core.reshape import proposals

    return proposals(record.account, here.library().journey(record.account.journey), _scorecard(record), day)


def _scorecard(record: "Record") -> "Scorecard | None":
    """The scores of the latest assessment by the journey's model."""
    from csmkit.core.assessment import latest, score

    library = here.library()
    name = library.journey(record.account.journey).assessment
    run = latest(record.account, name)
    return score(library.assessment(name), run) if run else None


def show(record: "Record", found: "Sequence[Proposal]") -> None:
    """Print before and after, and why."""
    if not found and _scorecard(record) is None:
        console.out(f"Nothing is proposed: maturity is not assessed yet. csmkit assess {record.name}")
        return
    _show_decided(record)
    if not found:
        console.out("Nothing further changes in the onboarding.")
        return
    console.out(f"What changes for {record.account.name}", style="bold")
    reason = ""
    for proposal in found:
        if proposal.because != reason:
            reason = proposal.because
            console.out(reason, indent=2, style="cyan")
        console.out(f"{proposal.what}: {proposal.before} → {proposal.after}", indent=4)
        console.out(proposal.id, indent=6, style="dim")


def _show_decided(record: "Record") -> None:
    """What was decided before, with the reason as it read then."""
    decided = record.account.reshaped
    if decided:
        console.out(f"Decided for {record.account.name}", style="bold")
    reason = None
    for one in decided:
        if one.because != reason:
            reason = one.because
            console.out(one.because or "", indent=2, style="cyan")
        console.out(f"{one.decision} on {one.on}: {one.what or one.proposal}", indent=4)


def plain(record: "Record", found: "Sequence[Proposal]") -> dict[str, Any]:
    """The open proposals as plain data."""
    shown = [
        {"id": p.id, "what": p.what, "before": p.before, "after": p.after, "because": p.because}
        for p in found
    ]
    decided = [
        {"id": d.proposal, "on": d.on, "decision": d.decision, "what": d.what, "because": d.because}
        for d in record.account.reshaped
    ]
    return {"account": record.name, "proposals": shown, "decided": decided}


def offer(record: "Record", day: date) -> None:
    """Show what changes and, at a terminal, decide it item by item."""
    found = open_proposals(record, day)
    console.out()
    show(record, found)
    if found and here.can_ask():
        _hold(record, found, day)
    elif found:
        console.note(f"Decide with: csmkit assess {record.name} --accept ID (or all), --decline ID")


def _hold(record: "Record", found: "tuple[Proposal, ...]", day: date) -> None:
    from csmkit.cli.sessions import Held, hold
    from csmkit.core.reshape_interview import as_interview

    held = Held(
        here.workspace(),
        record,
        "reshape",
        as_interview(found),
        ("changes",),
        day,
        f"csmkit assess {record.name} --reshape",
        changes_of=lambda conversation, sitting: _decisions(conversation, sitting, found, record),
    )
    hold(held)


def _decisions(
    conversation: "Conversation", sitting: "Sitting", found: "tuple[Proposal, ...]", record: "Record"
) -> "tuple[Change, ...]":
    """What was decided in a sitting, in the place of its answers."""
    from csmkit.core.changes import Set
    from csmkit.core.interview.recording import changes
    from csmkit.core.reshape import decision_changes
    from csmkit.core.reshape_interview import LATER, question_id

    said: dict[str, Any] = {}
    for proposal in found:
        answer = conversation.answers.get((question_id(proposal.id),))
        if answer is not None and answer.value not in (None, LATER):
            said[proposal.id] = answer.value
    made = changes(conversation, sitting)
    kept = [one for one in made if not (isinstance(one, Set) and one.path[0] == "answers")]
    journey, card = here.library().journey(record.account.journey), _scorecard(record)
    decisions = decision_changes(record.data, journey, card, said, sitting.on, sitting.journal)
    return (*decisions, *kept)


def named(record: "Record", day: date, accept: Sequence[str], decline: Sequence[str]) -> None:
    """Decide the proposals that were named, in one write.

    Raises:
        NotFound: one of them is not open; nothing was written.
    """
    from csmkit.core.changes import Append
    from csmkit.core.reshape import decision_changes
    from csmkit.storage.workspace import new_id

    said = _named(record, day, accept, decline)
    journey, card, entry = here.library().journey(record.account.journey), _scorecard(record), new_id()
    words = list(said.values())
    told = f"{words.count('accepted')} accepted, {words.count('declined')} declined"
    log: dict[str, Plain] = {"id": entry, "on": day, "kind": "recorded", "about": "reshaped"}
    decisions = decision_changes(record.data, journey, card, said, day, entry)
    changes = (*decisions, Append(("log",), log | {"note": f"changes to the onboarding: {told}"}))
    saved = here.workspace().save(record, changes, did="reshape", today=day)
    console.out(f"Saved: {told}.")
    conflicts.report(saved)


def _named(
    record: "Record", day: date, accept: Sequence[str], decline: Sequence[str]
) -> "dict[str, Decision]":
    known = [proposal.id for proposal in open_proposals(record, day)]
    said: dict[str, Decision] = {}
    choices: tuple[tuple[Sequence[str], Decision], ...] = ((accept, "accepted"), (decline, "declined"))
    for names, word in choices:
        for name in known if "all" in names else names:
            if name not in known:
                hint = f"`csmkit assess {record.name} --reshape` shows what is open."
                raise NotFound("open proposal", name, known, hint)
            said[name] = word
    return said
