"""What is kept so that people can see and decide what happens with their data."""

from huiyin.trust.models.consents import Consent, ConsentNotice
from huiyin.trust.models.exports import Export
from huiyin.trust.models.looks import Look
from huiyin.trust.models.originals import Original
from huiyin.trust.models.requests import DataRequest, Destruction

__all__ = ["Consent", "ConsentNotice", "DataRequest", "Destruction", "Export", "Look", "Original"]
