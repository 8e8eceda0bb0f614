"""Numbers that identify: by their form, their check digits, the word before them or the sentence around them."""
