"""What Rasa runs of ours: thin translators to the core and the language."""
