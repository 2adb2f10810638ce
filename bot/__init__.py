"""Trial Guide: helps people understand one clinical trial and talk to a nurse about it."""
