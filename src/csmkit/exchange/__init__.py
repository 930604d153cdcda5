"""What other programs read: values in, bytes out."""
