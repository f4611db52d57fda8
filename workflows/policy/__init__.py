"""What a policy file may say: the schema of `workflows/policies/*.toml` and `workflows/dictionary`."""
