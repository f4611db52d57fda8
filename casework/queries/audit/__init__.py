"""What an auditor asks of the whole office: what happened, a sample, every sum worked out anew."""
