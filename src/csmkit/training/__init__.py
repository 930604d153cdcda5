"""The craft of training a team, as values and pure functions."""
