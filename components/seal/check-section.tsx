"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "@/components/providers/trpc";
import { useMay } from "@/components/providers/use-shell";
import type { SealList } from "@/components/seal/shape";
import { Button } from "@/components/ui/button";
import { formatDate } from "@/components/ui/format";
import { Section } from "@/components/ui/section";
import { Status } from "@/components/ui/status";
import { notify } from "@/components/ui/toast";
import { findingText } from "@/domain/seal/report";
import { counted, sentenceCase } from "@/domain/shared/sentence";

const SHOWN = 20;

/** Compares the whole record with its seals when asked, in a job, and says what came out. */
export function CheckSection({ org, data }: { org: string; data: SealList }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const may = useMay(org)("seal:verify") && !data.isPast;
  const verify = useMutation(
    trpc.seal.verify.mutationOptions({
      onSettled: () => queries.invalidateQueries({ queryKey: trpc.seal.pathKey() }),
      onError: (error) => void notify({ message: error.message, tone: "bad" }),
    }),
  );
  const running = verify.isPending || (data.check !== null && data.check.endedAt === null);
  return (
    <Section id="verification" name="Verification" aside="the whole record, against every seal">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        {may ? (
          <Button busy={running ? "Verifying" : false} onClick={() => verify.mutate({ org })}>
            Verify now
          </Button>
        ) : null}
        <div aria-live="polite" className="text-table">
          <Outcome data={data} running={running} />
        </div>
      </div>
      <Findings data={data} />
      <p className="mt-3 max-w-[620px] text-ink-2 text-note">
        The downloaded record is checked without this server:{" "}
        <code className="font-mono">portolan verify &lt;file&gt;</code>. With <code className="font-mono">--head</code>{" "}
        and a hash kept earlier it also shows that nobody made the whole chain anew.
      </p>
    </Section>
  );
}

function Outcome({ data: { check, timeZone }, running }: { data: SealList; running: boolean }) {
  if (running) return <span className="text-ink-2">Reading the record. It may be left; the result is kept.</span>;
  if (!check) return <span className="text-ink-2">Not verified here yet.</span>;
  const when = formatDate(check.endedAt, "instant", { timeZone });
  if (check.error || !check.report) return <Status status="watch">{check.error ?? "It gave no result."}</Status>;
  const { found, days } = check.report;
  if (found > 0)
    return (
      <Status status="bad" className="whitespace-normal">
        {sentenceCase(counted(found, "finding"))} on {when}
      </Status>
    );
  return (
    <Status status="good" className="whitespace-normal">
      As it was sealed: {counted(days, "day")}, on {when}
    </Status>
  );
}

function Findings({ data: { check } }: { data: SealList }) {
  const report = check?.report;
  if (!report) return null;
  const shown = report.findings.slice(0, SHOWN).map(findingText);
  const notes = [
    report.sample ? `A sample: changes written later than they say: ${report.seeded}.` : null,
    report.late.count > 0
      ? `${sentenceCase(counted(report.late.count, "day was", "days were"))} sealed more than two days late; what was altered before that, the seals do not show.`
      : null,
  ].filter((note) => note !== null);
  return (
    <>
      {shown.length > 0 ? (
        <ul aria-label="Findings" className="wrap-anywhere mt-3 grid gap-1 text-table">
          {shown.map((text) => (
            <li key={text}>{text}</li>
          ))}
          {report.found > shown.length ? <li className="text-ink-2">and {report.found - shown.length} more</li> : null}
        </ul>
      ) : null}
      {notes.map((note) => (
        <p key={note} className="mt-2 text-ink-2 text-note">
          {note}
        </p>
      ))}
    </>
  );
}
