"""What an assessment changes in the onboarding: shown with its reasons, and decided item by item."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from csmkit.cli import conflicts, console, here
from csmkit.errors import NotFound

if TYPE_CHECKING:
    from csmkit.core.fields import Plain
    from csmkit.core.reshape import Proposal
    from csmkit.storage.record import Record


def open_proposals(record: "Record", day: date) -> "tuple[Proposal, ...]":
    """What is proposed for an account and not decided yet."""
    from csmkit.core.assessment import latest, score
    from csmkit.core.reshape import proposals

    library, account = here.library(), record.account
    journey = library.journey(account.journey)
    taken = [run for run in account.assessments if run.model.startswith(f"{journey.assessment}@")]
    run = latest(tuple(taken))
    card = score(library.assessment(journey.assessment), run) if run else None
    return proposals(account, journey, card, day)


def show(record: "Record", found: "Sequence[Proposal]") -> None:
    """Print before and after, and why."""
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


def plain(record: "Record", found: "Sequence[Proposal]") -> dict[str, Any]:
    """The open proposals as plain data."""
    shown = [
        {"id": p.id, "what": p.what, "before": p.before, "after": p.after, "because": p.because}
        for p in found
    ]
    return {"account": record.name, "proposals": shown}


def offer(record: "Record", day: date) -> None:
    """Show what changes and, at a terminal, decide it item by item."""
    found = open_proposals(record, day)
    console.out()
    show(record, found)
    if not found:
        return
    if not here.can_ask():
        console.note(f"Decide with: csmkit assess {record.name} --accept ID (or all), --decline ID")
        return
    decide(record, _asked(found), day)


def _asked(found: "Sequence[Proposal]") -> "list[tuple[Proposal, str]]":
    """What the person says to each; everything after Ctrl-C stays open."""
    from csmkit.cli import ask

    said: list[tuple[Proposal, str]] = []
    options = [("Accept", "accepted"), ("Not for this customer", "declined"), ("Decide later", "later")]
    number = 0
    while number < len(found):
        proposal = found[number]
        text = f"{proposal.what}: {proposal.before} → {proposal.after}"
        try:
            said = [*said[:number], (proposal, ask.select(text, options))]
            number += 1
        except ask.Back:
            number = max(0, number - 1)
        except ask.Interrupted:
            console.note("Stopped. What you said until here is kept; the rest stays open.")
            break
    return [(proposal, word) for proposal, word in said if word != "later"]


def named(record: "Record", day: date, accept: Sequence[str], decline: Sequence[str]) -> None:
    """Decide the proposals that were named.

    Raises:
        NotFound: one of them is not open; nothing was written.
    """
    known = {proposal.id: proposal for proposal in open_proposals(record, day)}
    said: dict[str, tuple[Proposal, str]] = {}
    for names, word in ((accept, "accepted"), (decline, "declined")):
        for name in [*known] if "all" in names else names:
            if name not in known:
                hint = f"`csmkit assess {record.name} --reshape` shows what is open."
                raise NotFound("open proposal", name, known, hint)
            said[name] = (known[name], word)
    decide(record, list(said.values()), day)


def decide(record: "Record", said: "Sequence[tuple[Proposal, str]]", day: date) -> None:
    """Write decisions: one save for each, so that lists which two of them change keep both."""
    from csmkit.core.changes import Append
    from csmkit.core.reshape import decided
    from csmkit.storage.workspace import new_id

    workspace = here.workspace()
    for proposal, word in said:
        again = {one.id: one for one in open_proposals(record, day)}.get(proposal.id, proposal)
        entry_id = new_id()
        entry: dict[str, Plain] = {
            "id": new_id(),
            "on": day,
            "kind": "recorded",
            "about": f"reshaped/{entry_id}",
        }
        told = Append(("log",), entry | {"note": f"{word}: {proposal.what}"})
        changes = (*decided(again, word, entry_id, day), told)
        saved = workspace.save(record, changes, did=f"{word} {proposal.id}", today=day)
        conflicts.report(saved)
        record = saved.record
    words = [word for _, word in said]
    console.out(f"Saved: {words.count('accepted')} accepted, {words.count('declined')} declined.")
