"""What a body says as text, and which of it is new."""
