"""A library that reads support texts: language, intent, category, signals. It never imports mailbot."""
