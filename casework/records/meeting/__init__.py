"""What is kept of joint meetings: agenda, opinions, results, minutes, the government's answer."""
