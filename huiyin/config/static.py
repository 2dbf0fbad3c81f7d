from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Static files named by their content; imports inside script modules are renamed along."""

    support_js_module_import_aggregation = True
