/** Days an uploaded file waits for somebody to import it; then it is removed. */
export const WAITING_DAYS = 7;

export const expiredWords = `Nobody imported this file within ${WAITING_DAYS} days of its upload, so it was removed. Upload it again.`;

/** States in which nothing more is decided on an import. */
export const ENDED = ["done", "undone", "expired"] as const;
export const isEnded = (status: string): boolean => ENDED.some((ended) => ended === status);
