"""One record, two audiences: what is internal cannot reach a customer, whatever asks for it."""

import io
import typing
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from csmkit.core import fields
from csmkit.core.account import Account, Buying, Stakeholder
from csmkit.core.audience import (
    audience_of,
    customer_values,
    for_customer,
    internal_values,
    is_marked,
    models_of_record,
)
from csmkit.documents.docx import word_document
from csmkit.documents.plan import executive_summary_document
from csmkit.documents.render import render
from csmkit.documents.values import document_values, success_plan_document
from csmkit.errors import BadFile
from csmkit.storage.versions import keep_version
from test_success_plan import NORTHWIND, TEMPLATES

MARKER = "PLANTED"
LINES = st.text(st.sampled_from("abcXYZ |#*_`<>{}%\"'é"), min_size=1, max_size=20).filter(str.strip)
DAYS = st.integers(0, 4000).map(lambda days: date(2024, 1, 1) + timedelta(days=days))
SCALARS: dict[Any, st.SearchStrategy[Any]] = {
    fields.Text: LINES,
    fields.Line: LINES,
    fields.Day: DAYS,
    fields.Whole: st.integers(-9999, 9999),
    fields.Count: st.integers(0, 9999),
    fields.Number: st.decimals(-9999, 9999, places=2, allow_nan=False).map(Decimal),
    fields.Flag: st.booleans(),
    fields.Level: st.integers(1, 5),
    fields.Clock: st.sampled_from(["09:30", "14:00"]),
    fields.Email: st.just("someone@example.com"),
    fields.Name: st.sampled_from(["why_now", "politics"]),
    fields.Id: st.sampled_from(["jane-doe", "contoso", "x1"]),
    str: LINES,
    type(None): st.none(),
}


def of_kind(hint: Any) -> st.SearchStrategy[Any]:
    """Plain values of a field's type, as a file would hold them."""
    if hint in SCALARS:
        return SCALARS[hint]
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Literal:
        return st.sampled_from(inner)
    if origin is dict:
        return st.dictionaries(of_kind(inner[0]), of_kind(inner[1]), max_size=2)
    if origin in (tuple, list):
        return st.lists(of_kind(inner[0]), max_size=2)
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return st.fixed_dictionaries({key: of_kind(kind) for key, kind, _ in parts_of(hint)})
    assert origin in (typing.Annotated, Union, UnionType), hint
    return st.one_of(*(of_kind(kind) for kind in (inner[:1] if origin is typing.Annotated else inner)))


def parts_of(model: type[BaseModel]) -> list[tuple[str, Any, bool]]:
    """Key, type and mark of each field of a model."""
    hints = typing.get_type_hints(model, include_extras=True)
    return [
        (field.alias or name, hints[name], is_marked(field)) for name, field in model.model_fields.items()
    ]


def with_other_insides(part: Any) -> st.SearchStrategy[Any]:
    """The same part of a record with anything at all in its internal fields."""
    if isinstance(part, BaseModel):
        values = internal_keys(part)
        return st.fixed_dictionaries(
            {
                key: with_other_insides(values[key]) if marked else of_kind(hint)
                for key, hint, marked in parts_of(type(part))
            }
        )
    if isinstance(part, tuple):
        return st.tuples(*(with_other_insides(item) for item in part)).map(list)
    if isinstance(part, dict):
        return st.fixed_dictionaries({key: with_other_insides(item) for key, item in part.items()})
    return st.just(part)


def internal_keys(part: BaseModel) -> dict[str, Any]:
    return {field.alias or name: getattr(part, name) for name, field in type(part).model_fields.items()}


NORTHWIND_ACCOUNT = Account.model_validate(NORTHWIND)
CUSTOMER_DOCUMENTS: dict[str, Callable[[Account], str]] = {
    "plan": lambda account: success_plan_document(account, TEMPLATES),
    "short plan": lambda account: success_plan_document(account, TEMPLATES, short=True),
    "summary": lambda account: executive_summary_document(account, TEMPLATES, (30, 60, 90, 180)),
}


def in_word(account: Account) -> bytes:
    """What the plan says as a Word document."""
    with zipfile.ZipFile(io.BytesIO(word_document(success_plan_document(account, TEMPLATES)))) as package:
        return package.read("word/document.xml")


NORTHWINDS_OWN = {name: write(NORTHWIND_ACCOUNT) for name, write in CUSTOMER_DOCUMENTS.items()}


@settings(max_examples=60, deadline=None)
@given(with_other_insides(NORTHWIND_ACCOUNT))
def test_records_that_differ_only_inside_give_the_same_documents(other: dict[str, Any]) -> None:
    account = Account.model_validate(other)

    assert {name: write(account) for name, write in CUSTOMER_DOCUMENTS.items()} == NORTHWINDS_OWN
    assert customer_values(for_customer(account)) == customer_values(for_customer(NORTHWIND_ACCOUNT))


@settings(max_examples=5, deadline=None)
@given(with_other_insides(NORTHWIND_ACCOUNT))
def test_records_that_differ_only_inside_give_the_same_word_document(other: dict[str, Any]) -> None:
    assert in_word(Account.model_validate(other)) == in_word(NORTHWIND_ACCOUNT)


def planted(part: Any, hint: Any, *, inside: bool) -> Any:
    """A part of a record with a marked text in every internal field that can hold one."""
    if isinstance(part, BaseModel):
        values = internal_keys(part)
        return {
            key: planted(values[key], kind, inside=inside or not marked)
            for key, kind, marked in parts_of(type(part))
        }
    if isinstance(part, tuple):
        return [planted(item, None, inside=inside) for item in part]
    if isinstance(part, dict):
        return {key: planted(item, None, inside=inside) for key, item in part.items()}
    texts = {fields.Text, fields.Line}
    return f"{MARKER} in a field" if inside and texts & {hint, *get_args(hint)} else part


def test_a_text_planted_in_every_internal_field_is_in_no_plan_and_no_message(tmp_path: Path) -> None:
    account = Account.model_validate(planted(NORTHWIND_ACCOUNT, None, inside=False))
    assert str(internal_values(account)).count(MARKER) > 20

    for write in CUSTOMER_DOCUMENTS.values():
        assert MARKER not in write(account)
    assert MARKER.encode() not in in_word(account)
    keep_version(tmp_path, account, date(2026, 10, 1))
    assert MARKER not in (tmp_path / ".rendered/versions/2026-10-01.json").read_text(encoding="utf-8")
    assert MARKER not in str(customer_values(for_customer(account)))
    (tmp_path / "success-plan.md.j2").write_text("{{ account.buying.politics }}")
    with pytest.raises(BadFile) as caught:
        success_plan_document(account, [tmp_path])
    assert "“buying” is internal" in str(caught.value)
    assert MARKER not in str(caught.value)


@pytest.mark.parametrize(
    "field", ["buying", "log", "risks", "segment", "open_questions", "waived", "provenance"]
)
def test_a_template_of_ones_own_cannot_name_an_internal_field(tmp_path: Path, field: str) -> None:
    (tmp_path / "success-plan.md.j2").write_text("{{ account." + field + " }}")

    with pytest.raises(BadFile, match=f"“{field}” is internal"):
        success_plan_document(NORTHWIND_ACCOUNT, [tmp_path])


def test_a_document_nobody_listed_goes_to_the_customer(tmp_path: Path) -> None:
    (tmp_path / "letter.md.j2").write_text("{% for p in account.stakeholders %}{{ p.stance }}{% endfor %}")

    with pytest.raises(BadFile, match="“stance” is internal"):
        render("letter", document_values("letter", NORTHWIND_ACCOUNT), [tmp_path])


def test_the_handoff_brief_may_name_everything(tmp_path: Path) -> None:
    (tmp_path / "handoff-brief.md.j2").write_text("{{ account.buying.politics }}")

    text = render("handoff-brief", document_values("handoff-brief", NORTHWIND_ACCOUNT), [tmp_path])

    assert text == "IT lost its own project.\n"


def test_internal_fields_of_the_projection_hold_their_defaults() -> None:
    projected = for_customer(NORTHWIND_ACCOUNT)

    assert projected.buying == Buying()
    assert projected.contract.signed_on == date(2026, 9, 1)
    assert projected.contract.arr is None
    assert {person.stance for person in projected.stakeholders} == {None}
    assert projected.name == "Northwind Traders"


def test_projecting_twice_changes_nothing() -> None:
    projected = for_customer(NORTHWIND_ACCOUNT)

    assert for_customer(projected) == projected


def test_no_part_that_is_shown_needs_an_internal_field() -> None:
    shown: set[type[BaseModel]] = {Account}
    for model in models_of_record():
        for _, hint, marked in parts_of(model):
            shown |= {kind for kind in kinds_in(hint) if marked}

    assert Stakeholder in shown
    required = [
        f"{model.__name__}.{name}"
        for model in shown
        for name, field in model.model_fields.items()
        if field.is_required() and not is_marked(field)
    ]
    assert required == []


def kinds_in(hint: Any) -> list[type[BaseModel]]:
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return [hint]
    return [kind for inner in get_args(hint) for kind in kinds_in(inner)]


def test_every_field_of_every_part_is_described() -> None:
    undescribed = [
        f"{model.__name__}.{name}"
        for model in models_of_record()
        for name, field in model.model_fields.items()
        if not field.description
    ]

    assert undescribed == []


@pytest.mark.parametrize(
    "path",
    [
        ("name",),
        ("schema",),
        ("contract", "signed_on"),
        ("stakeholders",),
        ("stakeholders", "jane-doe", "preferences", "tone"),
        ("vendor_team", "csm", "email"),
        ("outcomes", "time-to-quote", "baseline", "value"),
        ("milestones", "day-30", "moved", "m1", "to"),
    ],
)
def test_a_path_of_marks_all_the_way_may_be_shown(path: tuple[str, ...]) -> None:
    assert audience_of(path) == "customer"


@pytest.mark.parametrize(
    "path",
    [
        (),
        ("stakeholders", "jane-doe", "stance"),
        ("contract", "arr"),
        ("buying", "alternatives", "contoso", "name"),
        ("milestones", "day-30", "moved", "m1", "reason"),
        ("answers", "handoff", "why_now", "value"),
        ("log", "e1", "note"),
        ("nothing",),
        ("name", "deeper"),
        ("contract", "signed_on", "year"),
        ("__class__",),
        ("schema_",),
    ],
)
def test_one_step_without_a_mark_keeps_a_path_inside(path: tuple[str, ...]) -> None:
    assert audience_of(path) == "internal"


def test_customer_values_hold_marked_keys_and_plain_values_only() -> None:
    values = customer_values(for_customer(NORTHWIND_ACCOUNT))

    assert "buying" not in values
    assert "arr" not in values["contract"]
    assert set(values["stakeholders"][0]) == {
        "id",
        "name",
        "title",
        "email",
        "roles",
        "preferences",
        "introduction",
        "departed_on",
    }
    assert values["schema"] == "csmkit/account@1"
    assert values["outcomes"][0]["target"] == Decimal(4)


def test_internal_values_hold_every_key_as_the_file_spells_it() -> None:
    values = internal_values(NORTHWIND_ACCOUNT)

    assert set(values) == {field.alias or name for name, field in Account.model_fields.items()}
    assert values["buying"]["alternatives"][0]["name"] == "Contoso Quote"
