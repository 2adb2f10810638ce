"""Runs the action server: ``python -m actions --port 5055``; as ``rasa run actions``, but quicker."""

import sys

if __name__ == "__main__":  # tests import this beside Rasa
    import bot.without_tensorflow  # noqa: F401

from rasa_sdk.__main__ import main

if __name__ == "__main__":
    sys.argv[1:1] = ["--actions", "actions"]
    main()
