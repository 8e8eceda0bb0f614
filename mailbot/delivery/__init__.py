"""Handing a finished mail to a server, one file per protocol. Owns connections and tries, decides nothing."""
