"""Tables of other systems, taken into the book: recognised, audited, and compared with the records."""
