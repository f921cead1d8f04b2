"""The trade itself: appeals, their statuses, deadlines and use cases.

Pure Python that knows nothing of VK, SQL or Russian words on a screen. The other packages depend on this one, never
the other way round (an import-linter contract holds it).
"""
