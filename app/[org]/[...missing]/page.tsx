import { notFound } from "next/navigation";

/** An address inside an organisation that names no page: the layout asks for a session first, then this says so. */
export default function MissingPage(): never {
  notFound();
}
