"""How people like to work and how often they meet, in words."""

from csmkit.core.account import Preferences

RHYTHMS = {
    "weekly": "every week",
    "biweekly": "every two weeks",
    "monthly": "every month",
    "quarterly": "every quarter",
}
_MODES = {"sync": "calls", "async": "messages"}
_TONES = {"formal": "formal tone", "informal": "informal tone"}


def ways_of_working(preferences: Preferences | None) -> tuple[str, ...]:
    """How somebody likes to work, in words."""
    if preferences is None:
        return ()
    ways = (
        _MODES.get(preferences.mode or ""),
        RHYTHMS.get(preferences.rhythm or ""),
        _TONES.get(preferences.tone or ""),
    )
    return tuple(way for way in ways if way)
