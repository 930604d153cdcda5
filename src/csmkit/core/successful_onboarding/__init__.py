"""What a successful onboarding is: conditions a lead signed off, asked of every account."""
