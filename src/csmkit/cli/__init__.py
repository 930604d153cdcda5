"""The commands people type: each loads, calls and shows."""
