"""What goes to other programs: values in, text out. Nothing here opens the workspace."""
