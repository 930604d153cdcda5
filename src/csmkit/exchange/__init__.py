"""What other programs read: values in, their formats out. Nothing here opens the workspace."""
