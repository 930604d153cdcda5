"""Training: the ramp of somebody new, shadowing, mentors, how the team stands. Values and pure functions."""
