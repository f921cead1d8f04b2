"""Ticks that look for due work and call use cases. APScheduler only rings; what is due lives in the database."""
