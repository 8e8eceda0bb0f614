"""The demonstration: invented customers who write through the real SMTP port, and a clock that can be moved on."""
