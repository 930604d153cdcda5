"""What a condition or a text of a playbook says, for people who read it without any customer before them.

`cause == 'overloaded'` becomes “the cause is “The champion is overloaded””, and `{{ roles.champion }}`
becomes ‹champion›.
"""

from collections.abc import Mapping
from typing import NamedTuple

from jinja2 import nodes

from csmkit.core.conditions import chain, parsed
from csmkit.core.playbook import Question

Questions = Mapping[str, Question]
"""The questions of an interview or a play by their ids."""

_COMPARED = {
    "eq": "is",
    "ne": "is not",
    "lt": "is below",
    "lteq": "is at most",
    "gt": "is above",
    "gteq": "is at least",
    "in": "is among",
    "notin": "is not among",
}
_PERSON = "the person it is about"
_NAMED = {
    ("about", "name"): _PERSON,
    ("about", "left_on"): "their last day",
    ("about", "roles"): f"the parts of {_PERSON}",
    ("day",): "the day after signature",
    ("layers",): "the number of layers between users and who decides",
    ("item", "roles"): "the list of roles",
    ("gates",): "the approvals",
    ("baseline",): "the starting value of the metric",
    ("signals",): "signals that they turn away: missed meetings, a silent champion, or one that was logged",
}
_NOUNS = ("stakeholder", "people", "choice")  # their ids name a thing: new_champion, cause
_A_SENTENCE = 2  # a name of more than two words, such as can_produce_today, is no noun
_UNSAID = ("account", "item", "record", "roles")


class _NotInWords(Exception):
    """A part of a condition that no plain sentence says."""


def told_condition(condition: str, questions: Questions) -> str | None:
    """A condition in words, to follow “if”; None for one that only its code says well."""
    try:
        return _Telling(questions).told(_expression(condition))
    except _NotInWords:
        return None


def told_text(text: str) -> str:
    """A text in which every name stands as ‹what it is›; where it has a choice, the first is taken."""
    if "{" not in text:
        return text
    return "".join(_said(part) for output in parsed(text).find_all(nodes.Output) for part in output.nodes)


def _expression(condition: str) -> nodes.Expr:
    return next(parsed("{{ (" + condition + "\n) }}").find_all(nodes.Output)).nodes[0]


def _said(part: nodes.Node) -> str:
    match part:
        case nodes.TemplateData(data=data):
            return data
        case nodes.Const(value=value):
            return str(value)
        case nodes.Concat(nodes=parts):
            return "".join(map(_said, parts))
        case nodes.CondExpr(expr1=first) | nodes.Or(left=first) | nodes.Filter(node=nodes.Node() as first):
            return _said(first)
    names = chain(part)
    return f"‹{_thing(names)}›" if names else "‹…›"


def _thing(names: tuple[str, ...]) -> str:
    words = " ".join(name for name in names if name not in _UNSAID) or names[-1]
    return _NAMED.get(names, words.replace("_", " ").replace("-", " "))


class _Telling(NamedTuple):
    """A condition told with the questions it rests on."""

    questions: Questions

    def told(self, node: nodes.Node) -> str:
        match node:
            case nodes.And(left=left, right=right):
                return f"{self._either(left)}, and {self._either(right)}"
            case nodes.Or(left=left, right=right):
                return f"{self.told(left)} or {self.told(right)}"
            case nodes.Not(node=inner):
                return self._not(inner)
            case nodes.Test(name=("unknown" | "defined") as name, node=inner):
                return self._known(inner, known=name == "defined")
            case nodes.Compare(expr=left, ops=[nodes.Operand(op=operator, expr=right)]):
                return self._compared(left, operator, right)
        return self._answered(node, yes=True)

    def _not(self, node: nodes.Node) -> str:
        match node:
            case nodes.Test(name=("unknown" | "defined") as name, node=inner):
                return self._known(inner, known=name == "unknown")
        return self._answered(node, yes=False)

    def _either(self, node: nodes.Node) -> str:
        return f"{'either ' if isinstance(node, nodes.Or) else ''}{self.told(node)}"

    def _known(self, node: nodes.Node, *, known: bool) -> str:
        names = _names(node)
        if names[0] == "roles":
            return f"there is {'a' if known else 'no'} {_thing(names)}".replace(" a e", " an e")
        question = self.questions.get(names[-1])
        if question and question.type not in _NOUNS:
            return f"“{_bare(question.ask)}” is {'answered' if known else 'not answered'}"
        return f"{_the(names)} is {'known' if known else 'not known'}"

    def _answered(self, node: nodes.Node, *, yes: bool) -> str:
        names = _names(node)
        question = self.questions.get(names[0])
        if question is None or question.type != "yes_no":
            raise _NotInWords
        return f"the answer to “{_bare(question.ask)}” is {'yes' if yes else 'no'}"

    def _compared(self, left: nodes.Node, operator: str, right: nodes.Node) -> str:
        match left, operator, right:
            case nodes.Filter(name="length", node=counted), "gt" | "eq", nodes.Const(value=0):
                things = _thing(_names(counted)).removeprefix("the ")  # type: ignore[arg-type]
                return f"there are {'no ' if operator == 'eq' else ''}{things}"
            case nodes.Const(value=str() as role), "in", nodes.Getattr() if chain(right) == (
                "about",
                "roles",
            ):
                return f"{_PERSON} is the {role.replace('_', ' ')}"
            case nodes.Const(value=str() as word), "in" | "notin", _:
                return f"“{word.replace('_', ' ')}” {_COMPARED[operator]} {_the(_names(right))}"
            case _, "eq" | "ne", nodes.Const(value=bool() as yes):
                return self._answered(left, yes=yes == (operator == "eq"))
            case _, _, nodes.Const(value=value) if operator not in ("in", "notin"):
                names = _names(left)
                return f"{self._subject(names)} {_COMPARED[operator]} {self._answer(names, value)}"
        raise _NotInWords

    def _subject(self, names: tuple[str, ...]) -> str:
        question = self.questions.get(names[0])
        if question and names[0].count("_") >= _A_SENTENCE:
            return f"the answer to “{_bare(question.ask)}”"
        return _the(names)

    def _answer(self, names: tuple[str, ...], value: object) -> str:
        question = self.questions.get(names[0])
        label = (
            next((one.label for one in question.choices if one.value == value), None) if question else None
        )
        return f"“{label or value}”" if isinstance(value, str) else str(value)


def _names(node: nodes.Node) -> tuple[str, ...]:
    names = chain(node)
    if not names:
        raise _NotInWords
    return names


def _bare(text: str) -> str:
    return told_text(text).replace("‹", "").replace("›", "")


def _the(names: tuple[str, ...]) -> str:
    if names[0] == "maturity" and len(names) > 1:
        return f"their maturity in {_thing(names[1:])}"
    thing = _thing(names)
    if thing.endswith(" on"):
        return f"the day “{thing}”"
    return thing if thing.startswith(("the ", "their ", "where ")) else f"the {thing}"
