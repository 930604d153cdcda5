"""What was done for a module, its signature, and the certificate once every module is passed."""

from datetime import date

from csmkit.cli import conflicts, console, here, paper
from csmkit.cli.train.team import full_name, read_team
from csmkit.core.changes import Append, Change, Set
from csmkit.core.fields import Plain, folded_name, slug
from csmkit.core.teammate import Certificate, Teammate
from csmkit.dates import long_day
from csmkit.errors import NotFound, Refused, WrongUsage
from csmkit.storage.record import Record
from csmkit.storage.workspace import new_id
from csmkit.training.certification import Activity, Certification, Module
from csmkit.training.progress import (
    counting,
    earned,
    in_force,
    next_step,
    progress_of,
    reasons_against_signing,
    signed,
    signer,
    standing,
    who_signs,
)

CERTIFICATE = "certificate"


class NotReady(Refused):
    """Something is missing before a module can be signed."""


class MayNotSign(Refused):
    """Somebody else has to sign."""


class NotCertified(Refused):
    """There is no certificate that holds."""


def write_done(
    record: Record[Teammate], certification: Certification, name: str, evidence: str | None, today: date
) -> None:
    """Write down that an activity is done, and what shows it.

    Raises:
        NotFound: no such activity.
        WrongUsage: it is counted by the record, or the evidence is missing.
    """
    found = certification.activity(name)
    if found is None:
        known = [one.id for module in certification.modules for one in module.activities]
        hint = f"`csmkit train certify {record.name} MODULE` shows them."
        raise NotFound("activity", name, known, hint)
    module, activity = found
    _can_be_ticked(activity, evidence)
    progress = progress_of(record.value, module.id)
    if name in progress.done:
        console.note("It is done already; nothing was changed.")
        return
    told = f"{name}: {evidence}" if evidence else ""
    proof = "\n".join(filter(None, (progress.evidence, told))) or None
    fields: dict[str, Plain] = {"done": [*progress.done, name], "evidence": proof}
    if progress.started_on is None:
        fields["started_on"] = today
    entry = _entry("done", module, activity.title, today)
    saved = _save(record, (*_fields(record.value, module, fields), Append(("log",), entry)), today)
    step = next(one for one in standing(certification, saved.value, today) if one.module == module)
    follows = next_step(step, record.name)
    if follows:
        console.note(f"Next: {follows.what} {follows.type or ''}".rstrip(), style="dim")


def _can_be_ticked(activity: Activity, evidence: str | None) -> None:
    if activity.counts:
        raise WrongUsage(f"“{activity.title}” is counted from the training record; nobody ticks it off.")
    if activity.evidence and not (evidence or "").strip():
        raise WrongUsage(f'Say what shows it with --evidence "…": {activity.evidence}.')


def write_signature(
    record: Record[Teammate], certification: Certification, module: Module, by: str | None, today: date
) -> None:
    """Sign a module; with the last one the certificate is earned and written.

    Raises:
        WrongUsage: nobody was named.
        MayNotSign: the certification names others for it.
        NotReady: every reason.
    """
    if not by:
        raise WrongUsage(f'Say who signs with --by "Full Name": {who_signs(module)}.')
    team, trainee = read_team().people, record.value
    name = _allowed(module, trainee, by, team)
    found = next(one for one in standing(certification, trainee, today) if one.module == module)
    reasons = reasons_against_signing(found)
    if reasons:
        raise NotReady("\n".join((f"“{module.title}” cannot be signed yet.", *reasons)))
    fields: dict[str, Plain] = {"passed_on": today, "signed_by": name}
    entry = _entry("signed", module, f"{module.title} signed by {name}", today)
    after = standing(certification, signed(trainee, module.id, name, today), today)
    certificate = earned(certification, after, name, today)
    given = _given(trainee, certification, certificate, today) if certificate else ()
    saved = _save(record, (*_fields(trainee, module, fields), *given, Append(("log",), entry)), today)
    if certificate:
        write_certificate(saved, certification, today)
    else:
        left = [one.module.title for one in counting(after) if not one.holds]
        console.note(f"Still to pass for the certificate: {', '.join(left)}.", style="dim")


def _allowed(module: Module, trainee: Teammate, by: str, team: tuple[Teammate, ...]) -> str:
    by = full_name(by)
    name = signer(module, trainee, by, team)
    if name is not None:
        return name
    if folded_name(by) == folded_name(trainee.name):
        raise MayNotSign(f"Nobody signs their own module. {who_signs(module).capitalize()} has to sign.")
    raise MayNotSign(
        f"“{module.title}” is signed by {who_signs(module)}; whoever stands behind --by is none of these in "
        "the records of the team. `csmkit train list` shows who is what; `position: lead` or "
        "`training_owner: yes` in somebody's file makes them one."
    )


def _given(
    trainee: Teammate, certification: Certification, certificate: Certificate, today: date
) -> tuple[Change, ...]:
    """The certificate in the record: the one in force is prolonged, after a lapse a new one begins."""
    parts: dict[str, Plain] = {"version": certificate.version, "signed_by": certificate.signed_by}
    parts["valid_until"] = certificate.valid_until
    before = in_force(trainee, certification, today)
    if before:
        return tuple(Set(("certificates", before.id, key), value) for key, value in parts.items())
    taken = frozenset(one.id for one in trainee.certificates if one.is_of(certification.id))
    item: dict[str, Plain] = {"id": slug(certification.id, taken, longest=64), "earned_on": today}
    item |= {key: value for key, value in parts.items() if value is not None}
    return (Append(("certificates",), item),)


def write_certificate(record: Record[Teammate], certification: Certification, today: date) -> None:
    """Write certificate.md; hand edits in it are kept.

    Where every module holds by now because the certification asks for less, the certificate is given first.

    Raises:
        NotCertified: there is no certificate that holds.
    """
    from csmkit.documents.certificate import certificate_document

    certificate = in_force(record.value, certification, today)
    if certificate is None:
        certificate = _earned_meanwhile(record.value, certification, today)
        if certificate:
            record = _save(record, _given(record.value, certification, certificate, today), today)
    if certificate is None:
        raise NotCertified(
            f"There is no certificate that holds on {long_day(today)}. "
            f"`csmkit train certify {record.name}` shows what is missing."
        )
    folders, compiled = here.library().folders("templates"), here.compiled_templates()
    text = certificate_document(record.value, certificate, certification, folders, compiled)
    paper.show(paper.publish(record, CERTIFICATE, text))


def _earned_meanwhile(trainee: Teammate, certification: Certification, today: date) -> Certificate | None:
    modules = standing(certification, trainee, today)
    last = max((one for one in modules if one.passed_on), key=lambda one: str(one.passed_on), default=None)
    return earned(certification, modules, last.signed_by or "", today) if last else None


def _entry(kind: str, module: Module, note: str, today: date) -> dict[str, Plain]:
    return {"id": new_id(), "on": today, "kind": kind, "about": f"modules/{module.id}", "note": note}


def _fields(trainee: Teammate, module: Module, fields: dict[str, Plain]) -> tuple[Change, ...]:
    """Fields of a module, set where it was begun."""
    filled = {key: value for key, value in fields.items() if value is not None}
    if any(one.id == module.id for one in trainee.modules):
        return tuple(Set(("modules", module.id, key), value) for key, value in filled.items())
    return (Append(("modules",), {"id": module.id, **filled}),)


def _save(record: Record[Teammate], changes: tuple[Change, ...], today: date) -> Record[Teammate]:
    saved = here.workspace().save(record, changes, did="train certify", today=today)
    console.out(f"Saved {record.shown}.")
    conflicts.report(saved)
    return saved.record
