"""The people of a mail: whose a number is, how to reach the customer, and what a fraud came by."""
