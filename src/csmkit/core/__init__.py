"""The craft of one account: values and pure functions. No file, prompt, print or clock."""
