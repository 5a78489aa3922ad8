export const NAME_LENGTH = 200;

/**
 * A file's name as it may be shown and offered: without folders, control characters and characters that turn the reading
 * direction (they can make "fdp.exe" read as "exe.pdf"). Never a path: where the bytes lie is decided elsewhere.
 */
export function cleanName(given: string): string {
  const last = given.normalize("NFC").split(/[/\\]/).at(-1) ?? "";
  const plain = last
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}]/gu, "")
    .replaceAll(/\s+/g, " ")
    .trim();
  const named = plain.replace(/^\.+/, "");
  const [ending = ""] = /\.[A-Za-z0-9]{1,10}$/.exec(named) ?? [];
  const letters = [...named];
  const short =
    letters.length > NAME_LENGTH ? [...letters.slice(0, NAME_LENGTH - ending.length), ...ending].join("") : named;
  return short || "file";
}

/** The header that offers a download under a name, in every browser (RFC 6266, RFC 8187). */
export function attachmentHeader(name: string, how: "attachment" | "inline" = "attachment"): string {
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\%]/g, "_");
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${how}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
