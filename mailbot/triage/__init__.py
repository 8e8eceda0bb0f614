"""What mailbot exists for: pure functions from a mail and its context to a decision. No clock, network, database."""
