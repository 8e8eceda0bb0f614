"""E-mail ticketing and triage for a support desk: bytes in, a decision out, effects committed once."""
