"""What an operator sees of a running mailbot: its log, its figures, its health."""
