"""Talking to VK's API: one client, its errors, its limits."""
