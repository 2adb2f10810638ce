"""The pages for the nurses of the nurse line: server-rendered, behind a sign-in, working without scripts."""
