"""What is not known becomes a named gap, in words a customer may read."""

from csmkit.core.audience import CustomerAccount
from csmkit.core.stakeholders import has_left, name_of, stakeholder
from csmkit.core.success_plan.values import Gap, SectionName
from csmkit.core.wording import listed


def one_gap(section: SectionName, missing: dict[str, object], why: str) -> tuple[Gap, ...]:
    """One gap that names every part without a value, or none."""
    words = [what for what, value in missing.items() if value is None]
    return (Gap(section, listed(words), why),) if words else ()


def still_here(account: CustomerAccount, ref: str | None) -> str | None:
    """The name behind a reference, unless that person has left: then somebody new has to be found."""
    person = stakeholder(account, ref)
    return None if person and has_left(person) else name_of(account, ref)
