"""What nobody should send, and the mask over it: phrases, keys, passwords, codes, papers and cards."""
