"""The answer of `csmkit train effect` for a program; shares are fractions of one."""

from typing import Any

from csmkit.book.comparison import Comparison
from csmkit.book.survival import Band
from csmkit.book.ttfv import MINIMUM, Group
from csmkit.cli.train.effect.sources import Told
from csmkit.training.balance import UNKNOWABLE, Trait
from csmkit.training.effect import Before, Compared, Side
from csmkit.training.intervals import FEWEST_CLUSTERS


def as_plain(told: Told) -> dict[str, Any]:
    """The whole answer as plain data."""
    starts = told.starts
    return {
        "as_of": told.question.as_of,
        "horizon": told.effect.horizon,
        "certifications": told.counted,
        "minimum": MINIMUM,
        "fewest_csms": FEWEST_CLUSTERS,
        "certified": dict(zip(("accounts", "csms"), starts.size(certified=True), strict=True)),
        "not_yet": dict(zip(("accounts", "csms"), starts.size(certified=False), strict=True)),
        "measures": [_measure(one, told.effect.horizon) for one in told.effect.compared],
        "ttfv": {
            "groups": [_group(group) for group in told.effect.ttfv.groups],
            "tests": [_test(test) for test in told.effect.ttfv.tests],
            "same_csm": _test(told.effect.same_csm) if told.effect.same_csm else None,
            "untold": told.effect.ttfv.untold,
        },
        "balance": [_trait(trait) for trait in told.balance],
        "not_known": UNKNOWABLE,
        "left_out": [
            *(
                {"why": why, "number": len(names), "examples": names}
                for why, names in starts.left_out.items()
            ),
            *(left._asdict() for left in told.left_out),
        ],
    }


def _measure(found: Compared, horizon: int) -> dict[str, Any]:
    measure = found.measure
    return {
        "measure": measure.id,
        "title": measure.title.format(day=horizon),
        "percent": measure.kind.percent,
        "more_is_better": measure.more_is_better,
        "certified": _side(found.certified),
        "not_yet": _side(found.not_yet),
        "alone": _band(found.alone),
        "by_csm": _band(found.by_csm),
        "found": found.found,
        "alike": _band(found.alike),
        "same_csm": _before(found.same_csm),
        "untold": found.untold,
        "not_counted": [{"why": why, "number": count} for why, count in found.not_counted.items()],
    }


def _side(side: Side) -> dict[str, Any]:
    return {"accounts": side.accounts, "of": side.of, "csms": side.csms, "figure": _band(side.figure)}


def _band(band: Band | None) -> dict[str, Any] | None:
    return band._asdict() if band else None


def _before(before: Before | None) -> dict[str, Any] | None:
    if before is None:
        return None
    return {"accounts": before.accounts, "csms": before.csms, "difference": _band(before.difference)}


def _group(group: Group) -> dict[str, Any]:
    return {
        "group": group.name,
        "accounts": group.accounts,
        "reached": group.value,
        "churned": group.churned,
        "open": group.open,
        "median": _band(group.median),
    }


def _test(test: Comparison) -> dict[str, Any]:
    return {
        "test": test.test,
        "statistic": test.statistic,
        "degrees": test.degrees,
        "p": test.p,
        "counts": [group._asdict() for group in test.groups],
    }


def _trait(trait: Trait) -> dict[str, Any]:
    values = [
        {"value": one.value, "certified": one.certified, "not_yet": one.not_yet} for one in trait.values
    ]
    return {"trait": trait.trait, "apart": trait.apart, "uneven": trait.uneven, "values": values}
