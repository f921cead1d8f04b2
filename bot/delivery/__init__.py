"""Delivery: what is committed reaches VK, each thing once, in order within a conversation, at VK's own ceiling."""
