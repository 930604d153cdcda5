"""The JSON Schema of every kind of file, from the same models that read it."""

from typing import Any


def json_schemas() -> dict[str, dict[str, Any]]:
    """A schema by kind, with the description of every field, for editors."""
    from csmkit.core.account import Account
    from csmkit.core.assessment_model import Assessment
    from csmkit.core.journey import Journey
    from csmkit.core.play import Play
    from csmkit.core.playbook import Interview
    from csmkit.core.ramp import Ramp
    from csmkit.core.roleplay import Scenario
    from csmkit.core.settings import Settings
    from csmkit.core.shadowing import ShadowingPlaybook
    from csmkit.core.successful_onboarding.definition import Definition
    from csmkit.core.teammate import Teammate
    from csmkit.training.certification import Certification
    from csmkit.training.question import Quiz

    models: dict[str, Any] = {
        "account": Account,
        "teammate": Teammate,
        "workspace": Settings,
        "journey": Journey,
        "interview": Interview,
        "assessment": Assessment,
        "play": Play,
        "ramp": Ramp,
        "shadowing": ShadowingPlaybook,
        "definition": Definition,
        "certification": Certification,
        "quiz": Quiz,
        "roleplay": Scenario,
    }
    made = {kind: _for_editors(model.model_json_schema(by_alias=True)) for kind, model in models.items()}
    return {kind: schema if kind in _RECORDS else _may_extend(schema, kind) for kind, schema in made.items()}


_RECORDS = ("account", "teammate", "workspace")


def _may_extend(schema: dict[str, Any], kind: str) -> dict[str, Any]:
    """The schema of a file that may extend another: its items then say no more than what they change."""
    word = {"type": "string"}
    for item in schema["$defs"].values():
        key = next((key for key in ("id", "name") if key in item.get("required", ())), None)
        if key is not None:
            item["required"] = [key]
            item["properties"] |= {"remove": {**word, "description": "yes takes away the item it extends."}}
        if key == "id":
            item["properties"] |= {"after": {**word, "description": "Stand behind the item with this id."}}
    about = f"The {kind} that this file changes: shipped/NAME, or the NAME of one of yours."
    schema["properties"]["extends"] = {**word, "description": about}
    return schema | {"if": {"required": ["extends"]}, "else": {"required": schema.pop("required")}}


def _for_editors(schema: dict[str, Any]) -> dict[str, Any]:
    """The audience as a word an editor shows; the rest as pydantic writes it."""
    if "audience" in schema:
        schema["description"] = f"{schema.get('description', '')} The customer may read this.".strip()
        del schema["audience"]
    for value in schema.values():
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, dict):
                _for_editors(part)
    for part in [p for key in ("properties", "$defs") for p in schema.get(key, {}).values()]:
        _for_editors(part)
    return (
        {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema} if "$defs" in schema else schema
    )
