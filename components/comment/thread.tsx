"use client";

import { useState } from "react";
import { CommentEntry } from "@/components/comment/comment-entry";
import { Composer } from "@/components/comment/composer";
import type { May, Thread as ThreadData, Where } from "@/components/comment/shape";
import { useComment } from "@/components/comment/use-comment";
import { formatDate } from "@/components/ui/format";
import { counted, shorten } from "@/domain/shared/sentence";
import type { SubjectRef } from "@/domain/subject/subject";

type Props = { org: string; about: SubjectRef; thread: ThreadData; may: May; where: Where; target: string | null };

/** A comment and its replies. One that is dealt with is a single line until somebody opens it. */
export function Thread({ org, about, thread, may, where, target }: Props) {
  const { create, resolve } = useComment(about);
  const [replying, setReplying] = useState(false);
  const holdsTarget = thread.id === target || thread.replies.some(({ id }) => id === target);
  const [open, setOpen] = useState(false);
  const set = (resolved: boolean) => resolve.mutate({ org, commentId: thread.id, resolved });
  const isFolded = thread.resolvedAt !== null && !open && !holdsTarget;
  const many = thread.replies.length;
  return (
    <li className="border-rule-2 border-b py-2.5 last:border-b-0">
      {thread.resolvedAt ? (
        <p className="flex flex-wrap items-baseline gap-x-2 text-ink-2 text-note">
          <span className="font-medium text-good">✓ Resolved</span>
          <span>
            by {thread.resolvedBy}, {formatDate(thread.resolvedAt, "day", where)}
          </span>
          <button
            type="button"
            aria-expanded={!isFolded}
            className="min-h-6 text-accent underline-offset-2 hover:underline"
            onClick={() => setOpen((was) => !was)}
          >
            {isFolded ? "Show" : "Hide"}
          </button>
          {may.write ? (
            <button
              type="button"
              className="min-h-6 text-accent underline-offset-2 hover:underline"
              disabled={resolve.isPending}
              onClick={() => set(false)}
            >
              Reopen
            </button>
          ) : null}
        </p>
      ) : null}
      {isFolded ? (
        <p className="wrap-anywhere text-ink-2 text-table">
          {thread.authorName}: {shorten(thread.body || "deleted", 90)}
          {many > 0 ? `, ${counted(many, "reply", "replies")}` : ""}
        </p>
      ) : (
        <>
          <CommentEntry
            org={org}
            about={about}
            comment={thread}
            may={may}
            where={where}
            target={thread.id === target}
            onReply={() => setReplying(true)}
            onResolve={thread.resolvedAt ? undefined : () => set(true)}
          />
          {many > 0 || replying ? (
            <div className="mt-1 grid gap-1.5 border-rule border-l pl-3.5">
              {thread.replies.map((reply) => (
                <CommentEntry
                  key={reply.id}
                  org={org}
                  about={about}
                  comment={reply}
                  may={may}
                  where={where}
                  target={reply.id === target}
                />
              ))}
              {replying ? (
                <Composer
                  org={org}
                  about={about}
                  label="Your reply"
                  action="Reply"
                  focus
                  busy={create.isPending}
                  fault={create.error?.message}
                  onSave={(body, mentions) =>
                    create.mutate(
                      { org, about, parentId: thread.id, body, mentions },
                      { onSuccess: () => setReplying(false) },
                    )
                  }
                  onCancel={() => setReplying(false)}
                />
              ) : null}
            </div>
          ) : null}
        </>
      )}
    </li>
  );
}
