"""The store: what is kept, how it is protected, and when it is erased."""
