import type { Printer } from "./render";

/** The printer of this process. Pages are bundled with these procedures, and their bundler must not follow threads. */
export async function sharedPrinter(): Promise<Printer> {
  const { printer } = await import(/* turbopackIgnore: true */ "./render");
  return printer();
}
