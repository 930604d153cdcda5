"""A colleague's certificate in Markdown: what was earned and what it stands for; no score, no opinion."""

from collections.abc import Sequence
from pathlib import Path

from csmkit.core.teammate import Certificate, Teammate
from csmkit.dates import long_day
from csmkit.documents.values import plain_values
from csmkit.training.certification import Certification


def certificate_document(
    teammate: Teammate,
    certificate: Certificate,
    certification: Certification,
    folders: Sequence[Path],
    compiled: Path | None = None,
) -> str:
    """The certificate, from what the record shows to everybody, and from the certification's own words."""
    from csmkit.documents.render import render

    values = {
        "name": teammate.name,
        "title": certification.title,
        "about": " ".join((certification.about or "").split()),
        "version": certificate.version,
        "earned_on": long_day(certificate.earned_on),
        "valid_until": long_day(certificate.valid_until) if certificate.valid_until else None,
        "signed_by": certificate.signed_by,
        "modules": [{"title": one.title, "goals": list(one.goals)} for one in certification.modules],
    }
    return render("certificate", {"certificate": plain_values(values)}, folders, compiled)
