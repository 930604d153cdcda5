"""Templates and data: data forges nothing, and a template's mistake is a place and a sentence."""

import math
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markupsafe import Markup

from csmkit.documents import escaping
from csmkit.documents.render import render
from csmkit.errors import BadFile, NotFound

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
Render = Callable[..., str]


@pytest.fixture
def rendered(tmp_path: Path) -> Render:
    """Renders the text of a template with the given values."""

    def rendered(template: str, /, document: str = "page", **values: Any) -> str:
        file = tmp_path / "templates" / f"{document}.md.j2"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(template, encoding="utf-8")
        return render(document, values, [tmp_path / "templates"])

    return rendered


def mistake(rendered: Render, template: str, **values: Any) -> str:
    with pytest.raises(BadFile) as caught:
        rendered(template, **values)
    return str(caught.value)


def shown(markdown: str) -> list[str]:
    """What a reader sees: the text of each block."""
    return [
        "".join(part.content if part.type == "text" else "\n" for part in token.children or ())
        for token in MARKDOWN.parse(markdown)
        if token.type == "inline"
    ]


def kinds(markdown: str) -> set[str]:
    """Which kinds of Markdown stand in a text."""
    tokens = MARKDOWN.parse(markdown)
    inside = [child for token in tokens for child in token.children or ()]
    return {token.type.removesuffix("_open").removesuffix("_close") for token in [*tokens, *inside]}


NASTY = st.text(st.sampled_from("ab1 2.)-+=*_`~#|<>[]()!&;:\\\n\t/{}\"'"), max_size=40)


@given(NASTY)
@example("{{ 7*7 }}")
@example("1. first")
@example("a\n---")
@example("| a | b |\n| --- | --- |")
@example("&amp; &#35; &copy;")
@example("snake_case and _emphasis_ and __init__")
@example("***")
@example("    indented")
def test_a_value_shows_exactly_its_own_characters(text: str) -> None:
    markdown = escaping.inline(text).strip()

    assert shown(markdown) == ([" ".join(text.split())] if text.split() else [])
    assert kinds(markdown) <= {"paragraph", "inline", "text"}


@given(NASTY)
@example("# title\n- item\n1. one\n> quote\n===\n```\ncode")
def test_a_long_text_keeps_its_lines_and_forges_no_block(text: str) -> None:
    markdown = escaping.paragraphs(text)

    lines = [" ".join(line.split()) for line in text.split("\n")]
    assert [line for block in shown(markdown) for line in block.split("\n")] == [
        line for line in lines if line
    ]
    assert kinds(markdown) <= {"paragraph", "inline", "text", "hardbreak", "softbreak"}


@given(NASTY)
def test_a_long_text_stays_inside_its_quotation(text: str) -> None:
    markdown = "> " + escaping.paragraphs(text, "> ") + "\n\nafter\n"

    assert kinds(markdown) <= {"blockquote", "paragraph", "inline", "text", "hardbreak", "softbreak"}
    assert shown(markdown)[-1] == "after"


@given(NASTY)
def test_a_cell_and_a_heading_hold_their_value_and_no_more(text: str) -> None:
    value = escaping.inline(text).strip()
    table = f"| a | b |\n| --- | --- |\n| {value} | end |\n\nafter\n"

    assert shown(table) == ["a", "b", " ".join(text.split()), "end", "after"]
    assert shown(f"# Title {value}\n\nafter\n") == [f"Title {' '.join(text.split())}".strip(), "after"]


@given(st.text(max_size=60))
def test_nothing_unseen_gets_into_a_document(text: str) -> None:
    for written in (escaping.inline(text), escaping.paragraphs(text), escaping.mermaid(text)):
        assert not any(char in written for char in "\x00\x1b\x7f\x9b\u202e\u2066\ufeff\r\u2028")


def test_names_with_a_bidirectional_override_lose_it_and_keep_their_letters() -> None:
    assert escaping.inline("Jane\u202eeoD \x1b[31mred") == r"JaneeoD \[31mred"


def test_letters_of_every_language_stay_as_they_are() -> None:
    assert escaping.inline("Jürgen Groß, 山田太郎, עברית, ‎👩‍💻") == "Jürgen Groß, 山田太郎, עברית, ‎👩‍💻"


def test_ordinary_business_texts_stay_readable_raw() -> None:
    ordinary = "Q4 kick-off (Berlin): 1.5 days, R&D + IT, -5 % vs. plan; snake_case, jane@northwind.example!"

    assert escaping.inline(ordinary) == ordinary


@given(st.text(st.sampled_from('ab"#;[]{}<>`%\n|*-'), max_size=30))
def test_a_diagram_label_cannot_leave_its_quotes(text: str) -> None:
    label = escaping.mermaid(text)

    assert not set('"[]{}<>`%\n|*') & set(label)


def test_data_is_never_a_template(rendered: Render) -> None:
    attack = "{{ 7*7 }}"

    assert rendered("{{ name }}", name=attack) == "{{ 7*7 }}\n"
    assert rendered("# {{ name }}\n\n| {{ name }} |", name=attack) == "# {{ 7*7 }}\n\n| {{ 7*7 }} |\n"
    assert rendered("{% set again = name %}{{ again }}", name="{% raw %}x{{ y }}") == "{% raw %}x{{ y }}\n"


def test_values_are_written_as_people_write_them(rendered: Render) -> None:
    page = rendered(
        "{{ on }}; {{ on | day }}; {{ arr | number }}; {{ share }}; {{ yes }}; {{ open }}; {{ open | day }}",
        on=date(2026, 9, 1),
        arr=Decimal("120000.50"),
        share=Decimal("1.10"),
        yes=True,
        open=None,
    )

    assert page == "1 September 2026; 1 September 2026; 120,000.50; 1.10; yes; not known yet; not known yet\n"


@pytest.mark.parametrize(
    "template",
    [
        "{{ name }}",
        "{{ '' ~ name }}",
        "{{ '' + name }}",
        "{% macro m(x) %}{{ x }}{% endmacro %}{{ m(name) }}",
        "{% macro m(x) %}{{ x }}{% endmacro %}{{ m('') ~ name }}",
        "{% macro m(x) %}{{ x }}{% endmacro %}{{ m('') + name }}",
        "{% macro m(x) %}{{ x }}{% endmacro %}{{ name + m('') }}",
        "{% macro m(x) %}{{ x }}{% endmacro %}{{ [m(''), name] | join }}",
        "{% macro m(x) %}{{ x }}{% endmacro %}{{ [name] | join(m('')) }}",
        "{% macro m(x) %}{{ caller() }}{% endmacro %}{% call m(1) %}{{ name }}{% endcall %}",
        "{% set x %}{{ name }}{% endset %}{{ x }}",
        "{% autoescape false %}{{ name }}{% endautoescape %}",
        "{{ 'X' | replace('X', name) }}",
        "{{ missing | default(name) }}",
        "{{ [name] | first }}",
        "{{ name | trim }}",
    ],
)
def test_a_value_is_escaped_once_on_every_way_to_the_page(rendered: Render, template: str) -> None:
    assert rendered(template, name="a|b *c* <d>") == r"a\|b \*c\* \<d\>" + "\n"


@pytest.mark.parametrize(
    "template",
    [
        "{{ ''.__class__ }}",
        "{{ name.__class__.__mro__ }}",
        "{{ name.upper() }}",
        "{{ name.format(name) }}",
        "{{ record.items() }}",
        "{{ record['__class__'] }}",
        "{{ record | attr('__class__') }}",
        "{{ range(10) }}",
        "{{ lipsum() }}",
        "{{ cycler }}",
        "{{ name | safe }}",
        "{{ name | e }}",
        "{{ name | tojson }}",
        "{{ name | urlize }}",
        "{{ name | pprint }}",
        "{{ record | xmlattr }}",
        "{{ name | random }}",
        "{{ name * 999999999 }}",
        "{{ [name] * 999999999 }}",
        "{{ 9 ** 999999999 }}",
        "{{ '%999999999d' % 1 }}",
        "{{ name | center(999999999) }}",
        "{{ self.__init__ }}",
        "{{ namespace.__init__.__globals__ }}",
        "{% filter default(name, true) %}{% endfilter %}",
        "{% set x | default(name, true) %}{% endset %}{{ x }}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% include 'page.md.j2' %}",
        "{% include '../secret.md.j2' %}",
        "{% include '/etc/passwd' %}",
        "{% include name %}",
        "{{ record }}",
        "{{ [name] }}",
        "{{ record.name < 3 }}",
        "{{ record.secret }}",
        "{{ record.name.first }}",
        "{{ record[name] }}",
        "{{ 1 / 0 }}",
        "{% for x in 5 %}{% endfor %}",
        "{% if %}",
        "{% nonsense %}",
        "{{ name",
    ],
)
def test_an_attack_or_a_slip_in_a_template_is_a_problem_with_a_line(rendered: Render, template: str) -> None:
    record = {"name": "Confidential", "items": "x"}

    message = mistake(rendered, "first line\n" + template, name="Confidential", record=record)

    assert "page.md.j2:2:1: " in message
    assert "Confidential" not in message


def test_a_key_named_like_a_method_is_a_key(rendered: Render) -> None:
    assert (
        rendered("{{ plan.items | join(', ') }} {{ plan.keys }}", plan={"items": ["a", "b"], "keys": 3})
        == "a, b 3\n"
    )


def test_an_unknown_name_says_what_was_meant(rendered: Render) -> None:
    message = mistake(rendered, "{{ plan.custommer }}", plan={"customer": "Northwind"})

    assert message.endswith("page.md.j2:1:1: there is no “custommer” here. Did you mean “customer”?")


def test_an_unknown_filter_says_what_was_meant(rendered: Render) -> None:
    message = mistake(rendered, "\n\n{{ name | paragraph }}", name="x")

    assert message.endswith(
        "page.md.j2:3:1: templates have no filter “paragraph”. Did you mean “paragraphs”?"
    )


def test_an_internal_field_is_named_as_such_in_a_document_for_the_customer(rendered: Render) -> None:
    message = mistake(rendered, "{{ person.stance }}", person={"name": "Jane"})

    assert "“stance” is internal, and this document goes to the customer" in message


def test_a_line_inside_an_included_template_is_blamed_on_that_template(tmp_path: Path) -> None:
    (tmp_path / "page.md.j2").write_text("{% include 'part.md.j2' %}")
    (tmp_path / "part.md.j2").write_text("one\n{{ nothing }}")

    with pytest.raises(BadFile, match=r"part\.md\.j2:2:1: there is no “nothing” here"):
        render("page", {}, [tmp_path])


def test_a_missing_include_names_what_was_meant(tmp_path: Path) -> None:
    (tmp_path / "page.md.j2").write_text("{% include 'parts.md.j2' %}")
    (tmp_path / "part.md.j2").write_text("")

    with pytest.raises(BadFile, match=r"page\.md\.j2:1:1: .*Did you mean “part\.md\.j2”"):
        render("page", {}, [tmp_path])


def test_ones_own_template_comes_before_the_shipped_one(tmp_path: Path) -> None:
    for folder in ("own", "shipped"):
        (tmp_path / folder / "emails").mkdir(parents=True)
        (tmp_path / folder / "emails" / "welcome.md.j2").write_text(f"{folder}: {{{{ name }}}}")
    (tmp_path / "shipped" / "only.md.j2").write_text("only here")
    folders = [tmp_path / "own", tmp_path / "shipped"]

    assert render("emails/welcome", {"name": "Jane"}, folders) == "own: Jane\n"
    assert render("only", {}, folders) == "only here\n"


def test_an_unknown_document_says_what_was_meant(tmp_path: Path) -> None:
    (tmp_path / "success-plan.md.j2").write_text("")

    with pytest.raises(NotFound, match=r"Did you mean “success-plan\.md\.j2”"):
        render("sucess-plan", {}, [tmp_path, tmp_path / "absent"])


@pytest.mark.parametrize("document", ["../secret", "/etc/passwd", "a\\..\\b", "C:secret", "a\0b"])
def test_a_document_outside_the_folders_is_not_found(tmp_path: Path, document: str) -> None:
    (tmp_path / "secret.md.j2").write_text("secret")
    (tmp_path / "templates").mkdir()

    with pytest.raises(NotFound):
        render(document, {}, [tmp_path / "templates"])


def test_a_link_out_of_the_folder_is_refused_and_one_inside_is_followed(tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    (tmp_path / "secret").write_text("secret")
    (folder / "out.md.j2").symlink_to(tmp_path / "secret")
    (folder / "real.md.j2").write_text("inside")
    (folder / "alias.md.j2").symlink_to(folder / "real.md.j2")

    with pytest.raises(BadFile, match="link out of the template folder"):
        render("out", {}, [folder])
    assert render("alias", {}, [folder]) == "inside\n"


def test_a_folder_that_is_itself_a_link_can_be_used(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "page.md.j2").write_text("fine")
    (tmp_path / "link").symlink_to(tmp_path / "real")

    assert render("page", {}, [tmp_path / "link"]) == "fine\n"


def test_a_template_that_is_too_large_or_not_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "large.md.j2").write_text("x" * (256 * 1024 + 1))
    (tmp_path / "binary.md.j2").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(BadFile, match="larger than 256 KiB"):
        render("large", {}, [tmp_path])
    with pytest.raises(BadFile, match="not a text file in UTF-8"):
        render("binary", {}, [tmp_path])


def test_a_template_that_writes_without_end_is_stopped(rendered: Render) -> None:
    nested = "{% for a in many %}" * 4 + "{{ name }}" + "{% endfor %}" * 4

    assert "writes more than" in mistake(rendered, nested, many=list(range(200)), name="x" * 100)


@pytest.mark.parametrize(
    "value",
    [
        Path("secret"),
        object(),
        Markup("<b>"),
        datetime(2026, 9, 1, tzinfo=UTC),
        {1: "x"},
        {"a": {"b": b"x"}},
        [{1}],
    ],
)
def test_only_plain_values_reach_a_template(rendered: Render, value: Any) -> None:
    with pytest.raises(TypeError, match=r"values\.x"):
        rendered("fine", x=value)


def test_values_nested_without_end_are_refused(rendered: Render) -> None:
    circle: dict[str, Any] = {}
    circle["again"] = circle

    with pytest.raises(TypeError, match="nested too deep"):
        rendered("fine", x=circle)


def test_a_template_cannot_change_its_values(rendered: Render) -> None:
    values = ["a"]

    mistake(rendered, "{{ values.append('b') }}", values=values)

    assert values == ["a"]


def test_a_document_has_single_blank_lines_and_one_line_end(rendered: Render) -> None:
    assert rendered("\n\n# A\n\n\n{% if no %}\nx\n{% endif %}\n\n\nend\n\n\n", no=False) == "# A\n\nend\n"


def test_a_number_that_is_no_number_is_still_text(rendered: Render) -> None:
    assert rendered("{{ x }}", x=math.inf) == "inf\n"
