"""What other programs write and read: bytes in, values; values in, bytes out."""
