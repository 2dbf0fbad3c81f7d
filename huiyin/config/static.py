from whitenoise.storage import (  # type: ignore[import-untyped]  # whitenoise ships no types
    CompressedManifestStaticFilesStorage,
)


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # the same
    """Static files named by their content; imports inside script modules are renamed along."""

    support_js_module_import_aggregation = True
