"""The commands, by subject, and what they share (`shell`). `cli` puts them together."""
