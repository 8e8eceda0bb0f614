"""When it happened: days, stretches of days and hours as people write them in ten languages."""
