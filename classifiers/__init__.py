"""A library that reads support texts: language, intent, category, signals. It never imports mailbot."""

import os

# The products here are small: threads that wait for each other cost more than they save. Has its effect where numpy is
# not loaded yet; training sets its own number.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
