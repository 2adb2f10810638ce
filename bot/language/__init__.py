"""From words to meaning: reading, spelling, mentions, encoder and classifier."""
