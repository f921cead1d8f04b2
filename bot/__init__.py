"""The process: command line, settings, composition root, intake, worker, delivery, logging."""
