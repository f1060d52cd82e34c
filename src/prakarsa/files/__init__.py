"""Files people bring and take: resumable uploads, storage, and handing them out."""
