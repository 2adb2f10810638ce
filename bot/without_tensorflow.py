"""Imported first by every process but Rasa's: keeps spaCy from importing TensorFlow.

spaCy's machine learning library tries TensorFlow wherever it is installed, which takes ten seconds and
half a gigabyte, and uses it for nothing that we do. Rasa installs TensorFlow, and needs it.
"""

import sys

sys.modules["tensorflow"] = None  # type: ignore[assignment]  # importing it fails as if it were not there
