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

type Facts = {
  name: string;
  /** What a browser is told. Markup that could run is told to be bytes. */
  mime: string;
  extensions: readonly string[];
  preview: "image" | "pdf" | null;
};

const OFFICE = "application/vnd.openxmlformats-officedocument";

export const DOCUMENT_FACTS: Record<DocumentType, Facts> = {
  pdf: { name: "PDF", mime: "application/pdf", extensions: ["pdf"], preview: "pdf" },
  png: { name: "PNG picture", mime: "image/png", extensions: ["png"], preview: "image" },
  jpeg: { name: "JPEG picture", mime: "image/jpeg", extensions: ["jpg", "jpeg"], preview: "image" },
  gif: { name: "GIF picture", mime: "image/gif", extensions: ["gif"], preview: "image" },
  webp: { name: "WebP picture", mime: "image/webp", extensions: ["webp"], preview: "image" },
  docx: { name: "Word document", mime: `${OFFICE}.wordprocessingml.document`, extensions: ["docx"], preview: null },
  xlsx: { name: "Excel workbook", mime: `${OFFICE}.spreadsheetml.sheet`, extensions: ["xlsx"], preview: null },
  pptx: { name: "PowerPoint file", mime: `${OFFICE}.presentationml.presentation`, extensions: ["pptx"], preview: null },
  odf: {
    name: "OpenDocument file",
    mime: "application/octet-stream",
    extensions: ["odt", "ods", "odp"],
    preview: null,
  },
  zip: { name: "ZIP archive", mime: "application/zip", extensions: ["zip"], preview: null },
  html: { name: "web page", mime: "application/octet-stream", extensions: ["html", "htm"], preview: null },
  svg: { name: "SVG drawing", mime: "application/octet-stream", extensions: ["svg"], preview: null },
  text: {
    name: "text",
    mime: "text/plain; charset=utf-8",
    extensions: ["txt", "csv", "tsv", "md", "json", "yaml", "yml", "log", "xml"],
    preview: null,
  },
};

export const ACCEPTED_EXTENSIONS = DOCUMENT_TYPES.flatMap((type) => DOCUMENT_FACTS[type].extensions);

/** Bytes of the beginning and of the end of a file that are enough to tell its kind. */
export const SAMPLE_BYTES = 64 * 1024;

const ascii = (bytes: Uint8Array): string => {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
};

// biome-ignore-start lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const SIGNATURES: readonly [DocumentType, RegExp][] = [
  ["pdf", /^%PDF-\d/],
  ["png", /^\x89PNG\r\n\x1a\n/],
  ["jpeg", /^\xff\xd8\xff/],
  ["gif", /^GIF8[79]a/],
  ["webp", /^RIFF[\s\S]{4}WEBP/],
];

/** What an archive holds stands in the names of its entries: at its beginning, and in the directory at its end. */
function archiveType(names: string): DocumentType | "macros" {
  if (names.includes("vbaProject.bin")) return "macros";
  if (/mimetypeapplication\/vnd\.oasis\.opendocument/.test(names)) return "odf";
  if (!names.includes("[Content_Types].xml")) return "zip";
  if (names.includes("word/")) return "docx";
  if (names.includes("xl/")) return "xlsx";
  return names.includes("ppt/") ? "pptx" : "zip";
}

/** No byte of it could not be typed: no NUL, no control character but tab, line ends, form feed and escape. */
const isTyped = (sample: string): boolean => !/[\0-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]/.test(sample);
const isUtf16 = (sample: string): boolean => /^(?:\xff\xfe|\xfe\xff)/.test(sample);

function textType(sample: string): DocumentType {
  const start = sample.replace(/^\xef\xbb\xbf/, "").toLowerCase();
  if (/<(?:!doctype html|html|head|body|script|iframe|object|embed|meta|form)\b/.test(start)) return "html";
  return start.includes("<svg") ? "svg" : "text";
}

/**
 * The kind of a file, from samples of its bytes. The first bytes decide: a file that is two things at once is the first.
 * @returns the kind, or why it is not taken, in words
 */
export function typeOfContent(head: Uint8Array, tail: Uint8Array): { type: DocumentType } | { refusal: string } {
  const [start, end] = [ascii(head), ascii(tail)];
  if (head.length === 0) return { refusal: "The file is empty." };
  const signed = SIGNATURES.find(([, form]) => form.test(start));
  if (signed) return { type: signed[0] };
  if (/^PK(?:\x03\x04|\x05\x06)/.test(start)) {
    const type = archiveType(start + end);
    return type === "macros"
      ? { refusal: "The file holds macros, which can run programs. Save it without them and try again." }
      : { type };
  }
  if (/^\xd0\xcf\x11\xe0/.test(start))
    return { refusal: "This is an older Office format. Save the file as docx, xlsx or pptx and try again." };
  if (isUtf16(start)) return { type: textType(start.replaceAll("\0", "")) };
  if (isTyped(start) && isTyped(end)) return { type: textType(start) === "text" ? textType(end) : textType(start) };
  return { refusal: "This kind of file is not taken. PDF, pictures, Office and OpenDocument files, ZIP and text are." };
}

// biome-ignore-end lint/suspicious/noControlCharactersInRegex: control characters are what is looked for

/** Why a name does not fit what the file holds; null when it does. A name without an ending fits. */
export function extensionFault(name: string, type: DocumentType): string | null {
  const [, extension] = /\.([A-Za-z0-9]{1,10})$/.exec(name) ?? [];
  const { extensions, name: kind } = DOCUMENT_FACTS[type];
  if (!extension || extensions.includes(extension.toLowerCase())) return null;
  return `The file is called .${extension.toLowerCase()} and holds ${/^[aeiou]/i.test(kind) ? "an" : "a"} ${kind}. Give it its right name and try again.`;
}
