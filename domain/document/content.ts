/** Kinds of file that are taken, told by their content alone. */
export const DOCUMENT_TYPES = [
  "pdf",
  "png",
  "jpeg",
  "gif",
  "webp",
  "docx",
  "xlsx",
  "pptx",
  "odf",
  "zip",
  "html",
  "svg",
  "text",
] as const;
export type DocumentType = (typeof DOCUMENT_TYPES)[number];
