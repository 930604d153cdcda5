"""Where the training records of colleagues lie."""

from csmkit.core.teammate import Teammate
from csmkit.storage.kind import Kind

TEAM = Kind("colleague", "a colleague", "team", Teammate, "csmkit/teammate@1", "csmkit train list", None)
