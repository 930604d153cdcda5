"""A journey of one's own on its first day: a file that extends another one, with what is usually changed."""

from csmkit.core.journey import Journey


def as_yaml(name: str, parent: str, journey: Journey) -> str:
    """The file to begin with; every line that would change something is a comment still.

    Args:
        name: What the new journey is called, as it is typed.
        parent: What it extends, such as ``shipped/mid-touch``.
        journey: What that comes to.
    """
    first, last = journey.milestones[0], journey.milestones[-1]
    return f"""\
# yaml-language-server: $schema=../.csmkit/schemas/journey.json
# A journey of your own. It has everything that {parent} has, but for what stands here.
# `csmkit playbook show {name}` prints what it comes to, `csmkit playbook check` tells what does not fit.
schema: csmkit/journey@1
kind: journey
extends: {parent}
title: {name.replace("-", " ").capitalize()}
# about: For which customers it is, and how it differs.
# version: 1
# owner: Who answers for it
# reviewed_on: 2026-09-01

# A single value replaces the one there was.
# graduation_day: {journey.graduation_day}
# onboarding_rhythm: {journey.onboarding_rhythm}

# The items of a list are found by their id: name one to change it, add one, take one away.
# `after` says behind which other item it stands.
# milestones:
#   - id: {first.id}
#     day: {first.day + 15}
#   - id: works-council
#     after: {first.id}
#     day: {first.day + 30}
#     title: The works council has agreed
#     owner: csm
#   - id: {last.id}
#     remove: yes

# Messages are found by their name.
# emails:
#   - name: {journey.emails[0].name if journey.emails else "welcome"}
#     day: 2
"""
