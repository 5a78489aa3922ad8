"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/providers/trpc";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { withLinks } from "@/domain/mail/sentence";

/** What a mail says, on a trial: its plain text, with links that work. */
export function MailDialog({ org, mailId, onClose }: { org: string; mailId: string; onClose: () => void }) {
  const trpc = useTRPC();
  const { data, error } = useQuery(trpc.mail.open.queryOptions({ org, mailId }, { retry: false, gcTime: 0 }));
  let at = 0;
  return (
    <Dialog
      open
      onClose={onClose}
      title={data?.subject ?? "Mail"}
      description={data ? `To ${data.recipient}` : undefined}
      actions={<Button onClick={onClose}>Close</Button>}
    >
      {error ? <p role="alert">{error.message}</p> : null}
      {data ? (
        <p className="wrap-anywhere whitespace-pre-line text-table">
          {withLinks(data.text).map(({ text, isLink }) => {
            at += text.length;
            return isLink ? (
              <a key={at} href={text} className="text-accent underline">
                {text}
              </a>
            ) : (
              text
            );
          })}
        </p>
      ) : null}
    </Dialog>
  );
}
