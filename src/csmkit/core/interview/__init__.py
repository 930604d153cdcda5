"""An interview as a state machine of values: what was said so far, what is asked next, what it records.

`conversation` holds the state and its turns, `walk` the questions in reach, `steps` what a driver
shows, `recording` the changes to the record, `definition` the checks of a playbook's file.
"""
