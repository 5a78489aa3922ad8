"use client";

import { clsx } from "clsx";
import { useState } from "react";
import { CommentText } from "@/components/comment/comment-text";
import { Composer } from "@/components/comment/composer";
import type { Comment, May, Where } from "@/components/comment/shape";
import { useComment } from "@/components/comment/use-comment";
import { Button } from "@/components/ui/button";
import { ConflictDialog } from "@/components/ui/conflict-dialog";
import { Dialog } from "@/components/ui/dialog";
import { formatDate } from "@/components/ui/format";
import type { EditConflict } from "@/domain/shared/edit";
import type { SubjectRef } from "@/domain/subject/subject";

const LINK = "min-h-6 text-note text-ink-2 underline-offset-2 hover:text-ink hover:underline";

/** One comment: who, when, what, and what its reader may do with it. */
export function CommentEntry({
  org,
  about,
  comment,
  may,
  where,
  target,
  onReply,
  onResolve,
}: {
  org: string;
  about: SubjectRef;
  comment: Comment;
  may: May;
  where: Where;
  /** The address names this one. */
  target: boolean;
  onReply?: (() => void) | undefined;
  onResolve?: (() => void) | undefined;
}) {
  const { edit, remove } = useComment(about);
  const [deleting, setDeleting] = useState(false);
  const [seen, setSeen] = useState<number | null>(null); // the version being edited: a live refresh does not raise it
  const [conflict, setConflict] = useState<EditConflict<{ body: string }> | null>(null);
  const mine = may.write && comment.authorId === may.memberId;
  const save = (body: string, mentions: string[], version: number) =>
    edit.mutate(
      { org, commentId: comment.id, version, body, mentions },
      { onSuccess: (saved) => (saved.outcome === "saved" ? setSeen(null) : setConflict(saved)) },
    );
  const said = formatDate(comment.createdAt, "instant", where);
  if (comment.deletedAt)
    return (
      <p id={`comment-${comment.id}`} className="py-1 text-ink-2 text-note">
        {comment.authorName}’s comment was deleted.
      </p>
    );
  return (
    <article
      id={`comment-${comment.id}`}
      aria-label={`Comment by ${comment.authorName}, ${said}`}
      className={clsx("-mx-2 scroll-mt-24 rounded-small px-2 py-1", target && "bg-wash")}
    >
      <p className="text-note">
        <span className="font-medium">{comment.authorName}</span>
        <span className="text-ink-2">
          {" · "}
          <time dateTime={comment.createdAt.toISOString()} className="whitespace-nowrap">
            {said}
          </time>
          {comment.editedAt ? (
            <span title={`Edited ${formatDate(comment.editedAt, "instant", where)}`}> · edited</span>
          ) : null}
        </span>
      </p>
      {seen !== null ? (
        <div className="mt-1">
          <Composer
            org={org}
            about={about}
            label="Your comment"
            action="Save"
            initial={comment.body}
            focus
            busy={edit.isPending}
            fault={edit.error?.message}
            onSave={(text, mentions) => save(text, mentions, seen)}
            onCancel={() => setSeen(null)}
          />
        </div>
      ) : (
        <>
          <CommentText body={comment.body} names={comment.mentions.map(({ name }) => name)} />
          {may.write ? (
            <p data-print="hide" className="mt-0.5 flex flex-wrap gap-x-3.5">
              {onReply ? (
                <button type="button" className={LINK} onClick={onReply}>
                  Reply
                </button>
              ) : null}
              {onResolve ? (
                <button type="button" className={LINK} onClick={onResolve}>
                  Resolve
                </button>
              ) : null}
              {mine ? (
                <button type="button" className={LINK} onClick={() => setSeen(comment.version)}>
                  Edit
                </button>
              ) : null}
              {mine || may.moderate ? (
                <button type="button" className={LINK} onClick={() => setDeleting(true)}>
                  Delete
                </button>
              ) : null}
            </p>
          ) : null}
        </>
      )}
      <Dialog
        open={deleting}
        onClose={() => setDeleting(false)}
        title="Delete this comment"
        description="It leaves the page. What it said stays in the record, where auditors find it."
        actions={
          <>
            <Button onClick={() => setDeleting(false)}>Keep it</Button>
            <Button
              tone="danger"
              busy={remove.isPending ? "Deleting" : false}
              onClick={() => remove.mutate({ org, commentId: comment.id }, { onSettled: () => setDeleting(false) })}
            >
              Delete
            </Button>
          </>
        }
      />
      {conflict ? (
        <ConflictDialog
          conflict={conflict}
          label={() => "Comment"}
          words={(_field, value) => String(value ?? "")}
          where={where}
          busy={edit.isPending}
          onClose={() => setConflict(null)}
          onResolve={({ body }) => {
            setConflict(null);
            save(body, [], conflict.version);
          }}
        />
      ) : null}
    </article>
  );
}
