"""The file of `--mapping`: what a table calls its columns."""

from pydantic import Field

from csmkit.core.fields import Line, Strict


class TableMapping(Strict):
    """The table's own names for the columns of `csmkit ttfv --from`."""

    id: Line | None = Field(None, description="What names an account, once.")
    start: Line | None = Field(None, description="The day the clock starts, such as the signature.")
    first_value: Line | None = Field(None, description="The day first value was reached.")
    churned: Line | None = Field(None, description="The day they left.")
    last_seen: Line | None = Field(None, description="The last day somebody knew that it was still waiting.")
    entered: Line | None = Field(
        None, description="The day it came under watch, if that was after the start."
    )
    segment: Line | None = Field(None, description="What accounts are compared by.")
