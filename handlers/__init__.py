"""The conversation in VK: rules, then parsing, then a use case, then a text.

No SQL and no rules of the trade here. What is said goes into the outbox of the same transaction.
"""
