"""Measurements on this machine: `make bench`. Never asserted by tests."""
