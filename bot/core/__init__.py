"""The domain: trials, understanding and answers. Standard library only."""
