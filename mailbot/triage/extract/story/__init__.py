"""What a long mail is about: which of many days, sums and orders are the case's."""
