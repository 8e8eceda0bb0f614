"""The ways in, one file a protocol: given arguments and a callable, they know neither configuration nor store."""
