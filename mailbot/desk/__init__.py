"""The use cases, one transaction each: receive a mail, work on tickets, do what falls due, send what is written."""
