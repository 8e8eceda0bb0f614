"""The nouns of mailbot: immutable values that flow between the stages. Standard library only."""
