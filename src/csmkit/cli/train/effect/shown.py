"""The answer of `csmkit train effect` for a person: the verdicts, what they rest on, what they do not say."""

from collections.abc import Iterable, Iterator, Sequence

from csmkit.book.comparison import Comparison
from csmkit.book.survival import Band
from csmkit.book.ttfv import MINIMUM, Group
from csmkit.cli import console
from csmkit.cli.train.effect.sources import Told
from csmkit.training.balance import UNKNOWABLE, Trait
from csmkit.training.effect import Compared, Side

NAMED = 3
SURE = 0.05
HOW = (
    "Intervals hold the truth 19 times in 20. “By CSM” lets the accounts of one CSM be alike and is the one "
    "to believe; “as strangers” does not. “Same journey” compares like with like; “same CSM” compares every "
    "CSM with themselves before, and speaks of these CSMs alone."
)
NO_CAUSE = "None of this shows that training was the cause."


def show(told: Told) -> None:
    """Print the whole answer."""
    found = told.effect
    console.out(f"Did the training work? As of {told.question.as_of}", style="bold")
    console.out(_sizes(told))
    console.out()
    for one in found.compared:
        console.out(f"{_title(one, found.horizon)}: {_verdict(one)}")
    console.out()
    console.table(
        ("measure", "certified", "n", "not yet", "n"),
        [_figures(one, found.horizon) for one in found.compared],
    )
    console.out()
    console.table(
        ("certified minus not yet", "as strangers", "same journey", "same CSM"),
        [_differences(one, found.horizon) for one in found.compared if one.alone],
    )
    console.out()
    for line in (*_ttfv(found.ttfv.groups, found.ttfv.tests, found.same_csm), *found.ttfv.untold):
        console.out(line)
    _show_balance(told.balance)
    _show_footnotes(told)


def _sizes(told: Told) -> str:
    (certified, csms), (not_yet, others) = told.starts.size(certified=True), told.starts.size(certified=False)
    return (
        f"{certified} accounts started with a certified CSM (CSMs: {csms}), {not_yet} with one who was not "
        f"certified yet (CSMs: {others}). Counted: {' or '.join(told.counted)}."
    )


def _title(one: Compared, horizon: int) -> str:
    return one.measure.title.format(day=horizon)


def _verdict(one: Compared) -> str:
    apart = one.by_csm or one.alone
    if apart is None:
        return " ".join(one.untold)
    unit = " points" if one.measure.kind.percent else ""
    told = f"{_difference(apart, one)}{unit} {'by CSM' if one.by_csm else 'as strangers'}"
    if one.found is None:
        return f"{told}. {' '.join(one.untold)}"
    if not one.found:
        return f"{told}. Chance alone could do it."
    better = (apart.estimate > 0) is one.measure.more_is_better
    return f"{told}. More than chance explains, and {'better' if better else 'worse'} with a certificate."


def _difference(band: Band, one: Compared, digits: int = 1) -> str:
    """A difference with its interval, in points of a hundred or in the measure's own unit."""
    scale, more = (100, 0) if one.measure.kind.percent else (1, 1)
    ends = (band.estimate, *(end for end in (band.low, band.high) if end is not None))
    told, *between = (_signed(scale * end, digits + more) for end in ends)
    return f"{told} ({' to '.join(between)})" if between else told


def _signed(value: float, digits: int) -> str:
    """A number with its sign; what is rounded to nothing has no minus."""
    return f"{round(value, digits) + 0.0:+.{digits}f}".replace("-", "−")


def _figures(one: Compared, horizon: int) -> tuple[str, ...]:
    sides = (one.certified, one.not_yet)
    cells = (cell for side in sides for cell in (_figure(side, one), f"{side.accounts}/{side.of}"))
    return (_title(one, horizon), *cells)


def _figure(side: Side, one: Compared) -> str:
    band = side.figure
    if band is None:
        return f"too few (<{MINIMUM})" if side.accounts < MINIMUM else "cannot tell"
    scale, digits, unit = (100, 0, " %") if one.measure.kind.percent else (1, 1, "")
    told = f"{scale * band.estimate:.{digits + 1}f}{unit}"
    if band.low is None or band.high is None:
        return told
    return f"{told} ({scale * band.low:.{digits}f}–{scale * band.high:.{digits}f})"


def _differences(one: Compared, horizon: int) -> tuple[str, ...]:
    bands = (one.alone, one.alike, one.same_csm.difference if one.same_csm else None)
    return (_title(one, horizon), *(_difference(band, one, 0) if band else "–" for band in bands))


def _ttfv(groups: Sequence[Group], tests: Iterable[Comparison], same_csm: Comparison | None) -> Iterator[str]:
    told = "; ".join(f"{group.name} {_median(group)}" for group in groups)
    yield f"Median day of first value: {told}."
    for test in tests:
        yield f"{test.test[0].upper()}{test.test[1:]} test, accounts as strangers: {_p(test)}."
    if same_csm:
        yield f"Log-rank test, every CSM with themselves before: {_p(same_csm)}."


def _median(group: Group) -> str:
    if group.few:
        return "too few"
    if group.median is None:
        return "not reached"
    low, high = ("open" if end is None else f"{end:g}" for end in (group.median.low, group.median.high))
    return f"{group.median.estimate:g} ({low}–{high})"


def _p(test: Comparison) -> str:
    p = "under 0.0001" if test.p < 0.0001 else f"{test.p:.4f}"  # noqa: PLR2004 - digits nobody needs
    return f"p = {p}"


def _show_balance(traits: Sequence[Trait]) -> None:
    console.out()
    console.out("What else the two sides differ in", style="bold")
    rows = [
        ("" if place else trait.trait, one.value, _whole(one.certified), _whole(one.not_yet))
        for trait in traits
        for place, one in enumerate(trait.values[:NAMED])
    ]
    console.table(("trait", "most different", "certified", "not yet"), rows)
    uneven = [f"{trait.trait} ({_whole(trait.apart)} do not match)" for trait in traits if trait.uneven]
    if uneven:
        console.out(f"Uneven: {', '.join(uneven)}. The difference may be theirs.")
    console.out(f"What the record cannot know: {UNKNOWABLE}")


def _whole(share: float) -> str:
    return f"{100 * share:.0f} %"


def _show_footnotes(told: Told) -> None:
    console.out()
    for why, names in told.starts.left_out.items():
        more = " …" if len(names) > NAMED else ""
        console.out(f"Left out, {len(names)}: {why.rstrip('.')}: {', '.join(names[:NAMED])}{more}")
    for left in told.left_out:
        more = " …" if left.number > len(left.examples) else ""
        console.out(f"Left out, {left.number}: {left.why}: {', '.join(left.examples)}{more}")
    for one in told.effect.compared:
        for why, count in one.not_counted.items():
            console.out(f"{_title(one, told.effect.horizon)}, not counted, {count}: {why}.", style="dim")
        for sentence in (*(one.untold if one.found is not None else ()), *filter(None, [one.measure.note])):
            console.out(f"{_title(one, told.effect.horizon)}: {sentence}", style="dim")
    console.out(HOW)
    measures = len(told.effect.compared)
    console.out(
        f"{measures} measures were looked at, and one in twenty stands out by chance: say beforehand which "
        f"one counts. {NO_CAUSE}"
    )
