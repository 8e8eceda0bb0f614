"""The routing language: conditions over facts, actions on a decision, and why each rule did or did not match."""
