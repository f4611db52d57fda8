"""What a policy file may say: the schema of `workflows/policies` and `workflows/dictionary`."""
