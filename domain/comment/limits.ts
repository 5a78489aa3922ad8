/** Most characters of a comment, mentions and replies of one, and comments of a page. */
export const COMMENT_LIMITS = { body: 10_000, mentions: 50, replies: 500, page: 10 } as const;
