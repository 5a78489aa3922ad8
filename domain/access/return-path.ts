/** Where to go after sign-in: a path inside the application, "/" for anything that would leave it. */
export function returnPath(asked: unknown): string {
  const text = Array.isArray(asked) ? asked[0] : asked;
  if (typeof text !== "string" || !text.startsWith("/")) return "/";
  // A backslash is a slash to browsers, and control characters are dropped by them: "/\t/evil.example" leaves the site.
  if (text.startsWith("//") || /[\\\p{Cc}]/u.test(text)) return "/";
  return text;
}
