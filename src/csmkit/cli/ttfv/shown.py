"""The answer for a person: tables, a curve, and what the numbers do not say."""

from collections.abc import Iterator, Sequence

from csmkit.book.comparison import Comparison
from csmkit.book.survival import Band, Z
from csmkit.book.ttfv import MINIMUM, NO_GROUP, Answer, Group, Horizon
from csmkit.cli import console
from csmkit.cli.faulty_rows import LeftOut
from csmkit.cli.ttfv import curve
from csmkit.cli.ttfv.sources import Told

MARGIN = 8
SURE = 0.05
FLATTERS = (
    "1-KM treats accounts that left as if they could still get there, so it flatters: "
    "by {by} points at day {day}."
)
HOW = (
    "Intervals: 95 %, on the scale log(-log); in a median, where the curve's interval crosses one half. "
    "Events of one day count together; who was last seen on a day waited through it."
)
NOT_SAID = (
    "What this does not say: why. Groups differ in more than their name, and accounts that started lately "
    "have told little yet."
)


ASKS = {
    "log-rank": "how fast accounts that wait get there",
    "Gray": "what share gets there, leaving counted",
}


def show(told: Told) -> None:
    """Print the whole answer."""
    whole = told.answer.everybody
    event, as_of = told.found.event, told.question.as_of
    console.out(f"Time from {told.found.start} to {event}, as of {as_of}", style="bold")
    ended = f"{whole.value:,} got there, {whole.churned:,} left first, {whole.open:,} still waiting"
    console.out(f"{_accounts(whole.accounts)}: {ended}.")
    if whole.accounts:
        _show_answer(told.answer, told.question.horizons)
        console.out()
        for line in _chart(whole, told):
            console.out(line)
        if told.without_holds:
            console.out()
            console.out("On the clock that stands still in a hold", style="bold")
            _show_answer(told.without_holds, told.question.horizons)
    _show_footnotes(told)


def _accounts(count: int) -> str:
    return f"{count:,} account{'' if count == 1 else 's'}"


def _show_answer(answer: Answer, days: Sequence[int]) -> None:
    console.out()
    until = answer.mean_until
    columns = ("group", "n", "got there", "left", "wait", "median day", f"without/{until}")
    groups = (answer.everybody, *answer.groups)
    last = max((group.watched for group in groups), default=0)
    console.table((*columns[:-1], *(columns[-1:] if until else ()), f"to day {last}"),
                  [_summary(group, last, mean=until is not None) for group in groups])  # fmt: skip
    console.out()
    console.table(
        ("group", "day", "waiting", "first value", "left first", "still open", "1-KM"),
        [
            _row(group, day, horizon)
            for group in groups
            for day, horizon in zip(days, group.horizons, strict=True)
        ],
    )
    for test in answer.tests:
        console.out()
        show_test(test, ASKS[test.test])
    for sentence in answer.untold:
        console.out(sentence)


def _summary(group: Group, last: int, *, mean: bool) -> tuple[str, ...]:
    told = (_name(group), f"{group.accounts:,}", str(group.value), str(group.churned), str(group.open))
    means = (_mean(group),) if mean else ()
    return (*told, _median(group), *means, curve.spark(group, last))


def _mean(group: Group) -> str:
    return f"{group.mean.share:.1f} ± {Z * group.mean.error:.1f}" if group.mean else "–"


def _name(group: Group) -> str:
    return group.name or NO_GROUP


def _median(group: Group) -> str:
    if group.few:
        return f"too few (<{MINIMUM})"
    if group.median is None:
        return "not reached"
    low, high = (_number(end) for end in (group.median.low, group.median.high))
    return f"{_number(group.median.estimate)} ({low}–{high})"


def _number(days: float | None) -> str:
    return "open" if days is None else f"{days:g}"


def _row(group: Group, day: int, horizon: Horizon | None) -> tuple[str, ...]:
    if horizon is None:
        return (_name(group), str(day), "0", "cannot tell: nobody was watched so long", "", "", "")
    shares = (horizon.value, horizon.churned, horizon.open)
    told = (_name(group), str(day), f"{horizon.at_risk:,}")
    return (*told, *(share(band) for band in shares), _percent(horizon.naive.estimate))


def share(band: Band) -> str:
    """A share with its interval, in percent."""
    if band.low is None or band.high is None:
        return _percent(band.estimate)
    return f"{_percent(band.estimate)} ({100 * band.low:.0f}–{100 * band.high:.0f})"


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def show_test(test: Comparison, asks: str) -> None:
    """A test, in the words of what it asks."""
    chance = "more than chance explains" if test.p < SURE else "chance alone could do it"
    degrees = f"{test.degrees} degree{'' if test.degrees == 1 else 's'} of freedom"
    console.out(
        f"{test.test} test ({asks}): chi-square {test.statistic:.3f} on {degrees}, "
        f"p = {_p(test.p)}; {chance}."
    )
    for group in test.groups:
        name = group.group or NO_GROUP
        console.out(
            f"{name}: {_accounts(group.accounts)}, observed {group.observed}, expected {group.expected:.2f}",
            indent=2,
        )
    if test.dropped:
        console.out(f"Left out, because no day tells anything about it: {', '.join(test.dropped)}.", indent=2)


def _p(p: float) -> str:
    return "under 0.0001" if p < 0.0001 else f"{p:.4f}"  # noqa: PLR2004 - digits nobody needs


def _chart(whole: Group, told: Told) -> list[str]:
    last = max(1, min(max(told.question.horizons), whole.watched))
    width = min(console.width(), 80) - MARGIN
    return [
        f"█ {told.found.event}   ░ left first   between them: still open",
        *curve.picture(whole, last, width),
    ]


def show_left_out(left_out: Sequence[LeftOut]) -> None:
    """Which accounts do not count, and why."""
    for left in left_out:
        examples = f": {', '.join(left.examples)}" if left.examples else ""
        more = " …" if left.number > len(left.examples) and left.examples else ""
        console.out(f"Left out, {left.number}: {left.why}{examples}{more}")


def _show_footnotes(told: Told) -> None:
    console.out()
    show_left_out(told.left_out)
    for sentence in (
        *told.found.notes,
        *_moved(told.found.redefined),
        *_late(told.answer.everybody),
        *_flattery(told.answer.everybody),
    ):
        console.out(sentence)
    if told.answer.everybody.accounts:
        console.out(HOW)
        console.out(NOT_SAID)


def _moved(redefined: Sequence[str]) -> Iterator[str]:
    if redefined:
        whose = f"{_accounts(len(redefined))} changed what first value means after the plan was agreed"
        yield f"{whose}: {', '.join(redefined)}."


def _late(group: Group) -> Iterator[str]:
    if group.late:
        yield f"{_accounts(group.late)} came into the book after the start; they count from then on."


def _flattery(group: Group) -> Iterator[str]:
    """By how much 1 - Kaplan-Meier overstates, at the last horizon that could be told."""
    told = [horizon for horizon in group.horizons if horizon]
    if told and group.churned:
        by = 100 * (told[-1].naive.estimate - told[-1].value.estimate)
        yield FLATTERS.format(by=f"{by:.1f}", day=told[-1].day)
