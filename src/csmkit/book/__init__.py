"""The book of business: many accounts at once, as values and pure functions."""
