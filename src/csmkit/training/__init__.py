"""How the team learns its craft: values and pure functions over definitions and training records."""
