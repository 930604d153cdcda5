"""The craft of training a team: certification, quizzes, practice. Values and pure functions."""
