"use client";

import { clsx } from "clsx";
import { type FormEvent, useId, useRef, useState } from "react";
import { useMention } from "@/components/comment/use-mention";
import { useLeaveWarning } from "@/components/organisation/use-leave-warning";
import { Button } from "@/components/ui/button";
import { Textarea } from "@/components/ui/field";
import { IdentifierHint } from "@/components/ui/identifier-hint";
import { COMMENT_LIMITS } from "@/domain/comment/limits";
import { unseenSentence } from "@/domain/comment/sentence";
import { identifierWarning } from "@/domain/shared/identifier";
import { SUBJECT_LABELS, type SubjectRef } from "@/domain/subject/subject";

/** Writes a comment, a reply or another text for one. What was typed stays until it is saved. */
export function Composer({
  org,
  about,
  label,
  action,
  initial = "",
  focus = false,
  fault,
  busy,
  onSave,
  onCancel,
}: {
  org: string;
  about: SubjectRef;
  label: string;
  /** What the button says. */
  action: string;
  initial?: string;
  focus?: boolean;
  fault?: string | undefined;
  busy: boolean;
  /** Calls back once it is saved, and not when it is refused. */
  onSave: (text: string, mentions: string[], saved: () => void) => void;
  onCancel?: () => void;
}) {
  const area = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const [text, setText] = useState(initial);
  const [warnedOf, setWarnedOf] = useState<string | null>(null);
  const mention = useMention({ org, about, area, text, setText });
  useLeaveWarning(text.trim() !== "" && text !== initial);
  const warning = identifierWarning(text);
  const isWarned = warning !== null && warnedOf === warning;
  const isOpen = mention.offered.length > 0;

  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    if (busy || text.trim() === "") return;
    if (warning && !isWarned) return setWarnedOf(warning); // the second press means it
    onSave(text, mention.ids, () => setText(""));
  };
  return (
    <form noValidate onSubmit={submit} className="relative">
      <Textarea
        ref={area}
        id={id}
        aria-label={label}
        aria-describedby={`${id}-hint`}
        aria-invalid={fault ? true : undefined}
        aria-autocomplete="list"
        aria-controls={isOpen ? `${id}-names` : undefined}
        aria-activedescendant={isOpen ? `${id}-name-${mention.active}` : undefined}
        autoFocus={focus}
        rows={text || focus ? 3 : 1}
        value={text}
        maxLength={COMMENT_LIMITS.body}
        placeholder={`${label}. @ names somebody.`}
        onChange={(event) => {
          setText(event.target.value);
          mention.look(event.target.value, event.target.selectionStart);
        }}
        onBlur={mention.close}
        onKeyDown={(event) => {
          if (mention.onKey(event)) return;
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit();
          if (event.key === "Escape") onCancel?.();
        }}
      />
      {isOpen ? (
        <div
          id={`${id}-names`}
          role="listbox"
          aria-label="People to name"
          className="absolute z-30 mt-1 w-[min(320px,100%)] rounded-control border border-ink bg-sheet p-1"
        >
          {mention.offered.map((candidate, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: keys are taken by the text field, which keeps the focus
            <div
              key={candidate.id}
              id={`${id}-name-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === mention.active}
              className={clsx(
                "flex min-h-[36px] cursor-pointer items-center justify-between gap-4 rounded-small px-2.5 text-table wide:min-h-[30px]",
                index === mention.active && "bg-wash",
              )}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => mention.take(candidate)}
            >
              {candidate.name}
              {candidate.sees ? null : <span className="text-note text-watch">cannot see this</span>}
            </div>
          ))}
        </div>
      ) : null}
      <div id={`${id}-hint`}>
        <IdentifierHint text={text} />
        {mention.blind.length > 0 ? (
          <p role="status" className="mt-1 text-note text-watch">
            {unseenSentence(mention.blind, SUBJECT_LABELS[about.noun].one)}
          </p>
        ) : null}
        {fault ? (
          <p role="alert" className="mt-1 font-medium text-bad text-note">
            {fault}
          </p>
        ) : null}
      </div>
      {text || onCancel ? (
        <div className="mt-1.5 flex flex-wrap items-center gap-2">
          <Button
            type="submit"
            size="small"
            tone="primary"
            disabled={text.trim() === ""}
            busy={busy ? "Saving" : false}
          >
            {isWarned ? `${action} all the same` : action}
          </Button>
          {onCancel ? (
            <Button size="small" onClick={onCancel}>
              Cancel
            </Button>
          ) : null}
          <span className="text-label text-ink-2 max-wide:hidden">
            **bold**, *italic*, `code`, lists and web addresses
          </span>
        </div>
      ) : null}
    </form>
  );
}
