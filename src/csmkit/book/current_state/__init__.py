"""The audit of the current state: where onboarding stands today, before anybody designs it anew."""
