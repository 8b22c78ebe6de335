"""The accepted file types: suffix, media type and, for pictures, Pillow's name of the format."""

OFFICE = "application/vnd.openxmlformats-officedocument."
PDF = "application/pdf"
ODT = "application/vnd.oasis.opendocument.text"
TYPES = {
    ".pdf": PDF,
    ".docx": OFFICE + "wordprocessingml.document",
    ".pptx": OFFICE + "presentationml.presentation",
    ".xlsx": OFFICE + "spreadsheetml.sheet",
    ".odt": ODT,
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".txt": "text/plain",
    ".csv": "text/csv",
}
PICTURES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
OPEN_XML = (".docx", ".pptx", ".xlsx")
# OpenDocument spreadsheets are read as lists and not stored.
OPEN_DOCUMENTS = {".odt": ODT, ".ods": "application/vnd.oasis.opendocument.spreadsheet"}
DOCUMENTS = (*OPEN_XML, *OPEN_DOCUMENTS)
RECORDINGS = (".mp3", ".mp4")
TEXTS = (".txt", ".csv")
