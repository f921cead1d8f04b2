"""Answers that the bot gives by itself, from a base that staff keep."""
