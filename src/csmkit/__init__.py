"""csmkit: customer onboarding as plain files, interviews and documents."""

__version__ = "0.1.0"
