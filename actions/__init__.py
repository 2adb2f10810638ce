"""Rasa's custom actions, one file a purpose."""
