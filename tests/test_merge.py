"""A person's edits and new facts, brought together."""

from hypothesis import given
from hypothesis import strategies as st

from csmkit.documents.merge import has_conflict_markers, merge

BASE = "# Plan\n\n- Owner: Sam\n- Due: 1 May\n\n## People\n\n- Jane\n- Mia\n"


def documents() -> st.SearchStrategy[str]:
    lines = st.sampled_from(["# Plan", "- Owner: Sam", "- Due: 1 May", "", "- Jane", "text", "## People"])
    ends = st.sampled_from(["\n", "\r\n"])
    return st.builds(
        lambda parts, tail: "".join(line + end for line, end in parts) + tail,
        st.lists(st.tuples(lines, ends), max_size=12),
        st.sampled_from(["", "the last line"]),
    )


@given(documents(), documents())
def test_an_untouched_document_becomes_what_is_rendered_now(base: str, rendered: str) -> None:
    merged = merge(base, base, rendered)

    assert (merged.text, merged.conflicts) == (rendered, ())


@given(documents(), documents())
def test_without_new_facts_a_persons_document_is_left_alone(base: str, edited: str) -> None:
    merged = merge(base, edited, base)

    assert (merged.text, merged.conflicts) == (edited, ())


@given(documents(), documents(), documents())
def test_merging_twice_gives_the_same(base: str, edited: str, rendered: str) -> None:
    assert merge(base, edited, rendered) == merge(base, edited, rendered)


@given(documents(), documents())
def test_the_same_change_on_both_sides_is_taken_once(base: str, changed: str) -> None:
    assert merge(base, changed, changed).text == changed


@given(documents(), documents(), documents())
def test_no_line_a_person_added_is_ever_lost(base: str, edited: str, rendered: str) -> None:
    added = set(edited.splitlines()) - set(base.splitlines())

    assert added <= set(merge(base, edited, rendered).text.splitlines())


@given(st.data())
def test_changes_in_places_that_do_not_touch_are_both_kept(data: st.DataObject) -> None:
    base = [f"line {number}" for number in range(data.draw(st.integers(5, 30)))]
    edit = data.draw(st.integers(0, len(base) - 3))
    fact = data.draw(st.integers(edit + 2, len(base) - 1))
    edited, rendered, both = list(base), list(base), list(base)
    edited[edit] = both[edit] = "what a person wrote"
    rendered[fact] = both[fact] = "what is new"

    merged = merge("\n".join(base), "\n".join(edited), "\n".join(rendered))

    assert (merged.text, merged.conflicts) == ("\n".join(both), ())


@given(st.data())
def test_lines_added_in_two_places_are_both_kept(data: st.DataObject) -> None:
    base = [f"line {number}" for number in range(data.draw(st.integers(3, 30)))]
    places = data.draw(st.lists(st.integers(0, len(base)), min_size=2, max_size=2, unique=True))
    edited, rendered = list(base), list(base)
    edited.insert(places[0], "added by a person")
    rendered.insert(places[1], "added by a fact")
    both = list(base)
    for place, line in sorted(
        zip(places, ["added by a person", "added by a fact"], strict=True), reverse=True
    ):
        both.insert(place, line)

    merged = merge("\n".join(base) + "\n", "\n".join(edited) + "\n", "\n".join(rendered) + "\n")

    assert merged.text == "\n".join(both) + "\n"
    assert merged.conflicts == ()


@given(documents(), documents(), documents())
def test_a_conflict_is_reported_exactly_when_it_is_marked(base: str, edited: str, rendered: str) -> None:
    merged = merge(base, edited, rendered)

    assert has_conflict_markers(merged.text) == bool(merged.conflicts)
    lines = merged.text.split("\n")
    assert all(lines[place - 1].startswith("<<<<<<< your edits") for place in merged.conflicts)


def test_facts_side_by_side_change_without_a_conflict() -> None:
    edited = BASE.replace("Owner: Sam", "Owner: Sam and Robin")
    rendered = BASE.replace("1 May", "15 May")

    assert merge(BASE, edited, rendered).text == BASE.replace("Owner: Sam", "Owner: Sam and Robin").replace(
        "1 May", "15 May"
    )


def test_the_same_line_changed_twice_is_marked_and_keeps_both() -> None:
    merged = merge(BASE, BASE.replace("1 May", "in May"), BASE.replace("1 May", "15 May"))

    assert merged.conflicts == (4,)
    assert merged.text == BASE.replace(
        "- Due: 1 May\n",
        "<<<<<<< your edits\n- Due: in May\n=======\n- Due: 15 May\n>>>>>>> csmkit\n",
    )


def test_a_line_removed_by_a_person_and_changed_by_a_fact_is_a_conflict() -> None:
    merged = merge(BASE, BASE.replace("- Due: 1 May\n", ""), BASE.replace("1 May", "15 May"))

    assert merged.text == BASE.replace(
        "- Due: 1 May\n", "<<<<<<< your edits\n=======\n- Due: 15 May\n>>>>>>> csmkit\n"
    )


def test_two_changes_with_a_common_part_mark_only_what_differs() -> None:
    merged = merge("a\n", "same\nmine\n", "same\nnew\n")

    assert merged.text == "same\n<<<<<<< your edits\nmine\n=======\nnew\n>>>>>>> csmkit\n"
    assert merged.conflicts == (2,)


def test_windows_line_ends_survive_new_facts_and_conflicts() -> None:
    edited = BASE.replace("- Mia", "- Mia, who is new").replace("\n", "\r\n")

    merged = merge(BASE, edited, BASE.replace("1 May", "15 May"))
    fought = merge(BASE, edited, BASE.replace("- Mia", "- Mia Brandt"))

    assert merged.text == edited.replace("1 May", "15 May")
    assert "\n" not in fought.text.replace("\r\n", "")


def test_a_document_that_only_got_windows_line_ends_takes_new_facts_in_them() -> None:
    rendered = BASE.replace("1 May", "15 May")

    assert merge(BASE, BASE.replace("\n", "\r\n"), rendered).text == rendered.replace("\n", "\r\n")


def test_a_note_below_the_last_line_stays_when_lines_are_added_above() -> None:
    merged = merge("a\n", "a\nmy note", "new\na\n")

    assert merged.text == "new\na\nmy note"


def test_markers_of_git_count_too_and_an_underlined_heading_does_not() -> None:
    assert has_conflict_markers("text\n<<<<<<< HEAD\n")
    assert has_conflict_markers("text\r\n>>>>>>> csmkit\r\n")
    assert not has_conflict_markers("Summary\n=======\n\n> a quote\n")
