"""The worker: stored events become deeds, each once, in order within a conversation."""
