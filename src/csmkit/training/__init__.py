"""The team's training: what is learned and practised, and whether it works."""
