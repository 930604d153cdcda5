"""Findings that a CSM set aside, with a reason and an end: kept with the name, and back when they expire."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from csmkit.core.account import Waiver
from csmkit.core.findings import Finding


@dataclass(frozen=True)
class Sorted:
    """Findings that stand, and those that are waived, each with its waiver."""

    standing: tuple[Finding, ...]
    waived: tuple[tuple[Finding, Waiver], ...]

    @property
    def fails(self) -> bool:
        """Whether anything of error level stands that could be told."""
        return any(finding.severity == "error" and finding.told for finding in self.standing)


def sort_out(findings: Iterable[Finding], waivers: tuple[Waiver, ...], today: date) -> Sorted:
    """Set aside what is waived on this day; a waiver that has expired is mentioned, its finding stands."""
    standing: list[Finding] = []
    waived: list[tuple[Finding, Waiver]] = []
    for finding in findings:
        matching = [waiver for waiver in waivers if _covers(waiver, finding)]
        alive = next((w for w in matching if w.until is None or w.until >= today), None)
        if alive is not None:
            waived.append((finding, alive))
        else:
            standing.append(_expired(finding, matching[-1]) if matching else finding)
    return Sorted(tuple(standing), tuple(waived))


def _covers(waiver: Waiver, finding: Finding) -> bool:
    if waiver.code != finding.code:
        return False
    return (
        waiver.about is None or finding.about == waiver.about or finding.about.startswith(f"{waiver.about}/")
    )


def _expired(finding: Finding, waiver: Waiver) -> Finding:
    return replace(finding, message=f"{finding.message} (A waiver ended on {waiver.until}.)")
