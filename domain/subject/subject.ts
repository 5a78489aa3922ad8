/** Nouns whose records are discussed, followed, documented and linked. server/subject says where each one lives. */
export const SUBJECT_NOUNS = ["initiative", "model", "risk"] as const;
export type SubjectNoun = (typeof SUBJECT_NOUNS)[number];

/** The record that a comment, a document, a link or a notification is about. */
export type SubjectRef = { noun: SubjectNoun; id: string };

export const SUBJECT_LABELS: Record<SubjectNoun, { one: string; place: string }> = {
  initiative: { one: "initiative", place: "initiatives" },
  model: { one: "model", place: "models" },
  risk: { one: "risk", place: "risks" },
};

/** Where a record is looked at, inside its organisation's pages. */
export const subjectPath = (slug: string, { noun, id }: SubjectRef): string =>
  `/${slug}/${SUBJECT_LABELS[noun].place}/${id}`;

export const sameSubject = (one: SubjectRef, other: SubjectRef): boolean =>
  one.noun === other.noun && one.id === other.id;
